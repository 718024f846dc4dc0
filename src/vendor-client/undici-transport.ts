import { buildConnector, Client, type Dispatcher } from 'undici';
import { MAX_HEADER_BYTES, type AnswerSink, type Outgoing, type OutgoingRequest, type Transport } from './transport.js';

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

class SinkHandler implements Dispatcher.DispatchHandler, Outgoing {
  readonly #sink: AnswerSink;
  readonly #client: Client;
  readonly #idle: Client[];
  #controller: Dispatcher.DispatchController | null = null;
  #stopped = false;

  /** @param idle where the client goes when the request has ended */
  constructor(sink: AnswerSink, client: Client, idle: Client[]) {
    this.#sink = sink;
    this.#client = client;
    this.#idle = idle;
  }

  stop(): void {
    this.#stopped = true;
    this.#controller?.abort(new Error('stopped'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Stopped while it waited for a connection: nothing was written.
    if (this.#stopped) controller.abort(new Error('stopped'));
    else this.#sink.connected();
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#sink.head(status, headers);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#sink.data(chunk);
  }

  onResponseEnd(): void {
    this.#idle.push(this.#client);
    this.#sink.end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#idle.push(this.#client);
    this.#sink.fail(error);
  }
}
