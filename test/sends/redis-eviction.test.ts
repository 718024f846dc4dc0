import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { readConfig } from '../../src/config/config.js';
import { openRedisLedger } from '../../src/sends/redis-store.js';
import { createLog } from '../../src/server/observability/log.js';
import { startService } from '../../src/app/service.js';
import { until } from '../support/wait.js';
import { openRedisLog } from '../../src/events/log/redis-log.js';
import { reportOf } from '../events/reports.js';
import { keyedLedger } from './keyed-ledger.js';
import { type RedisServer, describeWithRedis, startRedisServer } from '../support/redis-server.js';

/** No command takes so long, also on a busy machine. */
const PATIENT = { campaignRecordDays: 1, sendTimeoutMs: 60_000, commandTimeoutMs: 60_000 };

describeWithRedis('a redis whose memory is full', () => {
  let server: RedisServer;
  let admin: Redis;
  beforeAll(async () => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined); // ioredis asks INFO too, and warns that it may not
    server = await startRedisServer();
    admin = new Redis(server.url);
  });
  afterAll(async () => {
    admin.disconnect();
    await server.stop();
    jest.restoreAllMocks();
  });
  beforeEach(() => set('0', 'noeviction'));

  async function set(limit: string, policy: string): Promise<void> {
    await admin.config('SET', 'maxmemory', limit);
    await admin.config('SET', 'maxmemory-policy', policy);
  }

  const forbid = (...commands: string[]) =>
    admin.acl('SETUSER', 'ledger', 'reset', 'on', '>word', '~*', '+@all', ...commands.map((name) => `-${name}`));

  /** How many scripts were not run, or failed. */
  async function refusedScripts(): Promise<number> {
    const counts = /^cmdstat_eval:.*rejected_calls=(\d+),failed_calls=(\d+)/m.exec(await admin.info('commandstats'));
    return Number(counts?.[1] ?? 0) + Number(counts?.[2] ?? 0);
  }

  /** @returns the address as somebody who may do everything but these */
  async function urlWithout(...commands: string[]): Promise<string> {
    await forbid(...commands);
    return server.url.replace('//', '//ledger:word@');
  }

  interface Opened {
    readonly warned: number;
    readonly refusal: string | null;
  }
  async function open(url = server.url): Promise<Opened> {
    let warned = 0;
    const onWarning = (event: string): void => void (warned += event === 'ledger-eviction-unknown' ? 1 : 0);
    const options = { url, ...PATIENT, onWarning };
    try {
      const store = await openRedisLedger(options);
      await store.close();
      return { warned, refusal: null };
    } catch (error) {
      return { warned, refusal: (error as Error).message };
    }
  }
  const fine: Opened = { warned: 0, refusal: null };

  test('is no matter where it refuses to write', async () => {
    await set('100mb', 'noeviction');
    expect(await open()).toEqual(fine);
  });

  test.each([
    ['is full', 'OOM', () => set('1', 'noeviction'), () => set('0', 'noeviction')],
    ['forbids scripts', 'NOPERM', () => forbid('eval'), () => forbid()],
  ])('is down while it %s, with the cause %s, and not up between two sends', async (_, code, begin, end) => {
    await admin.flushall();
    await forbid();
    const states: string[] = [];
    const url = server.url.replace('//', '//ledger:word@');
    const causes: (string | null)[] = [];
    const onState = (state: string, cause: string | null): void => {
      states.push(state);
      causes.push(cause);
    };
    const store = await openRedisLedger({ url, ...PATIENT, checkMs: 20, onState });
    const ledger = keyedLedger(store, 'shop');
    try {
      ledger.ledger.requireWritable();
      await begin();
      await expect(ledger.begin('key', 'input')).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
      expect(() => ledger.ledger.requireWritable()).toThrow(expect.objectContaining({ code: 'LEDGER_UNAVAILABLE' }));
      const refused = await refusedScripts();
      await until(async () => (await refusedScripts()) >= refused + 3 || states.length > 1);
      expect([store.state(), ...states]).toEqual(['down', 'down']);
      await end();
      await until(() => store.state() === 'up');
      expect(states).toEqual(['down', 'up']);
      expect(causes).toEqual([code, null]);
      ledger.ledger.requireWritable();
      expect(await ledger.begin('key', 'input')).toBeNull();
    } finally {
      await end();
      await store.close();
    }
  });

  test.each([
    [
      'is full',
      () => set('1', 'noeviction'),
      'REDIS_URL: redis refuses what the start needs (OOM): its memory is full',
    ],
    ['forbids writes', () => forbid('set'), 'REDIS_URL: redis refuses what the start needs (NOPERM): its user needs '],
  ])('stops the start with the setting and what to do where it %s', async (_, begin, message) => {
    await admin.flushall();
    await forbid();
    await begin();
    expect((await open(server.url.replace('//', '//ledger:word@'))).refusal).toContain(message);
  });

  test('needs no more than these rights of its user', async () => {
    await admin.flushall();
    const rights = '+@read +@write +@scripting +@connection +info +config|get +time +wait'.split(' ');
    await admin.acl('SETUSER', 'ledger', 'reset', 'on', '>word', '~messaging-graph:*', ...rights);
    const url = server.url.replace('//', '//ledger:word@');
    const store = await openRedisLedger({ url, ...PATIENT });
    const log = await openRedisLog({ url, setting: 'REDIS_URL', days: 1, max: 10, commandTimeoutMs: 60_000 });
    try {
      const ledger = keyedLedger(store, 'shop');
      expect(await ledger.begin('key', 'input')).toBeNull();
      expect(await ledger.release('key')).toBe(true);
      expect(await store.size()).toBe(0);
      const events = log.forTenant('shop');
      await events.record([reportOf('a', 'QUEUED', 1)]);
      expect((await events.read({ after: null, limit: 2 })).events).toHaveLength(1);
      expect([store.state(), log.state()]).toEqual(['up', 'up']);
    } finally {
      await store.close();
      await log.close();
    }
  });

  test('cannot be where it has no limit', async () => {
    await set('0', 'allkeys-lru');
    expect(await open()).toEqual(fine);
    expect(await open(await urlWithout('config'))).toEqual(fine);
  });

  test.each(['allkeys-lru', 'allkeys-random', 'volatile-lru', 'volatile-ttl'])(
    'is not trusted with a ledger under %s, and nothing is written there',
    async (policy) => {
      await admin.flushall();
      await set('100mb', policy);
      const { warned, refusal } = await open();
      expect(warned).toBe(0);
      expect(refusal).toContain(`REDIS_URL: `);
      expect(refusal).toContain(policy);
      expect(refusal).toContain('set maxmemory-policy to noeviction');
      expect(await admin.dbsize()).toBe(0);
    },
  );

  test('is asked by INFO where CONFIG is forbidden', async () => {
    await set('100mb', 'allkeys-lru');
    expect((await open(await urlWithout('config'))).refusal).toContain('allkeys-lru');
    await set('100mb', 'noeviction');
    expect(await open(await urlWithout('config'))).toEqual(fine);
  });

  test('is warned of once where it reports neither', async () => {
    await set('100mb', 'allkeys-lru');
    expect(await open(await urlWithout('config', 'info'))).toEqual({ warned: 1, refusal: null });
  });

  describe('as a service starts', () => {
    const start = async (url: string): Promise<string> => {
      let logged = '';
      const settings = {
        PORT: '0',
        DRAIN_SECONDS: '0',
        REDIS_URL: url,
        ROUTEE_APPLICATION_ID: 'a',
        ROUTEE_APPLICATION_SECRET: 'b',
      };
      const log = createLog('info', { write: (line) => void (logged += line) });
      const service = await startService(readConfig(settings), log);
      await service.stop();
      return logged;
    };

    test('stops the start', async () => {
      await set('100mb', 'volatile-lru');
      await expect(start(server.url)).rejects.toThrow('maxmemory-policy is volatile-lru');
    });

    test('is one warning in the log where it is not known', async () => {
      const logged = await start(await urlWithout('config', 'info'));
      expect(logged.match(/"level":"warn"/g)).toHaveLength(1);
      expect(logged).toContain('"event":"ledger-eviction-unknown"');
      expect(await start(server.url)).not.toContain('ledger-eviction-unknown');
    });
  });
});
