import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { openRedisLedger } from '../../src/sends/redis-store.js';
import type { LedgerStore } from '../../src/sends/send-ledger.js';
import { type RedisServer, describeWithRedis, startRedisServer } from '../support/redis-server.js';
import { campaignOf } from './campaign-of.js';
import { keyedLedger, type KeyedLedger } from './keyed-ledger.js';

const UNKNOWN = { state: 'UNKNOWN', sameInput: null };

describeWithRedis('damage of the ledger in redis', () => {
  let server: RedisServer;
  let redis: Redis;
  const stores: LedgerStore[] = [];
  let shop: KeyedLedger;

  beforeAll(async () => {
    server = await startRedisServer();
    redis = new Redis(server.url);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    shop = keyedLedger(await open(), 'shop');
  });
  afterEach(async () => {
    await closeAll();
    await redis.flushall();
  });

  async function open(): Promise<LedgerStore> {
    const store = await openRedisLedger({ url: server.url, campaignRecordDays: 2, sendTimeoutMs: 30_000 });
    stores.push(store);
    return store;
  }
  const closeAll = async () => void (await Promise.all(stores.splice(0).map((store) => store.close())));

  /** The one name that begins so behind the name of the tenant. */
  async function nameOf(part: string): Promise<string> {
    const names = await redis.keys(`messaging-graph:sends:{*}:${part}:*`);
    if (names.length !== 1) throw new Error(`${names.length} names of ${part}`);
    return names[0]!;
  }

  async function sendOne(): Promise<void> {
    await shop.begin('key', 'input');
    await shop.accept('key', campaignOf('c1'));
  }

  it('leaves the outcome of a key unknown whose record is gone', async () => {
    await sendOne();
    await redis.del(await nameOf('send'));
    for (const input of ['input', 'other']) expect(await shop.begin('key', input)).toEqual(UNKNOWN);
  });

  it('refuses the start where sends are there and the secret of their keys is not', async () => {
    await sendOne();
    await closeAll();
    const secret = await redis.getdel('messaging-graph:sends:secret');
    await expect(open()).rejects.toThrow(/^REDIS_URL: .*holds sends .* without messaging-graph:sends:secret/);
    expect(await redis.exists('messaging-graph:sends:secret')).toBe(0);
    await redis.set('messaging-graph:sends:secret', secret!);
    shop = keyedLedger(await open(), 'shop');
    expect(await shop.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED' });
  });

  it('begins a ledger beside the names of others, also those of other prefixes', async () => {
    await closeAll();
    await redis.flushall();
    for (const name of ['foreign', 'shop:messaging-graph:sends:{t}:sequence', 'messaging-graph:callback-secret'])
      await redis.set(name, '1');
    expect(await keyedLedger(await open(), 'shop').begin('key', 'input')).toBeNull();
  });

  it.each([
    ['input', 'zzz'],
    ['form', '2'],
    ['form', ''],
  ])('cannot compare an input with a record whose %s is %j', async (field, value) => {
    await sendOne();
    await redis.hset(await nameOf('send'), field, value);
    for (const input of ['input', 'other'])
      expect(await shop.begin('key', input)).toMatchObject({ state: 'ACCEPTED', sameInput: null });
  });
});
