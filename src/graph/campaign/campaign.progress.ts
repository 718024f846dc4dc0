import { setImmediate } from 'node:timers/promises';
import { addDecimals, multiplyDecimal } from '../../decimal.js';
import { MessagingError } from '../../errors/error.js';
import type { GraphContext } from '../context.js';
import type { DeliveryEvents } from '../delivery-event/delivery-event.source.js';
import { DeliveryState, type StateCount } from '../delivery/delivery-status.type.js';
import { SENT_STATES } from '../delivery/state-rank.js';
import { makeKnown } from '../known-states.js';
import type { CampaignProgress, CountryProgress } from './campaign-progress.type.js';
import { denyCancel, keepPages } from './campaign.loader.js';
import type { CampaignRows } from './campaign.rows.js';
import type { CampaignSnapshot } from './campaign.snapshot.js';
import type { Campaign } from './campaign.type.js';

/** The cost estimate of a walk through a campaign, before its size is known: 5000 messages at 100 a page. */
export const ASSUMED_WALK_CALLS = 50;

const STATES = Object.values(DeliveryState);

/**
 * All messages of a campaign. Calls: see CampaignSnapshots.
 * @returns null where tracking does not know a campaign that this graph sent @throws CAMPAIGN_NOT_FOUND for any other
 */
export async function readSnapshot(
  { trackingId, isRecorded }: Campaign,
  context: GraphContext,
): Promise<CampaignSnapshot | null> {
  const { sources, operation } = context;
  const snapshot = await sources.snapshots.whole(trackingId, operation, keepPages(trackingId, context));
  if (snapshot === null && !isRecorded) throw new MessagingError('CAMPAIGN_NOT_FOUND');
  if (snapshot && operation.makesKnown) await makeRowsKnown(snapshot, sources.events);
  const counts = snapshot && countsOf(snapshot);
  if (sources.ledger.mayHaveCancels() && counts && wasSent(counts)) await denyCancel(trackingId, context);
  return snapshot;
}

/** Messages of a snapshot that are looked up in the log together. */
const ROWS_AT_ONCE = 1000;

/** Rows may be in memory since before the log was asked. Those that it does not know are recorded; the others get its state. */
async function makeRowsKnown(snapshot: CampaignSnapshot, events: DeliveryEvents): Promise<void> {
  for (let start = 0; start < snapshot.rows.length; start += ROWS_AT_ONCE) {
    const known = await makeKnown(snapshot.reports(start, start + ROWS_AT_ONCE), events);
    for (const one of known) if (one?.status) snapshot.follow(one.id, { ...one, status: one.status }, one.changedAt);
    await setImmediate(); // a log in this process answers in the same turn of the event loop
  }
}

/** Whether a message of it went out: then it was not cancelled. */
export const wasSent = ({ states }: Pick<CampaignProgress, 'states'>): boolean =>
  states.some(({ state }) => SENT_STATES.has(state));

export async function countStates(campaign: Campaign, context: GraphContext): Promise<StateCount[]> {
  const snapshot = await readSnapshot(campaign, context);
  return snapshot ? countsOf(snapshot).states : [];
}

export async function readProgress(campaign: Campaign, context: GraphContext): Promise<CampaignProgress> {
  const snapshot = await readSnapshot(campaign, context);
  const progress = snapshot ? progressOf(snapshot) : { ...NOTHING, asOf: campaign.asOf };
  const isOver = progress.total === 0 && campaign.cancelledAt != null;
  return isOver ? { ...progress, isSettled: true, isFinal: true } : progress;
}

/** What the rows of a snapshot amount to; nothing of it depends on the caller. */
export const progressOf = (snapshot: CampaignSnapshot): CampaignProgress => ({
  ...countsOf(snapshot),
  asOf: snapshot.facts?.asOf ?? '',
});

type Counts = Omit<CampaignProgress, 'asOf'>;

const NOTHING: Counts = {
  total: 0,
  settled: 0,
  isSettled: false,
  isFinal: false,
  states: [],
  countries: [],
  cost: null,
  firstUpdateAt: null,
  lastUpdateAt: null,
};

/** Counted again when a row has changed. */
const counted = new WeakMap<CampaignRows, { readonly version: number; readonly counts: Counts }>();

function countsOf({ rows }: CampaignSnapshot): Counts {
  const before = counted.get(rows);
  if (before?.version === rows.version) return before.counts;
  const counts = countRows(rows);
  counted.set(rows, { version: rows.version, counts });
  return counts;
}

interface CountryCounts {
  total: number;
  readonly states: Map<DeliveryState, number>;
  readonly prices: Map<string, number>;
}

function countRows(rows: CampaignRows): Counts {
  const byCountry = new Map<string | null, CountryCounts>();
  let [total, settled, final] = [0, 0, 0];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let place = 0; place < rows.length; place++) {
    if (rows.id(place) === null) continue;
    total++;
    if (rows.isSettled(place)) settled++;
    if (rows.isFinal(place)) final++;
    const time = rows.time(place);
    if (time < first) first = time;
    if (time > last) last = time;
    const country = rows.country(place);
    let counts = byCountry.get(country);
    if (!counts) byCountry.set(country, (counts = { total: 0, states: new Map(), prices: new Map() }));
    counts.total++;
    add(counts.states, rows.state(place), 1);
    const price = rows.price(place);
    if (price !== null) add(counts.prices, price, 1);
  }
  const countries = [...byCountry].sort(([a], [b]) => compareCountries(a, b));
  return {
    total,
    settled,
    isSettled: total > 0 && settled === total,
    isFinal: total > 0 && final === total,
    states: listStates(sumOf(countries.map(([, { states }]) => states))),
    countries: countries.map(([country, counts]) => countryProgress(country, counts)),
    cost: costOf(sumOf(countries.map(([, { prices }]) => prices))),
    firstUpdateAt: Number.isFinite(first) ? new Date(first).toISOString() : null,
    lastUpdateAt: Number.isFinite(last) ? new Date(last).toISOString() : null,
  };
}

const countryProgress = (country: string | null, { total, states, prices }: CountryCounts): CountryProgress => ({
  country,
  total,
  states: listStates(states),
  cost: costOf(prices),
});

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function sumOf<Key>(all: readonly ReadonlyMap<Key, number>[]): Map<Key, number> {
  const sum = new Map<Key, number>();
  for (const counts of all) for (const [key, count] of counts) add(sum, key, count);
  return sum;
}

function compareCountries(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

const listStates = (counts: ReadonlyMap<DeliveryState, number>): StateCount[] =>
  STATES.flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [{ state, count }];
  });

/** Exact: each price times the number of messages that cost it. */
const costOf = (prices: ReadonlyMap<string, number>): string | null =>
  prices.size === 0 ? null : addDecimals([...prices].map(([price, count]) => multiplyDecimal(price, count)));
