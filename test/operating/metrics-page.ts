/** A metric with all its series, as `/metrics` shows them. */
export interface MetricFamily {
  readonly name: string;
  readonly type: string;
  /** The names that PromQL can ask for: those of a histogram end in `_bucket`, `_sum` and `_count`. */
  readonly series: ReadonlySet<string>;
  /** Names of labels with their values, `le` of histograms left out. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
}

const SUFFIXES: Readonly<Record<string, readonly string[]>> = { histogram: ['_bucket', '_sum', '_count'] };

/** Reads the text format of Prometheus. */
export function readMetrics(text: string): readonly MetricFamily[] {
  const families = new Map<string, Omit<MetricFamily, 'labels'> & { readonly labels: Map<string, Set<string>> }>();
  const bySeries = new Map<string, string>();
  for (const line of text.split('\n')) {
    const declared = /^# TYPE (\w+) (\w+)$/.exec(line);
    if (declared) {
      const [, name = '', type = ''] = declared;
      const series = new Set((SUFFIXES[type] ?? ['']).map((suffix) => name + suffix));
      families.set(name, { name, type, series, labels: new Map() });
      for (const one of series) bySeries.set(one, name);
      continue;
    }
    const sample = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line);
    if (!sample) continue;
    const [, series = '', labels = ''] = sample;
    const family = families.get(bySeries.get(series) ?? '');
    if (!family) throw new Error(`${series} has no type`);
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      if (label === 'le') continue;
      const values = family.labels.get(label) ?? new Set<string>();
      family.labels.set(label, values.add(value));
    }
  }
  return [...families.values()];
}
