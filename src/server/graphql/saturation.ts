import { performance } from 'node:perf_hooks';

const SAMPLE_MS = 50;
/** A loop that rests less than this share of the time has nothing to gain from more work. */
const SATURATED = 0.95;

/** Tells regularly whether the event loop is saturated. @returns what ends it */
export function watchSaturation(onSample: (isSaturated: boolean) => void): () => void {
  let last = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    onSample(performance.eventLoopUtilization(now, last).utilization >= SATURATED);
    last = now;
  }, SAMPLE_MS).unref();
  return () => clearInterval(timer);
}
