import { MessagingError } from '../../errors/error.js';
import { type Answer, errorCodes, NO_ACCOUNT } from './answer.js';
import { formatError, isUnexpected } from './error-format.js';
import { DEFAULT_MEDIA_TYPE, type MediaType, negotiateMediaType } from './media-type.js';
import { RequestError } from './request-error.js';

/** The answer to a request that is refused as a whole: a GraphQL response without data. */
export function errorAnswer(thrown: unknown, accept: string, onUnexpected: (error: unknown) => void): Answer {
  const error = thrown instanceof RequestError ? thrown.error : thrown;
  if (isUnexpected(error)) onUnexpected(error);
  const retryAfter = thrown instanceof RequestError ? thrown.error.details.retryAfterSeconds : undefined;
  const errors = [formatError(error)];
  return {
    status: thrown instanceof RequestError ? thrown.status : 500,
    headers: {
      'content-type': `${negotiateMediaType(accept) ?? DEFAULT_MEDIA_TYPE}; charset=utf-8`,
      'cache-control': 'private, no-store', // without it a cache may keep a 405 (RFC 9111, 4.2.2)
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      ...(thrown instanceof RequestError ? thrown.headers : {}),
    },
    body: JSON.stringify({ errors }),
    codes: errorCodes(errors),
    account: NO_ACCOUNT,
  };
}

export const overloaded = (): RequestError =>
  new RequestError(503, new MessagingError('OVERLOADED', { retryAfterSeconds: 1 }));

/** Written once for each media type: under overload there are thousands of refusals a second. */
const overloadedAnswers = new Map<MediaType | null, Answer>();

/** The answer while the server runs as many operations as it may. */
export function overloadedAnswer(accept: string): Answer {
  const mediaType = negotiateMediaType(accept);
  let answer = overloadedAnswers.get(mediaType);
  if (!answer) {
    answer = errorAnswer(overloaded(), accept, () => undefined);
    overloadedAnswers.set(mediaType, answer);
  }
  return answer;
}
