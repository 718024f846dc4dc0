import { describe, expect, it } from '@jest/globals';
import { keepPage, keepState, keepStates } from '../../src/vendors/freshness.js';

const now = Date.parse('2025-05-05T15:00:00.000Z');
const ago = (seconds: number) => ({ isFinal: false, updatedAt: new Date(now - seconds * 1000).toISOString() });
const final = { isFinal: true, updatedAt: null };

describe('what a vendor reported may be remembered', () => {
  it('for an hour when nothing can follow', () => expect(keepState(final, now)).toBe(3_600_000));

  it.each([
    [0, 1000],
    [30, 1000],
    [60, 2000],
    [900, 30_000],
    [1e9, 60_000],
    [-100, 1000],
  ])('the longer the longer ago it changed: %i s', (age, keep) => expect(keepState(ago(age), now)).toBe(keep));

  it('for a second when it does not say when it changed', () =>
    expect(keepState({ isFinal: false, updatedAt: null }, now)).toBe(1000));

  it('no longer than any part of it', () => {
    expect(keepStates([final, ago(60), final], now)).toBe(2000);
    expect(keepStates([final], now)).toBe(3_600_000);
  });

  it('shortly for pages, since rows come and change', () => {
    expect(keepPage([])).toBe(2000);
    expect(keepPage([3_600_000, 30_000])).toBe(2000);
    expect(keepPage([1500, 30_000])).toBe(1500);
    expect(keepPage([3_600_000, null])).toBe(1000);
    expect(keepPage([3_600_000, 3_600_000])).toBe(60_000);
  });
});
