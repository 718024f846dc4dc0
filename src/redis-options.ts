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
  // A primary that was demoted keeps its connections: a new one may lead to the new primary. A connection whose SELECT
  // was refused would go on in database 0.
  reconnectOnError: (error: Error): boolean => error.message.startsWith('READONLY') || refusedDatabase(error) !== null,
  disconnectTimeout: 200, // runs also for a connection that is gone, and keeps the process that long
  retryStrategy: (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt, 6), 2000),
});

/** Why it does not answer, in one word that holds neither an address nor a password: ECONNREFUSED, WRONGPASS, NO_ANSWER. */
export function redisFault(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return code;
  return /^[A-Z]{3,}(?= )/.exec(String(message))?.[0] ?? 'NO_ANSWER';
}

/** Why the start cannot have it. @param setting the name of the one that has the address */
export function connectFault(setting: string, error: unknown): string {
  const database = refusedDatabase(error);
  if (database === null) return `${setting}: redis cannot be reached (${redisFault(error)})`;
  const words = /^ERR [ -~]{1,100}/.exec((error as Error).message)?.[0] ?? redisFault(error);
  return (
    `${setting}: redis refuses database ${database} (${words}): name one that its user may select, from 0 to one less than ` +
    'its setting `databases` (16 unless changed)'
  );
}

/** The database of a SELECT that Redis refused; null for every other error, and where it takes no command before a password. */
function refusedDatabase(error: unknown): string | null {
  const { command, message } = error as { command?: { name: string; args: readonly unknown[] }; message: string };
  return command?.name === 'select' && !message.startsWith('NOAUTH') ? String(command.args[0]) : null;
}
