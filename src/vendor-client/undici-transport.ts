import { buildConnector, Client, type Dispatcher } from 'undici';
import {
  type AnswerSink,
  type HeaderName,
  type IncomingHeaders,
  MAX_HEADER_BYTES,
  type Outgoing,
  type OutgoingRequest,
  READ_HEADERS,
  type Transport,
} from './transport.js';

/** Longer than the deadline of the exchange, which comes first: undici's timers have a resolution of one second. */
const EXTRA_MS = 2000;

/**
 * For reads: connections that stay open, one request at a time on each. undici costs a tenth of what got does. A request
 * takes the connection that was used last. undici's pool would open a second one for a request that follows an answer
 * at once, since it counts a connection as busy until the next turn of the event loop.
 * @param timeoutMs the longest that any request lasts, milliseconds
 */
export function createUndiciTransport(timeoutMs: number): Transport & { close(): Promise<void> } {
  const limitMs = timeoutMs + EXTRA_MS;
  const connect = buildConnector({ timeout: timeoutMs });
  const clients = new Set<Client>();
  /** By origin: those without a request. The caller limits the requests in flight, and with them the clients. */
  const idle = new Map<string, Client[]>();

  function createClient(origin: string): Client {
    const client = new Client(origin, {
      pipelining: 1,
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: limitMs,
      bodyTimeout: limitMs,
      connect,
    });
    clients.add(client);
    return client;
  }

  return {
    start(request, sink) {
      const pathStart = request.url.indexOf('/', 'https://'.length);
      const origin = pathStart < 0 ? request.url : request.url.slice(0, pathStart);
      const path = pathStart < 0 ? '/' : request.url.slice(pathStart);
      let ofOrigin = idle.get(origin);
      if (!ofOrigin) idle.set(origin, (ofOrigin = []));
      const client = ofOrigin.pop() ?? createClient(origin);
      const handler = new SinkHandler(sink, client, ofOrigin);
      client.dispatch(optionsOf(request, path), handler);
      return handler;
    },
    async close() {
      await Promise.all([...clients].map((client) => client.destroy()));
    },
  };
}

const optionsOf = ({ method, headers, body }: OutgoingRequest, path: string): Dispatcher.DispatchOptions => ({
  method,
  path,
  headers,
  body,
});

/**
 * undici's handler in the form of its versions before 8, which need Node 22. It is given headers as bytes: the newer form
 * makes text of all of them, 3 % of the CPU of a cold fanout.
 */
class SinkHandler implements Dispatcher.DispatchHandler, Outgoing {
  readonly #sink: AnswerSink;
  readonly #client: Client;
  readonly #idle: Client[];
  #abort: ((error: Error) => void) | null = null;
  #stopped = false;

  /** @param idle where the client goes when the request has ended */
  constructor(sink: AnswerSink, client: Client, idle: Client[]) {
    this.#sink = sink;
    this.#client = client;
    this.#idle = idle;
  }

  stop(): void {
    this.#stopped = true;
    this.#abort?.(new Error('stopped'));
  }

  onConnect(abort: (error?: Error) => void): void {
    this.#abort = abort;
    // Stopped while it waited for a connection: nothing was written.
    if (this.#stopped) abort(new Error('stopped'));
    else this.#sink.connected();
  }

  onHeaders(status: number, headers: readonly Buffer[]): boolean {
    this.#sink.head(status, readHeaders(headers));
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.#sink.data(chunk);
    return true;
  }

  onComplete(): void {
    this.#idle.push(this.#client);
    this.#sink.end();
  }

  onError(error: Error): void {
    this.#idle.push(this.#client);
    this.#sink.fail(error);
  }
}

/** @param bytes names and values in turn */
function readHeaders(bytes: readonly Buffer[]): IncomingHeaders {
  const headers: Partial<Record<HeaderName, string>> = {};
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    const name = readName(bytes[index]!);
    if (name === null) continue;
    const value = bytes[index + 1]!.toString('latin1');
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

function readName(bytes: Buffer): HeaderName | null {
  for (const name of READ_HEADERS)
    if (name.length === bytes.length && bytes.toString('latin1').toLowerCase() === name) return name;
  return null;
}
