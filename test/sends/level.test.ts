import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ClassicLevel } from 'classic-level';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import { openLevelLedger } from '../../src/sends/level.js';
import { campaignOf } from './campaign-of.js';
import { ledgerContract } from './ledger-contract.js';
import { type LedgerProgram, compileLedger } from './ledger-process.js';

const newDirectory = () => mkdtemp(join(tmpdir(), 'ledger-'));
const remove = (directory: string) => rm(directory, { recursive: true, force: true });

describe('the ledger on disk', () => {
  ledgerContract(async () => {
    const dataDir = await newDirectory();
    let now = Date.parse('2025-03-01T10:00:00Z');
    return {
      open: () => openLevelLedger({ dataDir, campaignRecordDays: 2, now: () => now }),
      passTime: async (milliseconds) => void (now += milliseconds),
      async contents() {
        const level = new ClassicLevel(join(dataDir, 'ledger'));
        const contents = await level.iterator().all();
        await level.close();
        return contents;
      },
      discard: () => remove(dataDir),
    };
  });

  describe('opened again', () => {
    let dataDir: string;
    let store: LedgerStore;

    const open = async () => (store = await openLevelLedger({ dataDir, campaignRecordDays: 2 }));
    const shop = () => store.forTenant('shop');

    beforeEach(async () => {
      dataDir = await newDirectory();
      await open();
    });
    afterEach(async () => {
      await store.close();
      await remove(dataDir);
    });

    async function reopen(): Promise<void> {
      await store.close();
      await open();
    }

    it('knows its keys, campaigns and counts', async () => {
      await shop().begin('accepted', 'input');
      await shop().accept('accepted', campaignOf('c1'));
      await shop().begin('lost', 'input');
      await shop().lose('lost');
      await shop().begin('refused', 'input');
      await shop().release('refused');
      await reopen();

      expect(await store.size()).toBe(3);
      expect(await shop().campaignCount()).toBe(1);
      expect(await shop().campaign('c1')).toEqual(campaignOf('c1'));
      expect(await shop().begin('accepted', 'input')).toEqual({
        state: 'ACCEPTED',
        sameInput: true,
        campaign: campaignOf('c1'),
      });
      expect(await shop().begin('accepted', 'other')).toMatchObject({ sameInput: false });
      expect(await shop().begin('lost', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
      expect(await shop().begin('refused', 'other')).toBeNull();
    });

    it('goes on counting its sends', async () => {
      for (const n of [1, 2]) {
        await shop().begin(`key ${n}`, 'input');
        await shop().accept(`key ${n}`, campaignOf(`c${n}`));
        await reopen();
      }
      const listed = await shop().campaigns({ order: 'OLDEST_FIRST', beyond: null, limit: 10 });
      expect(listed.map(({ sequence, campaign }) => [sequence, campaign.trackingId])).toEqual([
        [1, 'c1'],
        [2, 'c2'],
      ]);
    });

    it('does not know what became of a send that was in flight', async () => {
      await shop().begin('key', 'input');
      await reopen();
      expect(await shop().begin('key', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
    });

    it('is refused to a second one, which is told why', async () => {
      await expect(openLevelLedger({ dataDir, campaignRecordDays: 2 })).rejects.toThrow(
        `DATA_DIR ${dataDir} is in use`,
      );
      expect(await shop().begin('key', 'input')).toBeNull();
    });

    it('can be read by its owner alone', async () => {
      const directory = join(dataDir, 'ledger');
      await store.close();
      await chmod(directory, 0o755);
      for (const file of await readdir(directory)) await chmod(join(directory, file), 0o644);
      await open();
      await shop().begin('key', 'input');

      expect((await stat(directory)).mode & 0o777).toBe(0o700);
      const files = await readdir(directory);
      expect(files.length).toBeGreaterThan(3);
      for (const file of files) expect((await stat(join(directory, file))).mode & 0o077).toBe(0);
    });
  });

  it('says which setting is wrong when its directory cannot be used', async () => {
    await expect(openLevelLedger({ dataDir: '/dev/null/data', campaignRecordDays: 2 })).rejects.toThrow(
      'DATA_DIR /dev/null/data',
    );
  });

  describe('of another process', () => {
    let program: LedgerProgram;
    let dataDir: string;

    beforeAll(async () => {
      program = await compileLedger();
    });
    afterAll(() => program.remove());
    beforeEach(async () => {
      dataDir = await newDirectory();
    });
    afterEach(() => remove(dataDir));

    const script = `
      const store = await openLevelLedger({ dataDir, campaignRecordDays: 2 });
      const shop = store.forTenant('shop');
      const campaign = (trackingId, name) => ({ trackingId, name });
      setInterval(() => {}, 1000);
    `;

    it('has lost nothing when that was killed, and sends nothing twice', async () => {
      const other = program.run(
        dataDir,
        `${script}
        await shop.begin('accepted', 'input');
        await shop.accept('accepted', campaign('c1', 'First'));
        await shop.begin('in flight', 'input');
        console.log('sending');`,
      );
      await other.says('sending');
      await expect(openLevelLedger({ dataDir, campaignRecordDays: 2 })).rejects.toThrow(
        `DATA_DIR ${dataDir} is in use`,
      );
      await other.kill();

      const store = await openLevelLedger({ dataDir, campaignRecordDays: 2 });
      const shop = store.forTenant('shop');
      expect(await shop.begin('accepted', 'input')).toMatchObject({
        state: 'ACCEPTED',
        campaign: { trackingId: 'c1' },
      });
      expect(await shop.begin('in flight', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
      expect(await shop.campaignCount()).toBe(1);
      await store.close();
    });

    it('survives a full disk: what did not fit is unknown, what fits later is kept', async () => {
      const other = program.run(
        dataDir,
        `${script}
        await shop.begin('too large', 'input');
        const failed = await shop.accept('too large', campaign('c1', 'x'.repeat(300000))).then(() => false, () => true);
        const again = await shop.begin('too large', 'input');
        await shop.begin('small', 'input');
        await shop.accept('small', campaign('c2', 'Second'));
        console.log(failed, again.state, await shop.campaignCount());`,
        100,
      );
      await other.says('true UNKNOWN 1');
      await other.kill();

      const store = await openLevelLedger({ dataDir, campaignRecordDays: 2 });
      const shop = store.forTenant('shop');
      expect(await shop.begin('too large', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
      expect(await shop.begin('small', 'input')).toMatchObject({ state: 'ACCEPTED', campaign: { trackingId: 'c2' } });
      await store.close();
    });
  });
});
