import 'reflect-metadata';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { readConfig } from '../../src/config/config.js';
import { connectRedis } from '../../src/redis-connection.js';
import { type Caller, createCaller } from '../../src/server/auth/caller.js';
import { createLog } from '../../src/server/observability/log.js';
import { createMemoryRateStore } from '../../src/server/rates/rate-store.js';
import { createRateLimiter, type RateLimiter } from '../../src/server/rates/rate-limiter.js';
import { createRedisRateStore, shareRedis } from '../../src/server/rates/redis-rate-store.js';
import { RequestError } from '../../src/server/answer/request-error.js';
import { startService } from '../../src/app/service.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { type Reply, type RunningService, startRunningService } from '../support/running-service.js';
import { stopTime } from '../support/still-time.js';
import { eventually } from '../support/wait.js';
import { bearer, keyOf, writeTenants } from './tenants-file.js';

describe('rates of keys', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({
      SANDBOX: 'on',
      ...writeTenants([
        {
          id: 'shop',
          keys: [
            keyOf('three-operations', { operationsPerMinute: 3 }),
            keyOf('joins', { operationsPerMinute: 3 }),
            keyOf('five-calls', { upstreamCallsPerMinute: 5 }),
            keyOf('unlimited'),
          ],
        },
      ]),
    });
    stopTime(); // a minute counts from its first operation: it does not end in the middle of a test
  });
  afterAll(async () => {
    jest.useRealTimers();
    await service.stop();
  });

  const ask = (key: string, query = '{ __typename }', headers = {}): Promise<Reply<unknown>> =>
    service.query(query, {}, { ...bearer(key), ...headers });
  const statusesOf = async (replies: Promise<Reply<unknown>[]>): Promise<number[]> =>
    (await replies).map(({ status }) => status).sort();

  test('operations beyond the rate are refused with 429 and the time to wait; other keys go on', async () => {
    for (let n = 0; n < 3; n++) expect((await ask('three-operations')).status).toBe(200);
    const refused = await ask('three-operations');
    expect(refused.status).toBe(429);
    const { code, category, retryable, retryAfterSeconds } = refused.errors[0]!.extensions;
    expect({ code, category, retryable }).toEqual({
      code: 'RATE_LIMITED',
      category: 'RESOURCE_EXHAUSTED',
      retryable: true,
    });
    expect(retryAfterSeconds).toBe(60);
    expect(refused.errors[0]!.message).toBe(
      'This caller has used up its rate limit: 3 operations a minute are allowed.',
    );
    expect(refused.headers.get('retry-after')).toBe('60');
    expect((await ask('unlimited')).status).toBe(200);
  });

  test('every caller of a shared answer is counted', async () => {
    const query = '{ viberMessage(trackingId: "magic-slow-300") { trackingId } }';
    const headers = { 'cache-control': 'max-age=60', 'x-upstream-report': '0' };
    const replies = Promise.all(Array.from({ length: 5 }, () => ask('joins', query, headers)));
    expect(await statusesOf(replies)).toEqual([200, 200, 200, 429, 429]);
    expect(service.log()).toContain('"joined":true');
  });

  test('vendor calls are reserved before the operation, and what it did not use is given back', async () => {
    const query = (n: number): string =>
      `{ ${[1, 2, 3].map((m) => `m${m}: viberMessage(trackingId: "ca000012-0000-4000-8000-00000000000${n + m}") { to }`).join(' ')} }`;
    expect((await ask('five-calls', query(0))).status).toBe(200);
    // three of five are used, and three more do not fit
    const tooMany = await ask('five-calls', query(3));
    expect([tooMany.status, tooMany.errors[0]?.extensions.code]).toEqual([429, 'RATE_LIMITED']);
    expect(tooMany.errors[0]?.message).toBe(
      'This operation needs about 3 vendor calls: 5 a minute are allowed, 2 are left.',
    );
    const aboveTheRate = await ask(
      'five-calls',
      `{ ${[1, 2, 3, 4, 5, 6, 7].map((m) => `m${m}: viberMessage(trackingId: "ca000012-0000-4000-8000-00000000000${m}") { to }`).join(' ')} }`,
    );
    expect([aboveTheRate.status, aboveTheRate.errors[0]?.extensions.retryAfterSeconds]).toEqual([429, 60]);
    expect(aboveTheRate.headers.get('ratelimit')).toBe('"vendor-calls";r=2;t=60');
    expect(aboveTheRate.errors[0]?.message).toBe(
      'This operation needs about 7 vendor calls: 5 a minute are allowed, 2 are left; it runs only in a minute of which nothing is used.',
    );
    // two are left, one for each of these
    const one = (n: number) => `{ viberMessage(trackingId: "ca000012-0000-4000-8000-00000000001${n}") { to } }`;
    expect((await ask('five-calls', one(0))).status).toBe(200);
    expect((await ask('five-calls', one(1))).status).toBe(200);
    const refused = await ask('five-calls', '{ __typename }');
    expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([429, 'RATE_LIMITED']);
    expect(refused.errors[0]?.message).toBe(
      'This caller has used up its rate limit: 5 vendor calls a minute are allowed.',
    );
  });
});

test('without tenants the settings’ rates hold by address', async () => {
  const service = await startRunningService({ SANDBOX: 'on', RATE_OPERATIONS_PER_MINUTE: '2' });
  const statuses: number[] = [];
  for (let n = 0; n < 3; n++) statuses.push((await service.query('{ __typename }')).status);
  await service.stop();
  expect(statuses).toEqual([200, 200, 429]);
  expect(service.log()).toContain('"caller":"address:127.0.0.1"');
});

const callerWith = (operationsPerMinute: number | null, upstreamCallsPerMinute: number | null): Caller =>
  createCaller({
    service: { tenant: { id: 'shop', digest: 'd' }, sources: undefined as never, updates: undefined as never },
    credential: 'shop/key#1',
    scopes: new Set(['read']),
    rates: { operationsPerMinute, upstreamCallsPerMinute },
  });

const inMemory = (): RateLimiter =>
  createRateLimiter({ operations: createMemoryRateStore(), calls: createMemoryRateStore() });

test('a caller without rates waits for nothing', () => {
  const limiter = inMemory();
  expect(limiter.admit(callerWith(null, null))).toBeNull();
  expect(limiter.reserveCalls(callerWith(5, null), 40)).toBeUndefined();
});

const REFUSED = { status: 429, error: { code: 'RATE_LIMITED', details: { retryAfterSeconds: expect.any(Number) } } };

/** The same for every store. */
function describeReservations(
  createLimiter: () => RateLimiter | Promise<RateLimiter>,
  callerOf: (limit: number) => Caller,
) {
  test('of a hundred operations at once, each estimated above the whole limit, one runs', async () => {
    const limiter = await createLimiter();
    const caller = callerOf(10);
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => limiter.reserveCalls(caller, 40)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    limiter.refundCalls(caller, 40, 40);
    await expect(limiter.reserveCalls(caller, 1)).rejects.toMatchObject(REFUSED);
    await expect(limiter.admit(caller)).rejects.toMatchObject(REFUSED);
  });

  test('what was reserved and not used is given back', async () => {
    const limiter = await createLimiter();
    const caller = callerOf(10);
    await limiter.reserveCalls(caller, 8);
    await expect(limiter.reserveCalls(caller, 3)).rejects.toMatchObject({
      ...REFUSED,
      message: 'This operation needs about 3 vendor calls: 10 a minute are allowed, 2 are left.',
    });
    await limiter.reserveCalls(caller, 2); // a refused reservation took nothing
    limiter.refundCalls(caller, 8, 1);
    await limiter.reserveCalls(caller, 7);
    await expect(limiter.reserveCalls(caller, 1)).rejects.toMatchObject(REFUSED);
  });

  test('an operation above the limit gives back what it did not use of the limit', async () => {
    const limiter = await createLimiter();
    const caller = callerOf(10);
    await limiter.reserveCalls(caller, 500);
    limiter.refundCalls(caller, 500, 4);
    await limiter.reserveCalls(caller, 6);
    await expect(limiter.reserveCalls(caller, 1)).rejects.toMatchObject(REFUSED);
  });

  test('calls beyond the estimate count', async () => {
    const limiter = await createLimiter();
    const caller = callerOf(10);
    await limiter.reserveCalls(caller, 2);
    limiter.refundCalls(caller, 2, 9);
    await expect(limiter.reserveCalls(caller, 2)).rejects.toMatchObject(REFUSED);
    await limiter.reserveCalls(caller, 1);
  });

  test('an operation without calls reserves nothing', async () => {
    const limiter = await createLimiter();
    expect(limiter.reserveCalls(callerOf(10), 0)).toBeUndefined();
  });
}

describe('reservations of vendor calls in memory', () => {
  describeReservations(inMemory, (limit) => callerWith(null, limit));
});

/** Redis's clock, epoch milliseconds. */
async function timeOf(redis: Redis): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return 1000 * Number(seconds) + Math.floor(Number(microseconds) / 1000);
}

describeWithRedis('rates in redis', () => {
  let server: RedisServer;
  const connections: Redis[] = [];
  /** No command takes so long, also on a busy machine. */
  const connect = async (commandTimeoutMs = 60_000): Promise<Redis> => {
    const redis = await connectRedis({
      url: server.url,
      setting: 'REDIS_URL',
      commandTimeoutMs,
      onConnectionError: () => undefined,
    });
    connections.push(redis);
    return redis;
  };
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(async () => {
    for (const redis of connections) redis.disconnect();
    await server.stop();
  });

  /** Logged changes of a limiter's Redis: a cause, or null when it answers again. */
  const limiterOf = (redis: Redis, changes: (string | null)[] = []): RateLimiter => {
    const shared = shareRedis(redis, { onChange: (cause) => void changes.push(cause) });
    const storeOf = (kind: string) => createRedisRateStore(shared, kind, createMemoryRateStore());
    return createRateLimiter({ operations: storeOf('operations'), calls: storeOf('calls') });
  };
  let callers = 0;
  const newCaller = (operations: number | null, calls: number | null): Caller => ({
    ...callerWith(operations, calls),
    credential: `shop/key#redis-${callers++}`,
  });

  describe('reservations', () => {
    describeReservations(
      async () => limiterOf(await connect()),
      (limit) => newCaller(null, limit),
    );
  });

  test('are shared by all servers; while Redis is away each server counts alone', async () => {
    const changes: (string | null)[] = [];
    const first = limiterOf(await connect(), changes);
    const second = limiterOf(await connect());
    const caller = newCaller(2, null);
    await first.admit(caller);
    await second.admit(caller);
    await expect(first.admit(caller)).rejects.toThrow(RequestError);
    await expect(second.admit(caller)).rejects.toMatchObject(REFUSED);

    await server.kill();
    await first.admit(caller);
    await first.admit(caller);
    await expect(first.admit(caller)).rejects.toThrow(RequestError);
    await second.admit(caller);
    expect(changes).toHaveLength(1);

    await server.restart();
    const other = newCaller(1_000_000, null);
    await eventually(
      async () => {
        await setImmediate();
        await first.admit(other);
        return changes.length;
      },
      (count) => count === 2,
    );
    expect(changes[1]).toBeNull();
  });

  test('count vendor calls together too', async () => {
    const [one, two] = [await connect(), await connect()];
    const caller = newCaller(null, 3);
    const first = limiterOf(one);
    await first.reserveCalls(caller, 3);
    await expect(limiterOf(two).admit(caller)).rejects.toMatchObject(REFUSED);
    first.refundCalls(caller, 3, 2);
    await one.ping(); // behind the refund on the same connection
    await limiterOf(two).reserveCalls(caller, 1);
  });

  test('a Redis that falls silent is asked once, and again when it was connected anew', async () => {
    const redis = await connect(2000); // the time runs out once
    const commands = jest.spyOn(redis, 'eval');
    const changes: (string | null)[] = [];
    const limiter = limiterOf(redis, changes);
    const caller = newCaller(1_000_000, null);
    await limiter.admit(caller);
    server.hang();
    commands.mockClear();
    for (let n = 0; n < 1000; n++) await limiter.admit(caller);
    expect(commands).toHaveBeenCalledTimes(1);
    expect(changes).toEqual(['NO_ANSWER']);

    server.resume();
    await eventually(
      async () => {
        await setImmediate();
        await limiter.admit(caller);
        return changes.length;
      },
      (count) => count === 2,
    );
    expect(changes).toEqual(['NO_ANSWER', null]);
    expect(await redis.get(`messaging-graph:rate:operations:${caller.credential}`)).not.toBeNull();
  });

  test('a Redis that refuses the command is reported by the code of its reply, once', async () => {
    const redis = await connect();
    const changes: (string | null)[] = [];
    const limiter = limiterOf(redis, changes);
    const caller = newCaller(10, null);
    await redis.lpush(`messaging-graph:rate:operations:${caller.credential}`, 'a list is no count');
    for (let n = 0; n < 10; n++) await limiter.admit(caller);
    await expect(limiter.admit(caller)).rejects.toMatchObject(REFUSED); // counted alone
    expect(changes).toEqual([expect.stringMatching(/^[A-Z]+$/)]);
  });

  test('an amount is kept for a minute', async () => {
    const redis = await connect();
    const limiter = limiterOf(redis);
    const [reserved, charged] = [newCaller(null, 9), newCaller(null, 9)];
    const startedAt = await timeOf(redis);
    await limiter.reserveCalls(reserved, 1);
    limiter.refundCalls(charged, 0, 1);
    const ends = [reserved, charged].map(({ credential }) =>
      redis.call('pexpiretime', `messaging-graph:rate:calls:${credential}`),
    );
    for (const end of (await Promise.all(ends)) as number[]) {
      expect(end - 60_000).toBeGreaterThanOrEqual(startedAt);
      expect(end - 60_000).toBeLessThanOrEqual(await timeOf(redis));
    }
  });

  test('a service counts in the redis of its ledger', async () => {
    const redis = await connect();
    const config = readConfig({
      PORT: '0',
      DRAIN_SECONDS: '0',
      REDIS_URL: server.url,
      RATE_OPERATIONS_PER_MINUTE: '5',
      ROUTEE_APPLICATION_ID: 'a',
      ROUTEE_APPLICATION_SECRET: 'b',
    });
    const service = await startService(config, createLog('silent', process.stdout), { redisTimeoutMs: 60_000 });
    await fetch(`${service.url}/graphql?query={__typename}`, { headers: { 'apollo-require-preflight': '1' } });
    await service.stop();
    expect(await redis.get('messaging-graph:rate:operations:address:127.0.0.1')).toBe('1');
  });
});
