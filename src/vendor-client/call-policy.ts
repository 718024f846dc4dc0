import type { Bulkhead } from './bulkhead.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import type { Clock } from '../clock.js';
import type { ConcurrencyLimit } from './concurrency-limit.js';
import type { RateLimit } from './rate-limit.js';
import type { Renewal } from './renewal.js';
import type { RetryBudget } from './retry.js';
import type { Transport } from './transport.js';
import type { Vendor, VendorRequest, CallKind, Observe } from './vendor-client.js';

/** A request, and the largest answer to it, decompressed, bytes. */
export type SizedRequest = VendorRequest & { readonly maxBytes: number };

/** What all calls of one kind have in common, for one tenant at one vendor. */
export interface CallPolicy {
  readonly vendor: Vendor;
  readonly kind: CallKind;
  /** Deadline of the whole call, milliseconds. */
  readonly timeoutMs: number;
  readonly rateLimit: RateLimit;
  readonly breaker: CircuitBreaker;
  readonly bulkhead: Bulkhead;
  /** Of the bulkhead, by how the vendor answers. */
  readonly limit: ConcurrencyLimit;
  readonly renewal: Renewal;
  /** null where a call is never repeated but with a new token. */
  readonly retries: RetryBudget | null;
  readonly transport: Transport;
  readonly observe: Observe;
  readonly clock: Clock;
  /** From 0 to 1, for the delay of a retry. */
  readonly random: () => number;
}
