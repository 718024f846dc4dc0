import type { IncomingMessage, ServerResponse } from 'node:http';
import { overloadedAnswer } from './overloaded-answer.js';
import { readRequestId, withRequestId } from './request-id.js';
import type { RequestObserver } from './request-observer.js';

export interface CrowdRefusalOptions {
  /** Whether a crowd stands before a full server. */
  readonly isCrowded: () => boolean;
  readonly onRefused: () => void;
  /** While it is, every answer is the last of its connection. */
  readonly isDraining: () => boolean;
  readonly allowsHost: (host: string | undefined) => boolean;
  /** Headers that every answer carries. */
  readonly headers: Readonly<Record<string, string>>;
  readonly observe: RequestObserver;
}

/**
 * Refuses operations, unread and before anything else is done for them, while a crowd stands before a full server: what
 * refusals cost is taken from those who are served.
 * @returns whether it has answered
 */
export function createCrowdRefusal(options: CrowdRefusalOptions) {
  const { isCrowded, onRefused, isDraining, allowsHost, headers, observe } = options;
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (!isCrowded() || !isOperation(request.url) || !allowsHost(request.headers.host)) return false;
    onRefused();
    const startedAt = performance.now();
    const { status, headers: own, body, codes, account } = overloadedAnswer(request.headers.accept ?? '');
    const requestId = readRequestId(request.headers['x-request-id']);
    const text = withRequestId(body, requestId);
    if (isDraining()) response.setHeader('connection', 'close');
    response.writeHead(status, {
      ...own,
      ...headers,
      'content-length': Buffer.byteLength(text),
      'x-request-id': requestId,
    });
    response.end(text);
    observe.answered({
      account,
      requestId,
      tenant: null,
      caller: null,
      status,
      codes,
      milliseconds: performance.now() - startedAt,
    });
    return true;
  };
}

const isOperation = (url: string | undefined): boolean => url === '/graphql' || url?.startsWith('/graphql?') === true;
