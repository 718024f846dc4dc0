import { type BoundSend, isAccepted, type SendRecord } from './send-ledger.js';

interface Wait {
  /** Resolves at the next `wake` of the id, when the time is over, or after `leave`. */
  readonly over: Promise<void>;
  leave(): void;
}

/** The calls of this process that wait for a send to end. */
export class Waiters {
  readonly #waiting = new Map<string, Set<() => void>>();

  wait(id: string, milliseconds: number): Wait {
    const waiting = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, waiting);
    let leave = (): void => {};
    const over = new Promise<void>((resolve) => {
      leave = () => {
        clearTimeout(timer);
        waiting.delete(leave);
        if (waiting.size === 0) this.#waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(leave, Math.max(0, milliseconds));
      waiting.add(leave);
    });
    return { over, leave };
  }

  wake(id: string): void {
    this.#waiting.get(id)?.forEach((leave) => leave());
  }

  wakeAll(): void {
    for (const id of [...this.#waiting.keys()]) this.wake(id);
  }
}

/** How often those who wait for a send of another process look at it, milliseconds. */
export const LOOK_INTERVAL_MS = 100;

interface OutcomeWait<Receipt> {
  readonly id: string;
  readonly waiters: Waiters;
  readonly look: () => Promise<BoundSend<Receipt> | null>;
  /** On the clock of performance.now(). */
  readonly deadline: number;
}

/** Looks until a send is no longer PENDING: when it is woken, and at least once in the interval. */
export async function waitForOutcome<Receipt>(options: OutcomeWait<Receipt>): Promise<BoundSend<Receipt> | null> {
  const { id, waiters, look, deadline } = options;
  for (;;) {
    const left = deadline - performance.now();
    // Waits before it looks, so that an end between the two is not missed.
    const wait = waiters.wait(id, Math.min(left, LOOK_INTERVAL_MS));
    try {
      const found = await look();
      if (found?.send.outcome !== 'PENDING' || left <= 0) return found;
      await wait.over;
    } finally {
      wait.leave();
    }
  }
}

/** How often a send that waits for its vendor is looked up: another process may have taken its callback. Milliseconds. */
const CALLBACK_LOOK_MS = 1000;

/** Looks whether a send is accepted: when it is woken, and at least once in the interval. See SendLedger.onAccepted. */
export function onAccepted<Receipt>(
  waiters: Waiters,
  id: string,
  look: () => Promise<SendRecord<Receipt> | null>,
  accepted: (record: SendRecord<Receipt>) => void,
): () => void {
  let isStopped = false;
  let wait = waiters.wait(id, CALLBACK_LOOK_MS);
  const follow = async (): Promise<void> => {
    for (;;) {
      await wait.over;
      if (isStopped) return;
      wait = waiters.wait(id, CALLBACK_LOOK_MS); // before it looks, so that a change between the two is not missed
      const record = await look().catch(() => null);
      if (isStopped || !record?.receipt || !isAccepted(record.send.outcome)) continue;
      wait.leave();
      return accepted(record);
    }
  };
  void follow();
  return () => {
    isStopped = true;
    wait.leave();
  };
}
