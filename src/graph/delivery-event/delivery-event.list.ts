import { badUserInput } from '../../errors/error.js';
import type { GraphContext } from '../context.js';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../page/connection.args.js';
import { type DeliveryEventArgs, type DeliveryEventFilter, eventMatches } from './delivery-event.input.js';
import type { EventsSlice, LoggedEvent } from './delivery-event.source.js';
import { type DeliveryEventConnection, deliveryEventOf } from './delivery-event.type.js';
import { readEventCursor, refuseCursor, writeEventCursor } from './event-cursor.js';

/** How many events one request searches, and how many of them are read at once. */
const MAX_SEARCHED = 10_000;
const READ_AT_ONCE = 500;

/** @throws INVALID_EVENT_CURSOR, EVENTS_UNAVAILABLE, BAD_USER_INPUT */
export async function listDeliveryEvents(
  filter: DeliveryEventFilter,
  { first, after }: DeliveryEventArgs,
  context: GraphContext,
): Promise<DeliveryEventConnection> {
  const count = first ?? DEFAULT_PAGE_SIZE;
  if (count < 1 || count > MAX_PAGE_SIZE) throw badUserInput(['first'], `first: 1 to ${MAX_PAGE_SIZE} are allowed`);
  const start = after == null ? null : readEventCursor(context.tenant, after);
  const { found, end, hasMore, hasEarlier } = await search(filter, start, count, context);
  const edges = found.map((event) => ({
    cursor: writeEventCursor(context.tenant, event.position),
    node: deliveryEventOf(event),
  }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: hasEarlier,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: writeEventCursor(context.tenant, end),
    },
  };
}

interface FoundEvents {
  readonly found: readonly LoggedEvent[];
  /** The position up to which was searched, before the next event that matches. */
  readonly end: string;
  readonly hasMore: boolean;
  readonly hasEarlier: boolean;
}

/** Searches on until there is one event more than the page holds, so that a next page is promised only where there is one. */
async function search(
  filter: DeliveryEventFilter,
  start: string | null,
  count: number,
  { sources: { events }, operation }: GraphContext,
): Promise<FoundEvents> {
  operation.limitMaxAge(0);
  const found: LoggedEvent[] = [];
  const isPlain = !filter.kinds?.length && !filter.states?.length && filter.campaignTrackingId == null;
  let place = start;
  /** Of the page: an event before its first one that the filter leaves out counts too. */
  let hasEarlier = false;
  for (let left = MAX_SEARCHED; left > 0;) {
    const limit = Math.min(left, isPlain ? count + 1 : READ_AT_ONCE);
    const slice: EventsSlice = await events.read({ after: place, limit }).catch(refuseCursor);
    if (place === start) hasEarlier = slice.hasEarlier;
    for (const event of slice.events) {
      if (!eventMatches(filter, event)) hasEarlier ||= found.length === 0;
      else if (found.length === count) return { found, end: place!, hasMore: true, hasEarlier };
      else found.push(event);
      place = event.position;
    }
    left -= slice.events.length;
    if (!slice.hasMore) return { found, end: place ?? (await events.end()), hasMore: false, hasEarlier };
  }
  return { found, end: place!, hasMore: true, hasEarlier };
}
