import type { Page, Placed } from './connection.js';
import type { Slice } from './window-reader.js';

/** A slice of a vendor's list as a page. A row that moved from one vendor page to the next while both were read shows once. */
export function slicePage<Row extends { readonly trackingId: string }>({ rows, window, total }: Slice<Row>): Page<Row> {
  const seen = new Set<string>();
  const items: Placed<Row>[] = [];
  for (const placed of rows) {
    const { item } = placed;
    if (item && seen.size === seen.add(item.trackingId).size) continue;
    items.push(placed);
  }
  const end = window.offset + window.count;
  return {
    items,
    totalCount: total,
    hasNextPage: end < total,
    hasPreviousPage: window.offset > 0,
    bounds: window.count > 0 ? { first: window.offset, last: end - 1 } : null,
  };
}
