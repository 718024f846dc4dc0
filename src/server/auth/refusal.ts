import { MessagingError } from '../../errors/error.js';
import { RequestError } from '../http/request-error.js';

/** The same for missing, unknown, expired and forged credentials, so that nobody learns which. */
export const unauthenticated = (): RequestError =>
  new RequestError(401, new MessagingError('UNAUTHENTICATED'), { 'www-authenticate': 'Bearer' });

/** The token may be valid. */
export const cannotBeChecked = (): RequestError =>
  new RequestError(
    503,
    new MessagingError('OVERLOADED', {
      message: 'The bearer token cannot be checked at the moment.',
      retryAfterSeconds: 1,
    }),
  );
