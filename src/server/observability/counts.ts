import { Counter, type CounterConfiguration, Histogram, type HistogramConfiguration } from 'prom-client';

/** A count that costs one addition; it is added to its prom-client counter when metrics are read. */
export interface Count {
  value: number;
}

/** A counter by labels. prom-client builds the text of the labels at every increment, which is slow on a vendor call. */
export function createCounts<Label extends string>(
  configuration: CounterConfiguration<Label>,
): (labels: Record<Label, string>) => Count {
  const counts: { readonly labels: Record<Label, string>; readonly count: Count }[] = [];
  new Counter<Label>({
    ...configuration,
    collect() {
      for (const { labels, count } of counts) {
        this.inc(labels, count.value);
        count.value = 0;
      }
    },
  });
  return (labels) => {
    const count: Count = { value: 0 };
    counts.push({ labels, count });
    return count;
  };
}

/** Values that are kept before they are given to prom-client. */
const MAX_VALUES = 256;

/** A histogram by labels that takes its values in batches, at a fraction of the cost of one at a time. */
export function createDurations<Label extends string>(
  configuration: HistogramConfiguration<Label>,
): (labels: Record<Label, string>) => (seconds: number) => void {
  const flushes: (() => void)[] = [];
  const histogram = new Histogram<Label>({
    ...configuration,
    collect: () => flushes.forEach((flush) => flush()),
  });
  return (labels) => {
    const child = histogram.labels(labels);
    const values: number[] = [];
    const flush = (): void => {
      for (const value of values) child.observe(value);
      values.length = 0;
    };
    flushes.push(flush);
    return (seconds) => {
      if (values.push(seconds) >= MAX_VALUES) flush();
    };
  };
}
