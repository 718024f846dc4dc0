import { afterEach, expect, jest, test } from '@jest/globals';
import { createCounters } from '../../src/server/rates/counters.js';

afterEach(() => void jest.useRealTimers());

/** More callers than are counted at once. */
const FLOOD = 12_000;

test('of a flood of callers the counts of those who were not seen for long are forgotten', async () => {
  const counter = createCounters(null).operations(1);
  await counter.take('first');
  expect(await counter.take('first')).toBeGreaterThan(0);
  for (let n = 0; n < FLOOD; n++) await counter.take(`caller ${n}`);
  expect(await counter.take('first')).toBeNull();
  expect(await counter.take(`caller ${FLOOD - 1}`)).toBeGreaterThan(0);
});

test('so are the counts of their vendor calls', async () => {
  const counter = createCounters(null).calls(1);
  await counter.add('first', 2);
  expect(await counter.waitWhenSpent('first')).toBeGreaterThan(0);
  for (let n = 0; n < FLOOD; n++) await counter.add(`caller ${n}`, 1);
  expect(await counter.waitWhenSpent('first')).toBeNull();
});

test('whoever keeps asking stays counted through a flood of others', async () => {
  const counter = createCounters(null).operations(1);
  await counter.take('busy');
  for (let n = 0; n < FLOOD; n++) {
    await counter.take(`caller ${n}`);
    if (n % 1000 === 0) expect(await counter.take('busy')).toBeGreaterThan(0);
  }
  expect(await counter.take('busy')).toBeGreaterThan(0);
});

test('a minute begins with the first count, and ends with all that was counted in it', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  const counter = createCounters(null).operations(2);
  await counter.take('a');
  jest.advanceTimersByTime(59_000);
  await counter.take('a');
  expect(await counter.take('a')).toBe(1000);
  expect(await counter.waitWhenSpent('a')).toBe(1000);
  jest.advanceTimersByTime(1000);
  expect(await counter.waitWhenSpent('a')).toBeNull();
  expect(await counter.take('a')).toBeNull();
});
