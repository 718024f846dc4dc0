/** Both clocks in milliseconds: the wall clock may be set at any time, the monotonic clock never. */
export interface Clocks {
  wall(): number;
  monotonic(): number;
}

export const systemClocks: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() };

/** Epoch milliseconds that run with the monotonic clock: a wall clock that is set while the process runs changes nothing. */
export interface LedgerClock {
  now(): number;
  /** For times that callers name: the ledger's own may be ahead of it. */
  wall(): number;
  monotonic(): number;
}

/** @param notBefore the last time that the store has seen: time never runs backwards in it */
export function createLedgerClock({ wall, monotonic }: Clocks, notBefore = 0): LedgerClock {
  const start = Math.max(wall(), notBefore) - monotonic();
  return { now: () => Math.round(start + monotonic()), wall, monotonic };
}
