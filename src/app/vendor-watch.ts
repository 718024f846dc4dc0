import type { FaultKind } from '../vendor-client/fault.js';
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
          if (isTrouble(event)) logTrouble(log, tenant, event, event.request, event.fault, event.code);
          return;
        }
        case 'UNUSABLE': {
          const { request, misfit } = event;
          countersOf(request.vendor)(event.kind).unusable(request);
          return logTrouble(log, tenant, event, { ...request, milliseconds: null }, 'UNREADABLE', misfit);
        }
        case 'REFUSED':
          return countersOf(event.vendor)(event.kind).refused(event.reason);
        case 'NO_TRACKING_ID': {
          const { vendor, route, status, members } = event;
          countersOf(vendor)('SEND').unusable(event);
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

/** A request, without its time where it was logged before. */
type Loggable = Omit<RequestEvent['request'], 'milliseconds'> & { readonly milliseconds: number | null };

/** Of 4xx those that an operator must see to: credentials and rates, and the timeout of a vendor's front. */
const TROUBLE_4XX: readonly number[] = [401, 403, 408, 429];

/** No answer, the vendor's own failure, a redirect, which no request of these has, or one that an operator must see to. */
const isTrouble = ({ request: { status } }: RequestEvent): boolean =>
  status === null || (status >= 300 && status < 400) || status >= 500 || TROUBLE_4XX.includes(status);

/** A token is fetched for many operations: its span is a trace of its own. */
function traceTokenCall({ background }: Traces, { kind, request, origin, fault }: RequestEvent): void {
  const { vendor, method, route, status, milliseconds } = request;
  const startedAt = Date.now() - milliseconds;
  background
    .startCall({ vendor, kind, method, route, url: origin ?? null, resends: 0, startedAt })
    ?.end({ status, fault, traces: [null] });
}

/** @param fault why no whole answer came, or none that can be used. @param code of that */
function logTrouble(
  log: Log,
  tenant: string,
  { kind, requestId = null, trace = null }: Pick<RequestEvent, 'kind' | 'requestId' | 'trace'>,
  { vendor, method, route, status, milliseconds }: Loggable,
  fault: FaultKind | null,
  code: string | null = null,
): void {
  const ids = idsOf({ requestId, trace });
  const call = { tenant, kind, vendor, method, route, status };
  log.warn({ event: 'vendor-trouble', ...ids, ...call, fault, code, milliseconds });
}
