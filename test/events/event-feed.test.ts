import { afterEach, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import type { Scope } from '../../src/graph/context.js';
import type { NewReport } from '../../src/graph/delivery-event/delivery-event.source.js';
import { writeEventCursor } from '../../src/graph/delivery-event/event-cursor.js';
import { fakeClock, type FakeClock } from '../support/fake-clock.js';
import { OTHER_TENANT, TENANT } from '../support/fake-sources.js';
import { deliveryStatus, viberMessage } from '../support/graph-samples.js';
import { until } from '../support/wait.js';
import { type LiveGraph, type LiveOptions, openLiveGraph } from './live-graph.js';
import { reportOf } from './reports.js';

const FEED = `subscription ($filter: DeliveryEventFilter, $after: String) {
  deliveryEventAdded(filter: $filter, after: $after) { cursor kind status { state } sendOutcome subject { ... on ViberMessage { trackingId } ... on Send { id } } }
}`;

let live: LiveGraph;
let clock: FakeClock;

async function start(options: LiveOptions = {}): Promise<void> {
  clock = fakeClock();
  live = await openLiveGraph(
    { messages: [viberMessage('m1', { to: '+306912345678', status: deliveryStatus({ state: 'SENT' }) })] },
    { clock, ...options },
  );
}

afterEach(async () => {
  await live.stop();
  expect([live.hub.state(), live.pipeline.limits.open, clock.timers(), live.pipeline.unexpected]).toEqual([
    { streams: 0, watches: 0, isListening: false },
    0,
    0,
    [],
  ]);
});

type Reader = Awaited<ReturnType<LiveGraph['open']>>;
interface FeedUpdate {
  readonly cursor: string;
  readonly data: {
    readonly deliveryEventAdded: {
      readonly cursor: string;
      readonly kind: string;
      readonly status: { readonly state: string } | null;
      readonly sendOutcome: string | null;
      readonly subject: { readonly trackingId?: string; readonly to?: string } | null;
    };
  };
}

async function next(reader: Reader): Promise<FeedUpdate> {
  const reported = (await reader.next<FeedUpdate>()) as FeedUpdate;
  expect(reported.cursor).toBe(reported.data.deliveryEventAdded.cursor);
  return reported;
}
const shown = ({ data: { deliveryEventAdded: event } }: FeedUpdate): string =>
  `${event.subject?.trackingId ?? event.kind} ${event.status?.state ?? event.sendOutcome}`;
const take = async (reader: Reader, count: number): Promise<FeedUpdate[]> => {
  const reported: FeedUpdate[] = [];
  while (reported.length < count) reported.push(await next(reader));
  return reported;
};

const SEND: NewReport = {
  ...reportOf('s1', 'SENT'),
  kind: 'SEND',
  status: null,
  sendOutcome: 'ACCEPTED',
  channel: null,
  campaignTrackingId: 'c1',
};

test('it starts with the next event, publishes each once in order, and costs no vendor call', async () => {
  await start();
  await live.record(reportOf('before', 'SENT'));
  const reader = await live.open(FEED);
  const first = next(reader);
  await live.record(reportOf('m1', 'SENT'), reportOf('m2', 'SENT'));
  await live.record(reportOf('m1', 'SENT'), reportOf('m1', 'SEEN'));
  expect([await first, ...(await take(reader, 2))].map(shown)).toEqual(['m1 SENT', 'm2 SENT', 'm1 SEEN']);
  expect(live.calls()).toEqual([]);
  reader.leave();
});

test('a reader who is slow gets every event all the same, from the log', async () => {
  let reads = 0;
  await start({
    wrap: (events) => ({
      ...events,
      read(request) {
        reads += 1;
        return events.read(request);
      },
    }),
  });
  const reader = await live.open(FEED);
  const ids = Array.from({ length: 1300 }, (_, index) => `x${index}`);
  for (const id of ids.slice(0, 1200)) await live.record(reportOf(id, 'SENT'));
  const reported = await take(reader, 700);
  for (const id of ids.slice(1200)) await live.record(reportOf(id, 'SENT'));
  reported.push(...(await take(reader, 600)));
  expect(reported.map(shown)).toEqual(ids.map((id) => `${id} SENT`));
  expect(reads).toBeGreaterThan(0);
  reader.leave();
});

test('every cursor resumes with the event after it, then with new ones', async () => {
  await start();
  const reader = await live.open(FEED);
  const states = ['QUEUED', 'SENT', 'DELIVERED', 'SEEN'] as const;
  for (const state of states) await live.record(reportOf('m1', state), reportOf('m2', state));
  const reported = await take(reader, 8);
  reader.leave();
  const readers: Reader[] = [];
  for (const [index, { cursor }] of reported.entries()) {
    const resumed = await live.open(FEED, { after: cursor });
    expect((await take(resumed, reported.length - index - 1)).map(shown)).toEqual(reported.slice(index + 1).map(shown));
    readers.push(resumed);
  }
  const following = readers.map(next);
  await live.record(reportOf('m3', 'SENT'));
  expect((await Promise.all(following)).map(shown)).toEqual(readers.map(() => 'm3 SENT'));
  for (const resumed of readers) resumed.leave();
});

test('the cursor of an update of a subject is resumed from, and Last-Event-ID goes before the argument', async () => {
  await start();
  const message = await live.open('subscription { viberMessageUpdated(trackingId: "m1") { cursor } }');
  const { cursor: present } = (await message.next()) as { cursor: string };
  message.leave();
  await live.record(reportOf('m2', 'QUEUED'));
  const reader = await live.open(FEED, { after: present });
  const { cursor } = await next(reader);
  await live.record(reportOf('m2', 'SENT'));
  const resumed = await live.open(FEED, { after: present }, { lastEventId: cursor });
  expect(shown(await next(resumed))).toBe('m2 SENT');
  reader.leave();
  resumed.leave();
});

test.each<[filter: object, reported: string[]]>([
  [{}, ['m1 SENT', 'FAILOVER_FLOW DELIVERED', 'SEND ACCEPTED', 'm1 DELIVERED']],
  [{ kinds: [], states: [] }, ['m1 SENT', 'FAILOVER_FLOW DELIVERED', 'SEND ACCEPTED', 'm1 DELIVERED']],
  [{ kinds: ['VIBER_MESSAGE', 'SEND'] }, ['m1 SENT', 'SEND ACCEPTED', 'm1 DELIVERED']],
  [{ states: ['DELIVERED'] }, ['FAILOVER_FLOW DELIVERED', 'm1 DELIVERED']],
  [{ campaignTrackingId: 'c1' }, ['SEND ACCEPTED', 'm1 DELIVERED']],
  [{ campaignTrackingId: 'c1', states: ['DELIVERED'] }, ['m1 DELIVERED']],
])('the filter %j holds for what is new and for what is resumed', async (filter, expected) => {
  await start();
  const after = writeEventCursor(TENANT, await live.events.end());
  const reader = await live.open(FEED, { filter });
  await live.record(reportOf('m1', 'SENT'));
  await live.record({ ...reportOf('f1', 'DELIVERED'), kind: 'FAILOVER_FLOW' });
  await live.record(SEND);
  await live.record(reportOf('m1', 'DELIVERED', null, { campaignTrackingId: 'c1' }));
  expect((await take(reader, expected.length)).map(shown)).toEqual(expected);
  const resumed = await live.open(FEED, { filter, after });
  expect((await take(resumed, expected.length)).map(shown)).toEqual(expected);
  reader.leave();
  resumed.leave();
});

test('what is selected of the subject is read once for all who follow, and masked by the scopes of each', async () => {
  await start();
  const document =
    'subscription { deliveryEventAdded { cursor kind status { state } sendOutcome subject { ... on ViberMessage { to } } } }';
  const toOf = async (reader: Reader): Promise<string | undefined> =>
    (await next(reader)).data.deliveryEventAdded.subject?.to;
  const scopes: Scope[] = ['read'];
  const all = await live.open(document);
  const masked = await live.open(document, {}, { scopes });
  await live.record(reportOf('m1', 'SENT'));
  expect([await toOf(all), await toOf(masked)]).toEqual(['+306912345678', '+•••••••••678']);
  expect(live.calls()).toEqual(['message m1']);
  all.leave();
  masked.leave();
});

test('it needs the scope to read', async () => {
  await start();
  await expect(live.open(FEED, {}, { scopes: ['send'] })).rejects.toMatchObject({
    status: 403,
    error: { code: 'FORBIDDEN' },
  });
});

test('a cursor that is damaged, of another tenant, or older than the log is refused', async () => {
  await start({ maxEvents: 3 });
  const position = await live.events.end();
  const foreign = writeEventCursor(OTHER_TENANT, position);
  const old = writeEventCursor(TENANT, position);
  for (const id of ['a', 'b', 'c', 'd']) await live.record(reportOf(id, 'SENT'));
  for (const cursor of ['x', foreign, old])
    await expect(live.open(FEED, { after: cursor })).rejects.toThrow('INVALID_EVENT_CURSOR');
});

test('a reader who was so slow that the log no longer holds the next event gets that as an error, and the stream ends', async () => {
  await start({ maxEvents: 150 });
  const reader = await live.open(FEED);
  for (let index = 0; index < 400; index++) await live.record(reportOf(`x${index}`, 'SENT'));
  expect((await take(reader, 100)).map(shown)).toEqual(Array.from({ length: 100 }, (_, index) => `x${index} SENT`));
  expect(await reader.next()).toMatchObject({ errors: [{ extensions: { code: 'INVALID_EVENT_CURSOR' } }] });
  expect(await reader.next()).toBe('FAILED');
});

test('while the log is away a stream waits, asks again every second, and goes on without a gap', async () => {
  const log = { isAway: false, refused: 0 };
  await start({
    wrap: (events) => ({
      ...events,
      read(request) {
        if (!log.isAway) return events.read(request);
        log.refused += 1;
        return Promise.reject(new MessagingError('EVENTS_UNAVAILABLE'));
      },
    }),
  });
  const reader = await live.open(FEED);
  const ids = Array.from({ length: 250 }, (_, index) => `x${index}`);
  for (const id of ids) await live.record(reportOf(id, 'SENT'));
  log.isAway = true;
  const reported = await take(reader, 100);
  const pending = take(reader, 150);
  for (const times of [1, 2, 3]) {
    await until(() => log.refused === times && clock.timers() === 1);
    if (times === 3) log.isAway = false;
    clock.advance(1000);
  }
  expect([...reported, ...(await pending)].map(shown)).toEqual(ids.map((id) => `${id} SENT`));
  reader.leave();
});

test('a caller who leaves while a stream is set up leaves nothing, before the log has answered', async () => {
  let answer: () => void = () => undefined;
  await start({
    wrap: (events) => ({
      ...events,
      end: () => new Promise((resolve) => (answer = () => resolve('0'))),
    }),
  });
  let leave: () => void = () => undefined;
  const opening = live.pipeline.subscribe(FEED, {
    disconnect: { isDisconnected: false, onDisconnect: (callback) => void (leave = callback) },
  });
  await until(() => live.hub.state().streams === 1);
  expect(live.pipeline.limits.open).toBe(1);
  leave();
  expect(live.pipeline.limits.open).toBe(0);
  answer();
  const stream = await opening;
  expect([stream.end(), live.hub.state().streams]).toEqual(['DISCONNECTED', 0]);
});
