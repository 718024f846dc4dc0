import type { Clock } from '../../src/clock.js';

/** A clock on which so many seconds pass in one. It starts at the present. */
export function quickClock(times: number): Clock {
  const startedAt = performance.now();
  const passed = (): number => (performance.now() - startedAt) * times;
  const wallStart = Date.now();
  return {
    now: () => startedAt + passed(),
    wallTime: () => Math.floor(wallStart + passed()),
    setTimeout: (callback, milliseconds, argument) => setTimeout(callback, milliseconds / times, argument),
    clearTimeout: (timer) => clearTimeout(timer),
  };
}
