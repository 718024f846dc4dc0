import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openLevelLedger } from '../../src/sends/level.js';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import { openMemoryLedger } from '../../src/sends/memory.js';
import { openRedisLedger } from '../../src/sends/redis.js';
import { describeWithRedis, startRedisServer, type RedisServer } from '../support/redis-server.js';

let store: LedgerStore | null = null;
afterEach(async () => {
  await store?.close();
  store = null;
});

/** A refused send frees its key while others already knock. */
async function requireOneSender(opened: LedgerStore): Promise<void> {
  store = opened;
  const ledger = opened.forTenant('tenant');
  for (let round = 0; round < 50; round++) {
    const key = `key-${round}`;
    expect(await ledger.begin(key, 'input')).toBeNull();
    const freed = ledger.release(key);
    const knocking = await Promise.all(Array.from({ length: 5 }, () => ledger.begin(key, 'input')));
    await freed;
    const later = await Promise.all(Array.from({ length: 5 }, () => ledger.begin(key, 'input')));
    const bound = [...knocking, ...later].filter((each) => each === null);
    expect({ key, bound: bound.length }).toEqual({ key, bound: 1 });
  }
}

describe('a key that is freed while others ask for it lets one of them send', () => {
  it('in memory', async () => {
    await requireOneSender(await openMemoryLedger({ campaignRecordDays: 1 }));
  });

  it('on disk', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'freed-key-'));
    await requireOneSender(await openLevelLedger({ dataDir, campaignRecordDays: 1 }));
    await rm(dataDir, { recursive: true, force: true });
  });

  describeWithRedis('in redis', () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await startRedisServer();
    });
    afterAll(() => redis.stop());

    it('for one server', async () => {
      const options = { campaignRecordDays: 1, sendTimeoutMs: 1000 };
      await requireOneSender(await openRedisLedger({ ...options, url: redis.url }));
    });
  });
});
