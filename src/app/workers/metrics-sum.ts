import {
  AggregatorRegistry,
  collectDefaultMetrics,
  Counter,
  Gauge,
  type PrometheusContentType,
  Registry,
} from 'prom-client';
import type { WorkerCounts } from './messages.js';

/** One metric of a worker, as prom-client gives it. */
export interface MetricJson {
  readonly name: string;
  /** `counter`, `gauge`, `histogram` or `summary`. */
  readonly type: unknown;
  /** `sum` where it is left out. */
  readonly aggregator?: string;
}

/** The metrics of all workers and of this process as one page. What workers that have ended had counted stays in the sums. */
export interface MetricsSum {
  /** What a worker that runs has, as it was read now. */
  read(worker: number, metrics: readonly MetricJson[]): void;
  /** It runs and does not answer: what was read of it last is kept, counts and durations alone. */
  unanswered(worker: number): void;
  /** As for one that does not answer. */
  ended(worker: number): void;
  replaced(): void;
  page(): Promise<string>;
}

const SUMS: ReadonlySet<unknown> = new Set(['counter', 'histogram', 'summary']);

const counted = (metrics: readonly MetricJson[]): readonly MetricJson[] => metrics.filter(({ type }) => SUMS.has(type));

export function createMetricsSum(counts: () => WorkerCounts): MetricsSum {
  const own = new Registry();
  new Gauge({
    name: 'messaging_graph_workers',
    help: 'Worker processes: running, wanted (WORKERS), and those that run and did not answer this scrape.',
    labelNames: ['state'] as const,
    registers: [own],
    collect() {
      const { running, wanted } = counts();
      this.set({ state: 'running' }, running);
      this.set({ state: 'wanted' }, wanted);
      this.set({ state: 'unresponsive' }, unresponsive.size);
    },
  });
  const replacements = new Counter({
    name: 'messaging_graph_workers_replaced_total',
    help: 'Worker processes that ended without a request to end, and were replaced.',
    registers: [own],
  });
  const ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  const startTime = ofProcess.getSingleMetric('process_start_time_seconds')!;
  /** Of this process what can be summed: the mean of event loops is that of the workers. */
  const readProcess = async (): Promise<readonly MetricJson[]> =>
    ((await ofProcess.getMetricsAsJSON()) as readonly MetricJson[]).filter(
      ({ aggregator = 'sum' }) => aggregator === 'sum',
    );

  const unresponsive = new Set<number>();
  const latest = new Map<number, readonly MetricJson[]>();
  let past: Promise<readonly MetricJson[]> = Promise.resolve([]);

  const sum = (all: readonly (readonly MetricJson[])[]): Registry<PrometheusContentType> =>
    AggregatorRegistry.aggregate<PrometheusContentType>([...all]);

  return {
    read(worker, metrics) {
      unresponsive.delete(worker);
      latest.set(worker, metrics);
    },
    unanswered(worker) {
      unresponsive.add(worker);
      latest.set(worker, counted(latest.get(worker) ?? []));
    },
    ended(worker) {
      const last = counted(latest.get(worker) ?? []);
      latest.delete(worker);
      unresponsive.delete(worker);
      past = past.then((before) => sum([before, last]).getMetricsAsJSON());
    },
    replaced: () => replacements.inc(),
    async page() {
      const page = sum([...latest.values(), await past, await readProcess(), await own.getMetricsAsJSON()]);
      page.registerMetric(startTime);
      return page.metrics();
    },
  };
}
