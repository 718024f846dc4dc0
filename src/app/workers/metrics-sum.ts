import { AggregatorRegistry, Counter, Gauge, type PrometheusContentType, Registry } from 'prom-client';
import type { WorkerCounts } from './messages.js';

/** One metric of a worker, as prom-client gives it. */
export interface MetricJson {
  readonly name: string;
  /** `counter`, `gauge`, `histogram` or `summary`. */
  readonly type: unknown;
}

/** The metrics of all workers as one page. What workers that have ended had counted stays in the sums. */
export interface MetricsSum {
  /** What a worker that runs has, as it was read now. */
  read(worker: number, metrics: readonly MetricJson[]): void;
  /** What was read of it last is kept, counts and durations alone. */
  ended(worker: number): void;
  replaced(): void;
  page(): Promise<string>;
}

const SUMS: ReadonlySet<unknown> = new Set(['counter', 'histogram', 'summary']);

export function createMetricsSum(counts: () => WorkerCounts): MetricsSum {
  const own = new Registry();
  new Gauge({
    name: 'messaging_graph_workers',
    help: 'Worker processes: running, and wanted (WORKERS).',
    labelNames: ['state'] as const,
    registers: [own],
    collect() {
      const { running, wanted } = counts();
      this.set({ state: 'running' }, running);
      this.set({ state: 'wanted' }, wanted);
    },
  });
  const replacements = new Counter({
    name: 'messaging_graph_workers_replaced_total',
    help: 'Worker processes that ended and were replaced.',
    registers: [own],
  });
  const latest = new Map<number, readonly MetricJson[]>();
  let past: Promise<readonly MetricJson[]> = Promise.resolve([]);

  const sum = (all: readonly (readonly MetricJson[])[]): Registry<PrometheusContentType> =>
    AggregatorRegistry.aggregate<PrometheusContentType>([...all]);

  return {
    read: (worker, metrics) => void latest.set(worker, metrics),
    ended(worker) {
      const last = latest.get(worker);
      latest.delete(worker);
      if (!last) return;
      const counted = last.filter(({ type }) => SUMS.has(type));
      past = past.then((before) => sum([before, counted]).getMetricsAsJSON());
    },
    replaced: () => replacements.inc(),
    async page() {
      return sum([...latest.values(), await past, await own.getMetricsAsJSON()]).metrics();
    },
  };
}
