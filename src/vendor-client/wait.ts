/** Longer timers fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The promise's outcome, or `late()` as its error when it takes longer. The promise itself goes on. */
export function waitAtMost<Value>(promise: Promise<Value>, milliseconds: number, late: () => Error): Promise<Value> {
  if (milliseconds > LONGEST_TIMER_MS) return promise;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), Math.max(0, milliseconds));
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
