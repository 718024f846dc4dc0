/** How ioredis says that there is no connection, with advice for programmers instead of a code. */
const WITHOUT_CODE = /^(Reached the max retries|Connection is closed|Stream isn't writeable|Command timed out)/;

const MOST_CHARACTERS = 200;

/**
 * Why a store is away, for the log: the code of the error, NO_ANSWER for a Redis that has none, else its first words,
 * which the system, LMDB and Redis make without data of callers.
 */
export function storeFault(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause).slice(0, MOST_CHARACTERS);
  const { code } = cause as { code?: unknown };
  if (typeof code === 'string') return code;
  return WITHOUT_CODE.test(cause.message) ? 'NO_ANSWER' : cause.message.slice(0, MOST_CHARACTERS);
}
