import { describe, expect, it } from '@jest/globals';
import { DeliveryState } from '../../src/graph/delivery/delivery-status.type.js';
import { leadingReport, type RankedState, shownState } from '../../src/graph/delivery/state-rank.js';

const at = (state: DeliveryState, minute: number | null = null): RankedState => ({
  state,
  updatedAt: minute === null ? null : new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
});
const leading = (...reports: RankedState[]) => leadingReport(reports);

describe('the state that a set of reports has', () => {
  it.each([
    ['open states are below those of a failure', at('SENT', 9), at('UNDELIVERED', 1)],
    ['failures are below DELIVERED', at('UNDELIVERED', 9), at('DELIVERED', 1)],
    ['DELIVERED is below SEEN', at('DELIVERED', 9), at('SEEN', 1)],
    ['an expiry is below SEEN, also a later one', at('EXPIRED', 9), at('SEEN', 1)],
    ['within a rank the later wins', at('SENT', 1), at('QUEUED', 2)],
    ['no time is the earliest', at('SENT'), at('QUEUED', 1)],
    ['UNKNOWN is below QUEUED at the same time', at('UNKNOWN', 1), at('QUEUED', 1)],
    ['QUEUED is below IN_PROGRESS at the same time', at('QUEUED', 1), at('IN_PROGRESS', 1)],
    ['IN_PROGRESS is below SENT at the same time', at('IN_PROGRESS'), at('SENT')],
    ['UNSENT is below FAILED at the same time', at('UNSENT', 1), at('FAILED', 1)],
    ['FAILED is below EXPIRED at the same time', at('FAILED', 1), at('EXPIRED', 1)],
    ['EXPIRED is below UNDELIVERED at the same time', at('EXPIRED'), at('UNDELIVERED')],
    ['an expiry before the delivery is below it', at('EXPIRED', 1), at('DELIVERED', 2)],
    ['an expiry at the time of the delivery is below it', at('EXPIRED', 2), at('DELIVERED', 2)],
    ['an expiry after the delivery wins over it', at('DELIVERED', 1), at('EXPIRED', 2)],
  ])('%s', (_rule, lower, higher) => {
    expect(leading(lower, higher)).toBe(higher);
    expect(leading(higher, lower)).toBe(higher);
  });

  it('is that of the latest expiry, whichever other failure came still later', () => {
    const expired = at('EXPIRED', 6);
    expect(leading(at('UNDELIVERED', 10), at('DELIVERED', 5), expired)).toBe(expired);
    expect(leading(expired, at('UNDELIVERED', 10), at('DELIVERED', 5))).toBe(expired);
  });

  it('is nothing without a report', () => expect(leading()).toBeNull());

  it('is the same in every order, and from the latest report of each state alone', () => {
    const random = randomFrom(7);
    const states = Object.values(DeliveryState);
    for (let round = 0; round < 3000; round++) {
      const reports = Array.from({ length: 1 + Math.floor(random() * 7) }, () =>
        at(states[Math.floor(random() * states.length)]!, random() < 0.2 ? null : Math.floor(random() * 5)),
      );
      const expected = leadingReport(reports);
      expect(leadingReport([...reports].sort(() => random() - 0.5))).toEqual(expected);
      const latest = new Map<DeliveryState, RankedState>();
      for (const report of reports) {
        const before = latest.get(report.state);
        latest.set(report.state, before ? leadingReport([before, report])! : report);
      }
      expect(leadingReport(latest.values())).toEqual(expected);
    }
  });
});

describe('the state to show', () => {
  it('is the known one that outranks what the vendor was read to say', () => {
    const delivered = at('DELIVERED', 2);
    expect(shownState(at('SENT', 1), [at('SENT', 1), delivered])).toBe(delivered);
  });

  it('is the read where the known states are the same, older, or none', () => {
    for (const [read, ...known] of [
      [at('DELIVERED', 1), at('SENT', 1), at('DELIVERED', 2)],
      [at('SEEN', 1), at('DELIVERED', 2)],
      [at('SENT', 1)],
    ] as const)
      expect(shownState(read, known)).toBe(read);
  });

  it('may be one that was not the last known, because the read makes it count', () => {
    const expired = at('EXPIRED', 6);
    expect(shownState(at('DELIVERED', 5), [expired, at('UNDELIVERED', 10)])).toBe(expired);
  });
});

/** A linear congruential generator: the same numbers in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
}
