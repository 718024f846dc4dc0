import type { MessagingErrorCode } from '../errors/catalogue.js';
import { MessagingError } from '../errors/error.js';
import { Operation } from '../operation.js';
import type { VendorHealth } from '../server/http/readiness.js';
import type { VendorState } from '../server/observability/state-metrics.js';
import type { Observe } from '../vendor-client/vendor-client.js';
import type { OpenVendor } from '../vendors/vendor.js';

/** One vendor of one tenant, as readiness and metrics see it. */
export interface TenantVendorHealth extends VendorHealth {
  readonly vendor: string;
  state(): VendorState;
}

/** When a vendor last responded, by the events of its client. */
export interface ResponseWatch {
  /** Hands every event on. */
  readonly observe: Observe;
  /** On the clock of `performance.now()`; a status of 500 or above is no response. */
  lastResponseAt(): number;
}

export function watchResponses(observe: Observe): ResponseWatch {
  let lastResponseAt = Number.NEGATIVE_INFINITY;
  return {
    observe(event) {
      if (event.type === 'REQUEST' && event.request.status !== null && event.request.status < 500) {
        lastResponseAt = performance.now();
      }
      observe(event);
    },
    lastResponseAt: () => lastResponseAt,
  };
}

export interface VendorHealthOptions {
  readonly tenant: string;
  readonly vendor: string;
  readonly client: Pick<OpenVendor, 'state' | 'probe'>;
  readonly watch: ResponseWatch;
}

/** Any other error is a response. */
const UNREACHED: ReadonlySet<MessagingErrorCode> = new Set(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT', 'OVERLOADED']);

export function createVendorHealth({ tenant, vendor, client, watch }: VendorHealthOptions): TenantVendorHealth {
  return {
    vendor,
    state() {
      const { circuits, ...counts } = client.state();
      const { token: TOKEN, read: READ, send: SEND } = circuits;
      return { tenant, vendor, ...counts, circuits: { TOKEN, READ, SEND } };
    },
    isWell(withinMs) {
      const { token, read } = client.state().circuits;
      const closed = read === 'CLOSED' && (token === null || token === 'CLOSED');
      return closed && performance.now() - watch.lastResponseAt() < withinMs;
    },
    async probe() {
      try {
        await client.probe(new Operation({ fresh: true }));
        return true;
      } catch (error) {
        return error instanceof MessagingError && !UNREACHED.has(error.code);
      }
    },
  };
}
