import { collectDefaultMetrics, Registry } from 'prom-client';
import type { AnsweredRequest } from '../request-observer.js';
import { createOperationMetrics } from './operation-metrics.js';
import { addStateMetrics, type ServerState } from './state-metrics.js';
import { createVendorMetrics, type VendorCallMetrics } from './vendor-metrics.js';

/** Everything that is counted, in a registry of its own. */
export interface Metrics {
  answered(request: AnsweredRequest): void;
  vendorCalls(tenant: string, vendor: string, kind: string): VendorCallMetrics;
  /** Adds what is looked at when somebody asks. */
  show(state: ServerState): void;
  readonly contentType: string;
  readonly text: () => Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    answered: createOperationMetrics(registry),
    vendorCalls: createVendorMetrics(registry),
    show: (state) => addStateMetrics(registry, state),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
