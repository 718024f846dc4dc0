import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { readConfig } from '../../src/config/config.js';
import { connectRedis } from '../../src/sends/redis-connection.js';
import { type Caller, createCaller } from '../../src/server/auth/caller.js';
import { createLog } from '../../src/server/observability/log.js';
import { createCounters } from '../../src/server/rates/counters.js';
import { createRateKeeper } from '../../src/server/rates/rate-keeper.js';
import { RequestError } from '../../src/server/http/request-error.js';
import { startService } from '../../src/app/service.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { type Reply, type RunningService, startRunningService } from '../support/running-service.js';
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
  });
  afterAll(() => service.stop());

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
    expect(retryAfterSeconds).toBeGreaterThan(50);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    expect(refused.headers.get('retry-after')).toBe(String(retryAfterSeconds));
    expect((await ask('unlimited')).status).toBe(200);
  });

  test('every caller of a shared answer is counted', async () => {
    const query = '{ viberMessage(trackingId: "magic-slow-300") { trackingId } }';
    const headers = { 'cache-control': 'max-age=60', 'x-upstream-report': '0' };
    const replies = Promise.all(Array.from({ length: 5 }, () => ask('joins', query, headers)));
    expect(await statusesOf(replies)).toEqual([200, 200, 200, 429, 429]);
    expect(service.log()).toContain('"joined":true');
  });

  test('vendor calls are charged after the operation, and only to the one that made them', async () => {
    const query = (n: number): string =>
      `{ ${[1, 2, 3].map((m) => `m${m}: viberMessage(trackingId: "ca000012-0000-4000-8000-00000000000${n + m}") { to }`).join(' ')} }`;
    expect((await ask('five-calls', query(0))).status).toBe(200);
    expect((await ask('five-calls', query(3))).status).toBe(200); // the sixth call of five: answered whole
    const refused = await ask('five-calls', '{ __typename }');
    expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([429, 'RATE_LIMITED']);
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
    service: { tenant: { id: 'shop', digest: 'd' }, sources: undefined as never },
    credential: 'shop/key#1',
    scopes: new Set(['read']),
    rates: { operationsPerMinute, upstreamCallsPerMinute },
  });

test('a caller without rates waits for nothing', () => {
  const keeper = createRateKeeper(createCounters(null));
  expect(keeper.admit(callerWith(null, null))).toBeNull();
});

describeWithRedis('rates in redis', () => {
  let server: RedisServer;
  const connections: Redis[] = [];
  const connect = async (): Promise<Redis> => {
    const redis = await connectRedis({ url: server.url, commandTimeoutMs: 250, onConnectionError: () => undefined });
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

  test('are shared by all servers; while redis is away each server counts alone', async () => {
    const first = createRateKeeper(createCounters(await connect()));
    const second = createRateKeeper(createCounters(await connect()));
    const caller = callerWith(2, null);
    await first.admit(caller);
    await second.admit(caller);
    await expect(first.admit(caller)).rejects.toThrow(RequestError);
    await expect(second.admit(caller)).rejects.toMatchObject({ status: 429, error: { code: 'RATE_LIMITED' } });

    await server.kill();
    await first.admit(caller);
    await first.admit(caller);
    await expect(first.admit(caller)).rejects.toThrow(RequestError);
    await second.admit(caller);
  });

  test('count vendor calls together too', async () => {
    await server.restart();
    const [one, two] = [await connect(), await connect()];
    const caller = callerWith(null, 3);
    const first = createRateKeeper(createCounters(one));
    await first.admit(caller);
    first.charge(caller, 3);
    await one.ping(); // behind the charge on the same connection
    await expect(createRateKeeper(createCounters(two)).admit(caller)).rejects.toMatchObject({ status: 429 });
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
    const service = await startService(config, createLog('silent'));
    await fetch(`${service.url}/graphql?query={__typename}`, { headers: { 'apollo-require-preflight': '1' } });
    await service.stop();
    expect(await redis.get('messaging-graph:rate:operations:address:127.0.0.1')).toBe('1');
  });
});
