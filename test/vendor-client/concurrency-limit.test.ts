import { describe, expect, test } from '@jest/globals';
import { bestFixed, type Load, simulateLoad } from './support/simulated-client.js';
import { pooledVendor, ratedVendor, unlimitedVendor } from './support/simulated-vendor.js';

const SECONDS = 60;
const HALF = (1000 * SECONDS) / 2;

const even = (random: () => number, mean: number): number => mean * (0.8 + 0.4 * random());
const exponential = (random: () => number, mean: number): number => -mean * Math.log(1 - random());

/** Vendors of 50 ms a call, and fixed limits on both sides of their best one. */
const LOADS: Readonly<Record<string, Load & { readonly fixed: readonly number[] }>> = {
  'always 50 ms': {
    vendor: (time) => unlimitedVendor(time, () => 50),
    callers: 100,
    seconds: SECONDS,
    fixed: [32, 64, 128],
  },
  'exponential times of 50 ms': {
    vendor: (time, random) => unlimitedVendor(time, () => exponential(random, 50)),
    callers: 100,
    seconds: SECONDS,
    fixed: [32, 64, 128],
  },
  '40 servers, 50 ms each': {
    vendor: (time) =>
      pooledVendor(
        time,
        () => 40,
        () => 50,
      ),
    callers: 200,
    seconds: SECONDS,
    fixed: [32, 40, 48, 64, 256],
  },
  '40 servers, exponential times': {
    vendor: (time, random) =>
      pooledVendor(
        time,
        () => 40,
        () => exponential(random, 50),
      ),
    callers: 200,
    seconds: SECONDS,
    fixed: [32, 40, 48, 64, 256],
  },
  'half as fast after half the time': {
    vendor: (time, random) => unlimitedVendor(time, () => even(random, time.now() < HALF ? 50 : 100)),
    callers: 100,
    seconds: SECONDS,
    fixed: [32, 64, 128],
  },
  '40 servers, each half as fast after half the time': {
    vendor: (time, random) =>
      pooledVendor(
        time,
        () => 40,
        () => even(random, time.now() < HALF ? 50 : 100),
      ),
    callers: 200,
    seconds: SECONDS,
    fixed: [20, 32, 40, 48, 64, 256],
  },
  '40 servers, half of them after half the time': {
    vendor: (time, random) =>
      pooledVendor(
        time,
        () => (time.now() < HALF ? 40 : 20),
        () => even(random, 50),
      ),
    callers: 200,
    seconds: SECONDS,
    fixed: [20, 32, 40, 48, 64, 256],
  },
  '429 above 500 a second': {
    vendor: (time, random) =>
      ratedVendor(
        time,
        { perSecond: 500, burst: 10 },
        unlimitedVendor(time, () => even(random, 50)),
      ),
    callers: 100,
    seconds: SECONDS,
    fixed: [24, 25, 26],
  },
  '429 above 2000 a second': {
    vendor: (time, random) =>
      ratedVendor(
        time,
        { perSecond: 2000, burst: 50 },
        unlimitedVendor(time, () => even(random, 50)),
      ),
    callers: 200,
    seconds: SECONDS,
    fixed: [96, 100, 104],
  },
};

describe('against the best fixed limit, at a vendor of', () => {
  test.each(Object.keys(LOADS))('%s: 0.95 of its calls, and a p99 as low', async (name) => {
    const load = LOADS[name]!;
    const [best, found] = [await bestFixed(load, load.fixed), await simulateLoad(load, {})];
    expect(found.perSecond).toBeGreaterThanOrEqual(0.95 * best.perSecond);
    expect(found.p99).toBeLessThanOrEqual(1.05 * best.p99);
  });
});
