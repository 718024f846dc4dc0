import { LRUCache } from 'lru-cache';
import { type RateStore, WINDOW_MS } from './rate-store.js';

interface Window {
  taken: number;
  readonly until: number;
}

/**
 * Names are without number: an issuer may sign tokens for any number of subjects, and a network has more addresses than
 * there is memory. Beyond this many, the one used least recently is forgotten and starts anew.
 */
const MAX_NAMES = 10_000;

/** Counts in this process alone. */
export function createMemoryRateStore(): RateStore {
  const windows = new LRUCache<string, Window>({ max: MAX_NAMES });

  function find(name: string): Window | null {
    const window = windows.get(name);
    return window && performance.now() < window.until ? window : null;
  }
  function add(name: string, running: Window | null, amount: number): void {
    if (running) running.taken = Math.max(0, running.taken + amount);
    else if (amount > 0) windows.set(name, { taken: amount, until: performance.now() + WINDOW_MS });
  }
  return {
    async take(name, amount, limit) {
      const running = find(name);
      if (running && running.taken + amount > limit) return running.until - performance.now();
      add(name, running, amount);
      return null;
    },
    adjust: (name, amount) => add(name, find(name), amount),
  };
}
