import type { BoundSend } from '../graph/campaign/campaign.ledger.js';
import type { Waiters } from './waiters.js';

interface Settling {
  readonly id: string;
  readonly waiters: Waiters;
  readonly look: () => Promise<BoundSend | null>;
  /** On the clock of performance.now(). */
  readonly deadline: number;
  /** The longest time between two looks, for what nobody in this process will tell; milliseconds. */
  readonly interval: number;
}

/** Looks until a send is no longer in flight: when it is woken, and at least once in the interval. */
export async function settle({ id, waiters, look, deadline, interval }: Settling): Promise<BoundSend | null> {
  for (;;) {
    const left = deadline - performance.now();
    // Waits before it looks, so that an end between the two is not missed.
    const wait = waiters.wait(id, Math.min(left, interval));
    try {
      const found = await look();
      if (found?.state !== 'IN_FLIGHT' || left <= 0) return found;
      await wait.over;
    } finally {
      wait.leave();
    }
  }
}
