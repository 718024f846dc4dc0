import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { type Counter, MINUTE_SECONDS } from './counter.js';

/**
 * Counts in redis, where all servers count together.
 * @param kind what is counted, part of the names in redis
 * @param meanwhile counts while redis is away
 */
export function createRedisCounter(redis: Redis, kind: string, perMinute: number, meanwhile: Counter): Counter {
  const limiter = new RateLimiterRedis({
    keyPrefix: `messaging-graph:rate:${kind}`,
    points: perMinute,
    duration: MINUTE_SECONDS,
    storeClient: redis,
    rejectIfRedisNotReady: true,
  });
  return {
    take: (name) =>
      limiter.consume(name).then(
        () => null,
        (refusal: unknown) => (refusal instanceof RateLimiterRes ? refusal.msBeforeNext : meanwhile.take(name)),
      ),
    add: (name, amount) =>
      limiter.penalty(name, amount).then(
        () => undefined,
        () => meanwhile.add(name, amount),
      ),
    waitWhenSpent: (name) =>
      limiter.get(name).then(
        (count) =>
          count !== null && count.consumedPoints >= perMinute && count.msBeforeNext > 0 ? count.msBeforeNext : null,
        () => meanwhile.waitWhenSpent(name),
      ),
  };
}
