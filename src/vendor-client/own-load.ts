import { performance } from 'node:perf_hooks';

/** Above this share of a time the event loop delays what arrives. */
const BUSY = 0.9;

/** @returns whether this process's event loop was busy since the last call */
export function watchOwnLoad(): () => boolean {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization > BUSY;
  };
}
