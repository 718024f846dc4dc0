import { describe, expect, test } from '@jest/globals';
import { Fault } from '../../src/vendor-client/fault.js';
import { RetryBudget, retryDelay, type Attempt } from '../../src/vendor-client/retry.js';
import type { VendorAnswer } from '../../src/vendor-client/vendor-client.js';
import { fakeClock } from '../support/fake-clock.js';

const answer = (status: number, headers: Record<string, string> = {}): VendorAnswer => ({
  status,
  headers,
  body: '',
  receivedAt: '',
});
const delay = (outcome: Attempt['outcome'], rest: Partial<Attempt> = {}): number | null =>
  retryDelay({ outcome, retries: 0, remainingMs: 5000, isAffordable: () => true, random: () => 0.5, ...rest });

describe('a read is tried again', () => {
  test.each([502, 503, 504])('after %s', (status) => expect(delay(answer(status))).toBe(50));
  test.each(['NOT_CONNECTED', 'RESET'] as const)('after %s', (kind) => expect(delay(new Fault(kind, false))).toBe(50));
  test('later the second time, at a random moment', () => {
    expect(delay(answer(503), { retries: 1, random: () => 1 })).toBe(200);
    expect(delay(answer(503), { retries: 1, random: () => 0 })).toBe(0);
  });
  test('when it need not wait', () => expect(delay(answer(503, { 'retry-after': '0' }))).toBe(50));
});

describe('a read is not tried again', () => {
  test.each([200, 400, 401, 404, 408, 429, 500, 501])('after %s', (status) => expect(delay(answer(status))).toBeNull());
  test.each(['DEADLINE', 'UNREADABLE'] as const)('after %s', (kind) => expect(delay(new Fault(kind, true))).toBeNull());
  test('a third time', () => expect(delay(answer(503), { retries: 2 })).toBeNull());
  test('when the deadline comes first', () => expect(delay(answer(503), { remainingMs: 50 })).toBeNull());
  test('when nobody pays', () => expect(delay(answer(503), { isAffordable: () => false })).toBeNull());
  test('when the vendor names a time to wait', () => expect(delay(answer(503, { 'retry-after': '2' }))).toBeNull());
});

describe('the budget of retries', () => {
  const takeAll = (budget: RetryBudget): number => {
    let taken = 0;
    while (budget.take()) taken++;
    return taken;
  };

  test('is ten in ten seconds at least', () => {
    const clock = fakeClock();
    const budget = new RetryBudget(clock);
    expect(takeAll(budget)).toBe(10);
    clock.advance(10_000);
    expect(takeAll(budget)).toBe(10);
  });

  test('is a tenth of the recent calls', () => {
    const budget = new RetryBudget(fakeClock());
    for (let i = 0; i < 500; i++) budget.countCall();
    expect(takeAll(budget)).toBe(50);
  });
});
