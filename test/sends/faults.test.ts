import { copyFile, open as openFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedLedger } from '../../src/sends/embedded-store.js';
import type { OpenFile } from '../../src/sends/segment.js';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import { until } from '../support/wait.js';
import { campaignOf } from './campaign-of.js';
import { keyedLedger, type KeyedLedger } from './keyed-ledger.js';

type Fault = 'NONE' | 'HELD' | 'DISK FULL' | 'HALF A LINE' | 'SYNC FAILS' | 'COPY FAILS';

const FAULTS = ['DISK FULL', 'HALF A LINE', 'SYNC FAILS', 'COPY FAILS'] as const satisfies readonly Fault[];
const CODES = { 'DISK FULL': 'ENOSPC', 'HALF A LINE': 'ENOSPC', 'SYNC FAILS': 'EIO', 'COPY FAILS': 'EIO' };

let fault: Fault = 'NONE';
/** End the syncs that are held. */
const held: (() => void)[] = [];
const failure = (code: string): Error => Object.assign(new Error(code), { code });

/** Real files whose writes and syncs fail as a disk's do. */
const openFaulty: OpenFile = async (path, flags, mode) => {
  const file = await openFile(path, flags, mode);
  const write = file.write.bind(file) as (...args: unknown[]) => Promise<{ bytesWritten: number }>;
  const datasync = file.datasync.bind(file);
  return Object.assign(file, {
    async write(bytes: Buffer, offset: number, length: number, position?: number) {
      if (fault === 'DISK FULL') throw failure('ENOSPC');
      if (fault === 'COPY FAILS' && path.endsWith('1.b')) throw failure('EIO');
      if (fault === 'HALF A LINE') return write(bytes, offset, length >> 1, position);
      return write(bytes, offset, length, position);
    },
    async datasync() {
      if (fault === 'SYNC FAILS') throw failure('EIO');
      if (fault === 'HELD') await new Promise<void>((resolve) => held.push(resolve));
      return datasync();
    },
  });
};

let dataDir: string;
let store: LedgerStore;
let shop: KeyedLedger;
let states: unknown[];
let warnings: string[];

async function open(): Promise<void> {
  store = await openEmbeddedLedger({
    dataDir,
    campaignRecordDays: 2,
    sendTimeoutMs: 30_000,
    open: openFaulty,
    onState: (...state) => void states.push(state),
    onWarning: (event) => void warnings.push(event),
  });
  shop = keyedLedger(store, 'shop');
}

beforeEach(async () => {
  fault = 'NONE';
  states = [];
  warnings = [];
  dataDir = await mkdtemp(join(tmpdir(), 'faults-'));
  await open();
});
afterEach(async () => {
  fault = 'NONE';
  for (const release of held.splice(0)) release();
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function recover(): Promise<void> {
  fault = 'NONE';
  await until(() => store.state() === 'up');
}
const unavailable = { code: 'LEDGER_UNAVAILABLE', retryable: true };

describe.each(FAULTS)('a disk on which a write ends so: %s', (kind) => {
  it('binds nothing, says so once with the cause, and is up again by itself', async () => {
    fault = kind;
    for (let n = 0; n < 3; n++) await expect(shop.begin(`key ${n}`, 'input')).rejects.toMatchObject(unavailable);
    expect(store.state()).toBe('down');
    await recover();
    expect(states).toEqual([
      ['down', CODES[kind]],
      ['up', null],
    ]);
  });

  it('says that it cannot be written as long as it is down', async () => {
    shop.ledger.requireWritable();
    fault = kind;
    await expect(shop.begin('key', 'input')).rejects.toMatchObject(unavailable);
    expect(() => shop.ledger.requireWritable()).toThrow(expect.objectContaining(unavailable));
    await recover();
    shop.ledger.requireWritable();
  });

  it('leaves the key to the process that failed to bind it, also for other input', async () => {
    fault = kind;
    await expect(shop.begin('key', 'input')).rejects.toMatchObject(unavailable);
    await recover();
    expect(await shop.begin('key', 'other')).toBeNull();
    await shop.accept('key', campaignOf('c1'));
    expect(await shop.begin('key', 'other')).toMatchObject({ state: 'ACCEPTED', sameInput: true });
  });

  it('shows campaigns meanwhile, and answers for keys that are written down', async () => {
    await shop.begin('accepted', 'input');
    await shop.accept('accepted', campaignOf('c1'));
    fault = kind;
    await expect(shop.begin('key', 'input')).rejects.toMatchObject(unavailable);
    expect(await shop.campaign('c1')).toEqual(campaignOf('c1'));
    expect(await shop.settled('accepted', 'input', 0)).toMatchObject({ state: 'ACCEPTED' });
  });

  it('keeps the answer of a send that was under way, and writes it as soon as it can', async () => {
    await shop.begin('key', 'input');
    fault = kind;
    await expect(shop.accept('key', campaignOf('c1'))).rejects.toMatchObject(unavailable);
    expect(await shop.settled('key', 'input', 0)).toMatchObject({ state: 'ACCEPTED', campaign: campaignOf('c1') });
    await shop.lose('key');
    expect(await shop.settled('key', 'input', 0)).toMatchObject({ state: 'ACCEPTED', campaign: campaignOf('c1') });
    expect(await shop.settled('key', 'other', 0)).toMatchObject({ sameInput: false });
    await recover();
    expect(await shop.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED', campaign: campaignOf('c1') });
    await store.close();
    await open();
    expect(await shop.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED', campaign: campaignOf('c1') });
  });

  it('never sends again under a key whose end could not be written before the process ended', async () => {
    await shop.begin('key', 'input');
    fault = kind;
    await shop.accept('key', campaignOf('c1')).catch(() => undefined);
    await store.close();
    fault = 'NONE';
    await open();
    expect((await shop.begin('key', 'input'))?.state).toMatch(/^(UNKNOWN|ACCEPTED)$/);
  });
});

describe('lines that could not be copied to the second file', () => {
  const files = () => Promise.all(['000001.a', '000001.b'].map((name) => readFile(join(dataDir, 'sends', name))));

  it('are copied as soon as that is possible, without a restart', async () => {
    await shop.begin('before', 'input');
    fault = 'COPY FAILS';
    await expect(shop.begin('key', 'input')).rejects.toMatchObject(unavailable);
    await recover();
    await shop.begin('after', 'input');
    const [first, second] = await files();
    expect(second!.equals(first!)).toBe(true);
  });

  it('are no damage to a start, even where other lines follow them, which copies them', async () => {
    const other = await openEmbeddedLedger({ dataDir, campaignRecordDays: 2, sendTimeoutMs: 30_000 });
    fault = 'COPY FAILS';
    await expect(shop.begin('key', 'input')).rejects.toMatchObject(unavailable);
    await store.close();
    await keyedLedger(other, 'shop').begin('after', 'input');
    await other.close();
    fault = 'NONE';
    const [, before] = await files();
    expect(before!.includes(Buffer.alloc(100))).toBe(true);
    await open();
    expect(warnings).toEqual([]);
    const [first, second] = await files();
    expect(second!.equals(first!)).toBe(true);
  });
});

describe('files of the record that are not in their place any more while the server runs', () => {
  const elsewhere = (): string => `${dataDir}-elsewhere`;
  const sends = (name = ''): string => join(dataDir, 'sends', name);
  afterEach(() => rm(elsewhere(), { recursive: true, force: true }));

  it.each<[change: string, make: () => Promise<unknown>, file: string]>([
    ['DATA_DIR renamed', () => rename(dataDir, elsewhere()), '000001.a'],
    [
      'DATA_DIR renamed, and an empty one in its place',
      () => rename(dataDir, elsewhere()).then(() => mkdir(dataDir)),
      '000001.a',
    ],
    ['the folder deleted', () => rm(sends(), { recursive: true }), '000001.a'],
    ['one of the two files deleted', () => rm(sends('000001.b')), '000001.b'],
    [
      'a file replaced by a copy of it',
      () => copyFile(sends('000001.a'), sends('copy')).then(() => rename(sends('copy'), sends('000001.a'))),
      '000001.a',
    ],
  ])('bind no key: a restart would not find it (%s)', async (_, change, file) => {
    await shop.begin('before', 'input');
    await change();
    await expect(shop.begin('key', 'input')).rejects.toMatchObject(unavailable);
    expect(states).toEqual([['down', `${sends(file)} was moved, deleted or replaced while the server runs`]]);
  });

  it('are written to again when they are back', async () => {
    await rename(dataDir, elsewhere());
    await expect(shop.begin('key', 'input')).rejects.toMatchObject(unavailable);
    await rename(elsewhere(), dataDir);
    await recover();
    expect(await shop.begin('key', 'input')).toBeNull();
  });

  it('lose no answer of a send that was under way: it is written when they are back', async () => {
    await shop.begin('key', 'input');
    await rename(dataDir, elsewhere());
    await expect(shop.accept('key', campaignOf('c1'))).rejects.toMatchObject(unavailable);
    await rename(elsewhere(), dataDir);
    await recover();
    await store.close();
    await open();
    expect(await shop.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED', campaign: campaignOf('c1') });
  });
});

describe('a start', () => {
  it('on a full disk says that, not that something is damaged, and goes on where it stopped when there is room', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'full-'));
    const options = { dataDir: directory, campaignRecordDays: 2, sendTimeoutMs: 30_000, open: openFaulty };
    try {
      for (const kind of ['DISK FULL', 'HALF A LINE'] as const) {
        fault = kind;
        await expect(openEmbeddedLedger(options)).rejects.toThrow(
          `DATA_DIR ${directory} cannot be written (ENOSPC): its disk is full; free space on it, and start again`,
        );
      }
      fault = 'NONE';
      const opened = await openEmbeddedLedger(options);
      expect(await keyedLedger(opened, 'shop').begin('key', 'input')).toBeNull();
      await opened.close();
      fault = 'DISK FULL';
      await expect(openEmbeddedLedger(options)).rejects.toThrow('(ENOSPC): its disk is full');
      fault = 'NONE';
      const again = await openEmbeddedLedger(options);
      expect(await keyedLedger(again, 'shop').begin('key', 'input')).toMatchObject({ state: 'UNKNOWN' });
      await again.close();
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

it('what a callback proves of a send that is accepted already waits for no write of others', async () => {
  await shop.begin('accepted', 'input');
  await shop.accept('accepted', campaignOf('c1'));
  const ledger = store.forTenant('shop');
  const record = await ledger.find('VIBER_CAMPAIGN', 'c1');
  fault = 'HELD';
  let isBound = false;
  const binding = shop.begin('other', 'input').then(() => (isBound = true));
  await until(() => held.length > 0);
  expect(await ledger.acceptByCallback(record!.send.id, 'c1')).toMatchObject({ state: 'DECIDED' });
  expect(isBound).toBe(false);
  fault = 'NONE';
  for (const release of held.splice(0)) release();
  await binding;
});
