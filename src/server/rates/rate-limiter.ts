import { MessagingError } from '../../errors/error.js';
import type { Caller } from '../auth/caller.js';
import { RequestError } from '../answer/request-error.js';
import { rateHeaders } from './rate-headers.js';
import type { RateStore } from './rate-store.js';

/** Limits the operations and vendor calls of each caller in a minute. A caller without rates costs nothing. */
export interface RateLimiter {
  /**
   * Counts one operation.
   * @returns null for a caller without rates. Rejects with RequestError RATE_LIMITED when the operations of the minute are
   *   used up, or all its vendor calls are used or reserved
   */
  admit(caller: Caller): Promise<void> | null;
  /**
   * Reserves the estimated vendor calls of an operation before it runs. An estimate above the whole limit reserves the
   * whole limit, so that the operation can run when nothing else of the minute is used.
   * Rejects with RequestError RATE_LIMITED where they do not fit; such an operation gives nothing back.
   */
  reserveCalls(caller: Caller, estimated: number): Promise<void> | undefined;
  /** Replaces what was reserved for an operation by the calls that it made. */
  refundCalls(caller: Caller, estimated: number, used: number): void;
  /**
   * The headers with the rates of a caller and what is left of them, as this server knows it at the moment.
   * @returns names and values in turn; null for a caller without rates
   */
  headersFor(caller: Caller): readonly string[] | null;
}

export interface RateStores {
  readonly operations: RateStore;
  readonly calls: RateStore;
}

export function createRateLimiter({ operations, calls }: RateStores): RateLimiter {
  return {
    admit({ credential, rates: { operationsPerMinute, upstreamCallsPerMinute } }) {
      if (operationsPerMinute === null && upstreamCallsPerMinute === null) return null;
      return admitWithin(credential, operationsPerMinute, upstreamCallsPerMinute);
    },
    reserveCalls({ credential, rates: { upstreamCallsPerMinute: limit } }, estimated) {
      if (limit === null || estimated === 0) return undefined;
      return calls.take(credential, Math.min(estimated, limit), limit).then((wait) => {
        if (wait === null) return;
        const left = Math.max(0, limit - (calls.known(credential)?.taken ?? limit));
        throw limited(wait, tooManyCalls(estimated, limit, left));
      });
    },
    refundCalls({ credential, rates: { upstreamCallsPerMinute: limit } }, estimated, used) {
      if (limit === null) return;
      const difference = used - Math.min(estimated, limit);
      if (difference !== 0) calls.adjust(credential, difference);
    },
    headersFor({ credential, rates: { operationsPerMinute, upstreamCallsPerMinute } }) {
      if (operationsPerMinute === null && upstreamCallsPerMinute === null) return null;
      return rateHeaders([
        { name: 'operations', perMinute: operationsPerMinute, window: operations.known(credential) },
        { name: 'vendor-calls', perMinute: upstreamCallsPerMinute, window: calls.known(credential) },
      ]);
    },
  };

  async function admitWithin(credential: string, perMinute: number | null, callsPerMinute: number | null) {
    if (callsPerMinute !== null) {
      const wait = await calls.take(credential, 0, callsPerMinute - 1);
      if (wait !== null) throw limited(wait, usedUp(callsPerMinute, 'vendor calls'));
    }
    if (perMinute !== null) {
      const wait = await operations.take(credential, 1, perMinute);
      if (wait !== null) throw limited(wait, usedUp(perMinute, 'operations'));
    }
  }
}

const usedUp = (perMinute: number, what: string): string =>
  `This caller has used up its rate limit: ${perMinute} ${what} a minute are allowed.`;

function tooManyCalls(estimated: number, perMinute: number, left: number): string {
  const allowed = `${perMinute} a minute are allowed, ${left} are left`;
  const alone = estimated > perMinute ? '; it runs only in a minute of which nothing is used' : '';
  return `This operation needs about ${estimated} vendor calls: ${allowed}${alone}.`;
}

/** @param milliseconds until the window ends */
function limited(milliseconds: number, message: string): RequestError {
  const retryAfterSeconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new RequestError(429, new MessagingError('RATE_LIMITED', { message, retryAfterSeconds }));
}
