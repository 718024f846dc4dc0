import type { IncomingMessage, ServerResponse } from 'node:http';
import { unread, type WriteAnswer } from './answer-writer.js';
import { overloadedAnswer } from './overloaded-answer.js';

export interface CrowdRefusalOptions {
  /** Whether a crowd stands before a full server. */
  readonly isCrowded: () => boolean;
  readonly onRefused: () => void;
  readonly write: WriteAnswer;
}

/**
 * Refuses operations, unread and before anything else is done for them, while a crowd stands before a full server: what
 * refusals cost is taken from those who are served.
 * @returns whether it has answered
 */
export function createCrowdRefusal({ isCrowded, onRefused, write }: CrowdRefusalOptions) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (!isCrowded() || !isOperation(request.url)) return false;
    onRefused();
    write(overloadedAnswer(request.headers.accept ?? ''), unread(request, response));
    return true;
  };
}

const isOperation = (url: string | undefined): boolean => url === '/graphql' || url?.startsWith('/graphql?') === true;
