import { MessagingError, type ErrorDetails } from '../errors/error.js';
import type { Clock } from '../clock.js';
import { RollingCount } from './rolling-count.js';

export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** Permission for one call. How the call ended is reported once, with `succeeded`, `failed` or `abandoned`. */
export type Pass = 'CALL' | 'PROBE';

const FAILURES_IN_A_ROW = 5;
const FEWEST_CALLS = 20;
/** The least time that a circuit stays open before the next probe. */
const OPEN_MS = 1000;

/**
 * Refuses calls to a vendor that fails, and lets one probe at a time pass: once a second, or as late as the vendor's
 * `Retry-After` says.
 *
 * cockatiel's circuitBreaker does not fit: during a probe every other call waits for it instead of being refused at
 * once; it reads the wall clock; and it takes five failures of one resource for an outage of the vendor.
 */
export class CircuitBreaker {
  readonly #vendor: ErrorDetails['vendor'];
  readonly #clock: Pick<Clock, 'now'>;
  readonly #onChange: (state: CircuitState) => void;
  readonly #calls: RollingCount;
  readonly #failures: RollingCount;
  readonly #failedInARow = new Set<unknown>();
  #state: CircuitState = 'CLOSED';
  #nextProbe = 0;
  /** The latest time that a failure named under `Retry-After`. */
  #waitUntil = 0;

  constructor(
    vendor: ErrorDetails['vendor'],
    clock: Pick<Clock, 'now'>,
    onChange: (state: CircuitState) => void = () => undefined,
  ) {
    this.#vendor = vendor;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#calls = new RollingCount(clock);
    this.#failures = new RollingCount(clock);
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** @throws UPSTREAM_UNAVAILABLE with retryAfterSeconds, at once, while the circuit is open */
  enter(): Pass {
    if (this.#state === 'CLOSED') return 'CALL';
    const wait = this.#nextProbe - this.#clock.now();
    if (this.#state === 'OPEN' && wait <= 0) {
      this.#become('HALF_OPEN');
      return 'PROBE';
    }
    const retryAfterSeconds = Math.max(1, Math.ceil(wait / 1000));
    throw new MessagingError('UPSTREAM_UNAVAILABLE', { vendor: this.#vendor, retryAfterSeconds });
  }

  /** The vendor answered, with any status below 500. */
  succeeded(pass: Pass): void {
    if (pass === 'PROBE') return this.#close();
    this.#calls.add();
    if (this.#failedInARow.size === 0 || this.#state !== 'CLOSED') return;
    this.#failedInARow.clear();
    this.#waitUntil = 0;
  }

  /**
   * @param resource what was asked for: failures of one resource are no outage of the vendor
   * @param waitMs what the vendor said under `Retry-After`, milliseconds; 0 for nothing
   */
  failed(pass: Pass, resource: unknown, waitMs = 0): void {
    if (waitMs > 0) this.#waitUntil = Math.max(this.#waitUntil, this.#clock.now() + waitMs);
    if (pass === 'PROBE') return this.#open();
    this.#calls.add();
    this.#failures.add();
    this.#failedInARow.add(resource);
    // Calls that began before the circuit opened may end now: they can delay the next probe, and nothing else.
    if (this.#state === 'OPEN') this.#nextProbe = Math.max(this.#nextProbe, this.#waitUntil);
    else if (this.#state === 'CLOSED' && this.#isBroken()) this.#open();
  }

  /** The call ended for a reason that has nothing to do with the vendor's health. */
  abandoned(pass: Pass): void {
    if (pass === 'PROBE') this.#become('OPEN');
  }

  #isBroken(): boolean {
    if (this.#failedInARow.size >= FAILURES_IN_A_ROW) return true;
    const calls = this.#calls.total();
    return calls >= FEWEST_CALLS && this.#failures.total() * 2 >= calls;
  }

  #open(): void {
    this.#nextProbe = Math.max(this.#clock.now() + OPEN_MS, this.#waitUntil);
    this.#become('OPEN');
  }

  #close(): void {
    this.#calls.clear();
    this.#failures.clear();
    this.#failedInARow.clear();
    this.#waitUntil = 0;
    this.#become('CLOSED');
  }

  #become(state: CircuitState): void {
    this.#state = state;
    this.#onChange(state);
  }
}
