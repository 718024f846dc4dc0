import { setImmediate } from 'node:timers/promises';

/** Not a measure of speed: a little less than jest gives to a hanging test, so that the last value is reported. */
const HANGS_AFTER_MS = 230_000;

/** Polls until a condition that no event announces is true. */
export async function eventually<Value>(
  poll: () => Value | Promise<Value>,
  holds: (value: Value) => boolean,
): Promise<Value> {
  const giveUpAt = performance.now() + HANGS_AFTER_MS;
  for (;;) {
    const value = await poll();
    if (holds(value)) return value;
    if (performance.now() > giveUpAt) throw new Error(`the condition never became true: ${JSON.stringify(value)}`);
    await setImmediate(); // so that what it waits for gets its turn
  }
}

export const until = (holds: () => boolean | Promise<boolean>): Promise<boolean> => eventually(holds, Boolean);
