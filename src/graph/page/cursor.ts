import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { MessagingError } from '../../error.js';

/** What a cursor carries. */
export interface Cursor {
  /** Where its item lies in the connection: an index from 0, or a sequence number. */
  readonly position: number;
  /** What a page has to repeat of the first one, such as the time of a search; empty where there is nothing. */
  readonly extra: string;
}

export interface CursorCodec {
  write(cursor: Cursor): string;
  /** @throws MessagingError INVALID_CURSOR for a damaged cursor or one of another connection */
  read(text: string, argument: 'after' | 'before'): Cursor;
}

const MAX_LENGTH = 256;

/**
 * Cursors of one connection. They are opaque, and carry a digest of the connection's identity (tenant, list, order,
 * filter) and a checksum, so that a foreign or damaged one is refused instead of giving a page from nowhere.
 */
export function createCursorCodec(identity: readonly unknown[]): CursorCodec {
  let known: string | undefined; // most pages neither read nor write a cursor
  const digest = (): string =>
    (known ??= createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 12));
  const seal = (body: string) => crc32(`${digest()}.${body}`).toString(36);
  return {
    write({ position, extra }) {
      const body = `${position.toString(36)}.${extra}`;
      return Buffer.from(`${digest()}.${body}.${seal(body)}`).toString('base64url');
    },
    read(text, argument) {
      const [from, position = '', extra = '', checksum, ...rest] =
        text.length <= MAX_LENGTH ? Buffer.from(text, 'base64url').toString().split('.') : [];
      const cursor = { position: Number.parseInt(position, 36), extra };
      const genuine =
        from === digest() &&
        rest.length === 0 &&
        checksum === seal(`${position}.${extra}`) &&
        Number.isSafeInteger(cursor.position) &&
        this.write(cursor) === text;
      if (!genuine) throw new MessagingError('INVALID_CURSOR', { inputPath: [argument] });
      return cursor;
    },
  };
}
