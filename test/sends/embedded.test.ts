import { readlinkSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, open as openFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type EmbeddedLedgerOptions, openEmbeddedLedger } from '../../src/sends/embedded-store.js';
import { readLines } from '../../src/sends/journal-line.js';
import { openMemoryLedger } from '../../src/sends/memory-store.js';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import { sendOnce } from '../../src/sends/send-once.js';
import { campaignOf } from './campaign-of.js';
import { until } from '../support/wait.js';
import { inputOf, keyedLedger, type KeyedLedger } from './keyed-ledger.js';
import { ledgerContract } from './ledger-contract.js';
import { type LedgerProgram, compileLedger } from './ledger-process.js';
import { shareSeen } from './share-seen.js';
import { createTestClocks } from './test-clocks.js';

const newDirectory = () => mkdtemp(join(tmpdir(), 'ledger-'));
const remove = (directory: string) => rm(directory, { recursive: true, force: true });
const ANY = { kinds: null, outcomes: null, createdFrom: null, createdUntil: null };
const NEWEST = { order: 'NEWEST_FIRST', beyond: null, limit: 100 } as const;
const DAY = 24 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;
const MINUTE = 60_000;

let dataDir: string;
let stores: LedgerStore[];
beforeEach(async () => {
  dataDir = await newDirectory();
  stores = [];
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await remove(dataDir);
});

async function open(options: Partial<EmbeddedLedgerOptions> = {}): Promise<LedgerStore> {
  const store = await openEmbeddedLedger({ dataDir, campaignRecordDays: 2, sendTimeoutMs: 30_000, ...options });
  stores.push(store);
  return store;
}
const openShop = async (options: Partial<EmbeddedLedgerOptions> = {}): Promise<KeyedLedger> =>
  keyedLedger(await open(options), 'shop');
const closeAll = async () => void (await Promise.all(stores.splice(0).map((store) => store.close())));

async function send(shop: KeyedLedger, key: string, trackingId: string): Promise<void> {
  expect(await shop.begin(key, 'input')).toBeNull();
  await shop.accept(key, campaignOf(trackingId));
}

describe('the ledger on disk', () => {
  ledgerContract(async () => {
    const directory = await newDirectory();
    const clocks = createTestClocks();
    return {
      open: (notices) =>
        openEmbeddedLedger({ ...notices, dataDir: directory, campaignRecordDays: 2, sendTimeoutMs: 30_000, clocks }),
      passTime: async (milliseconds) => clocks.pass(milliseconds),
      now: async () => clocks.wall(),
      async contents() {
        const bytes = await readFile(join(directory, 'sends/000001.a'));
        return readLines(bytes, 0).whole.map(({ offset, text }): [string, string] => [String(offset), text]);
      },
      discard: () => remove(directory),
    };
  });

  it('knows its keys, campaigns and their order when it is opened again', async () => {
    const shop = await openShop();
    for (const n of [1, 2]) await send(shop, `accepted ${n}`, `c${n}`);
    await shop.begin('lost', 'input');
    await shop.lose('lost');
    await shop.begin('refused', 'input');
    await shop.release('refused');
    await closeAll();

    const store = await open();
    const again = keyedLedger(store, 'shop');
    expect(await store.size()).toBe(3);
    expect(await again.campaignCount()).toBe(2);
    expect(await again.campaign('c1')).toEqual(campaignOf('c1'));
    expect(await again.begin('accepted 1', 'input')).toEqual({
      state: 'ACCEPTED',
      sameInput: true,
      campaign: campaignOf('c1'),
    });
    expect(await again.begin('accepted 1', 'other')).toMatchObject({ sameInput: false });
    expect(await again.begin('lost', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
    expect(await again.begin('refused', 'other')).toBeNull();
    await send(again, 'accepted 3', 'c3');
    const listed = await again.campaigns({ order: 'OLDEST_FIRST', beyond: null, limit: 10 });
    expect(listed.map(({ campaign }) => campaign.trackingId)).toEqual(['c1', 'c2', 'c3']);
  });

  it('knows what callbacks, persons and cancels made of its sends when it is opened again', async () => {
    const clocks = createTestClocks();
    const shop = await openShop({ clocks });
    for (const key of ['settled', 'not sent', 'refused', 'cancelled']) await shop.begin(key, 'input');
    for (const key of ['settled', 'not sent']) await shop.lose(key);
    await shop.release('refused');
    await shop.accept('cancelled', campaignOf('c1'));
    const { ledger } = shop;
    const ids = new Map((await ledger.records(ANY, NEWEST)).map(({ send }) => [send.sequence, send.id]));
    const [settled, notSent] = [...ids.values()].reverse();
    await ledger.acceptByCallback(settled!, 'c2');
    clocks.pass(3 * MINUTE);
    await ledger.reconcile(notSent!, { wasSent: false });
    const begun = await ledger.beginCancel('VIBER_CAMPAIGN', 'c1', performance.now() + 1000);
    if (begun.state !== 'BEGUN') throw new Error(begun.state);
    await ledger.endCancel('VIBER_CAMPAIGN', 'c1', begun.attempt, 'CANCELLED');
    const before = await ledger.records(ANY, NEWEST);
    expect(before.map(({ send }) => send.outcome)).toEqual(['CANCELLED', 'NOT_SENT', 'ACCEPTED']);
    await closeAll();

    const again = (await openShop({ clocks })).ledger;
    expect(await again.records(ANY, NEWEST)).toEqual(before);
    expect(await again.beginCancel('VIBER_CAMPAIGN', 'c1', 0)).toMatchObject({ state: 'CANCELLED' });
  });

  it('knows that an attempt to cancel has an unknown end when its process has ended', async () => {
    const { ledger } = await openShop();
    expect(await ledger.beginCancel('VIBER_CAMPAIGN', 'c1', 0)).toMatchObject({ state: 'BEGUN', afterUnknown: false });
    await closeAll();
    const again = (await openShop()).ledger;
    expect(await again.beginCancel('VIBER_CAMPAIGN', 'c1', 0)).toMatchObject({ state: 'BEGUN', afterUnknown: true });
  });

  it('does not know what became of a send that was under way when its process ended', async () => {
    await (await openShop()).begin('key', 'input');
    await closeAll();
    expect(await (await openShop()).begin('key', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
    await closeAll();
    expect(await (await openShop()).begin('key', 'other')).toEqual({ state: 'UNKNOWN', sameInput: false });
  });

  it('goes on in another file when one is full, and deletes files whose sends are over', async () => {
    const clocks = createTestClocks();
    const options = { clocks, segmentBytes: 4000 };
    const shop = await openShop(options);
    for (let n = 0; n < 10; n++) await send(shop, `old ${n}`, `old-${n}`);
    const before = await readdir(join(dataDir, 'sends'));
    expect(before.filter((name) => name.endsWith('.a') && /^\d/.test(name)).length).toBeGreaterThan(2);
    clocks.pass(2 * DAY + 2 * MINUTE);
    for (let n = 0; n < 10; n++) await send(shop, `new ${n}`, `new-${n}`);
    expect(await readdir(join(dataDir, 'sends'))).not.toContain('000001.a');
    await closeAll();

    const again = await openShop(options);
    for (let n = 0; n < 10; n++) {
      expect(await again.begin(`new ${n}`, 'input')).toMatchObject({ state: 'ACCEPTED' });
      expect(await again.campaign(`new-${n}`)).toEqual(campaignOf(`new-${n}`));
    }
    expect(await again.campaignCount()).toBe(10);
  });

  it('deletes what a refused send was to say once its file is as old as a record may be, and a day', async () => {
    const clocks = createTestClocks();
    const shop = await openShop({ clocks });
    const files = async () => (await readdir(join(dataDir, 'sends'))).filter((name) => /^\d/.test(name));
    const draft = { text: 'only for the one who got it' };
    const bind = { key: 'refused', kind: 'VIBER_MESSAGE', input: inputOf('input'), scheduledAt: null, draft } as const;
    const { send: bound } = (await shop.ledger.bind(bind)) as { send: { id: string } };
    await shop.ledger.release(bound.id);
    clocks.pass(DAY - MINUTE);
    await send(shop, 'in the same file', 'c1');
    expect(await files()).toEqual(['000001.a', '000001.b']);
    clocks.pass(2 * MINUTE);
    await send(shop, 'the next day', 'c2');
    expect(await files()).toEqual(['000001.a', '000001.b', '000002.a', '000002.b']);
    clocks.pass(2 * DAY + 2 * MINUTE);
    await send(shop, 'later', 'c3');
    expect(await files()).not.toContain('000001.a');
    const texts = await Promise.all((await files()).map((name) => readFile(join(dataDir, 'sends', name), 'utf8')));
    expect(texts.join()).not.toContain('only for the one');
    expect(await shop.begin('the next day', 'input')).toBeNull(); // its key is free after a day
    expect(await shop.campaign('c3')).toEqual(campaignOf('c3'));
  });

  it('deletes files whose sends are over also where nothing is sent any more', async () => {
    const ticks = jest.spyOn(globalThis, 'setInterval');
    const clocks = createTestClocks();
    const shop = await openShop({ clocks });
    const [[tick, everyMs] = []] = ticks.mock.calls;
    ticks.mockRestore();
    expect(everyMs).toBe(MINUTE);
    await send(shop, 'last', 'c1');
    const names = async () => (await readdir(join(dataDir, 'sends'))).filter((name) => /^\d.*a$/.test(name));
    const minutePasses = async (expected: readonly string[]) => {
      tick!();
      await until(async () => (await names()).join() === expected.join());
    };
    clocks.pass(DAY + 2 * MINUTE);
    await minutePasses(['000001.a', '000002.a']);
    clocks.pass(DAY);
    await minutePasses(['000002.a']);
    await send(shop, 'of the first', 'c2');
    const other = await openShop({ clocks: { wall: () => clocks.wall() + 2 * DAY, monotonic: clocks.monotonic } });
    expect(await other.begin('of the first', 'input')).toMatchObject({ state: 'ACCEPTED' }); // it has found the time still
  });

  it('can be read by its owner alone', async () => {
    const directory = join(dataDir, 'sends');
    await mkdir(directory, { mode: 0o755 });
    await chmod(directory, 0o755);
    await (await openShop()).begin('key', 'input');
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    const files = await readdir(directory);
    expect(files.sort()).toEqual(['000001.a', '000001.b', 'secret.a', 'secret.b', 'synced.a', 'synced.b']);
    for (const file of files) expect((await stat(join(directory, file))).mode & 0o077).toBe(0);
  });

  it('makes the names of its directories durable in their parents', async () => {
    const probe = await openFile(dataDir);
    const handles = Object.getPrototypeOf(probe) as { sync(this: { fd: number }): Promise<void> };
    await probe.close();
    const synced: string[] = [];
    const { sync } = handles;
    handles.sync = function (this: { fd: number }) {
      synced.push(readlinkSync(`/proc/self/fd/${this.fd}`));
      return sync.call(this);
    };
    try {
      await open({ dataDir: join(dataDir, 'new') });
    } finally {
      handles.sync = sync;
    }
    expect(synced).toEqual(expect.arrayContaining([dataDir, join(dataDir, 'new'), join(dataDir, 'new/sends')]));
  });

  it.each(['/dev/null/data', '/proc/nope'])('names the setting when its directory cannot be used: %s', async (path) => {
    await expect(open({ dataDir: path })).rejects.toThrow(`DATA_DIR: ${path}/sends must be a directory`);
  });

  it('is refused where a ledger of release 0.1.0 is, with what to do', async () => {
    await mkdir(join(dataDir, 'ledger'));
    await writeFile(join(dataDir, 'ledger/CURRENT'), 'MANIFEST-000001\n');
    await expect(open()).rejects.toThrow(/DATA_DIR .*release 0\.1\.0.*until 24 hours after its last send/);
  });
});

describe('a wall clock that is set', () => {
  it('frees no key while the process runs, whichever way it goes', async () => {
    const clocks = createTestClocks();
    const shop = await openShop({ clocks });
    await send(shop, 'accepted', 'c1');
    await shop.begin('under way', 'input');
    for (const step of [DAY + MINUTE, -3 * DAY]) {
      clocks.step(step);
      expect(await shop.begin('accepted', 'input')).toMatchObject({ state: 'ACCEPTED' });
      expect(await shop.begin('under way', 'input')).toMatchObject({ state: 'PENDING' });
    }
  });

  it('frees no key at a start: they answer a day more, with one warning', async () => {
    const clocks = createTestClocks();
    await send(await openShop({ clocks }), 'accepted', 'c1');
    await closeAll();
    clocks.step(DAY + MINUTE);
    const warnings: string[] = [];
    const shop = await openShop({ clocks, onWarning: (event) => void warnings.push(event) });
    expect(warnings).toEqual(['ledger-clock']);
    expect(await shop.begin('accepted', 'input')).toMatchObject({ state: 'ACCEPTED' });
    clocks.pass(DAY - MINUTE);
    expect(await shop.begin('accepted', 'input')).toMatchObject({ state: 'ACCEPTED' });
    clocks.pass(2 * MINUTE);
    expect(await shop.begin('accepted', 'other')).toBeNull();
  });

  it('keeps the cancel of a send as long as the send that it extended', async () => {
    const clocks = createTestClocks();
    const before = await openShop({ clocks });
    const scheduledAt = clocks.wall() + 2 * DAY;
    await before.ledger.bind({ key: 'key', kind: 'VIBER_CAMPAIGN', input: inputOf('input'), scheduledAt });
    const { id } = (await before.ledger.record({ key: 'key' }))!.send;
    await before.ledger.accept(id, { vendorId: 'c1', receipt: campaignOf('c1') });
    const begun = await before.ledger.beginCancel('VIBER_CAMPAIGN', 'c1', performance.now());
    if (begun.state !== 'BEGUN') throw new Error(begun.state);
    await before.ledger.endCancel('VIBER_CAMPAIGN', 'c1', begun.attempt, 'CANCELLED');
    await closeAll();
    clocks.step(10 * DAY);
    const shop = await openShop({ clocks });
    await shop.begin('other', 'input');
    expect(await shop.ledger.find('VIBER_CAMPAIGN', 'c1')).toMatchObject({ send: { outcome: 'CANCELLED' } });
    expect(await shop.ledger.cancelledAt('VIBER_CAMPAIGN', 'c1')).toEqual(expect.any(Number));
  });

  it('shows a send as long as its key answers, also where a wall clock far ahead extended it', async () => {
    const clocks = createTestClocks();
    const before = await openShop({ clocks, campaignRecordDays: 1 });
    await send(before, 'accepted', 'c1');
    await before.begin('lost', 'input');
    await before.lose('lost');
    clocks.pass(HOUR);
    await before.begin('refused', 'input');
    await before.release('refused');
    await closeAll();
    clocks.step(60 * HOUR);
    const { ledger } = await openShop({ clocks, campaignRecordDays: 1 });
    expect(await ledger.record({ key: 'accepted' })).toMatchObject({
      send: { outcome: 'ACCEPTED', keyExpiresAt: clocks.wall() + DAY },
      receipt: campaignOf('c1'),
    });
    expect(await ledger.find('VIBER_CAMPAIGN', 'c1')).not.toBeNull();
    const lost = await ledger.record({ key: 'lost' });
    expect(lost).toMatchObject({ send: { outcome: 'UNKNOWN' } });
    expect(await ledger.countRecords(ANY)).toBe(2);
    expect(await ledger.reconcile(lost!.send.id, { wasSent: false })).toMatchObject({ state: 'DECIDED' });
    clocks.pass(DAY + MINUTE);
    expect(await ledger.countRecords(ANY)).toBe(0);
  });

  it('holds the key of a scheduled send until a day after its time, though the clock was ahead before', async () => {
    const clocks = createTestClocks();
    clocks.step(8 * DAY);
    await openShop({ clocks });
    await closeAll();
    clocks.step(-8 * DAY);
    const { ledger } = await openShop({ clocks });
    const request = (text: string, scheduledAt: number) =>
      ({ key: text, kind: 'VIBER_CAMPAIGN', input: inputOf(text), scheduledAt }) as const;
    const scheduledAt = clocks.wall() + 6 * DAY;
    const bound = await ledger.bind(request('answered', scheduledAt));
    const settled = await ledger.bind(request('settled', scheduledAt));
    if (!bound.isNew || !settled.isNew) throw new Error('the keys are new');
    await ledger.accept(bound.send.id, { vendorId: 'c1', receipt: campaignOf('c1') });
    await ledger.acceptByCallback(settled.send.id, 'c2');
    clocks.pass(7 * DAY - MINUTE);
    for (const key of ['answered', 'settled']) expect(await ledger.look(key, inputOf(key))).not.toBeNull();
    clocks.pass(2 * MINUTE);
    for (const key of ['answered', 'settled']) expect(await ledger.look(key, inputOf(key))).toBeNull();
  });

  it('that is behind by a millisecond or two leaves the end of a key exactly a day after the scheduled time', async () => {
    for (const skew of [-2, 2]) {
      const clocks = createTestClocks();
      const { ledger } = keyedLedger(
        openMemoryLedger({ campaignRecordDays: 2, sendTimeoutMs: 30_000, clocks }),
        'shop',
      );
      clocks.step(skew);
      const scheduledAt = clocks.wall() + 6 * DAY;
      const bound = await ledger.bind({ key: 'key', kind: 'VIBER_CAMPAIGN', input: inputOf('input'), scheduledAt });
      if (!bound.isNew) throw new Error('the key is new');
      const accepted = await ledger.accept(bound.send.id, { vendorId: 'c1', receipt: campaignOf('c1') });
      expect(accepted?.keyExpiresAt).toBe(scheduledAt + DAY);
    }
  });

  it('is not followed by a process that starts while another one runs: both judge a key by the same time', async () => {
    const clocks = createTestClocks();
    const shop = await openShop({ clocks });
    await send(shop, 'before', 'c1');
    for (const step of [2 * DAY, -2 * DAY]) {
      const states: string[] = [];
      const other = await openShop({
        clocks: { wall: () => clocks.wall() + step, monotonic: clocks.monotonic },
        onWarning: (event) => void states.push(event),
      });
      await send(shop, `of the first ${step}`, `c${step}`);
      await send(other, `of the second ${step}`, `d${step}`);
      for (const key of ['before', `of the first ${step}`, `of the second ${step}`])
        for (const each of [shop, other]) expect((await each.begin(key, 'input'))?.state).toBe('ACCEPTED');
      expect(states).toEqual([]);
    }
  });

  it('that is right again is followed once the processes of before have ended, and never back in time', async () => {
    const clocks = createTestClocks();
    const at = (step: number) => ({ clocks: { wall: () => clocks.wall() + step, monotonic: clocks.monotonic } });
    const createdAt = async (shop: KeyedLedger, key: string) => {
      await send(shop, key, key);
      return (await shop.ledger.look(key, inputOf('input')))!.send.createdAt - clocks.wall();
    };
    const behind = await open(at(-20 * HOUR));
    expect(await createdAt(keyedLedger(behind, 'shop'), 'behind')).toBe(-20 * HOUR);
    await behind.close();
    const right = await openShop({ clocks });
    expect(await createdAt(right, 'right')).toBe(0);
    expect(await createdAt(await openShop(at(-30 * HOUR)), 'beside it')).toBe(0);
    await closeAll();
    expect(await createdAt(await openShop(at(-30 * HOUR)), 'later')).toBe(0); // the last time that was written
  });

  it('warns of nothing at a start where no key was bound', async () => {
    const clocks = createTestClocks();
    await open({ clocks });
    await closeAll();
    clocks.step(10 * DAY);
    const warnings: string[] = [];
    await open({ clocks, onWarning: (event) => void warnings.push(event) });
    expect(warnings).toEqual([]);
  });
});

describe('several ledgers of one directory', () => {
  it('let one of many who come at once send, whichever they ask', async () => {
    const shops = [await openShop(), await openShop(), await openShop()];
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => shops[n % 3]!.begin('key', 'input')));
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
  });

  it('show who waits at one how the send of the other ended', async () => {
    const [here, there] = [await openShop(), await openShop()];
    await here.begin('key', 'input');
    expect(await there.begin('key', 'input')).toEqual({ state: 'PENDING', sameInput: true });
    const waiting = there.settled('key', 'input', performance.now() + 200_000);
    await here.accept('key', campaignOf('c1'));
    expect(await waiting).toEqual({ state: 'ACCEPTED', sameInput: true, campaign: campaignOf('c1') });
  });

  it('have every send, cancel and list of each other at once', async () => {
    const [one, two] = [await openShop(), await openShop()];
    for (let n = 0; n < 20; n++) {
      const id = `c${n}`;
      expect([await two.campaign(id), await two.campaignCount()]).toEqual([null, n]);
      await send(one, `key ${n}`, id);
      expect([await two.campaign(id), await two.campaignCount()]).toEqual([campaignOf(id), n + 1]);
      expect(await two.ledger.records(ANY, NEWEST)).toHaveLength(n + 1);
      const begun = await one.ledger.beginCancel('VIBER_CAMPAIGN', id, performance.now());
      if (begun.state !== 'BEGUN') throw new Error(begun.state);
      expect(await two.ledger.cancelledAt('VIBER_CAMPAIGN', id)).toBeNull();
      await one.ledger.endCancel('VIBER_CAMPAIGN', id, begun.attempt, 'CANCELLED');
      expect(await two.ledger.cancelledAt('VIBER_CAMPAIGN', id)).toEqual(expect.any(Number));
    }
  });

  it('let a send that waits for its vendor answer by the callback that another process takes', async () => {
    const [here, there] = [await open(), await open()].map((store) => store.forTenant<{ trackingId: string }>('shop'));
    let answer = (_: never): void => undefined;
    const request = (_: () => void, id: string) =>
      there!.acceptByCallback(id, 'c1').then(() => new Promise<never>((resolve) => (answer = resolve)));
    const waiting = {
      kind: 'VIBER_MESSAGE',
      key: 'key',
      input: inputOf('input'),
      scheduledAt: null,
      draft: () => ({ trackingId: null }),
      vendor: 'ROUTEE',
      isKeyValid: true,
      requireSendable: () => undefined,
      prepare: () => Promise.resolve(),
      request,
    } as const;
    const sent = await sendOnce(here!, waiting, { deadline: performance.now() + 60_000 });
    answer({ vendorId: 'c1', receipt: { trackingId: 'c1' } } as never);
    expect(sent).toMatchObject({ receipt: { trackingId: 'c1' }, send: { outcome: 'ACCEPTED' }, replayed: false });
  });

  it('agree on the order of all sends, also when files fill up under both', async () => {
    const shops = [await openShop({ segmentBytes: 3000 }), await openShop({ segmentBytes: 3000 })];
    await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const shop = shops[n % 2]!;
        await send(shop, `key ${n}`, `c${n}`);
      }),
    );
    await closeAll();
    const [one, two] = [await openShop(), await openShop({ segmentBytes: 3000 })];
    const list = (shop: KeyedLedger) => shop.campaigns({ order: 'OLDEST_FIRST', beyond: null, limit: 100 });
    expect(await list(one)).toHaveLength(40);
    expect(await list(one)).toEqual(await list(two));
  });

  it('keep a send unknown once one has recorded it as unknown, though its sender wakes and says that nothing was sent', async () => {
    const clocks = createTestClocks();
    const [frozen, other] = [await openShop({ clocks }), await openShop({ clocks })];
    await frozen.begin('key', 'input');
    expect(await other.begin('key', 'input')).toMatchObject({ state: 'PENDING' });
    clocks.pass(35_001);
    expect(await other.begin('key', 'input')).toMatchObject({ state: 'UNKNOWN' });
    expect(await frozen.release('key')).toBe(false);
    expect(await frozen.begin('key', 'input')).toMatchObject({ state: 'UNKNOWN' });
    expect(await other.begin('key', 'input')).toMatchObject({ state: 'UNKNOWN' });
  });
});

describe('ledgers of one instance that share what they have seen', () => {
  const seen = (): { states: [string, string | null][]; options: Partial<EmbeddedLedgerOptions> } => {
    const states: [string, string | null][] = [];
    return { states, options: { onState: (state, cause) => states.push([state, cause]) } };
  };

  it.each([
    ['in the same file', undefined],
    ['when more files were begun', 100],
  ])('send nothing once an older copy of the directory is in its place, %s', async (_, segmentBytes) => {
    const join = shareSeen();
    const first = seen();
    const shop = await openShop({ ...first.options, seen: join(), segmentBytes });
    await send(shop, 'kept', 'c1');
    const copy = await newDirectory();
    await cp(dataDir, copy, { recursive: true });
    await send(shop, 'lost', 'c2');
    await remove(dataDir);
    await cp(copy, dataDir, { recursive: true });
    await remove(copy);
    const second = seen();
    const replacement = await openShop({ ...second.options, seen: join(), segmentBytes });
    await expect(replacement.begin('lost', 'input')).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    await expect(shop.begin('another', 'input')).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    const rolledBack = [['rolled back', expect.stringContaining('an older copy')]];
    expect(first.states).toEqual(rolledBack);
    expect(second.states).toEqual(rolledBack);
  });

  it('go on where every one is replaced and the directory stays, also when files are begun and deleted', async () => {
    const join = shareSeen();
    const clocks = createTestClocks();
    const all = [seen(), seen(), seen()];
    for (const [round, { options }] of all.entries()) {
      const shops = [
        await openShop({ ...options, clocks, segmentBytes: 500, seen: join() }),
        await openShop({ ...options, clocks, segmentBytes: 500, seen: join() }),
      ];
      for (let n = 0; n < 4; n++) await send(shops[n % 2]!, `${round}-${n}`, `c${round}-${n}`);
      clocks.pass(3 * DAY);
      await closeAll();
    }
    expect(all.flatMap(({ states }) => states)).toEqual([]);
  });
});

describe('the ledger of another process', () => {
  let program: LedgerProgram;
  beforeAll(async () => {
    program = await compileLedger();
  });
  afterAll(() => program.killAll());

  it('has lost nothing when that was killed, and sends nothing twice', async () => {
    const other = program.run(
      dataDir,
      `await shop.bind('accepted');
      await shop.accept('accepted', { trackingId: 'c1', name: 'First' });
      await shop.bind('under way');
      console.log('sending');`,
    );
    await other.prints('sending');
    const shop = await openShop();
    expect(await shop.begin('under way', 'input')).toEqual({ state: 'PENDING', sameInput: true });
    await other.kill();
    expect(await shop.begin('accepted', 'input')).toMatchObject({ state: 'ACCEPTED', campaign: { trackingId: 'c1' } });
    expect(await shop.begin('under way', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
    expect(await shop.campaignCount()).toBe(1);
  });

  it('survives being killed at any moment: every bind that it reported is bound', async () => {
    for (let round = 0; round < 3; round++) {
      const other = program.run(
        dataDir,
        `for (let n = 0; ; n++) {
          await Promise.all([0, 1, 2].map((part) => shop.bind('${round}-' + n + '-' + part)));
          console.log('bound ' + n);
        }`,
      );
      await other.prints(`bound ${20 + 7 * round}`);
      await other.kill();
      const shop = await openShop();
      const keys = Array.from({ length: 3 * (21 + 7 * round) }, (_, n) => `${round}-${Math.floor(n / 3)}-${n % 3}`);
      const bound = await Promise.all(keys.map((key) => shop.begin(key, 'input')));
      expect(bound.filter((one) => one?.state !== 'UNKNOWN')).toEqual([]);
      await closeAll();
    }
  });

  it('finds a full disk, and is up again by itself when there is room', async () => {
    const other = program.run(
      dataDir,
      `await shop.bind('first');
      await shop.accept('first', { trackingId: 'c1' });
      await shop.bind('too large');
      await shop.accept('too large', { trackingId: 'c2', name: 'x'.repeat(300000) }).catch((error) => console.log(error.code));
      console.log(await shop.look('first'), (await ledger.find('VIBER_CAMPAIGN', 'c1')).receipt.trackingId);
      console.log(await shop.bind('refused').catch((error) => error.code));`,
      100,
    );
    await other.prints('state down');
    await other.prints('LEDGER_UNAVAILABLE');
    await other.prints('ACCEPTED c1');
    await other.prints('LEDGER_UNAVAILABLE');
    await other.kill();
    const shop = await openShop();
    expect(await shop.begin('first', 'input')).toMatchObject({ state: 'ACCEPTED' });
    expect(await shop.begin('too large', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
    expect(await shop.begin('refused', 'input')).toBeNull();
  });
});
