/** A histogram of latencies in steps of 10 microseconds, up to 10 seconds. */

const STEPS_PER_MILLISECOND = 100;
const STEPS = 10_000 * STEPS_PER_MILLISECOND;

export const createHistogram = () => {
  const counts = new Uint32Array(STEPS + 1);
  let total = 0;
  return {
    /** @param {number} milliseconds */
    record(milliseconds) {
      counts[Math.min(STEPS, (milliseconds * STEPS_PER_MILLISECOND) | 0)] += 1;
      total += 1;
    },
    /** @param {number} share between 0 and 1 */
    readPercentile(share) {
      const rank = Math.ceil(total * share);
      let seen = 0;
      for (let step = 0; step <= STEPS; step += 1) {
        seen += counts[step];
        if (seen >= rank && seen > 0) return step / STEPS_PER_MILLISECOND;
      }
      return null;
    },
  };
};
