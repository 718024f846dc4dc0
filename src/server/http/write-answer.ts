import type { OutgoingHttpHeader } from 'node:http';
import type { Answer, RequestObserver } from '../answer/answer.js';
import { errorAnswer } from '../answer/error-answer.js';
import { answeredRequest } from './answered-request.js';
import type { Exchange } from './exchange.js';
import type { RateLimiter } from '../rates/rate-limiter.js';
import type { StartTrace } from '../traces/traces.js';
import { withRequestId } from '../answer/error-format.js';

export type Headers = Readonly<Record<string, OutgoingHttpHeader | undefined>>;

export interface AnswerWriterOptions {
  /** Headers that every answer to an operation carries. */
  readonly headers: Readonly<Record<string, string>>;
  /** While it is, every answer is the last of its connection. */
  readonly isDraining: () => boolean;
  readonly observe: RequestObserver;
  /** Null where traces are off. */
  readonly startTrace: StartTrace | null;
  /** Of callers with rates; absent where no caller has any. */
  readonly rates?: Pick<RateLimiter, 'headersFor'>;
}

const NO_CONTENT = 204;

/** HTTP out. Every exchange is answered once, by one of these. None of them throws. */
export interface AnswerWriter {
  /** Writes an answer to an operation, with the caller's own request id, and reports it to the observer. */
  answer(exchange: Exchange, answer: Answer): void;
  /** Writes a GraphQL response without data. */
  refuse(exchange: Exchange, thrown: unknown): void;
  /** Writes anything else. @param body null where the status has none */
  plain(exchange: Exchange, status: number, headers: Headers, body: Buffer | string | null): void;
  /** Writes the head of an answer that is a stream. @returns false where nobody takes it */
  head(exchange: Exchange, headers: Headers): boolean;
}

export function createAnswerWriter(options: AnswerWriterOptions): AnswerWriter {
  const { headers: always, isDraining, observe, startTrace, rates } = options;

  /** One that is refused before its route has no trace yet. */
  function startTraceOf(exchange: Exchange): void {
    if (startTrace !== null) exchange.trace ??= startTrace(exchange.request, null);
  }

  /** The first headers of every answer to an operation. */
  function startHead({ requestId, caller }: Exchange, headers: Headers): OutgoingHttpHeader[] {
    const head: OutgoingHttpHeader[] = ['x-request-id', requestId];
    const rateHeaders = caller && rates ? rates.headersFor(caller) : null;
    if (rateHeaders !== null) head.push(...rateHeaders);
    addHeaders(head, always);
    addHeaders(head, headers);
    return head;
  }

  function answer(exchange: Exchange, given: Answer): void {
    const { status, headers, body, codes } = given;
    const { requestId } = exchange;
    startTraceOf(exchange);
    observe.answered(answeredRequest(exchange, given));
    const sent = codes.length > 0 ? withRequestId(String(body), requestId) : body;
    write(exchange, status, startHead(exchange, headers), status === NO_CONTENT ? null : sent);
  }

  function write(exchange: Exchange, status: number, head: OutgoingHttpHeader[], body: Buffer | string | null): void {
    const { request, response, connection } = exchange;
    if (exchange.isDisconnected || exchange.isAnswered) return;
    const bytes = body === null ? 0 : Buffer.byteLength(body);
    if (body !== null) head.push('content-length', String(bytes));
    writeHead(exchange, status, head);
    response.end(body ?? undefined);
    if (!request.complete) request.resume(); // what still comes is discarded
    connection.written(bytes, exchange.tenant);
  }

  function writeHead(exchange: Exchange, status: number, head: OutgoingHttpHeader[]): void {
    const { request, response, vary, corsHeaders, expects, upgrade } = exchange;
    exchange.isAnswered = true;
    if (vary !== null) head.push('vary', vary);
    if (corsHeaders !== null) head.push(...corsHeaders);
    // After a body that failed nothing is understood. A caller that waits for `100 Continue` may send its body or the
    // next request, and the two cannot be distinguished. What follows an upgrade is not read.
    const isLast =
      isDraining() || exchange.hasFailed || (expects !== 'NOTHING' && !request.complete) || upgrade !== null;
    if (isLast) head.push('connection', 'close');
    response.writeHead(status, head);
  }

  /** A fault while an answer is written ends that connection, and nothing else. */
  function failed(exchange: Exchange, error: unknown): void {
    exchange.connection.destroy();
    try {
      startTraceOf(exchange);
      observe.unexpected(error, exchange);
    } catch {
      // the log cannot be written either
    }
  }

  return {
    answer(exchange, given) {
      try {
        answer(exchange, given);
      } catch (error) {
        failed(exchange, error);
      }
    },
    refuse(exchange, thrown) {
      try {
        startTraceOf(exchange);
        const unexpected = (error: unknown): void => observe.unexpected(error, exchange);
        answer(exchange, errorAnswer(thrown, exchange.request.headers.accept ?? '', unexpected));
      } catch (error) {
        failed(exchange, error);
      }
    },
    plain(exchange, status, headers, body) {
      try {
        const head: OutgoingHttpHeader[] = [];
        addHeaders(head, headers);
        write(exchange, status, head, body);
      } catch (error) {
        failed(exchange, error);
      }
    },
    head(exchange, headers) {
      if (exchange.isDisconnected || exchange.isAnswered) return false;
      writeHead(exchange, 200, startHead(exchange, headers));
      return true;
    },
  };
}

/** Names and values in turn: the form that costs node:http least. */
function addHeaders(head: OutgoingHttpHeader[], headers: Headers): void {
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) head.push(name, value);
  }
}
