import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { openRates, type Rates } from '../../src/app/rates.js';
import type { Caller } from '../../src/server/auth/caller.js';
import type { RequestError } from '../../src/server/answer/request-error.js';
import { createLog } from '../../src/server/observability/log.js';
import { read, routee } from '../config/reading.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { until } from '../support/wait.js';

describeWithRedis('the rates of a server whose redis does not answer at the start', () => {
  let redis: RedisServer;
  let rates: Rates;
  let logged = '';
  beforeEach(async () => {
    redis = await startRedisServer();
    await redis.kill();
    const config = read({ ...routee, REDIS_URL: redis.url, RATE_OPERATIONS_PER_MINUTE: '1' });
    rates = await openRates(config, createLog('info', { write: (line) => void (logged += line) }), null, 60_000);
  });
  afterEach(async () => {
    await rates.close();
    await redis.stop();
  });

  const admit = (credential: string): Promise<unknown> =>
    rates.limiter
      .admit({ credential, rates: { operationsPerMinute: 1, upstreamCallsPerMinute: null } } as Caller)!
      .then(
        () => 'admitted',
        (error: unknown) => (error as RequestError).status,
      );

  it('are counted by this server alone until it answers, then together with others', async () => {
    expect([await admit('a'), await admit('a')]).toEqual(['admitted', 429]);
    expect([rates.isUp(), logged.match(/"rates-[a-z]+"/g)]).toEqual([false, ['"rates-unreachable"']]);
    await redis.restart();
    let asked = 0;
    await until(async () => (await admit(`b${asked++}`)) === 'admitted' && rates.isUp());
    expect(logged.match(/"rates-[a-z]+"/g)?.slice(0, 2)).toEqual(['"rates-unreachable"', '"rates-reachable"']);
    const other = new Redis(redis.url);
    expect((await other.keys('messaging-graph:rate:*')).length).toBeGreaterThan(0);
    await other.quit();
  });
});
