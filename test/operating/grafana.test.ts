import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { errorCatalogue } from '../../src/errors/catalogue.js';
import { ALERTS, METRICS, WITHOUT_PANEL } from './documented.js';
import type { MetricFamily } from './metrics-page.js';
import { observeRun } from './observed-run.js';
import { readQuery } from './promql.js';

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly description?: string;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  readonly gridPos: { readonly x: number; readonly w: number };
}
interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

const dashboard = JSON.parse(readFileSync('deploy/grafana/messaging-graph.json', 'utf8')) as Dashboard;
const rules = (
  parse(readFileSync('deploy/grafana/alerts.yml', 'utf8')) as { groups: { rules: Rule[] }[] }
).groups.flatMap((group) => group.rules);
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const ofPanels = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const));
const ofAlerts = rules.map(({ alert, expr }) => [alert, expr] as const);

/** Prometheus itself adds these to every series. */
const OF_PROMETHEUS = ['instance', 'job'];
const CODES = ['OK', ...Object.keys(errorCatalogue)];

/** By the names that PromQL asks for. */
const families = new Map<string, MetricFamily>();
beforeAll(async () => {
  for (const family of (await observeRun()).metrics) for (const name of family.series) families.set(name, family);
});

/** Labels of the metric that a name belongs to. */
function labelsOf(series: string): readonly string[] {
  if (series === 'up') return OF_PROMETHEUS; // Prometheus's own
  const family = families.get(series);
  if (family) return [...family.labels.keys(), ...OF_PROMETHEUS, ...(series.endsWith('_bucket') ? ['le'] : [])];
  const documented = METRICS.get(series); // it is there with settings of its own
  if (documented) return [...documented.labels, ...OF_PROMETHEUS];
  throw new Error(`no metric is named ${series}`);
}

const patternOf = (value: string): RegExp => new RegExp(`^(?:${value})$`);

describe.each([
  ['the dashboard', ofPanels],
  ['the alerts', ofAlerts],
])('%s', (_name, queries) => {
  test.each(queries)('%s asks for metrics and labels that a running service has: %s', (_title, text) => {
    const { selectors, groupings } = readQuery(text);
    expect(selectors.length).toBeGreaterThan(0);
    for (const { metric, matchers } of selectors) {
      const known = labelsOf(metric);
      expect({ metric, unknown: matchers.map(({ label }) => label).filter((label) => !known.includes(label)) }).toEqual(
        {
          metric,
          unknown: [],
        },
      );
      const absent = groupings.filter((label) => !known.includes(label));
      expect({ metric, absent }).toEqual({ metric, absent: [] });
    }
  });

  test('names codes of errors that exist, each alternative', () => {
    const values = queries.flatMap(([, text]) =>
      readQuery(text).selectors.flatMap(({ matchers }) =>
        matchers.flatMap(({ label, value }) => (label === 'code' ? value.split('|') : [])),
      ),
    );
    const unknown = values.filter((value) => !CODES.some((code) => patternOf(value).test(code)));
    expect(values.length).toBeGreaterThan(0);
    expect(unknown).toEqual([]);
  });
});

test('every metric of a running service has a panel, or the page says why not', () => {
  const asked = new Set(ofPanels.flatMap(([, text]) => readQuery(text).selectors.map(({ metric }) => metric)));
  const all = [...new Set(families.values())];
  const without = all.filter(({ series }) => ![...series].some((name) => asked.has(name))).map(({ name }) => name);
  expect(without.sort()).toEqual([...WITHOUT_PANEL].sort());
});

test.each([
  ...panels.flatMap(({ targets = [] }) => targets.map(({ expr, legendFormat }) => [legendFormat, expr] as const)),
  ...rules.map(({ expr, annotations: { summary } }) => [summary, expr] as const),
])('the text "%s" shows labels that its query keeps', (text, expr) => {
  const { selectors, groupings, isAggregated } = readQuery(expr);
  const kept = isAggregated ? groupings : selectors.flatMap(({ metric }) => labelsOf(metric));
  const shown = [...text.matchAll(/\{\{ ?(?:\$labels\.)?(\w+) ?\}\}/g)].map(([, label = '']) => label);
  expect(shown.filter((label) => !kept.includes(label))).toEqual([]);
});

test('every panel has a description, and no row of panels is wider than the page', () => {
  expect(panels.filter(({ description = '' }) => description === '')).toEqual([]);
  expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
});

test('the choices of the dashboard are labels of its metrics', () => {
  for (const { definition } of dashboard.templating.list) {
    if (definition === undefined) continue;
    const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(definition) ?? [];
    expect(labelsOf(metric)).toContain(label);
  }
});

test('docs/operating.md has every alert with its expression, its time and its severity', () => {
  const inFile = rules.map(({ alert, expr, for: lasts, labels: { severity } }) => ({
    name: alert,
    severity,
    lasts: lasts === '0m' ? '' : lasts,
    expression: expr,
  }));
  expect(ALERTS).toEqual(inFile);
});
