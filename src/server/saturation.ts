import { performance } from 'node:perf_hooks';

const SAMPLE_MS = 50;
/** A loop that rests less than this share of the time has nothing to gain from more work. */
const SATURATED = 0.95;

export interface Saturation {
  readonly isSaturated: () => boolean;
  stop(): void;
}

/** Watches how busy the event loop is, and tells every time. */
export function watchSaturation(onSample: () => void): Saturation {
  let last = performance.eventLoopUtilization();
  let utilization = 0;
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    ({ utilization } = performance.eventLoopUtilization(now, last));
    last = now;
    onSample();
  }, SAMPLE_MS).unref();
  return { isSaturated: () => utilization >= SATURATED, stop: () => clearInterval(timer) };
}
