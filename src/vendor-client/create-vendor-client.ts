import { Admission } from './admission.js';
import { Authorized } from './authorized.js';
import { Bulkhead } from './bulkhead.js';
import { CircuitBreaker, type CircuitState } from './circuit-breaker.js';
import { monotonicClock, type Clock } from './clock.js';
import { ReadCache } from './read-cache.js';
import { createReads } from './reads.js';
import { RequestHeaders } from './request-headers.js';
import { RetryBudget } from './retry-budget.js';
import { createSends } from './sends.js';
import { createUndiciTransport } from './undici-transport.js';
import type { Authorization, Vendor, VendorClient } from './vendor-client.js';
import type { Observe } from './vendor-event.js';

export interface VendorClientOptions {
  readonly vendor: Vendor;
  readonly authorization: Authorization;
  /** Deadline of one read, retries included, milliseconds (UPSTREAM_TIMEOUT_MS). */
  readonly timeoutMs: number;
  /** Deadline of one send, milliseconds (SEND_TIMEOUT_MS). */
  readonly sendTimeoutMs: number;
  /** Calls in flight (UPSTREAM_CONCURRENCY). */
  readonly concurrency: number;
  /** Bound of the remembered values, bytes; 0 for none. */
  readonly cacheBytes: number;
  readonly observe?: Observe;
  /** For what is remembered and counted; deadlines are on `performance.now()` always. */
  readonly now?: Clock;
}

export interface VendorClientState {
  readonly inFlight: number;
  readonly waiting: number;
  readonly cacheBytes: number;
  readonly circuits: { readonly token: CircuitState | null; readonly read: CircuitState; readonly send: CircuitState };
}

export interface TenantVendorClient extends VendorClient {
  /** Forgets what was remembered of addresses that contain this text. */
  forget(urlPart: string): void;
  /** For readiness and metrics. */
  state(): VendorClientState;
  /** Lets nothing in any more, waits for what is under way (no longer than its deadline), closes the connections. */
  close(): Promise<void>;
}

/** The queue for a place: several times the places, and never less than what a few hundred operations ask at once. */
const queueLimit = (concurrency: number): number => Math.max(8 * concurrency, 4096);

/** Everything between one tenant and one vendor, put together in the order a call travels. */
export function createVendorClient(options: VendorClientOptions): TenantVendorClient {
  const { vendor, authorization, timeoutMs, sendTimeoutMs, concurrency, cacheBytes } = options;
  const { observe = () => undefined, now = monotonicClock } = options;

  const circuit = (kind: 'READ' | 'SEND'): CircuitBreaker =>
    new CircuitBreaker(vendor, now, (state) => observe({ type: 'CIRCUIT', kind, vendor, state }));
  const circuits = { read: circuit('READ'), send: circuit('SEND') };
  const bulkhead = new Bulkhead(vendor, concurrency, queueLimit(concurrency));
  const cache = new ReadCache(cacheBytes, now);
  const transport = createUndiciTransport(concurrency, timeoutMs);

  const reads = createReads({
    vendor,
    cache,
    route: {
      admission: new Admission(vendor, 'READ', circuits.read, bulkhead, observe),
      authorized: new Authorized(authorization, [401, 403], now),
      budget: new RetryBudget(now),
      transport,
      headers: new RequestHeaders(),
    },
    timeoutMs,
    observe,
    now,
  });

  return {
    read: reads.read,
    send: createSends({
      vendor,
      admission: new Admission(vendor, 'SEND', circuits.send, bulkhead, observe),
      // 401 alone proves that nothing was sent; a 403 may come from behind the door.
      authorized: new Authorized(authorization, [401], now),
      timeoutMs: sendTimeoutMs,
      observe,
    }),
    forget(urlPart) {
      reads.forget((key) => key.includes(urlPart));
    },
    state: () => ({
      inFlight: bulkhead.inFlight,
      waiting: bulkhead.waiting,
      cacheBytes: cache.bytes,
      circuits: {
        token: authorization.circuit ?? null,
        read: circuits.read.state,
        send: circuits.send.state,
      },
    }),
    async close() {
      await bulkhead.close();
      await transport.close();
    },
  };
}
