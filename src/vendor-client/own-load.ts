import { performance } from 'node:perf_hooks';

/** Above this share of a time the event loop delays what arrives. */
const BUSY = 0.9;

/** One to two of these are looked at: in a few milliseconds a busy event loop may be idle, and an idle one busy. */
const SPAN_MS = 100;

/** @returns whether this process's event loop was busy of late */
export function watchOwnLoad(): () => boolean {
  let earlier = performance.eventLoopUtilization();
  let last = earlier;
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, earlier);
    const { active, idle } = performance.eventLoopUtilization(now, last);
    if (active + idle >= SPAN_MS) [earlier, last] = [last, now];
    return utilization > BUSY;
  };
}
