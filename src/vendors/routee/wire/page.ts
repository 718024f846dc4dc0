import type { VendorPage, VendorPageRequest } from '../../../graph/page/window.js';
import { identifier, isObject, list, number } from '../../reading.js';

const MAX_INT = 2 ** 31 - 1;

/** A count as JSON writes it, that fits GraphQL's Int. */
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_INT;

/**
 * Reads a Spring page that was requested (Routee docs: track the messages of a campaign). `sessionId` stands beside
 * `content` in some answers.
 * @returns null when it is no page, or does not fit the request: its number is another, its size is larger, or
 * it has more rows than a page of its size has at this place. Fewer are possible: see `lacksRows`.
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
  if (content.length > rowsAt(page, size, total)) return null;
  const sessionId = identifier(body.sessionId);
  return { rows: content.map((row) => readRow(row, asOf, sessionId)), total, size, asOf };
}

/** How many rows a page has at its place in a list of `total`. */
const rowsAt = (page: number, size: number, total: number): number => Math.min(Math.max(total - page * size, 0), size);

/** Whether the rows of a page lag behind its total: it has fewer than its place in the list has. */
export const lacksRows = ({ rows, size, total }: VendorPage<unknown>, { page }: VendorPageRequest): boolean =>
  rows.length < rowsAt(page, size, total);

/**
 * The one thing that an answer is about: it is the root, the only entry of a list, or the only row of a page (Routee
 * docs: track one Viber message; its twin for SMS documents an object and returns a list). Undefined for no or several.
 */
export function onlyRow(body: unknown): unknown {
  const rows = list(body) ?? (isObject(body) ? list(body.content) : null) ?? [body];
  return rows.length === 1 ? rows[0] : undefined;
}
