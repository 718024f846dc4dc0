import { MessagingError } from '../../errors/error.js';
import { RequestError } from '../http/request-error.js';

/** The same for no, unknown, expired and forged credentials: what exactly is wrong is told to nobody. */
export const unauthenticated = (): RequestError =>
  new RequestError(401, new MessagingError('UNAUTHENTICATED'), { 'www-authenticate': 'Bearer' });

/** The token may well be good. */
export const cannotBeChecked = (): RequestError =>
  new RequestError(
    503,
    new MessagingError('OVERLOADED', {
      message: 'The bearer token cannot be checked at the moment.',
      retryAfterSeconds: 1,
    }),
  );
