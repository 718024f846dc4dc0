export type Timer = NodeJS.Timeout | number;

/** The time for vendor calls, streams and polling. Tests inject a clock that stands still until it is advanced. */
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
