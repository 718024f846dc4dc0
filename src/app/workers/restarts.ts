/** A worker that has listened this long before it ended is replaced without a longer delay, milliseconds. */
const STABLE_MS = 60_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

/** How long the replacement of a worker waits: twice as long each time that one ends soon after it listened, or before. */
export function createRestarts(now: () => number = () => performance.now()): {
  /** The worker listens. */
  listening(): void;
  /** The worker has ended. @returns milliseconds */
  delayMs(): number;
} {
  let listeningSince: number | null = null;
  let failures = 0;
  return {
    listening() {
      listeningSince = now();
    },
    delayMs() {
      const wasStable = listeningSince !== null && now() - listeningSince >= STABLE_MS;
      listeningSince = null;
      failures = wasStable ? 1 : failures + 1;
      return Math.min(FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 20), LONGEST_DELAY_MS);
    },
  };
}
