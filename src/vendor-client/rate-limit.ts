import { MessagingError, type ErrorDetails } from '../errors/error.js';
import type { Clock } from './clock.js';
import { headerOf, type IncomingHeaders } from './transport.js';

/** The longest wait that is believed, seconds: a vendor that asks for a day is asked again after an hour. */
const LONGEST = 3600;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP date.
 * @param wallTime epoch milliseconds
 * @returns whole seconds from 0 to 3600; undefined when absent or unreadable
 */
export function retryAfterSeconds(header: string | undefined, wallTime = Date.now()): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(LONGEST, Number(text));
  // Date.parse alone would take "1.5" for a day in January.
  const time = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) return undefined;
  return Math.min(LONGEST, Math.max(0, Math.ceil((time - wallTime) / 1000)));
}

/** Until when a vendor wants no further call of one kind from one tenant: what its 429 said under `Retry-After`. */
export class RateLimit {
  readonly #vendor: ErrorDetails['vendor'];
  readonly #clock: Clock;
  #until = Number.NEGATIVE_INFINITY;

  constructor(vendor: ErrorDetails['vendor'], clock: Clock) {
    this.#vendor = vendor;
    this.#clock = clock;
  }

  /** Answers to calls that were under way together arrive in any order: the longest wait counts. */
  answered(status: number, headers: IncomingHeaders): void {
    if (status !== 429) return;
    const seconds = retryAfterSeconds(headerOf(headers, 'retry-after'), this.#clock.wallTime());
    if (seconds) this.#until = Math.max(this.#until, this.#clock.now() + seconds * 1000);
  }

  /** UPSTREAM_RATE_LIMITED with the seconds that are left, rounded up; null when a call may leave. */
  refusal(): MessagingError | null {
    if (this.#until === Number.NEGATIVE_INFINITY) return null;
    const left = this.#until - this.#clock.now();
    if (left > 0) {
      const details = { vendor: this.#vendor, vendorStatus: 429, retryAfterSeconds: Math.ceil(left / 1000) };
      return new MessagingError('UPSTREAM_RATE_LIMITED', details);
    }
    this.#until = Number.NEGATIVE_INFINITY;
    return null;
  }
}
