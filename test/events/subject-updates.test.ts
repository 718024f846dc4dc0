import { afterEach, describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import type { NewReport } from '../../src/graph/delivery-event/delivery-event.source.js';
import { writeEventCursor } from '../../src/graph/delivery-event/event-cursor.js';
import type { DeliveryState } from '../../src/graph/delivery/delivery-status.type.js';
import type { DeliveryReport } from '../../src/graph/delivery-report/delivery-report.type.js';
import type { FailoverFlow } from '../../src/graph/failover-flow/failover-flow.type.js';
import { reportsOf } from '../../src/graph/subject-reports.js';
import type { ViberMessage } from '../../src/graph/viber-message/viber-message.type.js';
import { TENANT } from '../support/fake-sources.js';
import type { FakeClock } from '../support/fake-clock.js';
import { fakeClock } from '../support/fake-clock.js';
import {
  deliveryReport,
  deliveryStatus,
  failoverFlow,
  smsStep,
  viberMessage,
  viberStep,
} from '../support/graph-samples.js';
import { until } from '../support/wait.js';
import { type LiveGraph, type LiveOptions, openLiveGraph } from './live-graph.js';
import { reportOf } from './reports.js';

const FINAL: ReadonlySet<DeliveryState> = new Set(['SEEN', 'FAILED', 'UNDELIVERED', 'EXPIRED', 'UNSENT']);
const HOUR = 60 * 60_000;

const STATUS =
  'subscription ($id: ID!, $after: String) { viberMessageUpdated(trackingId: $id, after: $after) { cursor isLast viberMessage { trackingId status { state } } } }';
const WHOLE = STATUS.replace('trackingId status', 'trackingId to status');

let live: LiveGraph;
let clock: FakeClock;
let messages: ViberMessage[];
let flows: FailoverFlow[];
let reports: DeliveryReport[];
let failures: Record<string, Error>;

const at = (clockAt: FakeClock): string => new Date(clockAt.wallTime()).toISOString();
const status = (state: DeliveryState, updatedAt: string | null = at(clock)) =>
  deliveryStatus({ state, isFinal: FINAL.has(state), vendorStatus: state, updatedAt });
/** What the vendor has from now on. */
const vendorHas = (state: DeliveryState, id = 'm1', more: Partial<ViberMessage> = {}): void => {
  messages.splice(0, messages.length, ...messages.filter(({ trackingId }) => trackingId !== id));
  messages.push(viberMessage(id, { status: status(state), ...more }));
};
const report = (state: DeliveryState, id = 'm1', more: Partial<NewReport> = {}): NewReport => ({
  ...reportOf(id, state, null, more),
  status: status(state),
  source: 'CALLBACK',
  ifUnknown: 'EVENT',
});

async function start(options: LiveOptions = {}): Promise<LiveGraph> {
  clock = fakeClock();
  messages = [];
  flows = [];
  reports = [];
  failures = {};
  live = await openLiveGraph({ messages, flows, failures, reports }, { clock, ...options });
  return live;
}

afterEach(async () => {
  await live.stop();
  expect([live.hub.state(), live.pipeline.limits.open, clock.timers()]).toEqual([
    { streams: 0, watches: 0, isListening: false },
    0,
    0,
  ]);
});

interface Shown {
  readonly data: {
    readonly viberMessageUpdated: {
      readonly cursor: string;
      readonly isLast: boolean;
      readonly viberMessage: ViberMessage | null;
    } | null;
  };
  readonly errors?: readonly { readonly path: readonly string[]; readonly extensions: { readonly code: string } }[];
  readonly cursor: string | null;
}
type Reader = Awaited<ReturnType<LiveGraph['open']>>;

async function next(reader: Reader): Promise<[string | undefined, boolean] | string> {
  const update = await reader.next<Shown>();
  if (typeof update === 'string') return update;
  const shown = update.data.viberMessageUpdated;
  if (!shown) return update.errors?.[0]?.extensions.code ?? 'nothing';
  expect(update.cursor).toBe(shown.cursor);
  return [shown.viberMessage?.status.state ?? update.errors?.[0]?.extensions.code, shown.isLast];
}

describe('without a cursor', () => {
  test('the first update is the present state; each change is one more, up to the final one', async () => {
    await start({ expectsCallbacks: () => true });
    vendorHas('SENT');
    const reader = await live.open(STATUS, { id: 'm1' });
    expect(await next(reader)).toEqual(['SENT', false]);
    await live.record(report('DELIVERED'));
    expect(await next(reader)).toEqual(['DELIVERED', false]);
    await live.record(report('SEEN'));
    expect(await next(reader)).toEqual(['SEEN', true]);
    expect(await next(reader)).toBe('COMPLETE');
    expect(live.calls()).toEqual(['message m1']);
  });

  test('a subject that is final is one update', async () => {
    await start();
    vendorHas('SEEN');
    const reader = await live.open(STATUS, { id: 'm1' });
    expect([await next(reader), await next(reader)]).toEqual([['SEEN', true], 'COMPLETE']);
  });

  test('an unknown subject is the error of its lookup, and the end', async () => {
    await start();
    const reader = await live.open(STATUS, { id: 'nobody' });
    expect([await next(reader), await next(reader)]).toEqual(['VIBER_MESSAGE_NOT_FOUND', 'COMPLETE']);
  });

  test('a first read that shows more than the log knew is reported once', async () => {
    await start({ expectsCallbacks: () => true });
    await live.record(report('SENT'));
    vendorHas('DELIVERED');
    const reader = await live.open(STATUS, { id: 'm1' });
    expect(await next(reader)).toEqual(['DELIVERED', false]);
    await live.record(report('SEEN'));
    expect(await next(reader)).toEqual(['SEEN', true]);
  });

  test('the log is shown where it outranks the first read', async () => {
    await start({ expectsCallbacks: () => true });
    await live.record(report('DELIVERED'));
    vendorHas('SENT');
    const reader = await live.open(STATUS, { id: 'm1' });
    expect(await next(reader)).toEqual(['DELIVERED', false]);
    reader.leave();
  });

  test('a failed read is an update with that error at its path, and the stream goes on', async () => {
    await start({ expectsCallbacks: () => true });
    vendorHas('SENT');
    failures['message m1'] = new MessagingError('UPSTREAM_TIMEOUT');
    const reader = await live.open(WHOLE, { id: 'm1' });
    expect(await reader.next<Shown>()).toMatchObject({
      data: { viberMessageUpdated: { isLast: false, viberMessage: null } },
      errors: [{ path: ['viberMessageUpdated', 'viberMessage'], extensions: { code: 'UPSTREAM_TIMEOUT' } }],
    });
    await live.record(report('DELIVERED'));
    expect(await next(reader)).toEqual(['UPSTREAM_TIMEOUT', false]);
    delete failures['message m1'];
    await live.record(report('SEEN'));
    expect(await next(reader)).toEqual(['SEEN', true]);
  });
});

test('a fault of this program in a read is reported as unexpected, and the reads go on', async () => {
  const unexpected: unknown[] = [];
  await start({ onUnexpected: (error) => void unexpected.push(error) });
  vendorHas('SENT');
  const reader = await live.open(STATUS, { id: 'm1' });
  expect(await next(reader)).toEqual(['SENT', false]);
  const fault = new TypeError('a fault');
  failures['message m1'] = fault;
  const pending = next(reader);
  for (let reads = 1; reads <= 2; reads += 1) {
    await until(() => clock.timers() > 0);
    clock.advance(30_000);
    await until(() => unexpected.length === reads);
  }
  expect(unexpected).toEqual([fault, fault]);
  delete failures['message m1'];
  vendorHas('SEEN');
  await until(() => clock.timers() > 0);
  clock.advance(30_000);
  expect(await pending).toEqual(['SEEN', true]);
});

describe('with a cursor', () => {
  /** The cursor after the first update, then the changes while nobody listens. */
  async function interrupted(...states: readonly DeliveryState[]): Promise<string> {
    vendorHas('QUEUED');
    const reader = await live.open(STATUS, { id: 'm1' });
    const first = await reader.next<Shown>();
    reader.leave();
    for (const state of states) {
      clock.advance(1000);
      await live.record(report(state));
      await live.record(report(state, 'm2'));
    }
    return (first as Shown).cursor!;
  }

  test('everything since comes in order with the state of each event, then what is new', async () => {
    await start({ expectsCallbacks: () => true });
    const after = await interrupted('SENT', 'DELIVERED');
    vendorHas('DELIVERED', 'm1', { to: '+306900000001' });
    const reader = await live.open(WHOLE, { id: 'm1', after });
    expect(await reader.next<Shown>()).toMatchObject({
      data: {
        viberMessageUpdated: { isLast: false, viberMessage: { to: '+306900000001', status: { state: 'SENT' } } },
      },
    });
    expect(await next(reader)).toEqual(['DELIVERED', false]);
    await live.record(report('SEEN'));
    expect([await next(reader), await next(reader)]).toEqual([['SEEN', true], 'COMPLETE']);
  });

  test('the cursor of Last-Event-ID goes before the argument', async () => {
    await start({ expectsCallbacks: () => true });
    const after = await interrupted('SENT', 'DELIVERED');
    const reader = await live.open(STATUS, { id: 'm1', after: 'damaged' }, { lastEventId: after });
    expect(await next(reader)).toEqual(['SENT', false]);
    reader.leave();
  });

  test('only the last one that is replayed says that it is the last', async () => {
    await start({ expectsCallbacks: () => true });
    const after = await interrupted('FAILED', 'DELIVERED', 'SEEN');
    const reader = await live.open(STATUS, { id: 'm1', after });
    expect([await next(reader), await next(reader), await next(reader), await next(reader)]).toEqual([
      ['FAILED', false],
      ['DELIVERED', false],
      ['SEEN', true],
      'COMPLETE',
    ]);
  });

  test('at or past the end the stream is over at once', async () => {
    await start({ expectsCallbacks: () => true });
    const after = await interrupted('SEEN');
    const first = await live.open(STATUS, { id: 'm1', after });
    const last = (await first.next<Shown>()) as Shown;
    expect(last.data.viberMessageUpdated?.isLast).toBe(true);
    const calls = live.calls().length;
    const stream = await live.pipeline.subscribe(STATUS, { variables: { id: 'm1', after: last.cursor } });
    expect(stream.isOver).toBe(true);
    expect(await stream.updates[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
    expect([stream.end(), live.calls().length]).toEqual(['COMPLETE', calls]);
  });

  test('a change that another instance writes while the stream is opened is reported, and not taken for the end', async () => {
    const held: (() => void)[] = [];
    const change = { isDue: false };
    await start({
      expectsCallbacks: () => true,
      wrap: (events) => ({
        ...events,
        listen: (listener) => events.listen((logged) => void held.push(() => listener(logged))),
        async read(request) {
          const slice = await events.read(request);
          if (change.isDue) await live.record(report('SEEN'));
          change.isDue = false;
          return slice;
        },
      }),
    });
    const after = await interrupted('DELIVERED');
    for (const deliver of held.splice(0)) deliver();
    const end = writeEventCursor(TENANT, await live.events.end());
    expect(end).not.toBe(after);
    change.isDue = true;
    const reader = await live.open(STATUS, { id: 'm1', after: end });
    for (const deliver of held) deliver();
    expect([await next(reader), await next(reader)]).toEqual([['SEEN', true], 'COMPLETE']);
  });

  test.each(['', 'x', Buffer.from('event:other:1').toString('base64url')])(
    'a damaged one is refused: %j',
    async (after) => {
      await start();
      await expect(live.open(STATUS, { id: 'm1', after })).rejects.toThrow('INVALID_EVENT_CURSOR');
    },
  );

  test('one that is older than the log is refused', async () => {
    await start({ expectsCallbacks: () => true, maxEvents: 3 });
    const after = await interrupted('SENT', 'DELIVERED', 'SEEN');
    await expect(live.open(STATUS, { id: 'm1', after })).rejects.toThrow('INVALID_EVENT_CURSOR');
  });

  test('of a subject that does not exist is the error of its lookup, and the end', async () => {
    await start();
    const after = writeEventCursor(TENANT, await live.events.end());
    const reader = await live.open(STATUS, { id: 'nobody', after });
    const pending = next(reader);
    await until(() => clock.timers() > 0);
    clock.advance(0);
    expect([await pending, await next(reader)]).toEqual(['VIBER_MESSAGE_NOT_FOUND', 'COMPLETE']);
  });

  test('of a subject that the log knows goes on where its vendor does not find it', async () => {
    await start();
    await live.record({ ...report('SENT'), id: 'known' });
    const after = writeEventCursor(TENANT, await live.events.end());
    const reader = await live.open(STATUS, { id: 'known', after });
    const pending = next(reader);
    await until(() => clock.timers() > 0);
    clock.advance(30_000);
    await until(() => live.calls().length === 1);
    await live.record({ ...report('SEEN'), id: 'known' });
    expect(await pending).toEqual(['SEEN', true]);
    reader.leave();
  });

  test('the log being away is reported as a query would be', async () => {
    const isAway = { now: false };
    await start({
      expectsCallbacks: () => true,
      wrap: (events) => ({
        ...events,
        read: (request) =>
          isAway.now ? Promise.reject(new MessagingError('EVENTS_UNAVAILABLE')) : events.read(request),
      }),
    });
    const after = await interrupted('SENT');
    isAway.now = true;
    await expect(live.open(STATUS, { id: 'm1', after })).rejects.toThrow('EVENTS_UNAVAILABLE');
    isAway.now = false;
  });
});

describe('the end', () => {
  test('of a delivered message comes after an hour without a change', async () => {
    await start({ expectsCallbacks: () => true });
    vendorHas('SENT');
    const reader = await live.open(STATUS, { id: 'm1' });
    await next(reader);
    clock.advance(10_000);
    await live.record(report('DELIVERED'));
    vendorHas('DELIVERED');
    expect(await next(reader)).toEqual(['DELIVERED', false]);
    const last = next(reader);
    clock.advance(HOUR);
    expect([await last, await next(reader)]).toEqual([['DELIVERED', true], 'COMPLETE']);
  });

  test('of one that was delivered more than an hour ago is its first update', async () => {
    await start();
    messages.push(viberMessage('m1', { status: status('DELIVERED', new Date(clock.wallTime() - HOUR).toISOString()) }));
    const reader = await live.open(STATUS, { id: 'm1' });
    expect([await next(reader), await next(reader)]).toEqual([['DELIVERED', true], 'COMPLETE']);
  });

  test('stays the end for a cursor of it, by the date of the delivery, whether the log or a read has it', async () => {
    await start();
    const delivered = status('DELIVERED', new Date(clock.wallTime() - HOUR).toISOString());
    messages.push(viberMessage('m1', { status: delivered }), viberMessage('m2', { status: delivered }));
    const before = writeEventCursor(TENANT, await live.events.end());
    const reader = await live.open(STATUS, { id: 'm1' });
    const { cursor: after } = (await reader.next()) as Shown;
    for (const variables of [
      { id: 'm1', after },
      { id: 'm2', after: before },
    ]) {
      const { isOver, updates } = await live.pipeline.subscribe(STATUS, { variables });
      expect(isOver).toBe(true);
      expect(await updates[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
    }
  });

  test('of a delivery that is reported more than an hour late comes with its event', async () => {
    await start({ expectsCallbacks: () => true });
    vendorHas('SENT');
    const reader = await live.open(STATUS, { id: 'm1' });
    await next(reader);
    const reachedAt = new Date(clock.wallTime() - HOUR).toISOString();
    await live.record({ ...report('DELIVERED'), status: status('DELIVERED', reachedAt) });
    expect([await next(reader), await next(reader)]).toEqual([['DELIVERED', true], 'COMPLETE']);
  });

  test('of a delivery that the vendor dates in the future comes an hour after it was reported', async () => {
    await start({ expectsCallbacks: () => true });
    vendorHas('SENT');
    const reader = await live.open(STATUS, { id: 'm1' });
    await next(reader);
    const reachedAt = new Date(clock.wallTime() + 40 * 24 * HOUR).toISOString();
    await live.record({ ...report('DELIVERED'), status: status('DELIVERED', reachedAt) });
    expect(await next(reader)).toEqual(['DELIVERED', false]);
    const last = next(reader);
    clock.advance(HOUR);
    expect([await last, await next(reader)]).toEqual([['DELIVERED', true], 'COMPLETE']);
  });

  test('is not reported while another change waits', async () => {
    await start({ expectsCallbacks: () => true });
    vendorHas('SENT');
    const reader = await live.open(STATUS, { id: 'm1' });
    await next(reader);
    await live.record(report('FAILED'));
    await live.record(report('DELIVERED'));
    await live.record(report('SEEN'));
    expect([await next(reader), await next(reader), await next(reader), await next(reader)]).toEqual([
      ['FAILED', false],
      ['DELIVERED', false],
      ['SEEN', true],
      'COMPLETE',
    ]);
  });
});

test('a slow reader of a subject gets the newest state alone', async () => {
  await start({ expectsCallbacks: () => true });
  const flow = (state: string, n: number): NewReport => ({
    ...report('SENT'),
    kind: 'FAILOVER_STEP',
    id: `f1/${n}/1`,
    flowTrackingId: 'f1',
    stepOrder: n,
    status: { ...status('SENT'), vendorStatus: state },
  });
  flows.push(failoverFlow('f1', { status: 'IN_PROGRESS', isFinal: false, steps: [] }));
  const reader = await live.open('subscription { failoverFlowUpdated(trackingId: "f1") { cursor } }');
  await reader.next();
  for (let n = 1; n <= 101; n++) await live.record(flow('Sent', n));
  const end = await live.events.end();
  const { cursor } = (await reader.next()) as { cursor: string };
  const resumed = await live.open(
    'subscription ($after: String) { failoverFlowUpdated(trackingId: "f1", after: $after) { cursor } }',
    { after: cursor },
  );
  expect(Buffer.from(cursor, 'base64url').toString()).toContain(end);
  reader.leave();
  resumed.leave();
});

describe('a flow', () => {
  const FLOW =
    'subscription ($after: String) { failoverFlowUpdated(trackingId: "f1", after: $after) { cursor isLast failoverFlow { status isFinal steps { order status { state } } } } }';
  const flowWith = (flowStatus: FailoverFlow['status'], steps: FailoverFlow['steps']): FailoverFlow =>
    failoverFlow('f1', { status: flowStatus, isFinal: flowStatus === 'SUCCEEDED', steps, updatedAt: at(clock) });
  const called = (flow: FailoverFlow): NewReport[] =>
    reportsOf(flow).map((one) => ({ ...one, source: 'CALLBACK', ifUnknown: 'EVENT' }));

  test('is reported once for what one body says, with the last cursor and the status of that body', async () => {
    await start({ expectsCallbacks: () => true });
    const sent = flowWith('IN_PROGRESS', [viberStep({ status: status('SENT') })]);
    flows.push(sent);
    const reader = await live.open(FLOW);
    expect(await reader.next()).toMatchObject({
      data: { failoverFlowUpdated: { failoverFlow: { status: 'IN_PROGRESS' } } },
    });
    const failed = flowWith('IN_PROGRESS', [
      viberStep({ status: status('UNDELIVERED') }),
      smsStep({ status: status('QUEUED') }),
    ]);
    flows[0] = failed;
    await live.record(...called(failed));
    const second = (await reader.next()) as { cursor: string };
    expect(second).toMatchObject({
      data: {
        failoverFlowUpdated: {
          isLast: false,
          failoverFlow: {
            status: 'IN_PROGRESS',
            steps: [{ order: 1, status: { state: 'UNDELIVERED' } }, { order: 2 }],
          },
        },
      },
    });
    const done = flowWith('SUCCEEDED', [
      viberStep({ status: status('UNDELIVERED') }),
      smsStep({ status: status('DELIVERED') }),
    ]);
    flows[0] = done;
    const logged = await live.record(...called(done));
    expect(logged.length).toBeGreaterThan(1);
    const third = (await reader.next()) as { cursor: string };
    expect(third).toMatchObject({
      data: { failoverFlowUpdated: { isLast: true, failoverFlow: { status: 'SUCCEEDED', isFinal: true } } },
    });
    expect(Buffer.from(third.cursor, 'base64url').toString()).toContain(logged.at(-1)!.position);
    expect(await reader.next()).toBe('COMPLETE');
    const resumed = await live.open(FLOW, { after: second.cursor });
    expect(await resumed.next()).toMatchObject({
      cursor: third.cursor,
      data: { failoverFlowUpdated: { isLast: true } },
    });
    resumed.leave();
  });

  test('is reported once for what one body says also where it is resumed, however much of the log is read at once', async () => {
    await start({ expectsCallbacks: () => true });
    const after = writeEventCursor(TENANT, await live.events.end());
    for (let index = 0; index < 499; index++) await live.record(report('SENT', `x${index}`));
    const done = flowWith('SUCCEEDED', [
      viberStep({ status: status('UNDELIVERED') }),
      smsStep({ status: status('DELIVERED') }),
    ]);
    flows.push(done);
    const logged = await live.record(...called(done));
    expect(logged.length).toBeGreaterThan(2);
    const resumed = await live.open(FLOW, { after });
    expect(await resumed.next()).toMatchObject({
      cursor: writeEventCursor(TENANT, logged.at(-1)!.position),
      data: { failoverFlowUpdated: { isLast: true, failoverFlow: { status: 'SUCCEEDED' } } },
    });
    expect(await resumed.next()).toBe('COMPLETE');
  });

  test('that is read publishes what one read shows together: the step, the message behind it, then the flow', async () => {
    await start();
    flows.push(flowWith('IN_PROGRESS', [viberStep({ status: status('SENT') })]));
    const reader = await live.open(FLOW);
    await reader.next();
    const after = await live.events.end();
    const pending = reader.next();
    flows[0] = flowWith('SUCCEEDED', [viberStep({ status: status('DELIVERED') })]);
    clock.advance(1000);
    expect(await pending).toMatchObject({
      data: {
        failoverFlowUpdated: {
          isLast: true,
          failoverFlow: { status: 'SUCCEEDED', steps: [{ status: { state: 'DELIVERED' } }] },
        },
      },
    });
    expect(await reader.next()).toBe('COMPLETE');
    const { events } = await live.events.read({ after, limit: 10 });
    expect(events.map(({ kind }) => kind)).toEqual(['FAILOVER_STEP', 'VIBER_MESSAGE', 'FAILOVER_FLOW']);
    expect(new Set(events.map(({ batch }) => batch)).size).toBe(1);
  });

  /** The status and `isLast` of every update up to the end. */
  async function replayed(after: string): Promise<(readonly [string, boolean])[]> {
    const reader = await live.open(FLOW, { after });
    const shown: (readonly [string, boolean])[] = [];
    for (;;) {
      const update = await reader.next<{
        data: { failoverFlowUpdated: { isLast: boolean; failoverFlow: FailoverFlow } };
      }>();
      if (typeof update === 'string') return shown;
      const { isLast, failoverFlow: flow } = update.data.failoverFlowUpdated;
      expect(flow.isFinal).toBe(flow.status === 'SUCCEEDED');
      shown.push([flow.status, isLast]);
    }
  }

  test.each([0, 600])(
    'shows a replayed change of a step with the status that the flow had then, also with %i other events behind it',
    async (others) => {
      await start({ expectsCallbacks: () => true });
      const cursors: string[] = [];
      const bodies: FailoverFlow[] = [
        flowWith('QUEUED', [viberStep({ status: status('QUEUED') })]),
        flowWith('QUEUED', [viberStep({ status: status('SENT') })]),
        flowWith('IN_PROGRESS', [viberStep({ status: status('EXPIRED') })]),
        flowWith('IN_PROGRESS', [viberStep({ status: status('EXPIRED') }), smsStep({ status: status('SENT') })]),
        flowWith('SUCCEEDED', [viberStep({ status: status('EXPIRED') }), smsStep({ status: status('DELIVERED') })]),
      ];
      for (const body of bodies) {
        flows[0] = body;
        await live.record(...called(body));
        cursors.push(writeEventCursor(TENANT, await live.events.end()));
        for (let index = 0; index < others; index++) await live.record(report('SENT', `${cursors.length}-${index}`));
      }
      const all = [
        ['QUEUED', false],
        ['IN_PROGRESS', false],
        ['IN_PROGRESS', false],
        ['SUCCEEDED', true],
      ] as const;
      for (const [index, after] of cursors.entries()) expect(await replayed(after)).toEqual(all.slice(index));
    },
  );

  test('shows a change of a step with the present status where no change of the flow follows', async () => {
    await start({ expectsCallbacks: () => true });
    flows.push(flowWith('IN_PROGRESS', [viberStep({ status: status('QUEUED') })]));
    await live.record(...called(flowWith('QUEUED', [])), ...called(flows[0]!));
    const after = writeEventCursor(TENANT, await live.events.end());
    flows[0] = flowWith('IN_PROGRESS', [viberStep({ status: status('SENT') })]);
    await live.record(...called(flows[0]));
    const resumed = await live.open(FLOW, { after });
    expect(await resumed.next()).toMatchObject({
      data: { failoverFlowUpdated: { isLast: false, failoverFlow: { status: 'IN_PROGRESS' } } },
    });
    resumed.leave();
  });
});

describe('a report', () => {
  const REPORT =
    'subscription { deliveryReportUpdated(by: { extraId: "e1" }) { isLast deliveryReport { messageId status { state } } } }';

  test('that is absent is asked for after 1, 2, 4 and 10 seconds, and is reported when it appears', async () => {
    clock = fakeClock();
    const reports: ReturnType<typeof deliveryReport>[] = [];
    live = await openLiveGraph({ reports }, { clock, expectsCallbacks: () => true });
    const reader = await live.open(REPORT);
    const first = reader.next();
    for (const seconds of [1, 2, 4]) {
      await until(() => clock.timers() === 1);
      clock.advance(seconds * 1000 - 1);
      const before = live.calls().length;
      clock.advance(1);
      await until(() => live.calls().length === before + 1);
    }
    reports.push(deliveryReport('g1', 'e1', { status: status('SENT') }));
    await until(() => clock.timers() === 1);
    clock.advance(10_000);
    expect(await first).toMatchObject({
      data: { deliveryReportUpdated: { deliveryReport: { messageId: 'g1', status: { state: 'SENT' } } } },
    });
    expect(live.calls()).toHaveLength(5);
    await live.record({ ...report('SEEN'), kind: 'DELIVERY_REPORT', id: 'g1', extraId: 'e1' });
    expect(await reader.next()).toMatchObject({
      data: { deliveryReportUpdated: { isLast: true, deliveryReport: { status: { state: 'SEEN' } } } },
    });
  });

  test('that is absent is asked for at once when an event reports it', async () => {
    clock = fakeClock();
    const reports: ReturnType<typeof deliveryReport>[] = [];
    live = await openLiveGraph({ reports }, { clock, expectsCallbacks: () => true });
    const reader = await live.open(REPORT);
    const first = reader.next();
    await until(() => clock.timers() === 1);
    reports.push(deliveryReport('g1', 'e1', { status: status('DELIVERED') }));
    await live.record({ ...report('DELIVERED'), kind: 'DELIVERY_REPORT', id: 'g1', extraId: 'e1' });
    expect(await first).toMatchObject({
      data: { deliveryReportUpdated: { deliveryReport: { messageId: 'g1', status: { state: 'DELIVERED' } } } },
    });
    reader.leave();
  });

  const BY_EXTRA_ID = REPORT.replace('subscription', 'subscription ($after: String)')
    .replace('by: { extraId: "e1" }', 'by: { extraId: "e1" }, after: $after')
    .replace('isLast', 'cursor isLast');

  test('that is final is over at once where it is resumed by its extraId, for one call', async () => {
    await start();
    reports.push(deliveryReport('g1', 'e1', { status: { ...status('DELIVERED'), isFinal: true } }));
    const reader = await live.open(BY_EXTRA_ID);
    const { cursor: after } = (await reader.next()) as { cursor: string };
    expect(await reader.next()).toBe('COMPLETE');
    const calls = live.calls().length;
    const { isOver, updates } = await live.pipeline.subscribe(BY_EXTRA_ID, { variables: { after } });
    expect(isOver).toBe(true);
    expect(await updates[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
    expect(live.calls()).toHaveLength(calls + 1);
  });

  test('that the first read of a resumed stream shows to be seen is reported as such, however late the log hands that on', async () => {
    const held: (() => void)[] = [];
    await start({
      wrap: (events) => ({
        ...events,
        listen: (listener) => events.listen((logged) => void held.push(() => listener(logged))),
      }),
    });
    reports.push(deliveryReport('g1', 'e1', { status: status('DELIVERED') }));
    const reader = await live.open(BY_EXTRA_ID);
    const { cursor: after } = (await reader.next()) as { cursor: string };
    reader.leave();
    reports[0] = deliveryReport('g1', 'e1', { status: status('SEEN') });
    const resumed = await live.open(BY_EXTRA_ID, { after });
    expect(await resumed.next()).toMatchObject({
      data: { deliveryReportUpdated: { isLast: true, deliveryReport: { status: { state: 'SEEN' } } } },
    });
    expect(await resumed.next()).toBe('COMPLETE');
    expect(held).toHaveLength(2); // for the hub and for the snapshots
  });

  test('whose vendor does not answer is waited for no longer than 5 seconds before its stream is opened', async () => {
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    await start({ wrap: (events) => ({ ...events, record: (all) => answered.then(() => events.record(all)) }) });
    reports.push(deliveryReport('g1', 'e1', { status: status('SEEN') }));
    const opening = live.open(BY_EXTRA_ID, { after: writeEventCursor(TENANT, await live.events.end()) });
    await until(() => live.calls().length === 1);
    clock.advance(5000);
    const reader = await opening;
    answer();
    expect(await reader.next()).toBe('COMPLETE');
  });

  test('that does not appear within a minute is the error of its lookup', async () => {
    await start();
    const reader = await live.open(REPORT);
    const first = reader.next();
    let asked = 0;
    for (const seconds of [1, 2, 4, 10, 10, 10, 10, 10, 3]) {
      await until(() => clock.timers() === 1 && live.calls().length === asked + 1);
      asked += 1;
      clock.advance(seconds * 1000);
    }
    expect(await first).toMatchObject({ errors: [{ extensions: { code: 'DELIVERY_REPORT_NOT_FOUND' } }] });
    expect(await reader.next()).toBe('COMPLETE');
  });
});

describe('a replayed update has nothing beside its status that belongs to the present one:', () => {
  test('of a flow the reason of its failure', async () => {
    await start({ expectsCallbacks: () => true });
    const after = writeEventCursor(TENANT, await live.events.end());
    const flow = { ...report('SENT'), kind: 'FAILOVER_FLOW', id: 'f1', channel: null } as const;
    await live.record({ ...flow, status: status('IN_PROGRESS') });
    await live.record({ ...flow, status: status('FAILED') });
    flows.push(failoverFlow('f1', { status: 'FAILED', failureReason: 'NO_NEXT_STEP', updatedAt: at(clock) }));
    const reader = await live.open(
      'subscription ($after: String) { failoverFlowUpdated(trackingId: "f1", after: $after) { failoverFlow { status failureReason } } }',
      { after },
    );
    for (const failoverFlow of [
      { status: 'IN_PROGRESS', failureReason: null },
      { status: 'FAILED', failureReason: 'NO_NEXT_STEP' },
    ])
      expect(await reader.next()).toMatchObject({ data: { failoverFlowUpdated: { failoverFlow } } });
    expect(await reader.next()).toBe('COMPLETE');
  });

  test('of a report the channel that delivered it, and its codes', async () => {
    await start({ expectsCallbacks: () => true });
    const after = writeEventCursor(TENANT, await live.events.end());
    const ofReport = { ...report('EXPIRED'), kind: 'DELIVERY_REPORT', id: 'g1' } as const;
    await live.record({ ...ofReport, channel: 'VIBER' });
    await live.record({ ...ofReport, status: { ...status('DELIVERED'), isFinal: true }, channel: 'SMS' });
    reports.push(deliveryReport('g1', null, { status: { ...status('DELIVERED'), isFinal: true } }));
    const reader = await live.open(
      'subscription ($after: String) { deliveryReportUpdated(by: { messageId: "g1" }, after: $after) { deliveryReport { status { state } deliveredVia lastChannel codes { status } } } }',
      { after },
    );
    for (const deliveryReport of [
      { status: { state: 'EXPIRED' }, deliveredVia: null, lastChannel: 'VIBER', codes: null },
      { status: { state: 'DELIVERED' }, deliveredVia: 'SMS', lastChannel: 'SMS', codes: { status: 2 } },
    ])
      expect(await reader.next()).toMatchObject({ data: { deliveryReportUpdated: { deliveryReport } } });
    expect(await reader.next()).toBe('COMPLETE');
  });
});

describe('vendor calls', () => {
  const open = (count: number, document: string): Promise<Reader[]> =>
    Promise.all(Array.from({ length: count }, () => live.open(document, { id: 'm1' })));

  test.each([1, 1000])(
    'of %i watchers are those of one: none for a change with callbacks, one where it is read',
    async (count) => {
      await start({ expectsCallbacks: () => true });
      vendorHas('SENT');
      const reported = await open(count, STATUS);
      await Promise.all(reported.map(next));
      expect(live.calls()).toEqual(['message m1']);
      await live.record(report('DELIVERED'));
      expect(new Set((await Promise.all(reported.map(next))).map(String))).toEqual(new Set(['DELIVERED,false']));
      expect(live.calls()).toEqual(['message m1']);
      for (const reader of reported) reader.leave();

      const read = await open(count, WHOLE);
      await Promise.all(read.map(next));
      const before = live.calls().length;
      await live.record(report('SEEN'));
      expect(new Set((await Promise.all(read.map(next))).map(String))).toEqual(new Set(['SEEN,true']));
      expect(live.calls().length - before).toBe(1);
      for (const reader of read) reader.leave();
    },
  );

  test.each([1, 1000])(
    'without callbacks are one a read for %i watchers, and what it finds costs no other',
    async (count) => {
      await start();
      vendorHas('SENT');
      const readers = await open(count, WHOLE);
      await Promise.all(readers.map(next));
      expect(live.calls()).toHaveLength(1);
      const pending = readers.map(next);
      clock.advance(1000);
      await until(() => live.calls().length === 2 && clock.timers() > 0);
      vendorHas('DELIVERED');
      clock.advance(1000);
      expect(new Set((await Promise.all(pending)).map(String))).toEqual(new Set(['DELIVERED,false']));
      expect(live.calls()).toHaveLength(3);
      expect((await live.events.read({ after: null, limit: 10 })).events.map(({ source }) => source)).toEqual(['READ']);
      for (const reader of readers) reader.leave();
    },
  );

  test('slow down with the age of the state, and stay below 30 seconds', async () => {
    await start();
    messages.push(viberMessage('m1', { status: status('SENT', new Date(clock.wallTime() - 10 * HOUR).toISOString()) }));
    const reader = await live.open(STATUS, { id: 'm1' });
    await next(reader);
    const pending = next(reader);
    clock.advance(29_999);
    expect(live.calls()).toHaveLength(1);
    clock.advance(1);
    await until(() => live.calls().length === 2);
    reader.leave();
    await pending;
  });

  test('with callbacks are one every 30 seconds, and more often once one was missed', async () => {
    await start({ expectsCallbacks: () => true });
    vendorHas('QUEUED');
    const reader = await live.open(STATUS, { id: 'm1' });
    await next(reader);
    const pending = next(reader);
    clock.advance(29_999);
    expect(live.calls()).toHaveLength(1);
    vendorHas('SENT');
    clock.advance(1);
    expect(await pending).toEqual(['SENT', false]);
    const seen = next(reader);
    await until(() => clock.timers() === 1);
    vendorHas('SEEN');
    clock.advance(1000);
    expect(await seen).toEqual(['SEEN', true]);
    expect(live.calls()).toHaveLength(3);
  });

  test('that fail are reported once, until one succeeds again', async () => {
    await start();
    vendorHas('SENT');
    const reader = await live.open(STATUS, { id: 'm1' });
    await next(reader);
    failures['message m1'] = new MessagingError('UPSTREAM_UNAVAILABLE');
    const failed = next(reader);
    clock.advance(1000);
    expect(await failed).toEqual(['UPSTREAM_UNAVAILABLE', false]);
    const pending = next(reader);
    await until(() => clock.timers() === 1);
    clock.advance(1000);
    await until(() => live.calls().length === 3 && clock.timers() === 1);
    delete failures['message m1'];
    vendorHas('SEEN');
    clock.advance(1000);
    expect(await pending).toEqual(['SEEN', true]);
  });
});

test('phone numbers are masked by the scopes of each caller', async () => {
  await start({ expectsCallbacks: () => true });
  vendorHas('SENT', 'm1', { to: '+306912345678' });
  const all = await live.open(WHOLE, { id: 'm1' });
  const masked = await live.open(WHOLE, { id: 'm1' }, { scopes: ['read'] });
  const toOf = async (reader: Reader) =>
    ((await reader.next<Shown>()) as Shown).data.viberMessageUpdated?.viberMessage?.to;
  expect([await toOf(all), await toOf(masked)]).toEqual(['+306912345678', '+•••••••••678']);
  expect(live.calls()).toEqual(['message m1']);
  all.leave();
  masked.leave();
});

test('ten thousand that leave, whatever they wait for, leave nothing', async () => {
  await start();
  vendorHas('DELIVERED');
  const readers = await Promise.all(Array.from({ length: 10_000 }, () => live.open(WHOLE, { id: 'm1' })));
  await Promise.all(readers.slice(0, 5000).map(next));
  const pending = readers.map(next);
  for (const reader of readers) reader.leave();
  expect(new Set(await Promise.all(pending))).toEqual(new Set(['DISCONNECTED']));
  expect(live.hub.state()).toEqual({ streams: 0, watches: 0, isListening: false });
});
