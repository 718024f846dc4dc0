import { type Clock, systemClock } from './clock.js';

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

/** Whether the promise was fulfilled within this time; rejects where it was rejected within it. The promise itself goes on. */
export function endsWithin(clock: Clock, promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const late = new Error(`not ended within ${milliseconds} ms`);
  return waitAtMost(clock, promise, milliseconds, () => late).then(
    () => true,
    (error: unknown) => {
      if (error === late) return false;
      throw error;
    },
  );
}

/** @throws an Error when the work takes longer, which goes on all the same, and is handed to `onLate` */
export const withDeadline = <Value>(
  work: Promise<Value>,
  milliseconds: number,
  onLate: (work: Promise<Value>) => void = () => undefined,
): Promise<Value> =>
  waitAtMost(systemClock, work, milliseconds, () => {
    onLate(work);
    return new Error(`no answer within ${milliseconds} ms`);
  });
