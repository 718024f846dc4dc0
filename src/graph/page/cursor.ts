import { createHash } from 'node:crypto';
import { MessagingError } from '../../errors/error.js';
import { decodeOpaque, encodeOpaque } from '../opaque.js';

/** What a cursor carries. */
export interface Cursor {
  /** The position of its item in the connection: an index from 0, or a sequence number. */
  readonly position: number;
  /** What a page has to repeat of the first one, such as the time of a search; empty where there is nothing. */
  readonly extra: string;
}

export interface CursorCodec {
  write(cursor: Cursor): string;
  /** @throws MessagingError INVALID_CURSOR for a damaged or forged cursor or one of another connection */
  read(text: string, argument: 'after' | 'before'): Cursor;
}

const MAX_LENGTH = 256;
/** Vendors refuse page numbers far beyond their lists, and do not say where that begins. */
const MAX_LIST_POSITION = 10_000_000;

/** For connections whose positions are indexes in a list of the vendor. */
export const isListPosition = ({ position }: Cursor): boolean => position <= MAX_LIST_POSITION;

const hasNoExtra = ({ extra }: Cursor): boolean => extra === '';

/** For connections whose positions are indexes and whose cursors carry nothing else. */
export const isPlainListPosition = (cursor: Cursor): boolean => isListPosition(cursor) && hasNoExtra(cursor);

/**
 * Cursors of one connection. They carry a digest of the connection's identity (tenant, list, order, filter), so that
 * a cursor of another connection is refused.
 * @param accepts whether a cursor, whose position is an integer from 0, makes sense in this connection: anybody can
 *   encode one
 */
export function createCursorCodec(
  identity: readonly unknown[],
  accepts: (cursor: Cursor) => boolean = hasNoExtra,
): CursorCodec {
  let cached: string | undefined; // most pages neither read nor write a cursor
  const digest = (): string =>
    (cached ??= createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 12));
  const write = ({ position, extra }: Cursor): string => encodeOpaque(`${digest()}.${position.toString(36)}.${extra}`);
  return {
    write,
    read(text, argument) {
      const body = text.length <= MAX_LENGTH ? decodeOpaque(text) : null;
      const [, position = '', extra = ''] = body?.split('.') ?? [];
      const cursor = { position: Number.parseInt(position, 36), extra };
      const isValid =
        Number.isSafeInteger(cursor.position) && cursor.position >= 0 && write(cursor) === text && accepts(cursor);
      if (!isValid) throw new MessagingError('INVALID_CURSOR', { inputPath: [argument] });
      return cursor;
    },
  };
}
