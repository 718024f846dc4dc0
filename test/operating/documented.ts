import { readFileSync } from 'node:fs';

export const PAGE = readFileSync('docs/operating.md', 'utf8');

/** The cells of a table's rows, by the words of its first column; code marks left out. */
function rowsOf(firstHeading: string): ReadonlyMap<string, readonly string[]> {
  const [, , rows = ''] = new RegExp(`\\n\\| ${firstHeading} +\\|(.*)\\n\\|[-| ]+\\n((?:\\|.*\\n)+)`).exec(PAGE) ?? [];
  return new Map(
    rows
      .trim()
      .split('\n')
      .map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      )
      .map(([name = '', ...cells]) => [name.replaceAll('`', ''), cells]),
  );
}

const listOf = (cell = ''): readonly string[] => (cell === '-' ? [] : cell.split(', '));

export interface DocumentedEvent {
  readonly levels: readonly string[];
  readonly fields: readonly string[];
}

export const EVENTS: ReadonlyMap<string, DocumentedEvent> = new Map(
  [...rowsOf('event')].map(([name, [levels, fields]]) => [name, { levels: listOf(levels), fields: listOf(fields) }]),
);

export interface DocumentedMetric {
  readonly type: string;
  readonly labels: readonly string[];
}

export const METRICS: ReadonlyMap<string, DocumentedMetric> = new Map(
  [...rowsOf('metric')].map(([name, [type = '', labels]]) => [name, { type, labels: listOf(labels) }]),
);

const section = (title: string, end: string): string => PAGE.split(title)[1]?.split(end)[0] ?? '';

/** Metrics without a panel, which the page gives a reason for. */
export const WITHOUT_PANEL: ReadonlySet<string> = new Set(
  [...section('Not on the dashboard', '\n## ').matchAll(/^- ([^:]+):/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  ),
);

export interface DocumentedAlert {
  readonly name: string;
  readonly severity: string;
  /** Empty for at once. */
  readonly lasts: string;
  readonly expression: string;
}

export const ALERTS: readonly DocumentedAlert[] = [
  ...section('\n## Alerts', '\n## ').matchAll(
    /### (\w+)\n\n(critical|warning)(?:, for (\d+m))?\. [^]+?```promql\n([^]+?)\n```/g,
  ),
].map(([, name = '', severity = '', lasts = '', expression = '']) => ({ name, severity, lasts, expression }));

/** What DATA_DIR holds, by name; a folder with a slash. */
export const DATA_FILES: ReadonlySet<string> = new Set(rowsOf('in `DATA_DIR`').keys());
