import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { EVENTS, METRICS } from './documented.js';
import { observeRun, type ObservedRun } from './observed-run.js';

const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('sandbox'))
  .map((path) => readFileSync(join('src', path), 'utf8'))
  .join('\n');

/** Where code names an event of the log. */
const NAMED = [
  /\bevent: '([a-z-]+)'/g,
  /\bconst event = '([a-z-]+)'/g,
  /"event":"([a-z-]+)"/g,
  /onWarning\('([a-z-]+)'/g,
  /logSubscription\(log, '([a-z-]+)'/g,
];

let run: ObservedRun;
beforeAll(async () => {
  run = await observeRun();
});

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

describe('docs/operating.md', () => {
  test('lists every event of the log that the code has, and no other', () => {
    const inCode = NAMED.flatMap((pattern) => [...SOURCES.matchAll(pattern)].map(([, name = '']) => name));
    expect(sorted(EVENTS.keys())).toEqual(sorted(inCode));
  });

  test('lists the events of a run with their levels and fields', () => {
    expect(sorted(run.lines.map(({ event }) => event)).length).toBeGreaterThan(10);
    for (const { event, level, time, ...fields } of run.lines) {
      const documented = EVENTS.get(event);
      expect({ event, level: documented?.levels.includes(level), time: typeof time }).toEqual({
        event,
        level: true,
        time: 'string',
      });
      const names = Object.keys(fields).filter((name) => name !== 'traceId');
      expect({ event, fields: sorted(names) }).toEqual({ event, fields: sorted(documented!.fields) });
    }
  });

  test('shows which lines belong to a request: these have its id', () => {
    const ofRequest = run.lines.filter(({ event }) => EVENTS.get(event)!.fields.includes('requestId'));
    const withoutId = ofRequest.filter(({ requestId, kind }) => requestId === null && kind !== 'TOKEN');
    expect(withoutId).toEqual([]);
  });

  test('lists the metrics of a run with their types and labels', () => {
    for (const { name, type, labels } of run.metrics) {
      const documented = METRICS.get(name);
      expect({ name, type: documented?.type }).toEqual({ name, type });
      const unknown = [...labels.keys()].filter((label) => !documented!.labels.includes(label));
      expect({ name, unknown }).toEqual({ name, unknown: [] });
    }
  });

  test('lists no metric and no label that is not there', () => {
    const ofRun = new Map(run.metrics.map((metric) => [metric.name, metric]));
    for (const [name, { labels }] of METRICS) {
      const metric = ofRun.get(name);
      // Some are there with settings of their own; a series of Node's own comes with its first value.
      if (!metric)
        expect({ name, isNamedInCode: SOURCES.includes(`'${name}'`) }).toEqual({ name, isNamedInCode: true });
      else if (name.startsWith('messaging_graph_'))
        expect({ name, labels: sorted(metric.labels.keys()) }).toEqual({ name, labels: sorted(labels) });
    }
  });
});
