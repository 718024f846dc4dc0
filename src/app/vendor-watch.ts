import type { Observe, VendorEvent } from '../vendor-client/vendor-client.js';
import { idsOf, type Log } from '../server/observability/log.js';
import type { Metrics } from '../server/observability/metrics.js';
import type { Traces } from '../server/traces/traces.js';
import { memoizeByName } from '../server/observability/memoize-by-name.js';

/** Reports one tenant's vendor calls to logs and metrics, and fetched tokens to traces. */
export function createVendorWatch(log: Log, metrics: Metrics, traces: Traces | null): (tenant: string) => Observe {
  return (tenant) => {
    const countersOf = memoizeByName((vendor) => memoizeByName((kind) => metrics.vendorCalls(tenant, vendor, kind)));
    return (event) => {
      switch (event.type) {
        case 'REQUEST': {
          countersOf(event.request.vendor)(event.kind).answered(event.request, event.fault);
          if (event.kind === 'TOKEN' && traces) traceTokenCall(traces, event);
          if (isTrouble(event)) logTrouble(log, tenant, event);
          return;
        }
        case 'REFUSED':
          return countersOf(event.vendor)(event.kind).refused(event.reason);
        case 'NO_TRACKING_ID': {
          const { vendor, route, status, members } = event;
          return void log.warn({ event: 'no-tracking-id', ...idsOf(event), tenant, vendor, route, status, members });
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

/** A token is fetched for many operations: its span is a trace of its own. */
function traceTokenCall({ background }: Traces, { kind, request, origin, fault }: RequestEvent): void {
  const { vendor, method, route, status, milliseconds } = request;
  const startedAt = Date.now() - milliseconds;
  background
    .startCall({ vendor, kind, method, route, url: origin ?? null, resends: 0, startedAt })
    ?.end({ status, fault, traces: [null] });
}

function logTrouble(
  log: Log,
  tenant: string,
  { kind, request, requestId = null, trace = null, fault, code }: RequestEvent,
): void {
  const { vendor, method, route, status, milliseconds } = request;
  const event = 'vendor-trouble';
  const ids = idsOf({ requestId, trace });
  log.warn({ event, ...ids, tenant, kind, vendor, method, route, status, fault, code: code ?? null, milliseconds });
}
