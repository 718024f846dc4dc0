import { LRUCache } from 'lru-cache';
import { createMemoryRateStore, MAX_NAMES, type RateStore, type RateWindow } from '../../server/rates/rate-store.js';
import type { Channel } from './channel.js';
import type { RateKind, RateTaken } from './messages.js';

/** In a worker: counts together with the others, in the primary process; alone once that has ended. */
export function createSharedRateStore(primary: Pick<Channel, 'request' | 'notify'>, kind: RateKind): RateStore {
  const alone = createMemoryRateStore();
  /** By the last answer, for headers. */
  const answered = new LRUCache<string, RateWindow>({ max: MAX_NAMES });

  return {
    async take(name, amount, limit) {
      const taken = (await primary
        .request({ about: 'rate', kind, name, amount, limit })
        .catch(() => null)) as RateTaken | null;
      if (taken === null) return alone.take(name, amount, limit);
      const { wait, window } = taken;
      if (window) answered.set(name, { taken: window.taken, until: performance.now() + window.leftMs });
      return wait;
    },
    adjust(name, amount) {
      const before = answered.get(name);
      if (before) answered.set(name, { taken: Math.max(0, before.taken + amount), until: before.until });
      primary.notify({ about: 'rate', kind, name, amount });
    },
    known(name) {
      const window = answered.get(name);
      if (!window) return alone.known(name);
      return performance.now() < window.until ? window : null;
    },
  };
}

/** In the primary process. */
export async function takeRate(store: RateStore, name: string, amount: number, limit: number): Promise<RateTaken> {
  const wait = await store.take(name, amount, limit);
  const window = store.known(name);
  return { wait, window: window && { taken: window.taken, leftMs: window.until - performance.now() } };
}
