import { performance } from 'node:perf_hooks';

/** Above this share of a time the event loop delays what arrives. */
const BUSY = 0.9;

/** In a few milliseconds a busy event loop may be idle for a part: one to two of these are looked at too. */
const SPAN_MS = 100;

/** @returns whether this process's event loop was busy since the last call, or of late */
export function watchOwnLoad(): () => boolean {
  let last = performance.eventLoopUtilization();
  let [older, newer] = [last, last];
  return () => {
    const now = performance.eventLoopUtilization();
    const sinceLast = performance.eventLoopUtilization(now, last).utilization;
    const ofLate = performance.eventLoopUtilization(now, older).utilization;
    const { active, idle } = performance.eventLoopUtilization(now, newer);
    last = now;
    if (active + idle >= SPAN_MS) [older, newer] = [newer, now];
    return Math.max(sinceLast, ofLate) > BUSY;
  };
}
