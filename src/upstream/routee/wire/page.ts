import { z } from 'zod';
import type { VendorPage, VendorPageRequest } from '../../../graph/page/vendor-page.js';
import { identifier, number } from '../../reading.js';

const MAX_INT = 2 ** 31 - 1;

/** A Spring page (Routee docs: track the messages of a campaign). What else it tells follows from these. */
const envelope = z.object({
  content: z.array(z.unknown()),
  totalElements: z.int().min(0).max(MAX_INT),
  size: z.unknown().optional(),
  number: z.unknown().optional(),
  sessionId: z.unknown().optional(),
});

/**
 * Reads a page that was asked for. `sessionId` stands beside `content` in some answers.
 * @returns null when it is no page, or does not fit what was asked for: its number is another, its size is larger, or
 * its rows are not those that a page of its size has at this place.
 */
export function readPage<Row>(
  body: unknown,
  { page, size: asked }: VendorPageRequest,
  asOf: string,
  readRow: (row: unknown, asOf: string, sessionId: string | null) => Row | null,
): VendorPage<Row> | null {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return null;
  const { content, totalElements: total } = parsed.data;
  const size = number(parsed.data.size) ?? asked;
  if (!Number.isInteger(size) || size < 1 || size > asked) return null;
  if ((number(parsed.data.number) ?? page) !== page) return null;
  if (content.length !== Math.min(Math.max(total - page * size, 0), size)) return null;
  const sessionId = identifier(parsed.data.sessionId);
  return { rows: content.map((row) => readRow(row, asOf, sessionId)), total, size, asOf };
}
