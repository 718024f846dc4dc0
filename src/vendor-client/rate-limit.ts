import { MessagingError, type ErrorDetails } from '../errors/error.js';
import type { Clock } from '../clock.js';
import { headerOf, type IncomingHeaders } from './transport.js';

/** The longest wait that is respected, seconds: a vendor that says a day is asked again after an hour. */
const LONGEST = 3600;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP date.
 * @param wallTime epoch milliseconds
 * @returns whole seconds from 0 to 3600; undefined when absent or unreadable
 */
export function retryAfterSeconds(headers: IncomingHeaders, wallTime: number): number | undefined {
  const text = headerOf(headers, 'retry-after')?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(LONGEST, Number(text));
  // Date.parse alone would take "1.5" for a day in January.
  const time = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) return undefined;
  return Math.min(LONGEST, Math.max(0, Math.ceil((time - wallTime) / 1000)));
}

/** Until when a vendor's 429 with `Retry-After` forbids further calls of one kind for one tenant. */
export class RateLimit {
  readonly #vendor: ErrorDetails['vendor'];
  readonly #clock: Clock;
  #until = Number.NEGATIVE_INFINITY;

  constructor(vendor: ErrorDetails['vendor'], clock: Clock) {
    this.#vendor = vendor;
    this.#clock = clock;
  }

  /** Answers to concurrent calls arrive in any order: the longest wait counts. */
  answered(status: number, headers: IncomingHeaders): void {
    if (status !== 429) return;
    const seconds = retryAfterSeconds(headers, this.#clock.wallTime());
    if (seconds) this.#until = Math.max(this.#until, this.#clock.now() + seconds * 1000);
  }

  /** UPSTREAM_RATE_LIMITED with the seconds to wait, rounded up; null when calls are allowed. */
  refusal(): MessagingError | null {
    if (this.#until === Number.NEGATIVE_INFINITY) return null;
    const remainingMs = this.#until - this.#clock.now();
    if (remainingMs > 0) {
      const details = { vendor: this.#vendor, vendorStatus: 429, retryAfterSeconds: Math.ceil(remainingMs / 1000) };
      return new MessagingError('UPSTREAM_RATE_LIMITED', details);
    }
    this.#until = Number.NEGATIVE_INFINITY;
    return null;
  }
}
