import type { Clock, Timer } from '../../src/clock.js';

/** A clock that stands still until it is advanced. */
export interface FakeClock extends Clock {
  /** Moves both times, and calls back what is due meanwhile, in order. */
  advance(milliseconds: number): void;
  /** How many timers wait. */
  timers(): number;
}

interface FakeTimer {
  readonly due: number;
  readonly call: () => void;
}

/** It starts at the present, so that deadlines on the clock of `performance.now()` are ahead of it. */
export function fakeClock(): FakeClock {
  let now = Math.floor(performance.now());
  let wallTime = Date.now();
  let last = 0;
  const timers = new Map<Timer, FakeTimer>();

  function callBackUntil(end: number): void {
    for (;;) {
      const [id, next] = [...timers].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due)[0] ?? [];
      if (id === undefined || next === undefined) return;
      timers.delete(id);
      now = Math.max(now, next.due);
      next.call();
    }
  }

  return {
    now: () => now,
    wallTime: () => wallTime,
    setTimeout(callback, milliseconds, argument) {
      timers.set(++last, { due: now + milliseconds, call: () => callback(argument) });
      if (milliseconds <= 0) setImmediate(() => callBackUntil(now));
      return last;
    },
    clearTimeout: (timer) => void (timer !== undefined && timers.delete(timer)),
    advance(milliseconds) {
      const end = now + milliseconds;
      wallTime += milliseconds;
      callBackUntil(end);
      now = end;
    },
    timers: () => timers.size,
  };
}
