import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import { type RedisLedgerOptions, openRedisLedger } from '../../src/sends/redis.js';
import { type RedisServer, describeWithRedis, startRedisServer } from '../support/redis-server.js';
import { campaignOf } from './campaign-of.js';
import { ledgerContract } from './ledger-contract.js';

const all = { order: 'OLDEST_FIRST', beyond: null, limit: 100 } as const;

describeWithRedis('the ledger in redis', () => {
  let server: RedisServer;
  let redis: Redis;
  const stores: LedgerStore[] = [];

  beforeAll(async () => {
    server = await startRedisServer();
    redis = new Redis(server.url);
    redis.on('error', () => {}); // the server is killed on purpose
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await redis.flushall();
  });

  async function open(options: Partial<RedisLedgerOptions> = {}): Promise<LedgerStore> {
    const store = await openRedisLedger({
      url: server.url,
      campaignRecordDays: 2,
      sendTimeoutMs: 30_000,
      commandTimeoutMs: 800,
      ...options,
    });
    stores.push(store);
    return store;
  }

  /** Redis's clock is the machine's: instead of moving it, everything lives that much shorter. */
  async function passTime(milliseconds: number): Promise<void> {
    for (const name of await redis.keys('*')) {
      const left = await redis.pttl(name);
      if (left >= 0) await redis.pexpire(name, left - milliseconds);
    }
  }

  async function contents(): Promise<[string, string][]> {
    const names = await redis.keys('*');
    return Promise.all(names.map(async (name): Promise<[string, string]> => [name, JSON.stringify(await read(name))]));
  }

  async function read(name: string): Promise<unknown> {
    const type = await redis.type(name);
    if (type === 'hash') return redis.hgetall(name);
    return type === 'zset' ? redis.zrange(name, 0, -1) : redis.get(name);
  }

  describe('of one instance', () => {
    ledgerContract(async () => ({ open, passTime, contents, discard: async () => {} }));
  });

  describe('of two instances', () => {
    let here: ReturnType<LedgerStore['forTenant']>;
    let there: ReturnType<LedgerStore['forTenant']>;

    beforeEach(async () => {
      const both = await Promise.all([open(), open()]);
      here = both[0].forTenant('shop');
      there = both[1].forTenant('shop');
    });

    it('lets one of many who come at once send', async () => {
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) => (n % 2 ? here : there).begin('key', 'input')),
      );
      expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    });

    it('tells who waits at one how the send of the other ended', async () => {
      await here.begin('key', 'input');
      const waiting = there.settled('key', 'input', performance.now() + 5000);
      await here.accept('key', campaignOf('c1'));
      expect(await waiting).toEqual({ state: 'ACCEPTED', sameInput: true, campaign: campaignOf('c1') });
    });

    it('orders the sends of both', async () => {
      for (const [n, ledger] of [here, there, here].entries()) {
        await ledger.begin(`key ${n}`, 'input');
        await ledger.accept(`key ${n}`, campaignOf(`c${n}`));
      }
      expect((await there.campaigns(all)).map(({ campaign }) => campaign.trackingId)).toEqual(['c0', 'c1', 'c2']);
      expect(await there.campaignCount()).toBe(3);
    });

    it('does not know what became of a send whose instance died, once its time is over', async () => {
      await here.begin('key', 'input');
      await passTime(30_000);
      expect(await there.begin('key', 'input')).toMatchObject({ state: 'IN_FLIGHT' });
      await passTime(15_001);
      expect(await there.begin('key', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
      expect(await there.settled('key', 'input', 0)).toEqual({ state: 'UNKNOWN', sameInput: true });
    });

    it('believes an instance that was slow, not dead', async () => {
      await here.begin('key', 'input');
      await passTime(60_000);
      await here.accept('key', campaignOf('c1'));
      expect(await there.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED' });
    });

    it('refuses to bind keys under two secrets', async () => {
      await here.begin('key', 'input');
      await redis.flushall();
      const third = (await open()).forTenant('shop');
      await expect(there.begin('key', 'input')).rejects.toThrow('restart');
      expect(await third.begin('key', 'input')).toBeNull();
    });
  });

  it('knows its keys and campaigns when opened again', async () => {
    const store = await open();
    await store.forTenant('shop').begin('key', 'input');
    await store.forTenant('shop').accept('key', campaignOf('c1'));
    await store.close();
    stores.pop();
    expect(await (await open()).forTenant('shop').begin('key', 'input')).toMatchObject({
      state: 'ACCEPTED',
      sameInput: true,
    });
  });

  it('takes no part of a database that is not under its prefix', async () => {
    await redis.set('foreign', '1');
    const store = await open({ prefix: '[*]' });
    await store.forTenant('shop').begin('key', 'input');
    expect(await store.size()).toBe(1);
    expect((await redis.keys('*')).filter((name) => !name.startsWith('[*]:'))).toEqual(['foreign']);
  });

  describe('while redis is away', () => {
    afterEach(async () => {
      server.resume();
      await server.kill();
      await server.restart();
      if (redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', resolve));
    });

    const refusedWithin = async (milliseconds: number, calls: readonly Promise<unknown>[]) => {
      const start = performance.now();
      const results = await Promise.allSettled(calls);
      expect(results.map(({ status }) => status)).toEqual(calls.map(() => 'rejected'));
      expect(performance.now() - start).toBeLessThan(milliseconds);
    };

    it('refuses every call at once', async () => {
      const shop = (await open()).forTenant('shop');
      await shop.begin('waiting', 'input');
      await server.kill();
      await refusedWithin(1000, [
        shop.begin('key', 'input'),
        shop.campaign('c1'),
        shop.campaigns(all),
        shop.campaignCount(),
        shop.settled('waiting', 'input', performance.now() + 60_000),
      ]);
    });

    it('refuses to open, and does not tell the address, which may hold a password', async () => {
      await server.kill();
      const opening = openRedisLedger({
        url: server.url.replace('//', '//:hunter2@'),
        campaignRecordDays: 2,
        sendTimeoutMs: 30_000,
        commandTimeoutMs: 800,
      });
      await expect(opening).rejects.toThrow(/^REDIS_URL: redis cannot be reached$/);
    });

    it('refuses calls within the command timeout when redis hangs, and frees what was bound too late', async () => {
      const store = await open({ commandTimeoutMs: 200 });
      const shop = store.forTenant('shop');
      server.hang();
      await refusedWithin(1000, [shop.begin('key', 'input')]);
      server.resume();
      // Redis answers in order, so what was sent before this count has been done.
      expect(await eventually(() => shop.campaignCount())).toBe(0);
      expect(await shop.begin('key', 'input')).toBeNull();
    });

    it('connects anew when nothing is answered any more', async () => {
      const shop = (await open({ commandTimeoutMs: 50 })).forTenant('shop');
      const connections = async () => (await redis.info('stats')).match(/total_connections_received:(\d+)/)?.[1];
      const before = Number(await connections());
      server.hang();
      await refusedWithin(
        1000,
        Array.from({ length: 6 }, () => shop.campaignCount()),
      );
      server.resume();
      expect(await eventually(() => shop.campaignCount())).toBe(0);
      expect(Number(await connections())).toBeGreaterThan(before);
    });

    it('never sends again what it could not write the end of, also when redis comes back empty', async () => {
      const shop = (await open()).forTenant('shop');
      await shop.begin('accepted', 'input');
      await shop.begin('in flight', 'input');
      await server.kill();
      await expect(shop.accept('accepted', campaignOf('c1'))).rejects.toThrow();
      await server.restart();

      expect(await eventually(() => shop.begin('accepted', 'input'))).toEqual({ state: 'UNKNOWN', sameInput: true });
      expect(await shop.begin('accepted', 'other')).toEqual({ state: 'UNKNOWN', sameInput: false });
      expect(await shop.begin('in flight', 'input')).toEqual({ state: 'IN_FLIGHT', sameInput: true });
      await shop.accept('in flight', campaignOf('c2'));
      expect(await shop.begin('in flight', 'input')).toEqual({
        state: 'ACCEPTED',
        sameInput: true,
        campaign: campaignOf('c2'),
      });
      await server.kill();
    });
  });
});

/** Asks until it is answered: the ledger is connecting again meanwhile. */
async function eventually<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (const deadline = performance.now() + 5000; ;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
