import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** Counts against one number a minute, by name. A minute begins with the first count. */
export interface Counter {
  /** Counts one. @returns null, or how long to wait where that was one too many, milliseconds */
  take(name: string): Promise<number | null>;
  /** Counts, and refuses nothing. */
  add(name: string, amount: number): Promise<void>;
  /** @returns null, or how long to wait where all is spent, milliseconds */
  waitWhenSpent(name: string): Promise<number | null>;
}

/** A counter for every number a minute that callers may have. */
export interface Counters {
  operations(perMinute: number): Counter;
  calls(perMinute: number): Counter;
}

const MINUTE_SECONDS = 60;

/**
 * In memory, or in redis, where all servers count together. While redis is away each server counts alone.
 * @param redis null for memory
 */
export function createCounters(redis: Redis | null): Counters {
  const known = new Map<string, Counter>();
  const find = (kind: string, perMinute: number): Counter => {
    const key = `${kind} ${perMinute}`;
    let counter = known.get(key);
    if (!counter) {
      counter = createCounter(createLimiter(redis, kind, perMinute), perMinute);
      known.set(key, counter);
    }
    return counter;
  };
  return {
    operations: (perMinute) => find('operations', perMinute),
    calls: (perMinute) => find('calls', perMinute),
  };
}

function createLimiter(redis: Redis | null, kind: string, points: number): RateLimiterAbstract {
  const own = { keyPrefix: `messaging-graph:rate:${kind}`, points, duration: MINUTE_SECONDS };
  const memory = new RateLimiterMemory(own);
  if (!redis) return memory;
  return new RateLimiterRedis({ ...own, storeClient: redis, rejectIfRedisNotReady: true, insuranceLimiter: memory });
}

const createCounter = (limiter: RateLimiterAbstract, perMinute: number): Counter => ({
  take: (name) =>
    limiter.consume(name).then(
      () => null,
      (refusal: unknown) => {
        if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
        throw refusal;
      },
    ),
  add: async (name, amount) => {
    await limiter.penalty(name, amount);
  },
  waitWhenSpent: async (name) => {
    const count = await limiter.get(name);
    return count !== null && count.consumedPoints >= perMinute && count.msBeforeNext > 0 ? count.msBeforeNext : null;
  },
});
