import { copyFile, mkdtemp, open as openFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EmbeddedLedgerOptions, openEmbeddedLedger } from '../../src/sends/embedded-store.js';
import type { OpenFile } from '../../src/sends/segment.js';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import { campaignOf } from './campaign-of.js';
import { keyedLedger, type KeyedLedger } from './keyed-ledger.js';
import { createTestClocks } from './test-clocks.js';

const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60_000;
const SEGMENT_BYTES = 3000;
const ENDLESS = Number.MAX_SAFE_INTEGER;
const failure = (code: string): Error => Object.assign(new Error(code), { code });

let dataDir: string;
let directory: string;
let stores: LedgerStore[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'segments-'));
  directory = join(dataDir, 'sends');
  stores = [];
});
afterEach(async () => {
  await closeAll();
  await rm(dataDir, { recursive: true, force: true });
});
const closeAll = async () => void (await Promise.all(stores.splice(0).map((store) => store.close())));

async function openShop(options: Partial<EmbeddedLedgerOptions> = {}): Promise<KeyedLedger> {
  const defaults = { dataDir, campaignRecordDays: 2, sendTimeoutMs: 30_000, segmentBytes: SEGMENT_BYTES };
  const store = await openEmbeddedLedger({ ...defaults, ...options });
  stores.push(store);
  return keyedLedger(store, 'shop');
}

async function send(shop: KeyedLedger, key: string): Promise<void> {
  expect(await shop.begin(key, 'input')).toBeNull();
  await shop.accept(key, campaignOf(`of ${key}`));
}

const sizeOf = async (name: string): Promise<number> => (await readFile(join(directory, name))).length;

/** Sends until the first segment has reached its size: the next write closes it. */
async function fill(shop: KeyedLedger): Promise<string[]> {
  const keys: string[] = [];
  while ((await sizeOf('000001.a')) <= SEGMENT_BYTES) {
    keys.push(`filler ${keys.length}`);
    await send(shop, keys.at(-1)!);
  }
  return keys;
}

async function fillSegments(shop: KeyedLedger, count: number): Promise<string[]> {
  const keys: string[] = [];
  while (!(await readdir(directory)).includes(`${String(count).padStart(6, '0')}.a`)) {
    keys.push(`filler ${keys.length}`);
    await send(shop, keys.at(-1)!);
  }
  return keys;
}

const stateOf = async (shop: KeyedLedger, key: string) => (await shop.begin(key, 'input'))?.state ?? 'FREE';

describe('the change from one segment to the next', () => {
  it('is not taken for done by a start when the disk was full for the line that closes the segment', async () => {
    const running = await openShop({ segmentBytes: ENDLESS });
    await fill(running);
    const failing = await openShop({
      open: async (path, flags, mode) => {
        const file = await openFile(path, flags, mode);
        const write = file.write.bind(file) as (...args: unknown[]) => Promise<{ bytesWritten: number }>;
        return Object.assign(file, {
          write(bytes: Buffer, ...rest: number[]) {
            if (bytes.includes('"sealed"')) throw failure('ENOSPC');
            return write(bytes, ...rest);
          },
        });
      },
    }).then(
      (shop) => shop.begin('not written', 'input').then(() => 'written'),
      () => 'failed',
    );
    expect(failing).toBe('failed');
    expect(await readdir(directory)).toContain('000002.b');

    const started = await openShop({ segmentBytes: ENDLESS });
    await send(started, 'by the started');
    expect(await stateOf(running, 'by the started')).toBe('ACCEPTED');
    await send(running, 'by the running');
    expect(await stateOf(started, 'by the running')).toBe('ACCEPTED');
  });

  it('is not taken for done by a start when a process was killed after it had made the next files', async () => {
    const running = await openShop({ segmentBytes: ENDLESS });
    await send(running, 'first');
    for (const name of ['000002.a', '000002.b']) await writeFile(join(directory, name), '');
    const started = await openShop({ segmentBytes: ENDLESS });
    await send(running, 'by the running');
    expect(await stateOf(started, 'by the running')).toBe('ACCEPTED');
    await send(started, 'by the started');
    expect(await stateOf(running, 'by the started')).toBe('ACCEPTED');
    expect(await sizeOf('000002.a')).toBe(0);
  });

  it('is done by a start that finds the closing line and an empty next segment', async () => {
    const shop = await openShop();
    const keys = await fillSegments(shop, 2);
    await closeAll();
    const again = await openShop();
    for (const key of keys) expect({ key, state: await stateOf(again, key) }).toEqual({ key, state: 'ACCEPTED' });
  });

  it('refuses a start when the closing line is gone from both files and the next segment has lines', async () => {
    await fillSegments(await openShop(), 3);
    await closeAll();
    for (const name of ['000001.a', '000001.b']) {
      const bytes = await readFile(join(directory, name));
      const at = bytes.indexOf('"sealed"');
      bytes.fill(0, bytes.lastIndexOf(10, at) + 1, bytes.indexOf(10, at));
      await writeFile(join(directory, name), bytes);
    }
    await expect(openShop()).rejects.toThrow(/000001\.a/);
  });

  it('binds no key twice when the next segment cannot be opened once', async () => {
    let failures = 0;
    const open: OpenFile = async (path, flags, mode) => {
      if (failures > 0 && basename(path).startsWith('000002')) {
        failures--;
        throw failure('EMFILE');
      }
      return openFile(path, flags, mode);
    };
    const there = await openShop();
    const here = await openShop({ open, segmentBytes: ENDLESS });
    await fill(here);
    await send(there, 'closes the segment');
    expect(await readdir(directory)).toContain('000002.a');
    failures = 1;
    const begun = (shop: KeyedLedger, key: string) => stateOf(shop, key).catch(() => 'UNAVAILABLE');
    const first = await Promise.all([begun(here, 'K'), begun(here, 'L'), begun(here, 'M')]);
    const second = [await begun(there, 'K'), await begun(there, 'L'), await begun(there, 'M')];
    for (const n of [0, 1, 2]) expect([first[n], second[n]].filter((one) => one === 'FREE').length).toBeLessThan(2);
    expect(failures).toBe(0);
  });
});

describe('segments whose sends are over', () => {
  const names = async () => (await readdir(directory)).filter((name) => /^\d/.test(name)).sort();

  /** @returns what was in the directory before the old segments were deleted */
  async function dropped(): Promise<{ clocks: ReturnType<typeof createTestClocks>; kept: Map<string, string> }> {
    const clocks = createTestClocks();
    const shop = await openShop({ clocks });
    await fillSegments(shop, 3);
    const kept = new Map<string, string>();
    for (const name of await names()) {
      kept.set(name, join(dataDir, `kept-${name}`));
      await copyFile(join(directory, name), kept.get(name)!);
    }
    clocks.pass(2 * DAY + 2 * MINUTE);
    for (let n = 0; (await names()).includes('000001.a') || (await names()).includes('000002.a'); n++)
      await send(shop, `new ${n}`);
    await send(shop, 'newest');
    await closeAll();
    return { clocks, kept };
  }

  it.each([
    [['000001.b']],
    [['000001.a']],
    [['000002.b']],
    [['000001.a', '000001.b']],
    [['000001.a', '000002.a', '000002.b']],
  ])('are deleted by the next start when a process was killed and left %s', async (files) => {
    const { clocks, kept } = await dropped();
    for (const name of files) await copyFile(kept.get(name)!, join(directory, name));
    const shop = await openShop({ clocks });
    expect(await stateOf(shop, 'newest')).toBe('ACCEPTED');
    for (const name of files) expect(await names()).not.toContain(name);
  });

  it('are still refused when a file is gone that nothing says was deleted', async () => {
    await fillSegments(await openShop(), 3);
    await closeAll();
    await rm(join(directory, '000001.a'));
    await expect(openShop()).rejects.toThrow(/000001\.a is missing/);
    await rm(join(directory, '000001.b'));
    await expect(openShop()).rejects.toThrow(/000001\.a is missing/);
  });

  it('do not keep a process from sending that still stands in one that another has deleted', async () => {
    const clocks = createTestClocks();
    const behind = await openShop({ clocks });
    const ahead = await openShop({ clocks });
    await fillSegments(ahead, 2);
    clocks.pass(DAY);
    await send(ahead, 'a day later');
    clocks.pass(DAY + 2 * MINUTE);
    for (let n = 0; (await names()).includes('000001.a'); n++) await send(ahead, `new ${n}`);
    await send(behind, 'K');
    expect(await stateOf(ahead, 'K')).toBe('ACCEPTED');
  });

  it('are closed by the other processes that had them open', async () => {
    const opened: string[] = [];
    const open: OpenFile = async (path, flags, mode) => {
      const file = await openFile(path, flags, mode);
      opened.push(basename(path));
      const close = file.close.bind(file);
      return Object.assign(file, {
        close() {
          opened.splice(opened.indexOf(basename(path)), 1);
          return close();
        },
      });
    };
    const clocks = createTestClocks();
    const here = await openShop({ clocks });
    const there = await openShop({ clocks, open });
    await fillSegments(here, 3);
    await there.begin('reads the others', 'input');
    expect(opened).toContain('000001.a');
    clocks.pass(2 * DAY + 2 * MINUTE);
    for (let n = 0; (await names()).includes('000001.a'); n++) await send(here, `new ${n}`);
    await send(there, 'newest');
    expect(await stateOf(here, 'newest')).toBe('ACCEPTED');
    expect(opened.filter((name) => name.startsWith('000001'))).toEqual([]);
  });
});
