import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openEmbeddedLedger } from '../../src/sends/embedded-store.js';
import { openMemoryLedger } from '../../src/sends/memory-store.js';
import { openRedisLedger } from '../../src/sends/redis-store.js';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import { keyedLedger } from '../sends/keyed-ledger.js';
import { describeWithRedis, startRedisServer, type RedisServer } from '../support/redis-server.js';

const options = { campaignRecordDays: 1, sendTimeoutMs: 60_000 };

let store: LedgerStore | null = null;
afterEach(async () => {
  await store?.close();
  store = null;
});

/** A refused send frees its key while other calls ask for it. */
async function requireOneSender(opened: LedgerStore): Promise<void> {
  store = opened;
  const ledger = keyedLedger(opened, 'tenant');
  for (let round = 0; round < 50; round++) {
    const key = `key-${round}`;
    expect(await ledger.begin(key, 'input')).toBeNull();
    const freed = ledger.release(key);
    const meanwhile = await Promise.all(Array.from({ length: 5 }, () => ledger.begin(key, 'input')));
    await freed;
    const later = await Promise.all(Array.from({ length: 5 }, () => ledger.begin(key, 'input')));
    const bound = [...meanwhile, ...later].filter((each) => each === null);
    expect({ key, bound: bound.length }).toEqual({ key, bound: 1 });
  }
}

describe('a key that is freed while others ask for it lets one of them send', () => {
  it('in memory', async () => {
    await requireOneSender(openMemoryLedger(options));
  });

  it('on disk', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'freed-key-'));
    await requireOneSender(await openEmbeddedLedger({ dataDir, ...options }));
    await rm(dataDir, { recursive: true, force: true });
  });

  describeWithRedis('in redis', () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await startRedisServer();
    });
    afterAll(() => redis.stop());

    it('for one server', async () => {
      await requireOneSender(await openRedisLedger({ ...options, url: redis.url, commandTimeoutMs: 60_000 }));
    });
  });
});
