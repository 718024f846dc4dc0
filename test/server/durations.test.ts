import { describe, expect, test } from '@jest/globals';
import { AggregatorRegistry, Histogram, Registry } from 'prom-client';
import { createDurations } from '../../src/server/observability/counts.js';

const CONFIGURATION = { name: 'seconds', help: 'Help.', labelNames: ['kind'] as const, buckets: [0.1, 0.5, 1] };
const VALUES = [0, 0.05, 0.1, 0.100001, 0.5, 0.75, 1, 1.5, 30];

const fill = (observe: (seconds: number) => void): void => VALUES.forEach(observe);

/** The same values in a histogram of this project and in one of prom-client. */
function bothRegistries(): readonly [own: Registry, reference: Registry] {
  const [own, reference] = [new Registry(), new Registry()];
  const durations = createDurations({ ...CONFIGURATION, registers: [own] });
  const histogram = new Histogram({ ...CONFIGURATION, registers: [reference] });
  durations({ kind: 'never' });
  for (const kind of ['read', 'send']) {
    fill(durations({ kind }));
    fill((seconds) => histogram.labels({ kind }).observe(seconds));
  }
  return [own, reference];
}

describe('durations', () => {
  test('are shown as the histograms of prom-client, and not before their first value', async () => {
    const [own, reference] = bothRegistries();
    expect(await own.metrics()).toBe(await reference.metrics());
    expect(await own.metrics()).toContain('seconds_bucket{le="0.5",kind="read"} 5');
  });

  test('of several processes are added up as those of prom-client', async () => {
    const [own, reference] = bothRegistries();
    const added = async (registry: Registry): Promise<string> =>
      AggregatorRegistry.aggregate([await registry.getMetricsAsJSON(), await registry.getMetricsAsJSON()]).metrics();
    expect(await added(own)).toBe(await added(reference));
    expect(await added(own)).toContain('seconds_count{kind="send"} 18');
  });
});
