/**
 * How every connection to Redis behaves: nothing is queued or sent again by itself.
 * @param connectTimeout milliseconds
 * @param commandTimeout milliseconds
 */
export const redisOptions = (connectTimeout: number, commandTimeout: number) => ({
  lazyConnect: true,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout,
  commandTimeout,
  // A primary that was demoted keeps its connections: a new one may lead to the new primary.
  reconnectOnError: (error: Error): boolean => error.message.startsWith('READONLY'),
  disconnectTimeout: 200, // runs also for a connection that is gone, and keeps the process that long
  retryStrategy: (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt, 6), 2000),
});

/** Why it does not answer, in one word that holds neither an address nor a password: ECONNREFUSED, WRONGPASS, NO_ANSWER. */
export function redisFault(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return code;
  return /^[A-Z]{3,}(?= )/.exec(String(message))?.[0] ?? 'NO_ANSWER';
}
