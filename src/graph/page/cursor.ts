import { createHash } from 'node:crypto';
import { MessagingError } from '../../errors/error.js';
import { seal, unseal } from '../seal.js';

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
 * Cursors of one connection. They are sealed and carry a digest of the connection's identity (tenant, list, order,
 * filter), so that a foreign or damaged one is refused instead of giving a page from nowhere.
 */
export function createCursorCodec(identity: readonly unknown[]): CursorCodec {
  let known: string | undefined; // most pages neither read nor write a cursor
  const digest = (): string =>
    (known ??= createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 12));
  return {
    write: ({ position, extra }) => seal(`${digest()}.${position.toString(36)}.${extra}`),
    read(text, argument) {
      const body = text.length <= MAX_LENGTH ? unseal(text) : null;
      const [, position = '', extra = ''] = body?.split('.') ?? [];
      const cursor = { position: Number.parseInt(position, 36), extra };
      const genuine = Number.isSafeInteger(cursor.position) && this.write(cursor) === text;
      if (!genuine) throw new MessagingError('INVALID_CURSOR', { inputPath: [argument] });
      return cursor;
    },
  };
}
