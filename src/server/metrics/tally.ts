import { Counter, type CounterConfiguration } from 'prom-client';

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
