import type { Observe, VendorEvent } from '../vendor-client/vendor-client.js';
import type { Log } from '../server/observability/log.js';
import type { Metrics } from '../server/observability/metrics.js';
import { memoizeByName } from '../server/observability/counts.js';

/** Reports one tenant's vendor calls to logs and metrics. */
export function createVendorWatch(log: Log, metrics: Metrics): (tenant: string) => Observe {
  return (tenant) => {
    const countersOf = memoizeByName((vendor) => memoizeByName((kind) => metrics.vendorCalls(tenant, vendor, kind)));
    return (event) => {
      switch (event.type) {
        case 'REQUEST': {
          countersOf(event.request.vendor)(event.kind).answered(event.request, event.fault);
          if (isTrouble(event)) logTrouble(log, tenant, event);
          return;
        }
        case 'REFUSED':
          return countersOf(event.vendor)(event.kind).refused(event.reason);
        case 'NO_TRACKING_ID': {
          const { vendor, route, status, requestId, members } = event;
          return void log.warn({ event: 'no-tracking-id', requestId, tenant, vendor, route, status, members });
        }
        case 'CIRCUIT': {
          const { vendor, kind, state } = event;
          log[state === 'CLOSED' ? 'info' : 'warn']({ event: 'circuit', tenant, vendor, kind, state });
        }
      }
    };
  };
}

type RequestEvent = Extract<VendorEvent, { type: 'REQUEST' }>;

/** No answer, the vendor's own failure, or one that an operator must see to: credentials, rates. */
const isTrouble = ({ request: { status } }: RequestEvent): boolean =>
  status === null || status >= 500 || status === 401 || status === 403 || status === 429;

function logTrouble(log: Log, tenant: string, { kind, request, requestId = null, fault, code }: RequestEvent): void {
  const { vendor, method, route, status, milliseconds } = request;
  const event = 'vendor-trouble';
  log.warn({ event, requestId, tenant, kind, vendor, method, route, status, fault, code: code ?? null, milliseconds });
}
