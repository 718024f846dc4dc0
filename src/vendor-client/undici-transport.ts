import { Pool, type Dispatcher } from 'undici';
import { MAX_HEADER_BYTES, type AnswerSink, type Outgoing, type OutgoingRequest, type Transport } from './transport.js';

/** Longer than the deadline of the exchange, which comes first: undici's timers have a resolution of one second. */
const EXTRA_MS = 2000;

/**
 * For reads: connections that stay open, one request at a time on each. undici costs a tenth of what got does.
 * @param connections the most open at once, per origin
 * @param timeoutMs the longest that any request lasts, milliseconds
 */
export function createUndiciTransport(connections: number, timeoutMs: number): Transport & { close(): Promise<void> } {
  const pools = new Map<string, Pool>();

  function poolFor(origin: string): Pool {
    let pool = pools.get(origin);
    if (!pool) {
      const limitMs = timeoutMs + EXTRA_MS;
      pool = new Pool(origin, {
        connections,
        pipelining: 1,
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: limitMs,
        bodyTimeout: limitMs,
        connect: { timeout: timeoutMs },
      });
      pools.set(origin, pool);
    }
    return pool;
  }

  return {
    start(request, sink) {
      const handler = new SinkHandler(sink);
      const pathStart = request.url.indexOf('/', 'https://'.length);
      const origin = pathStart < 0 ? request.url : request.url.slice(0, pathStart);
      const path = pathStart < 0 ? '/' : request.url.slice(pathStart);
      poolFor(origin).dispatch(optionsOf(request, path), handler);
      return handler;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
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
  #controller: Dispatcher.DispatchController | null = null;
  #stopped = false;

  constructor(sink: AnswerSink) {
    this.#sink = sink;
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
    this.#sink.end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#sink.fail(error);
  }
}
