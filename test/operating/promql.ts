import { parser } from '@prometheus-io/lezer-promql';

/** One selector of series, as `name{label="value"}`. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[];
}

export interface Query {
  readonly selectors: readonly Selector[];
  /** Labels of `by`. */
  readonly groupings: readonly string[];
  /** Whether the result has only these labels. */
  readonly isAggregated: boolean;
}

/** @throws Error with the place where it is no PromQL. Variables of Grafana stand for a text or a duration. */
export function readQuery(text: string): Query {
  const query = text.replaceAll('$__rate_interval', '5m');
  const selectors: { metric: string; matchers: { label: string; operator: string; value: string }[] }[] = [];
  const groupings: string[] = [];
  let isAggregated = false;
  parser.parse(query).iterate({
    enter({ name, from, to, node }) {
      const part = query.slice(from, to);
      if (node.type.isError) throw new Error(`no PromQL at ${from} of ${query}`);
      if (name === 'Without') throw new Error(`what is left of \`without\` is not known: ${query}`);
      if (name === 'AggregateExpr') isAggregated = true;
      if (name === 'VectorSelector') selectors.push({ metric: '', matchers: [] });
      if (name === 'Identifier') selectors.at(-1)!.metric = part;
      if (name === 'LabelName' && node.parent?.name === 'GroupingLabels') groupings.push(part);
      if (name === 'UnquotedLabelMatcher') {
        const [, label = '', operator = '', value = ''] = /^(\w+)\s*(=~|!~|!=|=)\s*"(.*)"$/.exec(part) ?? [];
        selectors.at(-1)!.matchers.push({ label, operator, value });
      }
    },
  });
  return { selectors, groupings, isAggregated };
}
