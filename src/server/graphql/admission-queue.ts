import { performance } from 'node:perf_hooks';
import { FairShare } from './fair-share.js';

/** More than this many vendor calls make an operation large. */
const MOST_CALLS_OF_A_SMALL_ONE = 8;

interface Waiting {
  readonly calls: number;
  readonly start: () => void;
}

/** The operations of one tenant that wait, each kind in the order they came. */
interface TenantQueue {
  readonly small: Waiting[];
  readonly large: Waiting[];
}

/**
 * Starts operations. While the event loop is saturated only so many run at a time as together may make `fewestCalls`
 * vendor calls; the others wait here, where they hold next to nothing. More of them at once would not be answered
 * sooner: each would live longer, and the garbage collector would copy what it holds again and again. The tenant with
 * the fewest calls in flight comes first (see FairShare), and of one tenant the small operations before the large ones.
 */
export class AdmissionQueue {
  readonly #fewestCalls: number;
  readonly #running: FairShare;
  readonly #queues = new Map<string, TenantQueue>();
  #maxCalls = Number.POSITIVE_INFINITY;
  #waiting = 0;

  constructor({ fewestCalls, tenants }: { readonly fewestCalls: number; readonly tenants: number }) {
    this.#fewestCalls = fewestCalls;
    this.#running = new FairShare(tenants);
  }

  /**
   * To be called regularly. An event loop that has time again gets twice as many calls at each call: a short pause must
   * not start all that wait.
   */
  adapt(isSaturated: boolean): void {
    this.#maxCalls = isSaturated ? this.#fewestCalls : 2 * this.#maxCalls;
    this.#startWaiting();
  }

  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Every operation that was started must be finished with the same number.
   * @param calls that the operation may make
   * @returns null when it may start at once
   */
  enqueue(tenant: string, calls: number): Promise<void> | null {
    if (this.#allows(tenant, calls)) {
      this.#running.take(tenant, calls);
      return null;
    }
    if (!Number.isFinite(calls)) throw new RangeError('calls must be finite');
    const queue = this.#queues.get(tenant) ?? { small: [], large: [] };
    this.#queues.set(tenant, queue);
    this.#waiting += 1;
    return new Promise((start) =>
      (calls > MOST_CALLS_OF_A_SMALL_ONE ? queue.large : queue.small).push({ calls, start }),
    );
  }

  finish(tenant: string, calls: number): void {
    this.#running.giveBack(tenant, calls);
    this.#startWaiting();
  }

  #allows(tenant: string, calls: number): boolean {
    return this.#running.total === 0 || this.#running.allows(tenant, calls, this.#maxCalls);
  }

  #startWaiting(): void {
    while (this.#waiting > 0 && this.#startNext());
  }

  /** @returns whether one could be started */
  #startNext(): boolean {
    const tenants = [...this.#queues.keys()].sort((a, b) => this.#running.heldBy(a) - this.#running.heldBy(b));
    for (const tenant of tenants) {
      const { small, large } = this.#queues.get(tenant)!;
      const queue = small.length > 0 ? small : large;
      const { calls, start } = queue[0]!;
      if (!this.#allows(tenant, calls)) continue;
      queue.shift();
      this.#waiting -= 1;
      if (small.length === 0 && large.length === 0) this.#queues.delete(tenant);
      this.#running.take(tenant, calls);
      start();
      return true;
    }
    return false;
  }
}

const SAMPLE_MS = 50;
/** An event loop that is idle for less than this share of the time gains nothing from more work. */
const SATURATED = 0.95;

/** Reports regularly whether the event loop is saturated. @returns what ends it */
export function watchSaturation(onSample: (isSaturated: boolean) => void): () => void {
  let last = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    onSample(performance.eventLoopUtilization(now, last).utilization >= SATURATED);
    last = now;
  }, SAMPLE_MS).unref();
  return () => clearInterval(timer);
}
