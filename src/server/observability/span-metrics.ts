import type { Registry } from 'prom-client';
import { type Count, createCounts } from './counts.js';
import { memoizeByName } from './memoize-by-name.js';

/** Counts of spans, which exist only where traces are on. */
export interface SpanMetrics {
  readonly exported: Count;
  readonly dropped: (reason: string) => Count;
}

export function createSpanMetrics(registry: Registry): SpanMetrics {
  const registers = [registry];
  const dropped = createCounts({
    name: 'messaging_graph_spans_dropped_total',
    help: 'Spans that were dropped, by reason: the queue was full, the collector did not take them, the server stopped.',
    labelNames: ['reason'] as const,
    registers,
  });
  return {
    exported: createCounts({
      name: 'messaging_graph_spans_exported_total',
      help: 'Spans that the collector took.',
      registers,
    })({}),
    dropped: memoizeByName((reason) => dropped({ reason })),
  };
}
