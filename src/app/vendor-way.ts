import { MessagingError } from '../errors/error.js';
import type { MessagingErrorCode } from '../errors/catalogue.js';
import type { VendorClientState } from '../vendor-client/create-vendor-client.js';
import type { Vendor } from '../vendor-client/vendor-client.js';
import type { Observe } from '../vendor-client/vendor-event.js';
import { Operation } from '../operation.js';
import type { VendorWay } from '../server/http/health/readiness.js';
import type { VendorState } from '../server/observability/state-metrics.js';

/** One tenant's way to a vendor, as readiness and metrics see it. */
export interface TenantVendorWay extends VendorWay {
  readonly vendor: Vendor;
  state(): VendorState;
}

/** Hands events on, and remembers when the vendor was heard of last. */
export interface Hearing {
  readonly observe: Observe;
  /** On the clock of `performance.now()`. */
  heardAt(): number;
}

export function createHearing(observe: Observe): Hearing {
  let heardAt = Number.NEGATIVE_INFINITY;
  return {
    observe(event) {
      if (event.type === 'REQUEST' && event.request.status !== null && event.request.status < 500) {
        heardAt = performance.now();
      }
      observe(event);
    },
    heardAt: () => heardAt,
  };
}

export interface VendorWayOptions {
  readonly tenant: string;
  readonly vendor: Vendor;
  readonly client: { state(): VendorClientState };
  readonly hearing: Hearing;
  /** One read of an id that does not exist. */
  readonly ask: (operation: Operation) => Promise<unknown>;
}

/** Whatever else a vendor says, it is there. */
const UNREACHED: ReadonlySet<MessagingErrorCode> = new Set(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT', 'OVERLOADED']);

export function createVendorWay({ tenant, vendor, client, hearing, ask }: VendorWayOptions): TenantVendorWay {
  return {
    vendor,
    state() {
      const { inFlight, waiting, cacheBytes, circuits } = client.state();
      const { token: TOKEN, read: READ, send: SEND } = circuits;
      return { tenant, vendor, inFlight, waiting, cacheBytes, circuits: { TOKEN, READ, SEND } };
    },
    isWell(withinMs) {
      const { token, read } = client.state().circuits;
      const closed = read === 'CLOSED' && (token === null || token === 'CLOSED');
      return closed && performance.now() - hearing.heardAt() < withinMs;
    },
    async probe(timeoutMs) {
      try {
        await ask(new Operation({ deadline: performance.now() + timeoutMs, fresh: true }));
        return true;
      } catch (error) {
        return error instanceof MessagingError && !UNREACHED.has(error.code);
      }
    },
  };
}
