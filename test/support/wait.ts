import { setImmediate, setTimeout } from 'node:timers/promises';

/** Not a measure of speed: a little less than jest gives to a hanging test, so that the last value is reported. */
const HANGS_AFTER_MS = 230_000;

/** Turns of the event loop within which most of what happens in this process has happened. */
const EAGER_TURNS = 100;
const PAUSE_MS = 5;

/** Polls until a condition that no event announces is true. */
export async function eventually<Value>(
  poll: () => Value | Promise<Value>,
  holds: (value: Value) => boolean,
): Promise<Value> {
  const giveUpAt = performance.now() + HANGS_AFTER_MS;
  for (let turn = 0; ; turn++) {
    const value = await poll();
    if (holds(value)) return value;
    if (performance.now() > giveUpAt) throw new Error(`the condition never became true: ${JSON.stringify(value)}`);
    // so that what it waits for gets its turn; later also what happens in other processes, which need the processor
    await (turn < EAGER_TURNS ? setImmediate() : setTimeout(PAUSE_MS));
  }
}

export const until = (holds: () => boolean | Promise<boolean>): Promise<boolean> => eventually(holds, Boolean);
