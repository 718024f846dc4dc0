import { MessagingError } from '../../errors/error.js';
import type { CursorCodec } from './cursor.js';
import type { Selection } from '../selection.js';
import type { PageInfo } from './connection.type.js';
import type { Placed } from './window.js';
import type { Slice } from './window-reader.js';

/** Whether a connection's items are selected: the total, the flags and the cursors follow from the total alone. */
export const needsRows = (connection: Selection): boolean => connection.has('edges') || connection.has('nodes');

/** A page as a source gave it. */
export interface Page<Item> {
  readonly items: readonly Placed<Item>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: number;
  /** The positions of its first and last place, also where the items themselves were not read; null when empty. */
  readonly bounds: { readonly first: number; readonly last: number } | null;
}

/** An edge of a Relay connection. Its cursor is written only when it is selected. */
export class Edge<Item> {
  constructor(
    readonly node: Item,
    private readonly position: number,
    private readonly connection: { cursor(position: number): string },
  ) {}

  get cursor(): string {
    return this.connection.cursor(this.position);
  }
}

/** A page as a Relay connection: every member is computed only when it is selected. */
export class Connection<Item> {
  constructor(
    private readonly page: Page<Item>,
    private readonly cursors: CursorCodec,
    /** What cursors carry besides the position: the same for all, or for each. */
    private readonly extra: string | ((position: number) => string) = '',
  ) {}

  get totalCount(): number {
    return this.page.totalCount;
  }

  get edges(): (Edge<Item> | Error)[] {
    return this.page.items.map(({ item, position }) =>
      item === null
        ? new MessagingError('UPSTREAM_BAD_RESPONSE', { message: 'The vendor gave this row without its id.' })
        : new Edge(item, position, this),
    );
  }

  get nodes(): Item[] {
    const nodes: Item[] = [];
    for (const { item } of this.page.items) if (item !== null) nodes.push(item);
    return nodes;
  }

  get pageInfo(): PageInfo {
    const { hasNextPage, hasPreviousPage, bounds } = this.page;
    const cursor = (position: number | undefined) => (position === undefined ? null : this.cursor(position));
    return {
      hasNextPage,
      hasPreviousPage,
      get startCursor() {
        return cursor(bounds?.first);
      },
      get endCursor() {
        return cursor(bounds?.last);
      },
    };
  }

  cursor(position: number): string {
    const { extra } = this;
    return this.cursors.write({ position, extra: typeof extra === 'string' ? extra : extra(position) });
  }
}

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
