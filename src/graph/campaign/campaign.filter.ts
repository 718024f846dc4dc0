import type { GraphContext } from '../context.js';
import type { PageRequest } from '../page/connection.args.js';
import type { Page } from '../page/connection.js';
import { type Cursor, isListPosition } from '../page/cursor.js';
import type { Placed } from '../page/window.js';
import type { MessageFilter } from '../viber-message/viber-message-filter.input.js';
import type { ViberMessageOrder, ViberMessageOrderField } from '../viber-message/viber-message-order.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import { campaignMessagesLoader, primeKept } from './campaign.loader.js';
import type { CampaignSnapshot } from './campaign.snapshot.js';

/** What an order compares; null where the vendor does not say. */
type Key = number | string | null;

/**
 * A message that matches, by its place in the vendor's order. Cursors carry both, so that a page goes on where the last
 * one ended although messages begin or cease to match meanwhile.
 */
interface Match {
  readonly place: number;
  readonly key: Key;
}

export interface FilteredPage {
  readonly page: Page<ViberMessage>;
  /** What the cursor of a place carries besides it. */
  readonly extra: (place: number) => string;
}

export interface FilteredRequest {
  readonly filter: MessageFilter;
  readonly order: ViberMessageOrder | null;
  readonly page: PageRequest;
  /** Whether the messages themselves are selected; total and flags cost no call. */
  readonly rows: boolean;
}

/** A page of the messages that match. Calls: one for each vendor page of the messages shown, none where it is cached. */
export async function readFilteredPage(
  snapshot: CampaignSnapshot,
  { filter, order, page, rows }: FilteredRequest,
  context: GraphContext,
): Promise<FilteredPage> {
  const matches = findMatches(snapshot, filter, order);
  const { start, end } = rangeOf(matches, page, order);
  const shown = matches.slice(start, end);
  const keys = new Map(shown.map(({ place, key }) => [place, key]));
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    page: {
      items: rows ? await readRows(snapshot, shown, context) : [],
      totalCount: matches.length,
      hasPreviousPage: start > 0,
      hasNextPage: end < matches.length,
      bounds: first && last ? { first: first.place, last: last.place } : null,
    },
    extra: (place) => (order ? writeKey(keys.get(place) ?? null) : ''),
  };
}

function findMatches({ rows }: CampaignSnapshot, filter: MessageFilter, order: ViberMessageOrder | null): Match[] {
  const states = filter.states && new Set(filter.states);
  const countries = filter.countries && new Set<string | null>(filter.countries);
  const recipient = filter.to === null ? null : rows.digest(filter.to);
  const matches: Match[] = [];
  for (let place = 0; place < rows.length; place++) {
    if (rows.id(place) === null) continue;
    if (states && !states.has(rows.state(place))) continue;
    if (countries && !countries.has(rows.country(place))) continue;
    if (recipient && !rows.isTo(place, recipient)) continue;
    matches.push({ place, key: order && keyOf(rows, place, order.field) });
  }
  return order ? matches.sort((a, b) => compare(a, b, order)) : matches;
}

function keyOf(rows: CampaignSnapshot['rows'], place: number, field: ViberMessageOrderField): Key {
  switch (field) {
    case 'STATUS_UPDATED_AT':
      return Number.isNaN(rows.time(place)) ? null : rows.time(place);
    case 'COUNTRY':
      return rows.country(place);
    case 'PRICE':
      return rows.price(place) === null ? null : Number(rows.price(place));
    case 'TO':
      throw new TypeError('phone numbers are not in a snapshot');
  }
}

/** Messages without the value come last in either direction; equal ones are in the vendor's order. */
function compare(a: Match, b: Match, order: ViberMessageOrder | null): number {
  if (order === null || a.key === b.key) return a.place - b.place;
  if (a.key === null || b.key === null) return a.key === null ? 1 : -1;
  return (a.key < b.key ? -1 : 1) * (order.direction === 'DESC' ? -1 : 1);
}

function rangeOf(
  matches: readonly Match[],
  { direction, beyond, count }: PageRequest,
  order: ViberMessageOrder | null,
) {
  const cursor = beyond && { place: beyond.position, key: order && readKey(beyond.extra) };
  if (direction === 'FORWARD') {
    const start = cursor ? firstWhere(matches, (match) => compare(match, cursor, order) > 0) : 0;
    return { start, end: Math.min(start + count, matches.length) };
  }
  const end = cursor ? firstWhere(matches, (match) => compare(match, cursor, order) >= 0) : matches.length;
  return { start: Math.max(0, end - count), end };
}

/** The index of the first match for which it holds, and for all after it. */
function firstWhere(matches: readonly Match[], holds: (match: Match) => boolean): number {
  let [low, high] = [0, matches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(matches[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** By whole pages, as the snapshot was read: the vendor's client may still have them. A message that vanished is left out. */
async function readRows(
  { trackingId, pageSize, rows }: CampaignSnapshot,
  matches: readonly Match[],
  context: GraphContext,
): Promise<Placed<ViberMessage>[]> {
  const offsets = new Set(matches.map(({ place }) => place - (place % pageSize)));
  primeKept(trackingId, offsets, context);
  const reads = [...offsets].map((offset) => ({
    list: { trackingId, order: null },
    request: { from: 'START', offset, count: pageSize } as const,
    rows: true,
  }));
  const found = new Map<string, ViberMessage>();
  for (const slice of await campaignMessagesLoader(context).loadMany(reads)) {
    if (slice instanceof Error) throw slice;
    for (const { item } of slice?.rows ?? []) if (item) found.set(item.trackingId, item);
  }
  return matches.flatMap(({ place }) => {
    const item = found.get(rows.id(place) ?? '');
    return item ? [{ position: place, item }] : [];
  });
}

const writeKey = (key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url');

function readKey(extra: string): Key {
  const key: unknown = JSON.parse(Buffer.from(extra, 'base64url').toString());
  return typeof key === 'number' || typeof key === 'string' ? key : null;
}

/** For the cursors of filtered connections: the key is one that the order compares. */
export const acceptsMatch =
  (order: ViberMessageOrder | null) =>
  (cursor: Cursor): boolean => {
    if (!isListPosition(cursor)) return false;
    if (order === null) return cursor.extra === '';
    try {
      const key = readKey(cursor.extra);
      const isOfOrder = key === null || typeof key === (order.field === 'COUNTRY' ? 'string' : 'number');
      return isOfOrder && writeKey(key) === cursor.extra;
    } catch {
      return false;
    }
  };
