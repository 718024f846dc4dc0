import type { VendorPage, VendorPageRequest } from '../../../graph/page/vendor-page.js';
import { identifier, isObject, list, number } from '../../reading.js';

const MAX_INT = 2 ** 31 - 1;

/** A count as JSON writes it, that GraphQL's Int can tell. */
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_INT;

/**
 * Reads a Spring page that was asked for (Routee docs: track the messages of a campaign). `sessionId` stands beside
 * `content` in some answers.
 * @returns null when it is no page, or does not fit what was asked for: its number is another, its size is larger, or
 * its rows are not those that a page of its size has at this place.
 */
export function readPage<Row>(
  body: unknown,
  { page, size: asked }: VendorPageRequest,
  asOf: string,
  readRow: (row: unknown, asOf: string, sessionId: string | null) => Row | null,
): VendorPage<Row> | null {
  if (!isObject(body)) return null;
  const content = list(body.content);
  const total = body.totalElements;
  if (content === null || !isCount(total)) return null;
  const size = number(body.size) ?? asked;
  if (!Number.isInteger(size) || size < 1 || size > asked) return null;
  if ((number(body.number) ?? page) !== page) return null;
  if (content.length !== Math.min(Math.max(total - page * size, 0), size)) return null;
  const sessionId = identifier(body.sessionId);
  return { rows: content.map((row) => readRow(row, asOf, sessionId)), total, size, asOf };
}
