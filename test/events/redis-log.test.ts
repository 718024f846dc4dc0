import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { EventLog, EventLogState } from '../../src/events/log/event-log.js';
import { openRedisLog } from '../../src/events/log/redis-log.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { eventually, until } from '../support/wait.js';
import { reportOf } from './reports.js';
import { eventLogContract } from './log-contract.js';

/** No command takes so long, also on a busy machine. */
const PATIENT_MS = 60_000;
/** For a command that gets no answer. */
const RUNS_OUT_MS = 2000;

describeWithRedis('the event log in redis', () => {
  let server: RedisServer;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedisServer();
    redis = new Redis(server.url);
    redis.on('error', () => undefined); // the server is killed on purpose
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  eventLogContract(
    {
      open: async (options) =>
        openRedisLog({ ...options, url: server.url, setting: 'REDIS_URL', commandTimeoutMs: PATIENT_MS }),
      beginAnew: async () => void (await redis.flushall()),
    },
    { isShared: true },
  );

  describe('when it is away', () => {
    let log: EventLog;
    let other: EventLog;
    let states: EventLogState[];
    async function openBoth(commandTimeoutMs = PATIENT_MS): Promise<void> {
      const options = { url: server.url, setting: 'REDIS_URL', days: 7, max: 1000 };
      log = await openRedisLog({ ...options, commandTimeoutMs, onState: (state) => void states.push(state) });
      other = await openRedisLog({ ...options, commandTimeoutMs: PATIENT_MS });
    }
    beforeEach(async () => {
      await redis.flushall();
      states = [];
    });
    afterEach(async () => {
      server.resume();
      await Promise.all([log.close(), other.close()]);
    });
    const UNAVAILABLE = { code: 'EVENTS_UNAVAILABLE', retryable: true };

    it('is down while it is full, and not up between two events', async () => {
      await openBoth();
      const events = log.forTenant('shop');
      await events.record([reportOf('a', 'QUEUED', 1)]);
      const refusedScripts = async (): Promise<number> =>
        Number(/^cmdstat_eval:.*failed_calls=(\d+)/m.exec(await redis.info('commandstats'))?.[1] ?? 0);
      try {
        await redis.config('SET', 'maxmemory', '1', 'maxmemory-policy', 'noeviction');
        await expect(events.record([reportOf('a', 'SENT', 2)])).rejects.toMatchObject(UNAVAILABLE);
        const refused = await refusedScripts();
        await until(async () => (await refusedScripts()) >= refused + 2 || states.length > 1);
        expect([log.state(), ...states]).toEqual(['down', 'down']);
      } finally {
        await redis.config('SET', 'maxmemory', '0');
      }
      await until(() => log.state() === 'up');
      expect(states).toEqual(['down', 'up']);
    });

    it.each(['hangs', 'is killed'] as const)(
      'answers EVENTS_UNAVAILABLE within its deadline and goes on by itself, when it %s',
      async (fault) => {
        await openBoth(fault === 'hangs' ? RUNS_OUT_MS : PATIENT_MS);
        const events = log.forTenant('shop');
        await events.record([reportOf('a', 'QUEUED', 1)]);
        const received: string[] = [];
        events.listen((found) => void received.push(...found.map(({ id, status }) => `${id} ${status?.state}`)));
        if (fault === 'hangs') server.hang();
        else await server.kill();
        await expect(events.record([reportOf('a', 'SENT', 2)])).rejects.toMatchObject(UNAVAILABLE);
        await expect(events.read({ after: null, limit: 1 })).rejects.toMatchObject(UNAVAILABLE);
        await expect(events.end()).rejects.toMatchObject(UNAVAILABLE);
        expect(await events.known([{ kind: 'VIBER_MESSAGE', id: 'a' }])).toMatchObject([
          { status: { state: 'QUEUED' } },
        ]);
        await expect(events.known([{ kind: 'VIBER_MESSAGE', id: 'b' }])).rejects.toMatchObject(UNAVAILABLE);
        await until(() => states.length > 0);
        expect([log.state(), states]).toEqual(['down', ['down']]);
        if (fault === 'hangs') server.resume();
        else await server.restart();
        await until(() => log.state() === 'up');
        await until(
          async () =>
            (await other
              .forTenant('shop')
              .record([reportOf('b', 'QUEUED', 1)])
              .catch(() => null)) !== null,
        );
        await until(() => received.includes('b QUEUED'));
        expect(received.filter((one) => one === 'b QUEUED')).toHaveLength(1);
        // RUNS_OUT_MS may be too short for a later command on a busy machine
        expect(fault === 'hangs' ? states.slice(0, 2) : states).toEqual(['down', 'up']);
      },
    );

    it('is not asked for what reads show once it is known to hang', async () => {
      await openBoth(RUNS_OUT_MS);
      const events = log.forTenant('shop');
      await events.end();
      server.hang();
      const known = () =>
        Promise.resolve(events.known([{ kind: 'VIBER_MESSAGE', id: 'a' }])).catch(({ code }: { code: string }) => code);
      expect(await known()).toBe('EVENTS_UNAVAILABLE');
      const nextTurn = new Promise((resolve) => setImmediate(resolve, 'Redis was asked'));
      expect(await Promise.race([known(), nextTurn])).toBe('EVENTS_UNAVAILABLE');
      server.resume();
      // RUNS_OUT_MS may be too short for a command on a busy machine
      expect(await eventually(known, (answer) => answer !== 'EVENTS_UNAVAILABLE')).toEqual([null]);
    });

    it('sends an instance that was cut off what the others recorded meanwhile, once and in order', async () => {
      await openBoth();
      const received: string[] = [];
      const events = log.forTenant('shop');
      events.listen((found) => void received.push(...found.map(({ id }) => id)));
      await events.end();
      for (let round = 0; round < 4; round++) {
        await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
        for (let index = 0; index < 25; index++) {
          const report = reportOf(`m${round}-${String(index).padStart(2, '0')}`, 'QUEUED', 1);
          await until(() =>
            other
              .forTenant('shop')
              .record([report])
              .then(
                () => true,
                () => false,
              ),
          );
        }
      }
      await until(() => received.length >= 100);
      expect(received).toEqual([...new Set(received)].sort());
      expect(received).toHaveLength(100);
    });
  });

  it('does not start where redis may drop the log, is a replica or runs as a cluster', async () => {
    const options = { setting: 'EVENTS_REDIS_URL', days: 7, max: 10 };
    const evicting = await startRedisServer({ maxmemory: '100mb', 'maxmemory-policy': 'allkeys-lru' });
    const replica = await startRedisServer({ replicaof: `127.0.0.1 ${new URL(server.url).port}` });
    const cluster = await startRedisServer({ 'cluster-enabled': 'yes' });
    try {
      await expect(openRedisLog({ ...options, url: cluster.url })).rejects.toThrow(
        /^EVENTS_REDIS_URL: .*without cluster/,
      );
      await expect(openRedisLog({ ...options, url: evicting.url })).rejects.toThrow(/^EVENTS_REDIS_URL: .*noeviction/);
      await expect(openRedisLog({ ...options, url: replica.url })).rejects.toThrow(/^EVENTS_REDIS_URL: .*replica/);
      await evicting.kill();
      await expect(openRedisLog({ ...options, url: evicting.url })).rejects.toThrow(
        'EVENTS_REDIS_URL: redis cannot be reached (ECONNREFUSED)',
      );
    } finally {
      await evicting.stop();
      await replica.stop();
      await cluster.stop();
    }
  });
});
