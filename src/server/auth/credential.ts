import { MessagingError } from '../../errors/error.js';
import { RequestError } from '../answer/request-error.js';
import type { IncomingHeaders } from './caller.js';

/** The key or token of a request. */
export interface Credential {
  readonly text: string;
  /** False for a key in `x-api-key`, which is never a token. */
  readonly mayBeToken: boolean;
}

/** Leaves 4 KB of the head of a request for its other headers. */
const MAX_CREDENTIAL = 12_000;
/** Printable ASCII without spaces and commas: every place carries it as it is, and two headers of one name are no key. */
const BEARER = /^bearer +([!-+\--~]+) *$/i;
const KEY = /^[!-+\--~]+$/;

/**
 * From `authorization: Bearer …`, else from `x-api-key`; null when neither holds one. `connection_init` is read as these
 * headers are.
 */
export function readCredential(headers: IncomingHeaders): Credential | null {
  const { authorization, 'x-api-key': key } = headers;
  const bearer = typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined;
  if (bearer !== undefined) return bearer.length > MAX_CREDENTIAL ? null : { text: bearer, mayBeToken: true };
  if (typeof key !== 'string' || key.length > MAX_CREDENTIAL || !KEY.test(key)) return null;
  return { text: key, mayBeToken: false };
}

/** The same for missing, unknown, expired and forged credentials, so that an answer does not reveal which. */
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
