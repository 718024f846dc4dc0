import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { type RedisLedgerOptions, openRedisLedger } from '../../src/sends/redis-store.js';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import { SEND_KINDS } from '../../src/sends/send-ledger.js';
import { type RedisServer, describeWithRedis, startRedisServer } from '../support/redis-server.js';
import { until } from '../support/wait.js';
import { campaignOf } from './campaign-of.js';
import { inputOf, keyedLedger, type KeyedLedger } from './keyed-ledger.js';
import { ledgerContract } from './ledger-contract.js';

/** No command takes so long, also on a busy machine. */
const PATIENT_MS = 60_000;
/** For a command that gets no answer: long enough for the commands before and after it on a busy machine. */
const RUNS_OUT_MS = 2000;

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
      commandTimeoutMs: PATIENT_MS,
      checkMs: 50,
      ...options,
    });
    stores.push(store);
    return store;
  }

  /** Redis's clock is the machine's: instead of moving it, everything lives that much shorter. */
  async function passTime(milliseconds: number): Promise<void> {
    for (const name of await redis.keys('*')) {
      const ttl = await redis.pttl(name);
      if (ttl >= 0) await redis.pexpire(name, ttl - milliseconds);
      if (!name.includes(':send:')) continue;
      const keyUntil = await redis.hget(name, 'keyUntil');
      if (keyUntil) await redis.hincrby(name, 'keyUntil', -milliseconds);
    }
  }

  async function contents(): Promise<[string, string][]> {
    const names = await redis.keys('*');
    return Promise.all(names.map(async (name): Promise<[string, string]> => [name, JSON.stringify(await read(name))]));
  }

  async function read(name: string): Promise<unknown> {
    const type = await redis.type(name);
    if (type === 'hash') return redis.hgetall(name);
    if (type === 'set') return redis.smembers(name);
    return type === 'zset' ? redis.zrange(name, 0, -1) : redis.get(name);
  }

  describe('of one instance', () => {
    ledgerContract(async () => ({ open, passTime, now: async () => Date.now(), contents, discard: async () => {} }));
  });

  describe('of two instances', () => {
    let here: KeyedLedger;
    let there: KeyedLedger;

    beforeEach(async () => {
      const both = await Promise.all([open(), open()]);
      here = keyedLedger(both[0], 'shop');
      there = keyedLedger(both[1], 'shop');
    });

    it('lets one of many who come at once send', async () => {
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) => (n % 2 ? here : there).begin('key', 'input')),
      );
      expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    });

    it('shows who waits at one how the send of the other ended', async () => {
      await here.begin('key', 'input');
      const waiting = there.settled('key', 'input', performance.now() + 60_000);
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
      expect(await there.begin('key', 'input')).toMatchObject({ state: 'PENDING' });
      await passTime(5001);
      expect(await there.begin('key', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
      expect(await there.settled('key', 'input', 0)).toEqual({ state: 'UNKNOWN', sameInput: true });
    });

    it.each(SEND_KINDS)('lists a send of kind %s whose instance died among the unknown ones', async (kind) => {
      await here.ledger.bind({ key: 'k', kind, input: inputOf('input'), scheduledAt: null });
      await passTime(36_000);
      const unknown = { kinds: null, outcomes: ['UNKNOWN'], createdFrom: null, createdUntil: null } as const;
      expect(await there.ledger.records(unknown, all)).toMatchObject([{ send: { kind, outcome: 'UNKNOWN' } }]);
    });

    it('believes an instance that was slow, not dead', async () => {
      await here.begin('key', 'input');
      await passTime(60_000);
      await here.accept('key', campaignOf('c1'));
      expect(await there.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED' });
    });

    it('keeps a send unknown once one has recorded it as unknown, though its sender wakes and says that nothing was sent', async () => {
      await here.begin('key', 'input');
      await passTime(35_001);
      expect(await there.begin('key', 'input')).toMatchObject({ state: 'UNKNOWN' });
      expect(await here.release('key')).toBe(false);
      expect(await here.begin('key', 'input')).toMatchObject({ state: 'UNKNOWN' });
    });

    it('frees no key without a living lease, though nobody has asked meanwhile', async () => {
      await here.begin('key', 'input');
      await passTime(35_001);
      expect(await here.release('key')).toBe(false);
      expect(await there.begin('key', 'input')).toMatchObject({ state: 'UNKNOWN' });
    });

    it('holds a send that is under way when the clock of redis jumps by a day', async () => {
      await here.begin('key', 'input');
      await passTime(24 * 60 * 60 * 1000 + 60_000);
      expect(await there.begin('key', 'input')).toMatchObject({ state: 'UNKNOWN' });
      await here.accept('key', campaignOf('c1'));
      expect(await there.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED' });
    });
  });

  it('knows its keys and campaigns when opened again', async () => {
    const store = await open();
    const shop = keyedLedger(store, 'shop');
    await shop.begin('key', 'input');
    await shop.accept('key', campaignOf('c1'));
    await store.close();
    stores.pop();
    expect(await keyedLedger(await open(), 'shop').begin('key', 'input')).toMatchObject({
      state: 'ACCEPTED',
      sameInput: true,
    });
  });

  it('holds the key of a scheduled send until a day after its time, though the clock of redis is ahead', async () => {
    const { ledger } = keyedLedger(await open(), 'shop');
    const day = 24 * 60 * 60 * 1000;
    const behind = Date.now() - 8 * day;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(behind);
    try {
      const scheduledAt = behind + 6 * day;
      const bound = await ledger.bind({ key: 'key', kind: 'VIBER_CAMPAIGN', input: inputOf('input'), scheduledAt });
      if (!bound.isNew) throw new Error('the key is new');
      await ledger.accept(bound.send.id, { vendorId: 'c1', receipt: campaignOf('c1') });
    } finally {
      clock.mockRestore();
    }
    await passTime(7 * day - 60_000);
    expect(await ledger.look('key', inputOf('input'))).not.toBeNull();
  });

  it('takes no part of a database that is not under its prefix', async () => {
    await redis.set('foreign', '1');
    const store = await open({ prefix: '[*]' });
    await keyedLedger(store, 'shop').begin('key', 'input');
    expect(await store.size()).toBe(1);
    expect((await redis.keys('*')).filter((name) => !name.startsWith('[*]:'))).toEqual(['foreign']);
  });

  it('refuses a database that holds a ledger of release 0.1.0, and says what to do', async () => {
    await redis.set('messaging-graph:secret', 'old');
    await expect(open()).rejects.toThrow(/REDIS_URL: .*release 0\.1\.0.*until 24 hours after its last send/);
  });

  it('is refused by a redis that runs as a cluster', async () => {
    const cluster = await startRedisServer({ 'cluster-enabled': 'yes' });
    await expect(open({ url: cluster.url })).rejects.toThrow(/^REDIS_URL: redis runs with cluster-enabled yes/);
    await cluster.stop();
  });

  describe('while redis is away', () => {
    afterEach(async () => {
      server.resume();
      await server.kill();
      await server.restart();
      if (redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', resolve));
    });

    const requireRefused = async (calls: readonly Promise<unknown>[]) => {
      for (const { status, ...rest } of await Promise.allSettled(calls)) {
        expect(status).toBe('rejected');
        expect(rest).toMatchObject({ reason: { code: 'LEDGER_UNAVAILABLE' } });
      }
    };

    /** Asks again while it is refused: RUNS_OUT_MS may be too short for a command on a busy machine. */
    const answerOf = async <Value>(call: () => Promise<Value>): Promise<Value> => {
      for (;;) {
        const [outcome] = await Promise.allSettled([call()]);
        if (outcome.status === 'fulfilled') return outcome.value;
        expect(outcome.reason).toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
        await setTimeout(20);
      }
    };

    it('refuses every call, and reports it once with the cause', async () => {
      const states: unknown[] = [];
      const shop = keyedLedger(await open({ onState: (...state) => void states.push(state) }), 'shop');
      await shop.begin('waiting', 'input');
      await server.kill();
      for (let round = 0; round < 3; round++)
        await requireRefused([
          shop.begin(`key ${round}`, 'input'),
          shop.campaign('c1'),
          shop.campaigns(all),
          shop.campaignCount(),
          shop.settled('waiting', 'input', performance.now() + 60_000),
        ]);
      await until(() => states.length > 0);
      expect(states).toEqual([['down', expect.any(String)]]);
    });

    it('asks nothing for reads after a silence, until a check is answered', async () => {
      const store = await open({ commandTimeoutMs: RUNS_OUT_MS });
      const shop = keyedLedger(store, 'shop');
      server.hang();
      await requireRefused([shop.campaignCount()]);
      const error: unknown = await shop.campaignCount().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ cause: { message: 'redis does not answer' } });
      server.resume();
      await until(() => store.state() === 'up');
      expect(await answerOf(() => shop.campaignCount())).toBe(0);
    });

    it('answers with what it knows of its own sends and could not write', async () => {
      const shop = keyedLedger(await open(), 'shop');
      for (const key of ['accepted', 'lost']) await shop.begin(key, 'input');
      await server.kill();
      await requireRefused([shop.accept('accepted', campaignOf('c1')), shop.lose('lost')]);
      expect(await shop.settled('accepted', 'input', 0)).toEqual({
        state: 'ACCEPTED',
        sameInput: true,
        campaign: campaignOf('c1'),
      });
      expect(await shop.settled('accepted', 'other', 0)).toMatchObject({ sameInput: false });
      expect(await shop.settled('lost', 'input', 0)).toEqual({ state: 'UNKNOWN', sameInput: true });
    });

    it('refuses to open, and does not report the address, which may hold a password, nor a change of state', async () => {
      await server.kill();
      const states: string[] = [];
      const onState = (state: string): void => void states.push(state);
      await expect(open({ url: server.url.replace('//', '//:hunter2@'), onState })).rejects.toThrow(
        /^REDIS_URL: redis cannot be reached \(ECONNREFUSED\)$/,
      );
      expect(states).toEqual([]);
    });

    it('refuses calls within the command timeout when redis hangs, and may bind again what was bound too late', async () => {
      const store = await open({ commandTimeoutMs: RUNS_OUT_MS });
      const shop = keyedLedger(store, 'shop');
      server.hang();
      await requireRefused([shop.begin('key', 'input')]);
      server.resume();
      await until(() => store.state() === 'up');
      expect(await answerOf(() => shop.begin('key', 'input'))).toBeNull();
      await answerOf(() => shop.accept('key', campaignOf('c1')));
      expect(await answerOf(() => shop.begin('key', 'input'))).toMatchObject({ state: 'ACCEPTED' });
    });

    it('connects anew when nothing is answered any more', async () => {
      const store = await open({ commandTimeoutMs: RUNS_OUT_MS });
      const shop = keyedLedger(store, 'shop');
      const connections = async () =>
        Number((await redis.info('stats')).match(/total_connections_received:(\d+)/)?.[1]);
      const before = await connections();
      server.hang();
      await requireRefused(Array.from({ length: 6 }, () => shop.campaignCount()));
      server.resume();
      await until(async () => (await connections()) > before && store.state() === 'up');
      expect(await answerOf(() => shop.campaignCount())).toBe(0);
    });

    it('sends nothing on a database that was begun anew, until it is opened again', async () => {
      const states: unknown[] = [];
      const store = await open({ onState: (...state) => void states.push(state) });
      const shop = keyedLedger(store, 'shop');
      await shop.begin('accepted', 'input');
      await server.kill();
      await expect(shop.accept('accepted', campaignOf('c1'))).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
      await server.restart();
      await until(() => store.state() === 'rolled back');
      await requireRefused([shop.begin('accepted', 'input'), shop.begin('key', 'input')]);
      expect(states).toEqual([
        ['down', expect.any(String)],
        ['rolled back', 'the database was begun anew'],
      ]);
      await store.close();
      stores.pop();
      expect(await keyedLedger(await open(), 'shop').begin('key', 'input')).toBeNull();
    });
  });
});
