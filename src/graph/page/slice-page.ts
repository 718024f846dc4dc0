import type { Page, Placed } from './connection.js';
import type { Slice } from './window-reader.js';

/** A slice of a vendor's list as a page. A row that moved from one vendor page to the next while both were read shows once. */
export function slicePage<Row extends { readonly trackingId: string }>(slice: Slice<Row>): Page<Row> {
  const { rows, window, total } = slice;
  const end = window.offset + window.count;
  return {
    items: withoutRepeats(rows),
    totalCount: total,
    hasNextPage: end < total,
    hasPreviousPage: window.offset > 0,
    bounds: window.count > 0 ? { first: window.offset, last: end - 1 } : null,
  };
}

function withoutRepeats<Row extends { readonly trackingId: string }>(rows: readonly Placed<Row>[]): Placed<Row>[] {
  const seen = new Set<string>();
  return rows.filter(({ item }) => item === null || seen.size < seen.add(item.trackingId).size);
}
