import type { Registry } from 'prom-client';
import type { UpstreamRequest } from '../../../operation.js';
import { remember } from './remember.js';
import { createDurations, createTallies } from './tally.js';

/** What one tenant's calls of one kind to one vendor are counted by. */
export interface VendorCallMetrics {
  /** @param fault why no whole answer came, in one word; null when one did */
  answered(request: UpstreamRequest, fault: string | null): void;
  /** A call that did not leave. */
  refused(reason: string): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Requests to vendors. Tenants are as many as their file has, routes are templates, kinds, reasons and faults fixed words. */
export function createVendorMetrics(
  registry: Registry,
): (tenant: string, vendor: string, kind: string) => VendorCallMetrics {
  const registers = [registry];
  const requests = createTallies({
    name: 'messaging_graph_vendor_requests_total',
    help: 'Requests that went to vendors, by the status or the fault that they ended with.',
    labelNames: ['tenant', 'vendor', 'kind', 'route', 'outcome'] as const,
    registers,
  });
  const refusals = createTallies({
    name: 'messaging_graph_vendor_calls_refused_total',
    help: 'Vendor calls that did not leave, by reason.',
    labelNames: ['tenant', 'vendor', 'kind', 'reason'] as const,
    registers,
  });
  const durations = createDurations({
    name: 'messaging_graph_vendor_request_duration_seconds',
    help: 'Time from a request to a vendor to the end of its answer.',
    labelNames: ['vendor', 'kind'] as const,
    buckets: SECONDS,
    registers,
  });

  return (tenant, vendor, kind) => {
    const countOf = remember((route) => remember((outcome) => requests({ tenant, vendor, kind, route, outcome })));
    const refusalsOf = remember((reason) => refusals({ tenant, vendor, kind, reason }));
    const duration = durations({ vendor, kind });
    return {
      answered({ route, status, milliseconds }, fault) {
        countOf(route)(fault ?? outcomeOf(status)).count++;
        duration(milliseconds / 1000);
      },
      refused: (reason) => void refusalsOf(reason).count++,
    };
  };
}

const CLASSES: readonly (string | undefined)[] = [undefined, undefined, '2xx', '3xx', '4xx', '5xx'];

/** Vendors may answer any number; those that ask for something to be done stand alone. */
function outcomeOf(status: number | null): string {
  if (status === null) return 'NONE';
  if (status === 401 || status === 403 || status === 404 || status === 429) return String(status);
  return CLASSES[Math.floor(status / 100)] ?? 'OTHER';
}
