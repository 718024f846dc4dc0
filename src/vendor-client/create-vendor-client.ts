import { Bulkhead } from './bulkhead.js';
import type { CallPolicy } from './call-policy.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { CircuitBreaker, type CircuitState } from './circuit-breaker.js';
import { systemClock, type Clock } from '../clock.js';
import { gotTransport } from './got-transport.js';
import { watchOwnLoad } from './own-load.js';
import { RateLimit } from './rate-limit.js';
import { ReadCache } from './read-cache.js';
import { createReads } from './reads.js';
import { Renewal } from './renewal.js';
import { RetryBudget } from './retry.js';
import { createSends } from './sends.js';
import { createUndiciTransport } from './undici-transport.js';
import type { Authorization, Vendor, VendorClient, Observe } from './vendor-client.js';

export interface VendorClientOptions {
  readonly vendor: Vendor;
  readonly authorization: Authorization;
  /** Deadline of one read, retries included, milliseconds (UPSTREAM_TIMEOUT_MS). */
  readonly timeoutMs: number;
  /** Deadline of one send, milliseconds (SEND_TIMEOUT_MS). */
  readonly sendTimeoutMs: number;
  /** The most calls in flight, whatever the vendor takes (UPSTREAM_CONCURRENCY). */
  readonly concurrency: number;
  /** Bound of the cached values, bytes; 0 for no cache. */
  readonly cacheBytes: number;
  readonly observe?: Observe;
  readonly clock?: Clock;
  /** From 0 to 1, for the delays of retries. */
  readonly random?: () => number;
}

export interface VendorClientState {
  readonly inFlight: number;
  /** The most in flight at present. */
  readonly limit: number;
  readonly waiting: number;
  readonly cacheBytes: number;
  readonly circuits: { readonly token: CircuitState | null; readonly read: CircuitState; readonly send: CircuitState };
}

export interface TenantVendorClient extends VendorClient {
  /** Fetches the token that a send needs. @throws MessagingError */
  prepareSend(): Promise<void>;
  /** Drops what is cached about an id, see VendorRead. */
  forget(about: string): void;
  /** For readiness and metrics. */
  state(): VendorClientState;
  /** Refuses further calls, waits for those in flight (no longer than their deadlines), closes the connections. */
  close(): Promise<void>;
}

/** Waiting calls: eight times the concurrency, at least the calls of a few hundred operations. */
const queueLimit = (concurrency: number): number => Math.max(8 * concurrency, 4096);

/** Everything between one tenant and one vendor. */
export function createVendorClient(options: VendorClientOptions): TenantVendorClient {
  const { vendor, authorization, timeoutMs, sendTimeoutMs, concurrency, cacheBytes } = options;
  const { observe = () => undefined, clock = systemClock, random = Math.random } = options;

  const bulkhead = new Bulkhead(vendor, concurrency, queueLimit(concurrency), clock);
  const limit = new ConcurrencyLimit(bulkhead, concurrency, watchOwnLoad());
  const cache = new ReadCache(cacheBytes, clock);
  const connections = createUndiciTransport(timeoutMs);

  const policyOf = (kind: 'READ' | 'SEND') => ({
    vendor,
    kind,
    rateLimit: new RateLimit(vendor, clock),
    breaker: new CircuitBreaker(vendor, clock, (state) => observe({ type: 'CIRCUIT', kind, vendor, state })),
    bulkhead,
    limit,
    observe,
    clock,
    random,
  });
  const readPolicy: CallPolicy = {
    ...policyOf('READ'),
    timeoutMs,
    renewal: new Renewal(authorization, [401, 403], clock),
    retries: new RetryBudget(clock),
    transport: connections,
  };
  const sendPolicy: CallPolicy & { readonly retries: null } = {
    ...policyOf('SEND'),
    timeoutMs: sendTimeoutMs,
    // 401 alone proves that nothing was sent; a 403 may come from a server behind the one that accepted.
    renewal: new Renewal(authorization, [401], clock),
    retries: null,
    transport: gotTransport,
  };
  const reads = createReads(readPolicy, cache);
  const send = createSends(sendPolicy);
  const sendAfter403Too = createSends({ ...sendPolicy, renewal: new Renewal(authorization, [401, 403], clock) });

  return {
    read: reads.read,
    async prepareSend() {
      await sendPolicy.renewal.header(clock.now() + sendTimeoutMs);
    },
    send: (request, operation, requireInTime) =>
      (request.repeatsAfter403 ? sendAfter403Too : send)(request, operation, requireInTime),
    forget: reads.forget,
    state: () => ({
      inFlight: bulkhead.inFlight,
      limit: bulkhead.limit,
      waiting: bulkhead.waiting,
      cacheBytes: cache.bytes,
      circuits: {
        token: authorization.circuit ?? null,
        read: readPolicy.breaker.state,
        send: sendPolicy.breaker.state,
      },
    }),
    async close() {
      await bulkhead.close();
      await connections.close();
    },
  };
}
