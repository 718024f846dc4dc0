import type { Redis } from 'ioredis';
import type { Counter } from './counter.js';
import { createMemoryCounter } from './memory-counter.js';
import { createRedisCounter } from './redis-counter.js';

/** A counter for every number a minute that callers may have. */
export interface Counters {
  operations(perMinute: number): Counter;
  calls(perMinute: number): Counter;
}

/**
 * In memory, or in redis, where all servers count together. While redis is away each server counts alone.
 * @param redis null for memory
 */
export function createCounters(redis: Redis | null): Counters {
  const known = new Map<string, Counter>(); // as many as the settings have numbers
  const find = (kind: string, perMinute: number): Counter => {
    const key = `${kind} ${perMinute}`;
    let counter = known.get(key);
    if (!counter) {
      const memory = createMemoryCounter(perMinute);
      counter = redis ? createRedisCounter(redis, kind, perMinute, memory) : memory;
      known.set(key, counter);
    }
    return counter;
  };
  return {
    operations: (perMinute) => find('operations', perMinute),
    calls: (perMinute) => find('calls', perMinute),
  };
}
