/** Milliseconds that only ever grow; wall-clock time jumps. Tests bring their own. */
export type Clock = () => number;

export const monotonicClock: Clock = () => performance.now();
