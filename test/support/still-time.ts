import { jest } from '@jest/globals';

/**
 * Stops `Date` and `performance`, which then move only by `jest.advanceTimersByTime`; timers and the network go on.
 * `jest.useRealTimers()` ends it.
 */
export function stopTime(): void {
  jest.useFakeTimers({
    doNotFake: [
      'hrtime',
      'nextTick',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}
