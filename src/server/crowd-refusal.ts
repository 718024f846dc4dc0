import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.js';
import { overloadedAnswer } from './overloaded-answer.js';
import { readRequestId, withRequestId } from './request-id.js';
import type { RequestObserver } from './request-observer.js';

export interface CrowdRefusalOptions {
  /** Whether a crowd stands before a full server. */
  readonly isCrowded: () => boolean;
  readonly onRefused: () => void;
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
export function createCrowdRefusal({ isCrowded, onRefused, allowsHost, headers, observe }: CrowdRefusalOptions) {
  const heads = new Map<Answer, string[]>();
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (!isCrowded() || !isOperation(request.url) || !allowsHost(request.headers.host)) return false;
    onRefused();
    const startedAt = performance.now();
    const answer = overloadedAnswer(request.headers.accept ?? '');
    const { status, codes, account } = answer;
    const requestId = readRequestId(request.headers['x-request-id']);
    let head = heads.get(answer);
    if (!head) {
      head = Object.entries({ ...answer.headers, ...headers }).flat();
      heads.set(answer, head);
    }
    const text = withRequestId(answer.body, requestId);
    response.writeHead(status, [...head, 'content-length', String(text.length), 'x-request-id', requestId]);
    response.end(text, 'latin1'); // it is ASCII
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
