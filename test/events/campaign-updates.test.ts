import { afterEach, expect, test } from '@jest/globals';
import type { NewReport } from '../../src/graph/delivery-event/delivery-event.source.js';
import { fakeClock, type FakeClock } from '../support/fake-clock.js';
import { deliveryStatus, viberMessages } from '../support/graph-samples.js';
import { until } from '../support/wait.js';
import { type LiveGraph, type LiveOptions, openLiveGraph } from './live-graph.js';
import { reportOf } from './reports.js';

const UPDATES =
  'subscription ($after: String) { campaignUpdated(trackingId: "c1", after: $after) { cursor isLast campaign { trackingId } changedMessages { trackingId status { state } } } }';

let live: LiveGraph;
let clock: FakeClock;

async function start(options: LiveOptions = {}): Promise<void> {
  clock = fakeClock();
  const campaigns = { c1: viberMessages(3, { status: deliveryStatus({ state: 'SENT' }) }) };
  live = await openLiveGraph({ campaigns }, { clock, ...options });
}

afterEach(async () => {
  await live.stop();
  expect([live.hub.state().streams, live.hub.state().watches, live.pipeline.limits.open, clock.timers()]).toEqual([
    0, 0, 0, 0,
  ]);
});

const report = (id: string, state: 'SENT' | 'DELIVERED' | 'SEEN'): NewReport =>
  reportOf(id, state, null, { campaignTrackingId: 'c1' });

interface Told {
  readonly cursor: string;
  readonly data: {
    readonly campaignUpdated: {
      readonly isLast: boolean;
      readonly changedMessages: readonly { readonly trackingId: string; readonly status: { readonly state: string } }[];
    } | null;
  };
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}
const next = async (reader: Awaited<ReturnType<LiveGraph['open']>>): Promise<Told> =>
  (await reader.next<Told>()) as Told;
const changed = ({ data }: Told): string[] =>
  data.campaignUpdated!.changedMessages.map(({ trackingId, status }) => `${trackingId} ${status.state}`);

test('changes within a second after an update are gathered into the next, each message with its latest state', async () => {
  await start();
  const reader = await live.open(UPDATES);
  expect(changed(await next(reader))).toEqual([]);
  await live.record(report('m0', 'DELIVERED'));
  expect(changed(await next(reader))).toEqual(['m0 DELIVERED']);
  await live.record(report('m1', 'DELIVERED'));
  await live.record(report('m2', 'DELIVERED'));
  await live.record(report('m1', 'SEEN'));
  const pending = next(reader);
  clock.advance(1000);
  expect(changed(await pending)).toEqual(['m2 DELIVERED', 'm1 SEEN']);
});

test('an update names at most 100 messages, the next ones the others, also for a slow reader, and a cursor goes on', async () => {
  await start();
  const reader = await live.open(UPDATES);
  await next(reader);
  const ids = Array.from({ length: 250 }, (_, index) => `x${index}`);
  for (const id of ids) await live.record(report(id, 'DELIVERED'));
  const first = await next(reader);
  const told = changed(first);
  expect(told.length).toBeLessThanOrEqual(100);
  const readOn = async (from: typeof reader, until_: number): Promise<string[]> => {
    const all: string[] = [];
    while (all.length < until_) {
      const pending = next(from);
      clock.advance(1000);
      const more = changed(await pending);
      expect(more.length).toBeLessThanOrEqual(100);
      all.push(...more);
    }
    return all;
  };
  const rest = ids.slice(told.length).map((id) => `${id} DELIVERED`);
  expect(await readOn(reader, rest.length)).toEqual(rest);
  expect(await readOn(await live.open(UPDATES, { after: first.cursor }), rest.length)).toEqual(rest);
});

test('an unknown campaign is the error of its lookup, and the end', async () => {
  await start();
  const reader = await live.open(UPDATES.replace('"c1"', '"nobody"'));
  expect((await next(reader)).errors?.[0]?.extensions.code).toBe('CAMPAIGN_NOT_FOUND');
  expect(await reader.next()).toBe('COMPLETE');
});

test('one that is walked as a whole ends when nothing of it can change', async () => {
  const walked = { isFinal: false, isSettled: false, lastUpdateAt: null as string | null };
  let walks = 0;
  await start({
    walkCampaign: async () => {
      walks += 1;
      return walked;
    },
  });
  const readers = await Promise.all(Array.from({ length: 100 }, () => live.open(UPDATES)));
  expect((await Promise.all(readers.map(next))).every(({ data }) => data.campaignUpdated?.isLast === false)).toBe(true);
  const pending = readers.map(next);
  clock.advance(0);
  await until(() => walks === 1 && clock.timers() === 1);
  walked.isFinal = true;
  clock.advance(1000);
  expect((await Promise.all(pending)).every(({ data }) => data.campaignUpdated?.isLast === true)).toBe(true);
  expect(walks).toBe(2);
  expect(new Set(await Promise.all(readers.map((reader) => reader.next())))).toEqual(new Set(['COMPLETE']));
});
