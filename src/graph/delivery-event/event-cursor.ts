import { MessagingError } from '../../errors/error.js';
import type { Tenant } from '../context.js';
import { decodeOpaque, encodeOpaque } from '../opaque.js';

const KIND = 'event';
const MAX_LENGTH = 256;

/** A place in a tenant's log of events, as callers see it: the same on every instance. */
export const writeEventCursor = (tenant: Tenant, position: string): string =>
  encodeOpaque(`${KIND}:${tenant.digest}:${position}`);

/**
 * @returns the position; whether the log holds it is for the log to say
 * @throws MessagingError INVALID_EVENT_CURSOR for a cursor that is damaged, or another tenant's
 */
export function readEventCursor(tenant: Tenant, cursor: string): string {
  const [kind, digest, position, ...others] =
    (cursor.length <= MAX_LENGTH ? decodeOpaque(cursor) : null)?.split(':') ?? [];
  if (kind !== KIND || digest !== tenant.digest || !position || others.length > 0)
    throw new MessagingError('INVALID_EVENT_CURSOR', { inputPath: ['after'] });
  return position;
}
