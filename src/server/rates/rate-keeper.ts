import { MessagingError } from '../../errors/error.js';
import type { Caller } from '../auth/caller.js';
import { RequestError } from '../http/request-error.js';
import type { Counters } from './counters.js';

/** Holds callers to their rates. For one without rates it does nothing and waits for nothing. */
export interface RateKeeper {
  /**
   * Counts one operation.
   * @returns null for a caller without rates. Rejects with RequestError RATE_LIMITED when the minute's operations or
   *   vendor calls are spent
   */
  admit(caller: Caller): Promise<void> | null;
  /** Counts what an operation cost, after it: the one that spends the last call is answered whole. */
  charge(caller: Caller, calls: number): void;
}

export function createRateKeeper(counters: Counters): RateKeeper {
  return {
    admit({ credential, rates }) {
      const { operationsPerMinute, upstreamCallsPerMinute } = rates;
      if (operationsPerMinute === null && upstreamCallsPerMinute === null) return null;
      return admitWithin(counters, credential, operationsPerMinute, upstreamCallsPerMinute);
    },
    charge({ credential, rates: { upstreamCallsPerMinute } }, calls) {
      if (upstreamCallsPerMinute === null || calls === 0) return;
      counters
        .calls(upstreamCallsPerMinute)
        .add(credential, calls)
        .catch(() => undefined); // nobody waits for it
    },
  };
}

async function admitWithin(
  counters: Counters,
  credential: string,
  operations: number | null,
  calls: number | null,
): Promise<void> {
  const spent = calls === null ? null : await counters.calls(calls).waitWhenSpent(credential);
  refuseFor(spent);
  if (operations !== null) refuseFor(await counters.operations(operations).take(credential));
}

function refuseFor(milliseconds: number | null): void {
  if (milliseconds === null) return;
  const retryAfterSeconds = Math.max(1, Math.ceil(milliseconds / 1000));
  throw new RequestError(429, new MessagingError('RATE_LIMITED', { retryAfterSeconds }));
}
