import { Counter, type CounterConfiguration, Histogram, type HistogramConfiguration } from 'prom-client';

/** A count that costs an addition: what has come to it goes to its counter when somebody looks. */
export interface Tally {
  count: number;
}

/** A counter of tallies. prom-client works out the text of its labels at every step, which is dear on a vendor call. */
export function createTallies<Label extends string>(
  configuration: CounterConfiguration<Label>,
): (labels: Record<Label, string>) => Tally {
  const tallies: { readonly labels: Record<Label, string>; readonly tally: Tally }[] = [];
  new Counter<Label>({
    ...configuration,
    collect() {
      for (const { labels, tally } of tallies) {
        this.inc(labels, tally.count);
        tally.count = 0;
      }
    },
  });
  return (labels) => {
    const tally: Tally = { count: 0 };
    tallies.push({ labels, tally });
    return tally;
  };
}

/** So many values of a histogram wait to be told. */
const MOST_VALUES = 256;

/** A histogram that hears of its values many at a time, which costs it a fraction of hearing of each as it comes. */
export function createDurations<Label extends string>(
  configuration: HistogramConfiguration<Label>,
): (labels: Record<Label, string>) => (seconds: number) => void {
  const tells: (() => void)[] = [];
  const histogram = new Histogram<Label>({
    ...configuration,
    collect: () => tells.forEach((tell) => tell()),
  });
  return (labels) => {
    const child = histogram.labels(labels);
    const values: number[] = [];
    const tell = (): void => {
      for (const value of values) child.observe(value);
      values.length = 0;
    };
    tells.push(tell);
    return (seconds) => {
      if (values.push(seconds) >= MOST_VALUES) tell();
    };
  };
}
