/**
 * The time that went by or, where that is less, the time that this process was at work: where a machine has other
 * things to do too, the clock tells of those.
 * @returns what tells it, milliseconds
 */
export function startClock(): () => number {
  const startedAt = performance.now();
  const usage = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(usage);
    return Math.min(performance.now() - startedAt, (user + system) / 1000);
  };
}

const YARDSTICK = JSON.stringify(
  Array.from({ length: 2000 }, (_, n) => ({ id: `id-${n}`, text: 'x'.repeat(n % 50), parts: [n, n / 3, { n }] })),
);
const YARDSTICK_ROUNDS = 20;
/** What the yardstick takes on one of two cores of a small shared machine that has nothing else to do. */
const YARDSTICK_MILLISECONDS = 40;

/** How many times slower than such a machine this one is now; at least 1. */
export function slowness(): number {
  const elapsed = startClock();
  for (let round = 0; round < YARDSTICK_ROUNDS; round++) JSON.stringify(JSON.parse(YARDSTICK));
  return Math.max(1, elapsed() / YARDSTICK_MILLISECONDS);
}
