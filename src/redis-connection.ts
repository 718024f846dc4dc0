import { Redis, ReplyError } from 'ioredis';
import type { RedisOutage } from './redis-outage.js';

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

export interface RedisConnectionOptions {
  readonly url: string;
  /** The name of the one that has the address. */
  readonly setting: string;
  /** As long as a command by default, milliseconds. */
  readonly connectTimeoutMs?: number;
  /** No call waits longer for redis; milliseconds. */
  readonly commandTimeoutMs: number;
  /** Of what is in this Redis; absent where it is not reported. */
  readonly outage?: RedisOutage;
  /** Called for every broken connection; calls are refused meanwhile, and it is tried again for ever. */
  readonly onConnectionError: (error: Error) => void;
}

/**
 * A connection whose calls fail soon when redis is away: nothing queues up, and nothing is repeated, since a send must
 * not leave on the strength of a record that may be written later.
 * @throws Error that names the setting; never the address, which may hold a password
 */
export async function connectRedis(options: RedisConnectionOptions): Promise<Redis> {
  const { url, setting, commandTimeoutMs, connectTimeoutMs = commandTimeoutMs, outage, onConnectionError } = options;
  let firstError: Error | null = null; // those after it say only that the connection is closed
  const redis = new Redis(url, redisOptions(connectTimeoutMs, commandTimeoutMs));
  outage?.watch(redis);
  redis.on('error', (error: Error) => {
    firstError ??= error;
    onConnectionError(error);
  });
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    const cause = firstError ?? error;
    throw new Error(connectFault(setting, cause), { cause });
  }
}

/** A connection for what can do without Redis for a time: tried once before it is given, then for ever. */
export async function openRedis(
  url: string,
  connectTimeoutMs: number,
  commandTimeoutMs: number,
  outage?: RedisOutage,
): Promise<Redis> {
  const redis = new Redis(url, redisOptions(connectTimeoutMs, commandTimeoutMs));
  outage?.watch(redis);
  redis.on('error', () => undefined); // the commands that fail for it are noticed
  await redis.connect().catch(() => undefined);
  return redis;
}

/**
 * Writes as the stores do, by a script. Rejects where redis answers reads alone: full, unable to save, or without EVAL for
 * its user.
 * @param name of nothing else; it lives for a minute
 */
export async function requireWrites(redis: Redis, name: string): Promise<void> {
  await redis.eval(`return redis.call('SET', KEYS[1], '', 'PX', 60000)`, 1, name);
}

/** Why it does not answer, in one word that holds neither an address nor a password: ECONNREFUSED, WRONGPASS, NO_ANSWER. */
function redisFault(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return code;
  return /^[A-Z]{3,}(?= )/.exec(String(message))?.[0] ?? 'NO_ANSWER';
}

/** Why the start cannot have it. @param setting the name of the one that has the address */
function connectFault(setting: string, error: unknown): string {
  const database = refusedDatabase(error);
  if (database === null) return `${setting}: redis cannot be reached (${redisFault(error)})`;
  const words = /^ERR [ -~]{1,100}/.exec((error as Error).message)?.[0] ?? redisFault(error);
  return (
    `${setting}: redis refuses database ${database} (${words}): name one that its user may select, from 0 to one less than ` +
    'its setting `databases` (16 unless changed)'
  );
}

const REMEDIES: Readonly<Record<string, string>> = {
  NOPERM:
    ': its user needs +@read +@write +@scripting +@connection +info +config|get +time +wait, and the names messaging-graph:*',
  OOM: ': its memory is full; raise maxmemory',
  MISCONF: ': it cannot save its data; see its log',
};

/** @returns an Error that names the setting where redis answers and refuses what the start needs; any other error as it is */
export function startFault(setting: string, error: unknown): unknown {
  if (!(error instanceof ReplyError)) return error;
  const code = redisFault(error);
  return new Error(`${setting}: redis refuses what the start needs (${code})${REMEDIES[code] ?? ''}`, { cause: error });
}

/** The database of a SELECT that Redis refused; null for every other error, and where it takes no command before a password. */
function refusedDatabase(error: unknown): string | null {
  const { command, message } = error as { command?: { name: string; args: readonly unknown[] }; message: string };
  return command?.name === 'select' && !message.startsWith('NOAUTH') ? String(command.args[0]) : null;
}
