import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedLedger } from '../../src/sends/embedded-store.js';
import { encodeLine } from '../../src/sends/journal-line.js';
import type { LedgerState, LedgerStore } from '../../src/sends/ledger-store.js';
import { keyedLedger } from './keyed-ledger.js';

let dataDir: string;
let states: [LedgerState, string | null][];
const stores: LedgerStore[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'later-release-'));
  states = [];
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function open(): Promise<LedgerStore> {
  const store = await openEmbeddedLedger({
    dataDir,
    campaignRecordDays: 2,
    sendTimeoutMs: 30_000,
    onState: (...change) => void states.push(change),
  });
  stores.push(store);
  return store;
}

/** What a release that knows more kinds of changes would write. */
async function writeLater(change: object): Promise<void> {
  for (const name of ['000001.a', '000001.b'])
    await appendFile(join(dataDir, 'sends', name), `\n${encodeLine(JSON.stringify(change))}`);
}

const LATER = { op: 'postpone', tenant: 't', id: 'i', at: 1 };

describe('a journal that a later release has written to', () => {
  it('refuses the start, and says which release to start', async () => {
    await (await open()).close();
    stores.length = 0;
    await writeLater(LATER);
    const refusal = open();
    await expect(refusal).rejects.toThrow(`DATA_DIR ${dataDir} was written by a later release`);
    await expect(refusal).rejects.toThrow('"postpone"');
    await expect(refusal).rejects.not.toThrow('move');
  });

  it('stops sends of a process that runs, for good: a change that is not understood may bind a key', async () => {
    const shop = keyedLedger(await open(), 'shop');
    await shop.begin('before', 'input');
    await writeLater(LATER);
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(shop.begin(`after ${attempt}`, 'input')).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    expect(stores[0]!.state()).toBe('down');
    expect(states).toEqual([['down', expect.stringContaining('later release')]]);
  });

  it('is refused by its format too', async () => {
    await (await open()).close();
    stores.length = 0;
    for (const name of ['secret.a', 'secret.b'])
      await writeFile(join(dataDir, 'sends', name), encodeLine('{"format":2,"secret":"of another kind"}'));
    await expect(open()).rejects.toThrow(`DATA_DIR ${dataDir} was written by a later release`);
  });
});
