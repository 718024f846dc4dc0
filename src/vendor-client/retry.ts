import type { Clock } from '../clock.js';
import type { Outcome } from './exchange.js';
import { Fault } from './fault.js';
import { RollingCount } from './rolling-count.js';
import { headerOf } from './transport.js';
import type { VendorAnswer } from './vendor-client.js';

const MAX_RETRIES = 2;
const FIRST_DELAY_MS = 100;
const RETRIED_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);

/** How one attempt of a read ended, and what another one may use. */
export interface Attempt {
  readonly outcome: Outcome;
  /** Retries already made. */
  readonly retries: number;
  /** Until the deadline, milliseconds. */
  readonly remainingMs: number;
  /** Whether the operation and the client's retry budget allow another call. Called last. */
  readonly isAffordable: () => boolean;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * The rules of repeating a read, in order. Sends are never repeated for any of these reasons.
 * @returns the delay before the next attempt, milliseconds; null for no further attempt
 */
export function retryDelay({ outcome, retries, remainingMs, isAffordable, random }: Attempt): number | null {
  if (retries >= MAX_RETRIES) return null;
  if (!isTransient(outcome)) return null;
  // Full jitter: calls that failed together are not repeated together.
  const delay = random() * FIRST_DELAY_MS * 2 ** retries;
  if (delay >= remainingMs) return null;
  return isAffordable() ? delay : null;
}

/** Whether the same request may succeed in a moment. */
export function isTransient(outcome: Outcome): boolean {
  if (outcome instanceof Fault) return outcome.kind === 'NOT_CONNECTED' || outcome.kind === 'RESET';
  if (outcome instanceof Error) return false;
  // A `Retry-After` is passed on to the caller: it is longer than any call waits.
  return RETRIED_STATUSES.has(outcome.status) && !hasRetryDelay(outcome);
}

const hasRetryDelay = ({ headers }: VendorAnswer): boolean => (headerOf(headers, 'retry-after') ?? '0').trim() !== '0';

const SHARE = 0.1;
const ALWAYS_ALLOWED = 10;

/**
 * In ten seconds: one retry for ten calls, and at least ten. Retries then add at most a tenth to the load of a failing
 * vendor.
 */
export class RetryBudget {
  readonly #calls: RollingCount;
  readonly #retries: RollingCount;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#calls = new RollingCount(clock);
    this.#retries = new RollingCount(clock);
  }

  countCall(): void {
    this.#calls.add();
  }

  /** Takes one retry; false when the budget is used up. */
  take(): boolean {
    if (this.#retries.total() >= Math.max(ALWAYS_ALLOWED, SHARE * this.#calls.total())) return false;
    this.#retries.add();
    return true;
  }
}
