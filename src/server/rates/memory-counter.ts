import { LRUCache } from 'lru-cache';
import { type Counter, MINUTE_SECONDS } from './counter.js';

interface Count {
  taken: number;
  readonly until: number;
}

/**
 * Names have no end: an issuer may sign tokens for any number of subjects, and a network has more addresses than there
 * is memory. Beyond this many whoever was not seen for longest is forgotten, and begins anew; who keeps asking stays.
 */
const MAX_NAMES = 10_000;

/** Counts in this process alone. */
export function createMemoryCounter(perMinute: number): Counter {
  const counts = new LRUCache<string, Count>({ max: MAX_NAMES });

  function find(name: string): Count | null {
    const count = counts.get(name);
    return count && performance.now() < count.until ? count : null;
  }
  function add(name: string, amount: number): Count {
    const running = find(name);
    if (running) {
      running.taken += amount;
      return running;
    }
    const count = { taken: amount, until: performance.now() + MINUTE_SECONDS * 1000 };
    counts.set(name, count);
    return count;
  }
  const waitFor = ({ until }: Count): number => until - performance.now();

  return {
    async take(name) {
      const count = add(name, 1);
      return count.taken > perMinute ? waitFor(count) : null;
    },
    async add(name, amount) {
      add(name, amount);
    },
    async waitWhenSpent(name) {
      const count = find(name);
      return count && count.taken >= perMinute ? waitFor(count) : null;
    },
  };
}
