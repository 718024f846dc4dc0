import { cp, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEmbeddedLedger } from '../../src/sends/embedded-store.js';
import { campaignOf } from './campaign-of.js';
import { keyedLedger } from './keyed-ledger.js';

const KEYS = Array.from({ length: 8 }, (_, n) => `key ${n}`);
const BLOCK = 512;
/** Bytes; no multiple of 8, so that every bit of a byte has its turn. */
const FLIP_EVERY = 263;

let root: string;
let whole: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'damage-'));
  whole = join(root, 'whole');
  const store = await openEmbeddedLedger({ dataDir: whole, campaignRecordDays: 2, sendTimeoutMs: 30_000 });
  const shop = keyedLedger(store, 'shop');
  for (const [n, key] of KEYS.entries()) {
    await shop.begin(key, 'input');
    if (n % 2 === 0) await shop.accept(key, campaignOf(`c${n}`));
    else await shop.lose(key);
  }
  await store.close();
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Outcome {
  /** Keys that a caller could send under. */
  readonly free: readonly string[];
  readonly refusal: string | null;
  readonly warnings: readonly string[];
}

/** Opens a copy that was damaged, and binds every key. */
async function openDamaged(damage: (directory: string) => Promise<unknown>): Promise<Outcome> {
  const dataDir = await mkdtemp(join(root, 'copy-'));
  await cp(whole, dataDir, { recursive: true });
  await damage(join(dataDir, 'sends'));
  const warnings: string[] = [];
  try {
    const store = await openEmbeddedLedger({
      dataDir,
      campaignRecordDays: 2,
      sendTimeoutMs: 30_000,
      onWarning: (event) => void warnings.push(event),
    });
    const shop = keyedLedger(store, 'shop');
    const bound = await Promise.all(KEYS.map(async (key) => [key, await shop.begin(key, 'input')] as const));
    await store.close();
    return { free: bound.flatMap(([key, known]) => (known === null ? [key] : [])), refusal: null, warnings };
  } catch (error) {
    expect((error as Error).message).toContain(`DATA_DIR ${dataDir} `);
    return { free: [], refusal: (error as Error).message, warnings };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function overwrite(path: string, offset: number, change: (bytes: Buffer) => void): Promise<void> {
  const file = await open(path, 'r+');
  const bytes = Buffer.alloc(Math.min(BLOCK, (await file.stat()).size - offset));
  await file.read(bytes, 0, bytes.length, offset);
  change(bytes);
  await file.write(bytes, 0, bytes.length, offset);
  await file.close();
}

const FILES = ['000001.a', '000001.b', 'secret.a', 'secret.b', 'synced.a', 'synced.b'];
const LINES = FILES.slice(0, 2);

describe('a ledger whose files were damaged', () => {
  it('has no other files', async () => {
    expect((await readdir(join(whole, 'sends'))).sort()).toEqual(FILES);
  });

  it.each(FILES)('frees no key when a block of %s is zeroed, whichever it is', async (file) => {
    const { size } = await stat(join(whole, 'sends', file));
    for (let offset = 0; offset < size; offset += BLOCK) {
      const { free, refusal, warnings } = await openDamaged((directory) =>
        overwrite(join(directory, file), offset, (bytes) => bytes.fill(0)),
      );
      expect({ offset, free, refusal }).toEqual({ offset, free: [], refusal: null });
      if (file.startsWith('0')) expect(warnings).toEqual(['ledger-damaged']);
    }
  });

  it.each(FILES)('frees no key when a bit of %s is flipped', async (file) => {
    const { size } = await stat(join(whole, 'sends', file));
    for (let offset = 0; offset < size; offset += FLIP_EVERY) {
      const { free, refusal } = await openDamaged((directory) =>
        overwrite(join(directory, file), offset, (bytes) => (bytes[0]! ^= 1 << (offset % 8))),
      );
      expect({ offset, free, refusal }).toEqual({ offset, free: [], refusal: null });
    }
  });

  it.each(LINES)('frees no key when %s was cut short', async (file) => {
    const { size } = await stat(join(whole, 'sends', file));
    for (let length = 0; length < size; length += 997) {
      const { free } = await openDamaged((directory) => truncate(join(directory, file), length));
      expect({ length, free }).toEqual({ length, free: [] });
    }
  });

  it.each(LINES)('is refused by name when %s is gone', async (file) => {
    const { refusal } = await openDamaged((directory) => rm(join(directory, file)));
    expect(refusal).toContain(`${file} is missing`);
  });

  it('is refused when all of its lines are gone, or its secret', async () => {
    const lines = await openDamaged((directory) => Promise.all(LINES.map((file) => rm(join(directory, file)))));
    expect(lines.refusal).toContain('000001.a is missing');
    const secret = await openDamaged((directory) =>
      Promise.all(FILES.slice(2, 4).map((file) => rm(join(directory, file)))),
    );
    expect(secret.refusal).toContain('secret.a');
  });

  it('is mended from its copy: damage of the copy afterwards frees no key either', async () => {
    const { free, refusal } = await openDamaged(async (directory) => {
      const first = join(directory, FILES[0]!);
      await writeFile(first, Buffer.alloc((await stat(first)).size));
      const reopened = await openEmbeddedLedger({
        dataDir: join(directory, '..'),
        campaignRecordDays: 2,
        sendTimeoutMs: 30_000,
      });
      await reopened.close();
      const second = join(directory, FILES[1]!);
      expect((await readFile(first)).equals(await readFile(second))).toBe(true);
      await writeFile(second, Buffer.alloc((await stat(second)).size));
    });
    expect({ free, refusal }).toEqual({ free: [], refusal: null });
  });

  const both = (directory: string, damage: (path: string) => Promise<unknown>) =>
    Promise.all(LINES.map((file) => damage(join(directory, file))));

  it('is refused when the same block of both files is zeroed, whichever it is', async () => {
    const { size } = await stat(join(whole, 'sends', LINES[0]!));
    for (let offset = 0; offset < size; offset += BLOCK) {
      const { free, refusal } = await openDamaged((directory) =>
        both(directory, (path) => overwrite(path, offset, (bytes) => bytes.fill(0))),
      );
      expect({ offset, free, refusal }).toEqual({ offset, free: [], refusal: expect.stringContaining('000001.a') });
    }
  });

  it('is refused when the same bit of both files is flipped', async () => {
    const { size } = await stat(join(whole, 'sends', LINES[0]!));
    for (let offset = 0; offset < size; offset += FLIP_EVERY) {
      const { free, refusal } = await openDamaged((directory) =>
        both(directory, (path) => overwrite(path, offset, (bytes) => (bytes[0]! ^= 1 << (offset % 8)))),
      );
      expect({ offset, free, refusal }).toEqual({ offset, free: [], refusal: expect.stringContaining('000001.a') });
    }
  });

  it('is refused when the ends of both files are cut off, also where a line ends', async () => {
    const bytes = await readFile(join(whole, 'sends', LINES[0]!));
    const lineEnds = [...bytes.keys()].filter((at) => bytes[at] === 10);
    for (const length of [bytes.length - 100, ...lineEnds]) {
      const { free, refusal } = await openDamaged((directory) => both(directory, (path) => truncate(path, length)));
      expect({ length, free, refusal }).toEqual({ length, free: [], refusal: expect.stringContaining('000001.a') });
    }
  });

  it('is refused when one file is gone and the other empty', async () => {
    for (const [gone, empty] of [LINES, [...LINES].reverse()]) {
      const { free, refusal } = await openDamaged(async (directory) => {
        await rm(join(directory, gone!));
        await truncate(join(directory, empty!), 0);
      });
      expect({ free, refusal }).toEqual({ free: [], refusal: expect.stringContaining(`${gone} is missing`) });
    }
  });

  it('is refused by name when both files that count its lines are gone, and opens without one of them', async () => {
    const counts = FILES.slice(4);
    for (const file of counts) {
      expect(await openDamaged((directory) => rm(join(directory, file)))).toMatchObject({ free: [], refusal: null });
    }
    const { refusal } = await openDamaged((directory) => Promise.all(counts.map((file) => rm(join(directory, file)))));
    expect(refusal).toContain('synced.a');
  });

  it('is refused when a block of both files of a segment before the last is zeroed, whichever it is', async () => {
    const dataDir = await mkdtemp(join(root, 'segments-'));
    const options = { dataDir, campaignRecordDays: 2, sendTimeoutMs: 30_000, segmentBytes: 1500 };
    const store = await openEmbeddedLedger(options);
    const shop = keyedLedger(store, 'shop');
    for (const key of KEYS) {
      await shop.begin(key, 'input');
      await shop.accept(key, campaignOf(key));
    }
    await store.close();
    const { size } = await stat(join(dataDir, 'sends/000002.a'));
    for (let offset = 0; offset < size; offset += BLOCK) {
      const copy = await mkdtemp(join(root, 'copy-'));
      await cp(dataDir, copy, { recursive: true });
      for (const file of ['000002.a', '000002.b'])
        await overwrite(join(copy, 'sends', file), offset, (bytes) => bytes.fill(0));
      await expect(openEmbeddedLedger({ ...options, dataDir: copy })).rejects.toThrow('000002.a');
    }
  });

  it('is mended across pieces of a long file, and holds lines longer than a piece', async () => {
    const dataDir = await mkdtemp(join(root, 'long-'));
    const options = { dataDir, campaignRecordDays: 2, sendTimeoutMs: 30_000 };
    const store = await openEmbeddedLedger(options);
    const shop = keyedLedger(store, 'shop');
    const keys = Array.from({ length: 12 }, (_, n) => `key ${n}`);
    for (const [n, key] of keys.entries()) {
      await shop.begin(key, 'input');
      await shop.accept(key, campaignOf(key, { name: 'x'.repeat(n === 5 ? 3_000_000 : 200_000) }));
    }
    await store.close();
    const MIB = 1024 * 1024;
    for (const [file, offset] of [
      ['000001.a', MIB - 100],
      ['000001.a', 2 * MIB - 100],
      ['000001.b', 4.5 * MIB - 100],
    ] as const)
      await overwrite(join(dataDir, 'sends', file), offset, (bytes) => bytes.fill(0));
    const again = await openEmbeddedLedger(options);
    const found = keyedLedger(again, 'shop');
    for (const key of keys) expect(await found.begin(key, 'input')).toMatchObject({ state: 'ACCEPTED' });
    await again.close();
    const [first, second] = await Promise.all(LINES.map((file) => readFile(join(dataDir, 'sends', file))));
    expect(first!.equals(second!)).toBe(true);
  });
});
