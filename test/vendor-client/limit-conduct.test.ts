import { describe, expect, test } from '@jest/globals';
import { Bulkhead } from '../../src/vendor-client/bulkhead.js';
import { ConcurrencyLimit } from '../../src/vendor-client/concurrency-limit.js';
import { simulateClient, type SimulatedClient } from './support/simulated-client.js';
import { createSimulation, seededRandom } from './support/simulated-time.js';
import { pooledVendor, unlimitedVendor } from './support/simulated-vendor.js';

/** So many callers that ask again as soon as they have an answer; returns the count of their answers. */
function callersOf(client: SimulatedClient, callers: number, routeOf: () => string = () => '/fast'): () => number {
  let answers = 0;
  for (let i = 0; i < callers; i++) {
    const owner = {};
    const ask = (): void =>
      client.call(owner, routeOf(), () => {
        answers++;
        ask();
      });
    ask();
  }
  return () => answers;
}

/** One call each, all at once. */
function burst(client: SimulatedClient, calls: number): void {
  for (let i = 0; i < calls; i++) client.call({}, '/fast', () => undefined);
}

describe('the limit of calls to a vendor', () => {
  test('has doubled after a hundred calls', async () => {
    const time = createSimulation();
    const client = simulateClient(
      time,
      unlimitedVendor(time, () => 50),
    );
    burst(client, 100);
    await time.run(5000);
    expect(client.answered()).toBe(100);
    expect(client.bulkhead.limit).toBe(64);
  });

  test('has all of a burst at the vendor at once after a few bursts', async () => {
    const time = createSimulation();
    const client = simulateClient(
      time,
      unlimitedVendor(time, () => 50),
    );
    for (let second = 1; second <= 5; second++) {
      burst(client, 200);
      await time.run(1000 * second);
    }
    burst(client, 200);
    expect(client.bulkhead).toMatchObject({ inFlight: 200, waiting: 0 });
  });

  test('is the same after an hour without calls, and after an hour with few', async () => {
    const time = createSimulation();
    const client = simulateClient(
      time,
      unlimitedVendor(time, () => 50),
    );
    burst(client, 400);
    await time.run(10_000);
    const { limit } = client.bulkhead;
    await time.run(3_610_000);
    for (let second = 3611; second <= 7210; second++) {
      burst(client, 2);
      await time.run(1000 * second);
    }
    expect(client.bulkhead.limit).toBe(limit);
  });

  test('is not lower where more of the calls are of a slow route', async () => {
    const time = createSimulation();
    const random = seededRandom(1);
    const client = simulateClient(
      time,
      unlimitedVendor(time, (route) => (route === '/slow' ? 500 : 20)),
    );
    callersOf(client, 100, () => (random() < (time.now() < 30_000 ? 0.1 : 0.9) ? '/slow' : '/fast'));
    await time.run(30_000);
    expect(client.bulkhead.limit).toBeGreaterThanOrEqual(100);
    for (let second = 31; second <= 60; second++) {
      await time.run(1000 * second);
      expect(client.bulkhead).toMatchObject({ inFlight: 100, waiting: 0 });
    }
  });

  test('keeps the calls of a fast route while a rarer one becomes ten times as slow', async () => {
    const time = createSimulation();
    const client = simulateClient(
      time,
      unlimitedVendor(time, (route) => (route === '/fast' ? 20 : time.now() < 30_000 ? 100 : 1000)),
    );
    const fast = callersOf(client, 60);
    callersOf(client, 5, () => '/slow');
    await time.run(30_000);
    const before = fast();
    await time.run(60_000);
    expect(fast() - before).toBeGreaterThanOrEqual(0.95 * before);
  });

  test('leaves a tenant its calls beside one with a hundred times as many', async () => {
    const time = createSimulation();
    const random = seededRandom(1);
    const vendor = pooledVendor(
      time,
      () => 40,
      () => 100 * random(),
    );
    const [hog, small] = [simulateClient(time, vendor), simulateClient(time, vendor)];
    callersOf(hog, 400);
    const answers = callersOf(small, 4);
    await time.run(60_000);
    // Alone 4 callers of 50 ms get 4800 answers; where 400 calls of another are in the vendor's queue, 480.
    expect(answers()).toBeGreaterThanOrEqual(2400);
    expect(small.bulkhead.limit).toBeGreaterThanOrEqual(4);
  });

  test('gives every operation that waits as many places, however many calls another has', async () => {
    const time = createSimulation();
    const client = simulateClient(
      time,
      pooledVendor(
        time,
        () => 10,
        () => 50,
      ),
    );
    const large = {};
    let [ofLarge, ofSmall] = [0, 0];
    for (let i = 0; i < 2000; i++) client.call(large, '/fast', () => ofLarge++);
    const small = {};
    for (let i = 0; i < 100; i++) client.call(small, '/fast', () => ofSmall++);
    while (ofSmall < 100) await time.run(time.now() + 50);
    expect(ofLarge).toBeLessThan(350);
  });
});

describe('a window of calls', () => {
  const places = (): Bulkhead => {
    const bulkhead = new Bulkhead('GMS', 1, 1000, createSimulation());
    return bulkhead;
  };

  /** 32 calls of 50 ms, one after another on the clock, of which a number end otherwise. */
  function run(
    limit: ConcurrencyLimit,
    from: number,
    others: number,
    other: 'REFUSED' | 'FAILED' | 'DEADLINE',
    ms = 50,
  ) {
    let now = from;
    for (let i = 0; i < 33; i++) {
      const calls = limit.started('/a', now);
      now += i < others ? ms : 50;
      if (i >= others) limit.answered(calls, now, 50);
      else if (other === 'REFUSED') limit.refused(calls, now, ms);
      else limit.failed(calls, now, ms, other === 'DEADLINE');
    }
    return now;
  }

  test.each([
    ['answers', 0, 'FAILED', 50, 32],
    ['one failure in 32', 1, 'FAILED', 50, 32],
    ['16 failures in 32', 16, 'FAILED', 50, 24],
    ['16 deadlines that came later than answers do', 16, 'DEADLINE', 150, 24],
    ['16 deadlines that came sooner than answers do', 16, 'DEADLINE', 10, 32],
    ['one refusal in 32', 1, 'REFUSED', 50, 32],
    ['8 refusals in 32', 8, 'REFUSED', 50, 24],
  ] as const)('with %s', (_, others, kind, ms, expected) => {
    const bulkhead = places();
    const limit = new ConcurrencyLimit(bulkhead, 512);
    const now = run(limit, 0, 0, 'FAILED');
    run(limit, now, others, kind, ms);
    run(limit, now + 60_000, 0, 'FAILED');
    expect(bulkhead.limit).toBe(expected);
  });

  test('shows nothing of the latency while this process is busy', () => {
    const [busy, idle] = [true, false].map((isBusy) => {
      const bulkhead = places();
      const limit = new ConcurrencyLimit(bulkhead, 512, () => isBusy);
      let now = run(limit, 0, 0, 'FAILED');
      for (let i = 0; i < 200; i++) {
        const calls = limit.started('/a', now);
        limit.answered(calls, (now += 400), 400);
      }
      return bulkhead.limit;
    });
    expect(busy).toBe(32);
    expect(idle).toBeLessThan(32);
  });

  test('lets the limit grow to 64 alone while this process is busy, and lowers a higher one to 64', () => {
    let isBusy = true;
    const waiting = { inFlight: 0, limit: 0, peak: 512, hasWaited: true };
    const bulkhead = Object.defineProperty(waiting, 'hasWaited', { get: () => true, set: () => undefined });
    const limit = new ConcurrencyLimit(bulkhead, 512, () => isBusy);
    let now = 0;
    const limitAfter = (milliseconds: number): number => {
      for (const end = now + milliseconds; now < end; now++) limit.answered(limit.started('/a', now), now + 50, 50);
      return waiting.limit;
    };
    expect(limitAfter(4000)).toBe(64);
    isBusy = false;
    expect(limitAfter(50_000)).toBe(512);
    isBusy = true;
    expect(limitAfter(50_000)).toBe(64);
  });

  test('lowers the limit to 4 at the least, or to a lower ceiling', () => {
    for (const [ceiling, least] of [
      [512, 4],
      [2, 2],
    ] as const) {
      const bulkhead = places();
      const limit = new ConcurrencyLimit(bulkhead, ceiling);
      let now = 0;
      for (let i = 0; i < 20; i++) now = run(limit, now, 33, 'FAILED');
      expect(bulkhead.limit).toBe(least);
    }
  });
});
