import type { Redis } from 'ioredis';

/** Runs a script in redis, in one step. */
export type RunScript = (script: string, keys: readonly string[], ...args: (string | number)[]) => Promise<unknown>;

/** So many scripts without an answer, one after another, and the connection counts as dead. */
const SILENCE = 5;

/**
 * A host that vanishes closes nothing, and the kernel may believe in the connection for a quarter of an hour; so it is
 * closed here when nothing comes back. (Not by ioredis's socketTimeout: its timer outlives the connection it watched.)
 */
export function createRunScript(redis: Redis): RunScript {
  let unanswered = 0;

  return async (script, keys, ...args) => {
    try {
      const answer = await redis.eval(script, keys.length, ...keys, ...args);
      unanswered = 0;
      return answer;
    } catch (error) {
      const isTimeout = (error as { message?: unknown }).message === 'Command timed out';
      unanswered = isTimeout ? unanswered + 1 : 0;
      if (unanswered >= SILENCE) {
        unanswered = 0;
        redis.disconnect(true); // and connects again
      }
      throw error;
    }
  };
}
