import { type Answer, errorCodes, NO_ACCOUNT } from './answer.js';
import { formatError, isUnexpected } from '../graphql/error-format.js';
import { DEFAULT_MEDIA_TYPE, negotiateMediaType } from '../graphql/media-type.js';
import { RequestError } from './request-error.js';
import { requestIdPlaceholder } from './request-id.js';

/** What a request that was refused as a whole is answered: a GraphQL response without data. */
export function errorAnswer(thrown: unknown, accept: string, onUnexpected: (error: unknown) => void): Answer {
  const error = thrown instanceof RequestError ? thrown.error : thrown;
  if (isUnexpected(error)) onUnexpected(error);
  const retryAfter = thrown instanceof RequestError ? thrown.error.details.retryAfterSeconds : undefined;
  const errors = [formatError(error, requestIdPlaceholder())];
  return {
    status: thrown instanceof RequestError ? thrown.status : 500,
    headers: {
      'content-type': `${negotiateMediaType(accept) ?? DEFAULT_MEDIA_TYPE}; charset=utf-8`,
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      ...(thrown instanceof RequestError ? thrown.headers : {}),
    },
    body: JSON.stringify({ errors }),
    codes: errorCodes(errors),
    account: NO_ACCOUNT,
  };
}
