export type Timer = NodeJS.Timeout | number;

/** The time for vendor calls. Tests inject a clock that stands still until it is advanced. */
export interface Clock {
  /** Monotonic, milliseconds: the clock of `performance.now()`, on which every deadline is given. */
  now(): number;
  /** Wall-clock time, epoch milliseconds. It may jump: durations are never computed from it. */
  wallTime(): number;
  /** The argument is passed on so that no closure is needed for each timer. */
  setTimeout<Argument>(callback: (argument: Argument) => void, milliseconds: number, argument: Argument): Timer;
  clearTimeout(timer: Timer | undefined): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  setTimeout: (callback, milliseconds, argument) => setTimeout(callback, milliseconds, argument),
  clearTimeout: (timer) => clearTimeout(timer),
};

/** Longer timers fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The promise's outcome, or `late()` as its error when it takes longer. The promise itself goes on. */
export function waitAtMost<Value>(
  clock: Clock,
  promise: Promise<Value>,
  milliseconds: number,
  late: () => Error,
): Promise<Value> {
  if (milliseconds > LONGEST_TIMER_MS) return promise;
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => reject(late()), Math.max(0, milliseconds), undefined);
    promise.then(
      (value) => {
        clock.clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clock.clearTimeout(timer);
        reject(error);
      },
    );
  });
}
