import type { Clock } from './clock.js';
import { RollingCount } from './rolling-count.js';

const SHARE = 0.1;
const ALWAYS_ALLOWED = 10;

/** Of the last ten seconds: one retry for ten calls, ten in any case. Retries then cannot double a vendor's trouble. */
export class RetryBudget {
  readonly #calls: RollingCount;
  readonly #retries: RollingCount;

  constructor(now: Clock) {
    this.#calls = new RollingCount(now);
    this.#retries = new RollingCount(now);
  }

  countCall(): void {
    this.#calls.add();
  }

  /** Takes one retry; false when none is left. */
  take(): boolean {
    if (this.#retries.total() >= Math.max(ALWAYS_ALLOWED, SHARE * this.#calls.total())) return false;
    this.#retries.add();
    return true;
  }
}
