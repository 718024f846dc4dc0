import type { IncomingMessage, OutgoingHttpHeader, ServerResponse } from 'node:http';
import type { Answer } from './answer.js';
import type { Caller, IncomingHeaders } from '../auth/caller.js';
import { readRequestId, withRequestId } from './request-id.js';
import type { RequestObserver } from '../observability/request-observer.js';

type Headers = Readonly<Record<string, OutgoingHttpHeader | undefined>>;

export interface AnswerWriterOptions {
  /** Headers that every answer carries. */
  readonly headers: Readonly<Record<string, string>>;
  /** While it is, every answer is the last of its connection. */
  readonly isDraining: () => boolean;
  readonly observe: Pick<RequestObserver, 'answered'>;
}

/** A request that is about to be answered. */
export interface Asked {
  readonly request: { readonly headers: IncomingHeaders };
  readonly response: ServerResponse;
  /** When it came, on the clock of `performance.now()`. */
  readonly startedAt: number;
  /** Null as long as nobody knows. */
  readonly caller: Caller | null;
  /** What plugins want in the head of the answer. */
  readonly headers: Headers | null;
}

/** A request that is answered before anyone has looked who asks. */
export const unread = (request: IncomingMessage, response: ServerResponse): Asked => ({
  request,
  response,
  startedAt: performance.now(),
  caller: null,
  headers: null,
});

export type WriteAnswer = (answer: Answer, asked: Asked) => void;

/** HTTP out: writes an answer, with the caller's own request id, and tells the observer of it. */
export function createAnswerWriter({ headers: always, isDraining, observe }: AnswerWriterOptions): WriteAnswer {
  return ({ status, headers, body, codes, account }, { request, response, startedAt, caller, headers: plugged }) => {
    const requestId = readRequestId(request.headers['x-request-id']);
    observe.answered({
      account,
      requestId,
      tenant: caller?.service.tenant.id ?? null,
      caller: caller?.credential ?? null,
      status,
      codes,
      milliseconds: performance.now() - startedAt,
    });
    const sent = codes.length > 0 ? withRequestId(String(body), requestId) : body;
    const head: OutgoingHttpHeader[] = ['x-request-id', requestId, 'content-length', String(Buffer.byteLength(sent))];
    if (isDraining()) head.push('connection', 'close');
    addHeaders(head, always);
    addHeaders(head, plugged ? { ...plugged, ...headers } : headers);
    response.writeHead(status, head);
    response.end(sent);
  };
}

/** Names and values in turn: the form that costs node:http least. */
function addHeaders(head: OutgoingHttpHeader[], headers: Headers): void {
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) head.push(name, value);
  }
}
