import { MessagingError, type ErrorDetails } from '../errors/error.js';
import type { Clock } from './clock.js';
import { RollingCount } from './rolling-count.js';

export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** Lets one call pass; its holder says how the call ended, exactly once. */
export type Pass = 'CALL' | 'PROBE';

const FAILURES_IN_A_ROW = 5;
const FEWEST_CALLS = 20;
/** How long a circuit stays open before the next probe: a dead vendor is asked once a second. */
const OPEN_MS = 1000;

/**
 * Stops asking a vendor that fails, and finds out with one call at a time when it is well again.
 *
 * cockatiel's circuitBreaker does not fit: while it probes, every other call waits for the probe instead of being
 * answered at once; it reads the wall clock; and its breakers see no resource, so that the same broken one, asked
 * five times, would close the vendor to everybody.
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

  /** The vendor answered, whatever it said. */
  succeeded(pass: Pass): void {
    if (pass === 'PROBE') return this.#close();
    this.#calls.add();
    if (this.#failedInARow.size > 0) this.#failedInARow.clear();
  }

  /** @param resource what was asked for: one resource that fails again and again is not a dead vendor */
  failed(pass: Pass, resource: unknown): void {
    if (pass === 'PROBE') return this.#open();
    this.#calls.add();
    this.#failures.add();
    this.#failedInARow.add(resource);
    // Calls from before may end while the circuit is open; only the probe decides then.
    if (this.#state === 'CLOSED' && this.#isBroken()) this.#open();
  }

  /** The call ended for a reason that tells nothing of the vendor. */
  abandoned(pass: Pass): void {
    if (pass === 'PROBE') this.#become('OPEN');
  }

  #isBroken(): boolean {
    if (this.#failedInARow.size >= FAILURES_IN_A_ROW) return true;
    const calls = this.#calls.total();
    return calls >= FEWEST_CALLS && this.#failures.total() * 2 >= calls;
  }

  #open(): void {
    this.#nextProbe = this.#clock.now() + OPEN_MS;
    this.#become('OPEN');
  }

  #close(): void {
    this.#calls.clear();
    this.#failures.clear();
    this.#failedInARow.clear();
    this.#become('CLOSED');
  }

  #become(state: CircuitState): void {
    this.#state = state;
    this.#onChange(state);
  }
}
