import { MessagingError } from '../../errors/error.js';
import type { Tenant } from '../context.js';
import { decodeOpaque, encodeOpaque } from '../opaque.js';

const KIND = 'event';
const MAX_LENGTH = 256;

/** No word of the log's depth: a cursor of another log is not too old. */
const FOREIGN =
  'The cursor is not one of this event log: it is damaged, of another tenant or of another list. Read the present state again.';

/** In front of the message where the cursor came by this header. */
const OF_HEADER = 'The header Last-Event-ID, which goes before `after`: ';

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
    throw new MessagingError('INVALID_EVENT_CURSOR', { inputPath: ['after'], message: FOREIGN });
  return position;
}

/**
 * Throws an error again; a refused cursor with where it came from.
 * @param lastEventId where the cursor is that of the header
 */
export function refuseCursor(error: unknown, lastEventId?: string): never {
  if (!(error instanceof MessagingError) || error.code !== 'INVALID_EVENT_CURSOR') throw error;
  const message = lastEventId === undefined ? error.message : OF_HEADER + error.message;
  throw new MessagingError('INVALID_EVENT_CURSOR', { inputPath: ['after'], message });
}
