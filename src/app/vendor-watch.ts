import type { Observe, VendorEvent } from '../vendor-client/vendor-event.js';
import { type Log, logCircuit, logNoTrackingId, logVendorTrouble } from '../server/observability/log.js';
import type { Metrics } from '../server/observability/metrics.js';
import { memoizeByName } from '../server/observability/counts.js';

/** What logs and metrics hear of one tenant's vendor calls. */
export function createVendorWatch(log: Log, metrics: Metrics): (tenant: string) => Observe {
  return (tenant) => {
    const countersOf = memoizeByName((vendor) => memoizeByName((kind) => metrics.vendorCalls(tenant, vendor, kind)));
    return (event) => {
      switch (event.type) {
        case 'REQUEST': {
          countersOf(event.request.vendor)(event.kind).answered(event.request, event.fault);
          if (isTrouble(event)) logRequestTrouble(log, tenant, event);
          return;
        }
        case 'REFUSED':
          return countersOf(event.vendor)(event.kind).refused(event.reason);
        case 'NO_TRACKING_ID': {
          const { vendor, route, status, requestId, members } = event;
          return logNoTrackingId(log, { requestId, tenant, vendor, route, status, members });
        }
        case 'CIRCUIT':
          return logCircuit(log, { tenant, vendor: event.vendor, kind: event.kind, state: event.state });
      }
    };
  };
}

type RequestEvent = Extract<VendorEvent, { type: 'REQUEST' }>;

/** No answer, the vendor's own failure, or one that an operator must see to: credentials, rates. */
const isTrouble = ({ request: { status } }: RequestEvent): boolean =>
  status === null || status >= 500 || status === 401 || status === 403 || status === 429;

function logRequestTrouble(log: Log, tenant: string, { kind, request, requestId, fault, code }: RequestEvent): void {
  const { vendor, method, route, status, milliseconds } = request;
  logVendorTrouble(log, {
    requestId: requestId ?? null,
    tenant,
    kind,
    vendor,
    method,
    route,
    status,
    fault,
    code: code ?? null,
    milliseconds,
  });
}
