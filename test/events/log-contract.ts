import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog, EventLogOptions } from '../../src/events/log/event-log.js';
import type { DeliveryEvents, LoggedEvent } from '../../src/graph/delivery-event/delivery-event.source.js';
import type { DeliveryState } from '../../src/graph/delivery/delivery-status.type.js';
import { until } from '../support/wait.js';
import { reportOf } from './reports.js';

export interface Instances {
  /** One more instance on the same store. */
  open(options: EventLogOptions): Promise<EventLog>;
  /** Begins the store anew, which no instance has open. */
  beginAnew(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const NO_CURSOR = { code: 'INVALID_EVENT_CURSOR' };

const shown = (events: readonly LoggedEvent[]): string[] => events.map(({ id, status }) => `${id} ${status?.state}`);

/** What every store of the log has to do. @param isShared whether instances that are opened one by one share the store */
export function eventLogContract(instances: Instances, { isShared }: { readonly isShared: boolean }): void {
  let now: number;
  let logs: EventLog[];
  let one: DeliveryEvents;
  let other: DeliveryEvents;

  beforeEach(async () => {
    now = Date.UTC(2026, 10, 1);
    logs = [];
    await instances.beginAnew();
    one = (await open()).forTenant('shop');
    other = isShared ? (await open()).forTenant('shop') : one;
  });
  afterEach(async () => {
    for (const log of logs) await log.close();
  });

  async function open(options: Partial<EventLogOptions> = {}): Promise<EventLog> {
    const log = await instances.open({ days: 7, max: 1000, now: () => now, ...options });
    logs.push(log);
    return log;
  }

  async function readAll(events: DeliveryEvents, limit = 100): Promise<LoggedEvent[]> {
    const all: LoggedEvent[] = [];
    for (let after: string | null = null, more = true; more;) {
      const slice = await events.read({ after, limit });
      all.push(...slice.events);
      after = slice.events.at(-1)?.position ?? after;
      more = slice.hasMore;
    }
    return all;
  }

  const record = async (events: DeliveryEvents, id: string, ...states: DeliveryState[]) =>
    events.record(states.map((state, minute) => reportOf(id, state, minute)));

  describe('recording', () => {
    it('keeps the order, and the events of one call together', async () => {
      await record(one, 'a', 'QUEUED', 'SENT');
      await record(other, 'b', 'QUEUED');
      const events = await readAll(one);
      expect(shown(events)).toEqual(['a QUEUED', 'a SENT', 'b QUEUED']);
      expect(new Set(events.slice(0, 2).map(({ batch }) => batch)).size).toBe(1);
      expect(events[2]!.batch).not.toBe(events[0]!.batch);
      expect(await readAll(other)).toEqual(events);
    });

    it('gives the events as they are read, with what was known of the subject', async () => {
      await one.record([
        reportOf('a', 'QUEUED', 1, { ifUnknown: 'KNOWN', source: 'SEND', campaignTrackingId: 'c1', country: 'GR' }),
      ]);
      const logged = await other.record([reportOf('a', 'SENT', 2)]);
      expect(logged).toMatchObject([
        { campaignTrackingId: 'c1', country: 'GR', previousState: 'QUEUED', receivedAt: now },
      ]);
      expect(await readAll(one)).toEqual(logged);
    });

    it('is an event for an unknown subject or what is known from then on, as the report says', async () => {
      expect(await one.record([reportOf('a', 'QUEUED', 1, { ifUnknown: 'KNOWN' })])).toEqual([]);
      expect(await other.record([reportOf('a', 'QUEUED', 1)])).toEqual([]);
      expect(shown(await other.record([reportOf('b', 'QUEUED', 1)]))).toEqual(['b QUEUED']);
      expect(shown(await one.record([reportOf('a', 'SENT', 2, { ifUnknown: 'KNOWN' })]))).toEqual(['a SENT']);
    });

    it('is nothing for what was recorded before, on whichever instance', async () => {
      await record(one, 'a', 'QUEUED', 'SENT', 'DELIVERED');
      for (const events of [one, other]) {
        expect(await record(events, 'a', 'QUEUED', 'SENT', 'DELIVERED')).toEqual([]);
        expect(await events.record([reportOf('a', 'SENT', 9)])).toEqual([]);
      }
      expect(await readAll(one)).toHaveLength(3);
    });

    it('reports each change once when instances record the same at the same time', async () => {
      const bodies = Array.from({ length: 40 }, (_, index) =>
        record([one, other][index % 2]!, `s${index % 4}`, 'QUEUED', 'SENT'),
      );
      await Promise.all(bodies);
      expect(shown(await readAll(one)).sort()).toEqual(
        ['s0', 's1', 's2', 's3'].flatMap((id) => [`${id} QUEUED`, `${id} SENT`]),
      );
    });

    it('gives positions that grow although the clock is set back', async () => {
      const [first] = await record(one, 'a', 'QUEUED');
      now -= 60_000;
      const [second] = await record(other, 'b', 'QUEUED');
      expect(second!.position > first!.position).toBe(true);
      expect(shown(await readAll(one))).toEqual(['a QUEUED', 'b QUEUED']);
    });

    it('keeps a send apart from a message of the same id', async () => {
      const send = reportOf('a', 'SENT', 1, { kind: 'SEND', status: null, sendOutcome: 'UNKNOWN', source: 'SEND' });
      await one.record([reportOf('a', 'QUEUED', 1), send]);
      const logged = await other.record([{ ...send, sendOutcome: 'ACCEPTED' }]);
      expect(logged).toMatchObject([{ kind: 'SEND', sendOutcome: 'ACCEPTED', status: null, previousState: null }]);
    });
  });

  describe('what is known of a subject', () => {
    it('is its states in the order in which they were learned, and when it changed last', async () => {
      const start = now;
      await one.record([reportOf('a', 'SENT', 5)]);
      now += 1000;
      await one.record([reportOf('a', 'QUEUED', 1)]);
      now += 1000;
      await one.record([reportOf('a', 'DELIVERED', 7)]);
      const [known, unknown] = await other.known([
        { kind: 'VIBER_MESSAGE', id: 'a' },
        { kind: 'VIBER_MESSAGE', id: 'b' },
      ]);
      expect(unknown).toBeNull();
      expect(known).toMatchObject({ status: { state: 'DELIVERED' }, changedAt: start + 2000 });
      expect(known!.history.map(({ status, learnedAt }) => [status.state, learnedAt - start])).toEqual([
        ['SENT', 0],
        ['QUEUED', 1000],
        ['DELIVERED', 2000],
      ]);
      expect([one.isEmpty(), other.isEmpty()]).toEqual([false, false]);
    });

    it('lives 30 days after its last report, whatever the days of events', async () => {
      await one.record([reportOf('a', 'SENT', 1), reportOf('b', 'SENT', 1)]);
      now += 20 * DAY_MS;
      await one.record([reportOf('b', 'SENT', 2)]);
      expect(await readAll(one)).toEqual([]);
      now += 10 * DAY_MS;
      expect(await record(one, 'a', 'SENT')).toEqual([]);
      now += 1;
      const [, b] = await other.known([
        { kind: 'VIBER_MESSAGE', id: 'a' },
        { kind: 'VIBER_MESSAGE', id: 'b' },
      ]);
      expect(b).not.toBeNull();
      now += 31 * DAY_MS;
      expect(await other.known([{ kind: 'VIBER_MESSAGE', id: 'b' }])).toEqual([null]);
      expect(shown(await one.record([reportOf('b', 'SENT', 2)]))).toEqual(['b SENT']);
      now += 1000;
      await record(one, 'c', 'QUEUED'); // which removes what is no longer known
      expect(await other.known([{ kind: 'VIBER_MESSAGE', id: 'b' }])).not.toEqual([null]);
    });
  });

  describe('reading', () => {
    it('goes on from a cursor of any instance, page by page', async () => {
      for (const id of ['a', 'b', 'c', 'd']) await record(one, id, 'QUEUED');
      const first = await one.read({ after: null, limit: 2 });
      expect([shown(first.events), first.hasEarlier, first.hasMore]).toEqual([['a QUEUED', 'b QUEUED'], false, true]);
      const next = await other.read({ after: first.events[1]!.position, limit: 2 });
      expect([shown(next.events), next.hasEarlier, next.hasMore]).toEqual([['c QUEUED', 'd QUEUED'], true, false]);
      const end = await one.end();
      expect(end).toBe(next.events[1]!.position);
      expect(await other.read({ after: end, limit: 2 })).toEqual({ events: [], hasEarlier: true, hasMore: false });
    });

    it('has an end before the first event, from which it goes on', async () => {
      const end = await other.end();
      expect(await one.read({ after: end, limit: 5 })).toEqual({ events: [], hasEarlier: false, hasMore: false });
      now += 5;
      await record(one, 'a', 'QUEUED');
      const { events, hasEarlier } = await other.read({ after: end, limit: 5 });
      expect([shown(events), hasEarlier]).toEqual([['a QUEUED'], false]);
    });

    it('refuses a cursor beyond the end, a damaged one, and one of an earlier log', async () => {
      const [event] = await record(one, 'a', 'QUEUED');
      const beyond = `${Number(event!.position.slice(0, 13)) + 1}${event!.position.slice(13)}`;
      for (const after of [beyond, '', 'a', '0-0', `${event!.position}0`, '0000000000001-000001'])
        await expect(one.read({ after, limit: 1 })).rejects.toMatchObject(NO_CURSOR);
      for (const log of logs.splice(0)) await log.close();
      await instances.beginAnew();
      now += 1;
      one = (await open()).forTenant('shop');
      await expect(one.read({ after: event!.position, limit: 1 })).rejects.toMatchObject(NO_CURSOR);
      await record(one, 'a', 'QUEUED');
      await expect(one.read({ after: event!.position, limit: 1 })).rejects.toMatchObject(NO_CURSOR);
    });

    it('keeps tenants apart', async () => {
      const neighbour = logs[0]!.forTenant('neighbour');
      await record(one, 'a', 'QUEUED');
      expect(await readAll(neighbour)).toEqual([]);
      expect(await neighbour.known([{ kind: 'VIBER_MESSAGE', id: 'a' }])).toEqual([null]);
      expect(shown(await record(neighbour, 'a', 'QUEUED'))).toEqual(['a QUEUED']);
      expect(await readAll(one)).toHaveLength(1);
    });
  });

  describe('retention', () => {
    it('keeps at most so many events of a tenant, the oldest first out, and refuses cursors before them', async () => {
      const log = (await open({ max: 3 })).forTenant('shop');
      const logged: LoggedEvent[] = [];
      for (const id of ['a', 'b', 'c', 'd', 'e']) {
        now += 1;
        logged.push(...(await record(log, id, 'QUEUED')));
      }
      expect(shown(await readAll(log))).toEqual(['c QUEUED', 'd QUEUED', 'e QUEUED']);
      await expect(log.read({ after: logged[0]!.position, limit: 5 })).rejects.toMatchObject(NO_CURSOR);
      const rest = await log.read({ after: logged[1]!.position, limit: 5 });
      expect([shown(rest.events), rest.hasEarlier]).toEqual([['c QUEUED', 'd QUEUED', 'e QUEUED'], false]);
      expect(await logs.at(-1)!.size()).toBe(3);
    });

    it('keeps events for so many days', async () => {
      const [old] = await record(one, 'a', 'QUEUED');
      now += 6 * DAY_MS;
      const [middle] = await record(one, 'b', 'QUEUED');
      now += DAY_MS;
      expect(shown(await readAll(other))).toEqual(['a QUEUED', 'b QUEUED']);
      now += 1;
      expect(shown(await readAll(other))).toEqual(['b QUEUED']);
      expect((await other.read({ after: old!.position, limit: 5 })).hasEarlier).toBe(false);
      now += 6 * DAY_MS;
      expect(await readAll(other)).toEqual([]);
      expect(await other.end()).toBe(middle!.position);
      await expect(other.read({ after: old!.position, limit: 5 })).rejects.toMatchObject(NO_CURSOR);
      await record(other, 'c', 'QUEUED');
      expect(shown(await readAll(one))).toEqual(['c QUEUED']);
      expect(await logs[0]!.size()).toBe(1);
    });
  });

  describe('listening', () => {
    it('reports every event of every instance in order, each once', async () => {
      const received: LoggedEvent[][] = [[], []];
      const stops = [one, other].map((events, index) => events.listen((found) => void received[index]!.push(...found)));
      await Promise.all([one.end(), other.end()]);
      for (let index = 0; index < 60; index++) await record(index % 2 ? one : other, `m${index}`, 'QUEUED', 'SENT');
      await Promise.all(
        Array.from({ length: 60 }, (_, index) => record(index % 2 ? one : other, `n${index}`, 'QUEUED')),
      );
      await until(() => received.every((events) => events.length >= 180));
      const all = await readAll(one);
      expect(received[0]).toEqual(all);
      expect(received[1]).toEqual(all);
      for (const stop of stops) stop();
      await record(one, 'last', 'QUEUED');
      expect(received.map((events) => events.length)).toEqual([180, 180]);
    });

    it('begins at the present, and a listener that throws or records disturbs nobody', async () => {
      const unexpected: unknown[] = [];
      const log = (await open({ onUnexpected: (error) => void unexpected.push(error) })).forTenant('shop');
      await record(log, 'before', 'QUEUED');
      const received: string[] = [];
      await log.end();
      log.listen(() => {
        throw new Error('mine');
      });
      log.listen((events) => {
        if (events.some(({ id }) => id === 'a')) void record(log, 'b', 'QUEUED');
      });
      log.listen((events) => void received.push(...shown(events)));
      await record(log, 'a', 'QUEUED');
      await until(() => received.includes('b QUEUED'));
      expect(received).toEqual(['a QUEUED', 'b QUEUED']);
      expect(unexpected.length).toBeGreaterThanOrEqual(1);
    });

    it('never parts what one call recorded, however much came before it', async () => {
      const received: LoggedEvent[][] = [];
      const writer = (await open({ max: 10_000 })).forTenant('shop');
      const reader = isShared ? (await open({ max: 10_000 })).forTenant('shop') : writer;
      await reader.end();
      reader.listen((events) => void received.push([...events]));
      const large = (name: string, count: number) =>
        writer.record(Array.from({ length: count }, (_, index) => reportOf(`${name}${index}`, 'QUEUED')));
      await Promise.all([large('a', 499), large('b', 300), large('c', 1700), large('d', 500), large('e', 3)]);
      await until(() => received.flat().length >= 3002);
      expect(received.flat()).toHaveLength(3002);
      const calls = received.map((events) => new Set(events.map(({ batch }) => batch)));
      expect(calls.reduce((sum, batches) => sum + batches.size, 0)).toBe(5);
    });

    it('reports an event only when its state is known', async () => {
      const states: Promise<string[]>[] = [];
      let received = 0;
      await Promise.all([one.end(), other.end()]);
      for (const events of [one, other])
        events.listen((found) => {
          received += found.length;
          const known = Promise.resolve(events.known(found));
          states.push(
            known.then((all) => all.map((subject, index) => `${found[index]!.id} ${subject?.status?.state}`)),
          );
        });
      for (let index = 0; index < 30; index++) await record(index % 2 ? one : other, `m${index}`, 'SENT', 'SEEN');
      await until(() => received === 120);
      expect(new Set((await Promise.all(states)).flat())).toEqual(
        new Set(Array.from({ length: 30 }, (_, index) => `m${index} SEEN`)),
      );
    });
  });
}
