import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { open } from 'lmdb';
import { openEmbeddedLog } from '../../src/events/log/embedded-log.js';
import { EmbeddedRecords } from '../../src/events/log/embedded-records.js';
import type { EventLog } from '../../src/events/log/event-log.js';
import { KeyFilter } from '../../src/events/log/key-filter.js';
import type { DeliveryEvents, SubjectName } from '../../src/graph/delivery-event/delivery-event.source.js';
import { until } from '../support/wait.js';
import { reportOf } from './reports.js';

const namesOf = (prefix: string, count: number): SubjectName[] =>
  Array.from({ length: count }, (_, index) => ({ kind: 'VIBER_MESSAGE', id: `${prefix}-${index}` }));
const recordAll = (events: DeliveryEvents, names: readonly SubjectName[]) =>
  events.record(names.map(({ id }) => reportOf(id, 'SENT')));

describe('a filter of keys', () => {
  it('has every key that was added, and few of the others, also with more than it has room for', () => {
    for (const count of [0, 1, 1000, 20_000]) {
      const filter = new KeyFilter(10_000);
      for (let index = 0; index < count; index++) filter.add(`VIBER_MESSAGE/added-${index}`);
      const countFound = (prefix: string, length: number) =>
        Array.from({ length }, (_, index) => filter.mayHave(`VIBER_MESSAGE/${prefix}-${index}`)).filter(Boolean).length;
      expect(countFound('added', count)).toBe(count);
      expect(countFound('other', 10_000)).toBeLessThan(count > filter.capacity ? 2000 : 100);
    }
  });
});

describe('lookups of subjects in the embedded log', () => {
  let dataDir: string;
  let logs: EventLog[];
  const openLog = (): DeliveryEvents => {
    const log = openEmbeddedLog({ dataDir, days: 1, max: 100_000 });
    logs.push(log);
    return log.forTenant('shop');
  };
  /** How many of these names are looked up in the store. */
  const lookupsOf = async (events: DeliveryEvents, names: readonly SubjectName[]): Promise<number> => {
    const lookup = jest.spyOn(EmbeddedRecords.prototype, 'subject');
    await events.known(names);
    const { length } = lookup.mock.calls;
    lookup.mockRestore();
    return length;
  };
  const stranger = namesOf('stranger', 1);
  const whenBuilt = (events: DeliveryEvents) => until(async () => (await lookupsOf(events, stranger)) === 0);
  const knownIds = async (events: DeliveryEvents, names: readonly SubjectName[]) =>
    (await events.known(names)).map((subject) => subject?.id ?? null);

  beforeEach(async () => {
    logs = [];
    dataDir = await mkdtemp(join(tmpdir(), 'filter-'));
  });
  afterEach(async () => {
    for (const log of logs) await log.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('leave out those that it never had, and find all others', async () => {
    const events = openLog();
    await recordAll(events, namesOf('first', 600));
    await whenBuilt(events);
    const names = [...namesOf('first', 600), ...namesOf('unknown', 100)];
    expect(await lookupsOf(events, names)).toBeLessThan(610);
    expect(await knownIds(events, names)).toEqual([
      ...namesOf('first', 600).map(({ id }) => id),
      ...Array(100).fill(null),
    ]);
  });

  it('find what this and another instance write later, at once', async () => {
    const [events, other] = [openLog(), openLog()];
    await recordAll(events, namesOf('first', 3));
    await whenBuilt(events);
    for (let round = 0; round < 20; round++) {
      const writer = round % 3 === 0 ? events : other;
      const names = namesOf(`round-${round}`, 2);
      await recordAll(writer, names);
      expect(await knownIds(events, names)).toEqual(names.map(({ id }) => id));
      expect(await lookupsOf(events, stranger)).toBe(0);
    }
  });

  it('find what was written by a release that does not note which subjects are new', async () => {
    const [events, other] = [openLog(), openLog()];
    await recordAll(events, namesOf('first', 3));
    await whenBuilt(events);
    await recordAll(other, namesOf('second', 3));
    const store = open<Buffer, string>({ path: join(dataDir, 'events'), encoding: 'binary', useVersions: true });
    for (const key of store.getKeys().filter((name) => name.includes('/n/'))) await store.remove(key);
    await store.close();
    expect(await knownIds(events, namesOf('second', 3))).toEqual(['second-0', 'second-1', 'second-2']);
    await whenBuilt(events);
    expect(await knownIds(events, namesOf('second', 3))).toEqual(['second-0', 'second-1', 'second-2']);
  });

  it('find all of more subjects than were expected, before a start and after it', async () => {
    const events = openLog();
    await recordAll(events, namesOf('first', 1));
    await whenBuilt(events);
    const many = namesOf('many', 20_000);
    for (let index = 0; index < many.length; index += 5000) await recordAll(events, many.slice(index, index + 5000));
    const restarted = openLog();
    for (const reader of [events, restarted]) {
      await whenBuilt(reader);
      expect((await knownIds(reader, many)).filter((id) => id === null)).toEqual([]);
      await until(async () => (await lookupsOf(reader, namesOf('unknown', 1000))) < 20);
    }
  });
});
