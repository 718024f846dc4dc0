import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createMemoryRateStore } from '../../src/server/rates/rate-store.js';
import { stopTime } from '../support/still-time.js';

beforeEach(stopTime);
afterEach(() => void jest.useRealTimers());

/** More callers than are counted at once. */
const FLOOD = 12_000;

test('of a flood of callers those that were seen least recently are forgotten', async () => {
  const store = createMemoryRateStore();
  await store.take('first', 1, 1);
  expect(await store.take('first', 1, 1)).toBeGreaterThan(0);
  for (let n = 0; n < FLOOD; n++) await store.take(`caller ${n}`, 1, 1);
  expect(await store.take('first', 1, 1)).toBeNull();
  expect(await store.take(`caller ${FLOOD - 1}`, 1, 1)).toBeGreaterThan(0);
});

test('a caller that keeps asking stays counted through a flood of others', async () => {
  const store = createMemoryRateStore();
  await store.take('busy', 1, 1);
  for (let n = 0; n < FLOOD; n++) {
    await store.take(`caller ${n}`, 1, 1);
    if (n % 1000 === 0) expect(await store.take('busy', 1, 1)).toBeGreaterThan(0);
  }
  expect(await store.take('busy', 1, 1)).toBeGreaterThan(0);
});

test('a minute starts with the first count, and ends with all that was counted in it', async () => {
  const store = createMemoryRateStore();
  await store.take('a', 1, 2);
  jest.advanceTimersByTime(59_000);
  await store.take('a', 1, 2);
  expect(await store.take('a', 1, 2)).toBe(1000);
  expect(await store.take('a', 0, 1)).toBe(1000);
  jest.advanceTimersByTime(1000);
  expect(await store.take('a', 0, 1)).toBeNull();
  store.adjust('a', -5); // of the minute before
  expect(await store.take('a', 2, 2)).toBeNull();
  expect(await store.take('a', 1, 2)).toBe(60_000);
});
