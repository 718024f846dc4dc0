import { expect, it, jest } from '@jest/globals';
import { ChangeWriter, type ChangeLog } from '../../src/sends/change-writer.js';
import { createLedgerClock, systemClocks } from '../../src/sends/clock.js';
import { LedgerHealth } from '../../src/sends/ledger-health.js';
import { Waiters } from '../../src/sends/waiters.js';
import { until } from '../support/wait.js';

const unavailable = { code: 'LEDGER_UNAVAILABLE' };

it('asks a log that does not answer for nothing more until it does, and is up again then', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance', 'nextTick', 'queueMicrotask'] });
  let answer: () => void = () => undefined;
  let calls = 0;
  const ask = (): Promise<void> => {
    calls++;
    return calls > 1 ? Promise.resolve() : new Promise((resolve) => (answer = resolve));
  };
  const log: ChangeLog<never> = {
    append: ask,
    refresh: ask,
    isCurrent: () => false,
    readText: () => Promise.reject(new Error('not asked')),
    close: () => Promise.resolve(),
  };
  const health = new LedgerHealth({});
  const clock = createLedgerClock(systemClocks);
  const writer = new ChangeWriter({ log, clock, health, owner: 'one', waiters: new Waiters() });
  try {
    const first = expect(writer.read()).rejects.toMatchObject(unavailable);
    jest.advanceTimersByTime(5000);
    await first;
    for (let n = 0; n < 3; n++) await expect(writer.read()).rejects.toMatchObject(unavailable);
    await expect(writer.end({ op: 'lose', tenant: 't', id: 'a', at: 0 })).rejects.toMatchObject(unavailable);
    jest.advanceTimersByTime(60_000);
    expect([calls, health.state]).toEqual([1, 'down']);
    answer();
    await until(() => {
      jest.advanceTimersByTime(500);
      return health.state === 'up';
    });
    expect(writer.unwritten('a')).toBeNull();
    await writer.read();
  } finally {
    jest.useRealTimers();
    await writer.close();
  }
});
