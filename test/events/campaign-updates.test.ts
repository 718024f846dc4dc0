import { afterEach, describe, expect, test } from '@jest/globals';
import { walkSnapshot } from '../../src/app/watching.js';
import { MessagingError } from '../../src/errors/error.js';
import type { WalkCampaign, WalkedCampaign } from '../../src/events/watch/campaign-watch.js';
import type { NewReport } from '../../src/graph/delivery-event/delivery-event.source.js';
import { writeEventCursor } from '../../src/graph/delivery-event/event-cursor.js';
import { outcomeReport } from '../../src/graph/sending/send-event.js';
import { Operation } from '../../src/operation.js';
import { TENANT } from '../support/fake-sources.js';
import { fakeClock, type FakeClock } from '../support/fake-clock.js';
import { deliveryStatus, viberMessage, viberMessages } from '../support/graph-samples.js';
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

interface CampaignUpdate {
  readonly cursor: string;
  readonly data: {
    readonly campaignUpdated: {
      readonly isLast: boolean;
      readonly changedMessages: readonly { readonly trackingId: string; readonly status: { readonly state: string } }[];
    } | null;
  };
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}
const next = async (reader: Awaited<ReturnType<LiveGraph['open']>>): Promise<CampaignUpdate> =>
  (await reader.next<CampaignUpdate>()) as CampaignUpdate;
const changed = ({ data }: CampaignUpdate): string[] =>
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

test('a message that changed has the groups and the session that its campaign was read with', async () => {
  const membership = { groups: ['staff'], sessionId: 's1', campaignTrackingId: 'c1' };
  const alone = { groups: null, sessionId: null, campaignTrackingId: null };
  clock = fakeClock();
  live = await openLiveGraph(
    { campaigns: { c1: [viberMessage('m1', membership)] }, messages: [viberMessage('m1', alone)] },
    { clock },
  );
  const reader = await live.open(`subscription { campaignUpdated(trackingId: "c1") {
    isLast campaign { progress { total } } changedMessages { trackingId groups sessionId status { state } } } }`);
  await next(reader);
  await live.record(report('m1', 'SEEN'));
  expect((await next(reader)).data.campaignUpdated!.changedMessages).toMatchObject([
    { trackingId: 'm1', groups: ['staff'], sessionId: 's1', status: { state: 'SEEN' } },
  ]);
});

test('an update names at most 100 messages, the next ones the others, also for a slow reader, and a cursor goes on', async () => {
  await start();
  const reader = await live.open(UPDATES);
  await next(reader);
  const ids = Array.from({ length: 250 }, (_, index) => `x${index}`);
  for (const id of ids) await live.record(report(id, 'DELIVERED'));
  const first = await next(reader);
  const reported = changed(first);
  expect(reported.length).toBeLessThanOrEqual(100);
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
  const rest = ids.slice(reported.length).map((id) => `${id} DELIVERED`);
  expect(await readOn(reader, rest.length)).toEqual(rest);
  expect(await readOn(await live.open(UPDATES, { after: first.cursor }), rest.length)).toEqual(rest);
});

test('an unknown campaign is the error of its lookup, and the end', async () => {
  await start();
  const reader = await live.open(UPDATES.replace('"c1"', '"nobody"'));
  expect((await next(reader)).errors?.[0]?.extensions.code).toBe('CAMPAIGN_NOT_FOUND');
  expect(await reader.next()).toBe('COMPLETE');
});

test('an unknown campaign that is resumed is the error of its lookup, and the end', async () => {
  await start({ walkCampaign: () => Promise.resolve('ABSENT') });
  const after = writeEventCursor(TENANT, await live.events.end());
  const opening = live.open(UPDATES.replace('"c1"', '"nobody"'), { after });
  await until(() => clock.timers() > 0);
  clock.advance(0);
  const reader = await opening;
  expect((await next(reader)).errors).toMatchObject([{ extensions: { code: 'CAMPAIGN_NOT_FOUND' } }]);
  expect(await reader.next()).toBe('COMPLETE');
});

test('one that its vendor does not know yet is walked again', async () => {
  let walks = 0;
  await start({ walkCampaign: () => Promise.resolve((walks += 1) < 3 ? 'ABSENT' : null) });
  const reader = await live.open(UPDATES);
  await next(reader);
  for (const times of [1, 2]) {
    await until(() => walks >= times && clock.timers() > 0);
    clock.advance(30_000);
  }
  await until(() => walks === 3);
  reader.leave();
});

test('one that its vendor did not know yet is walked when it calls back, so that its last change is reported as the last', async () => {
  const walked = { isFinal: false, isSettled: false, isSent: true, lastUpdateAt: null };
  let walks = 0;
  await start({
    expectsCallbacks: () => true,
    walkCampaign: () => Promise.resolve((walks += 1) < 3 ? 'ABSENT' : walked),
  });
  const reader = await live.open(UPDATES);
  await next(reader);
  clock.advance(0);
  await until(() => walks === 1 && clock.timers() === 1);
  for (const [id, walksThen] of [
    ['m0', 2],
    ['m1', 3],
  ] as const) {
    const pending = next(reader);
    await live.record(report(id, 'DELIVERED'));
    clock.advance(1000);
    expect((await pending).data.campaignUpdated).toMatchObject({
      isLast: false,
      changedMessages: [{ trackingId: id }],
    });
    expect(walks).toBe(walksThen);
    await until(() => clock.timers() === 2); // the next walk, and the time in which changes are gathered
  }
  const pending = next(reader);
  walked.isFinal = true;
  await live.record(...['m0', 'm1', 'm2'].map((id) => report(id, 'SEEN')));
  clock.advance(1000);
  const last = await pending;
  expect([changed(last), last.data.campaignUpdated!.isLast]).toEqual([['m0 SEEN', 'm1 SEEN', 'm2 SEEN'], true]);
  expect(await reader.next()).toBe('COMPLETE');
});

test('one that is walked as a whole ends when nothing of it can change', async () => {
  const walked = { isFinal: false, isSettled: false, isSent: true, lastUpdateAt: null as string | null };
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

const UNSENT: WalkedCampaign = { isFinal: false, isSettled: false, isSent: false, lastUpdateAt: null };

test.each([
  ['of which nothing was sent', UNSENT],
  ['that its vendor does not know', 'ABSENT'],
] as const)('the cancel of one %s is its last change', async (_, walked) => {
  let walks = 0;
  await start({ walkCampaign: () => Promise.resolve(walked).finally(() => (walks += 1)) });
  const reader = await live.open(UPDATES);
  await next(reader);
  await until(() => walks === 1 && clock.timers() === 1);
  await live.record(outcomeReport({ id: 's1', kind: 'VIBER_CAMPAIGN' }, 'CANCELLED', 'c1', 'SEND', 'EVENT'));
  expect((await next(reader)).data.campaignUpdated?.isLast).toBe(true);
  expect(await reader.next()).toBe('COMPLETE');
});

test.each([
  ['CANCELLED', true],
  ['ACCEPTED', false],
] as const)('one that is %s goes on, where a message was sent: %s', async (outcome, isSent) => {
  const walked = { ...UNSENT, isSent };
  let walks = 0;
  await start({ walkCampaign: () => Promise.resolve(walked).finally(() => (walks += 1)) });
  const reader = await live.open(UPDATES);
  await next(reader);
  await until(() => walks === 1 && clock.timers() === 1);
  await live.record(outcomeReport({ id: 's1', kind: 'VIBER_CAMPAIGN' }, outcome, 'c1', 'SEND', 'EVENT'));
  expect((await next(reader)).data.campaignUpdated?.isLast).toBe(false);
  reader.leave();
});

test('a walk that fails is reported once, as an update with its error in the place of the campaign, and the stream goes on', async () => {
  const failure = { now: true };
  let walks = 0;
  await start({
    walkCampaign: async () => {
      walks += 1;
      if (failure.now) throw new MessagingError('UPSTREAM_UNAVAILABLE');
      return { isFinal: true, isSettled: true, isSent: true, lastUpdateAt: null };
    },
  });
  const reader = await live.open(UPDATES);
  await next(reader);
  const failed = next(reader);
  clock.advance(0);
  expect(await failed).toMatchObject({
    data: { campaignUpdated: { isLast: false, campaign: null, changedMessages: [] } },
    errors: [{ path: ['campaignUpdated', 'campaign'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }],
  });
  const pending = next(reader);
  await until(() => walks === 1 && clock.timers() === 1);
  clock.advance(1000);
  await until(() => walks === 2 && clock.timers() === 1);
  failure.now = false;
  clock.advance(1000);
  expect((await pending).data.campaignUpdated).toMatchObject({ isLast: true, campaign: { trackingId: 'c1' } });
  expect(await reader.next()).toBe('COMPLETE');
});

test('a walk whose result cannot be read is reported as unexpected, and the walks go on', async () => {
  const unexpected: unknown[] = [];
  const fault = new TypeError('a fault');
  let walks = 0;
  await start({
    onUnexpected: (error) => void unexpected.push(error),
    walkCampaign: async () => {
      walks += 1;
      return {
        get isFinal(): boolean {
          if (unexpected.length === 0) throw fault;
          return true;
        },
        isSettled: true,
        isSent: true,
        lastUpdateAt: null,
      };
    },
  });
  const reader = await live.open(UPDATES);
  await next(reader);
  const pending = next(reader);
  clock.advance(0);
  await until(() => unexpected.length === 1 && clock.timers() === 1);
  clock.advance(30_000);
  expect((await pending).data.campaignUpdated).toMatchObject({ isLast: true });
  expect([walks, ...unexpected]).toEqual([2, fault]);
});

const final = async () => ({ isFinal: true, isSettled: true, isSent: true, lastUpdateAt: null });

test('resumed at its end it is over at once, also where nobody else watches it', async () => {
  await start({ walkCampaign: final });
  const after = writeEventCursor(TENANT, await live.events.end());
  const stream = await live.pipeline.subscribe(UPDATES, { variables: { after } });
  expect(stream.isOver).toBe(true);
  expect(await stream.updates[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
  await live.record(report('m1', 'SEEN'));
  const reader = await live.open(UPDATES, { after });
  expect(changed(await next(reader))).toEqual(['m1 SEEN']);
  reader.leave();
});

test('resuming waits five seconds at most for a walk that takes longer', async () => {
  await start({ walkCampaign: () => new Promise(() => undefined) });
  const opening = live.open(UPDATES, { after: writeEventCursor(TENANT, await live.events.end()) });
  await until(() => clock.timers() === 1);
  clock.advance(5000);
  const reader = await opening;
  const pending = next(reader);
  await live.record(report('m1', 'SEEN'));
  expect(changed(await pending)).toEqual(['m1 SEEN']);
  reader.leave();
});

test('what a walk found is reported before the end, although the log hands it on later', async () => {
  const handOn: (() => void)[] = [];
  await start({
    wrap: (events) => ({
      ...events,
      listen: (listener) => events.listen((reported) => void handOn.push(() => listener(reported))),
    }),
    walkCampaign: async () => {
      await live.record(...['m0', 'm1', 'm2'].map((id) => ({ ...report(id, 'SEEN'), source: 'READ' as const })));
      return final();
    },
  });
  const reader = await live.open(UPDATES);
  await next(reader);
  const pending = next(reader);
  clock.advance(0);
  const last = await pending;
  expect([changed(last), last.data.campaignUpdated!.isLast]).toEqual([['m0 SEEN', 'm1 SEEN', 'm2 SEEN'], true]);
  expect(await reader.next()).toBe('COMPLETE');
  handOn.forEach((release) => release());
});

describe('a campaign that this graph did not send: what changes after its first update is reported', () => {
  const SHOWN = {
    progress: 'progress { states { state count } }',
    deliveryCounts: 'deliveryCounts { state count }',
    messages: 'messages(first: 10) { nodes { trackingId status { state } } }',
    'messages with a filter': 'messages(filter: { states: [DELIVERED] }) { nodes { trackingId status { state } } }',
  };
  const messageIn = (id: string, state: 'DELIVERED' | 'SEEN') =>
    viberMessage(id, {
      campaignTrackingId: 'c1',
      status: deliveryStatus({ state, isFinal: state === 'SEEN', updatedAt: new Date().toISOString() }),
    });

  let walk: () => void;
  let walks: number;

  /** The first walk waits for `walk`, and reads every page again. */
  async function openWalked() {
    clock = fakeClock();
    walks = 0;
    const mayWalk = new Promise<void>((resolve) => (walk = resolve));
    const messages = ['m0', 'm1', 'm2'].map((id) => messageIn(id, 'DELIVERED'));
    const walkCampaign: WalkCampaign = async (trackingId) => {
      await mayWalk;
      const operation = new Operation({ fresh: true });
      return walkSnapshot(live.hub.sources)(trackingId, operation).finally(() => (walks += 1));
    };
    live = await openLiveGraph({ campaigns: { c1: messages } }, { clock, walkCampaign });
    return messages;
  }
  const subscribe = (fields: string) => live.open(UPDATES.replace('{ trackingId }', `{ trackingId ${fields} }`));

  async function expectReported(
    reader: Awaited<ReturnType<typeof subscribe>>,
    expected: readonly string[],
  ): Promise<void> {
    const readBy = Date.now();
    await until(() => Date.now() > readBy); // what was read in the millisecond of a walk is not read again by it
    walk();
    await until(() => walks === 1);
    const { events } = await live.events.read({ after: null, limit: 100 });
    expect(events.map(({ id, status }) => `${id} ${status?.state}`)).toEqual(expected);
    expect(changed(await next(reader))).toEqual(expected);
    reader.leave();
  }

  test.each(Object.entries(SHOWN))('where that showed its %s', async (_, fields) => {
    const messages = await openWalked();
    const reader = await subscribe(fields);
    expect(JSON.stringify((await next(reader)).data)).toContain('DELIVERED');
    messages[0] = messageIn('m0', 'SEEN');
    await expectReported(reader, ['m0 SEEN']);
  });

  test('where that showed what was in memory', async () => {
    const messages = await openWalked();
    await live.hub.sources.snapshots.whole('c1', new Operation());
    messages[0] = messageIn('m0', 'SEEN');
    const reader = await subscribe(SHOWN.progress);
    expect(JSON.stringify((await next(reader)).data)).not.toContain('SEEN');
    await expectReported(reader, ['m0 SEEN']);
  });

  test('and it shows no state in memory that the log knows to have changed', async () => {
    const messages = await openWalked();
    await live.hub.sources.snapshots.whole('c1', new Operation());
    messages[0] = messageIn('m0', 'SEEN');
    await live.record({ ...reportOf('m0', 'SEEN'), source: 'READ', ifUnknown: 'KNOWN' });
    const reader = await subscribe(SHOWN.progress);
    expect((await next(reader)).data.campaignUpdated).toMatchObject({
      campaign: {
        progress: {
          states: [
            { state: 'DELIVERED', count: 2 },
            { state: 'SEEN', count: 1 },
          ],
        },
      },
    });
    reader.leave();
  });
});

describe('vendor calls', () => {
  const watch = async (count: number, fields: string): Promise<readonly string[]> => {
    await start({ expectsCallbacks: () => true });
    const document = `subscription { campaignUpdated(trackingId: "c1") { isLast ${fields} } }`;
    const readers = await Promise.all(Array.from({ length: count }, () => live.open(document)));
    await Promise.all(readers.map((reader) => reader.next()));
    const before = live.calls().length;
    await live.record(report('m0', 'DELIVERED'), report('m1', 'DELIVERED'));
    await Promise.all(readers.map((reader) => reader.next()));
    for (const reader of readers) reader.leave();
    return live.calls().slice(before);
  };

  test.each<[fields: string, calls: number]>([
    ['changedMessages { trackingId status { state } }', 0],
    ['changedMessages { to }', 2],
    ['campaign { messages(first: 2) { nodes { to } } }', 1],
  ])('of 200 watchers for a change are those of one: %s', async (fields, calls) => {
    const ofMany = await watch(200, fields);
    await live.stop();
    expect([await watch(1, fields), ofMany.length]).toEqual([ofMany, calls]);
  });
});
