import { Redis } from 'ioredis';
import { connectFault, redisOptions } from '../../redis-options.js';

/** No call waits longer for Redis, milliseconds. */
export const COMMAND_MS = 2000;
/** How long the reader's call waits at Redis for new events, milliseconds. */
export const BLOCK_MS = 500;

export interface LogConnections {
  readonly calls: Redis;
  /** Its calls wait for events. */
  readonly reader: Redis;
}

/**
 * Two connections that are made again for ever, whose calls fail soon while Redis is away.
 * @param setting the name of the one that has the address
 * @throws Error that names the setting; never the address, which may hold a password
 */
export async function connectLog(
  url: string,
  setting: string,
  onError: (error: Error) => void,
): Promise<LogConnections> {
  let firstError: Error | null = null; // those after it tell only that the connection is closed
  const connect = (commandTimeout: number): Redis => {
    const redis = new Redis(url, redisOptions(COMMAND_MS, commandTimeout));
    redis.on('error', (error: Error) => {
      firstError ??= error;
      onError(error);
    });
    return redis;
  };
  const calls = connect(COMMAND_MS);
  const reader = connect(BLOCK_MS + COMMAND_MS);
  try {
    await Promise.all([calls.connect(), reader.connect()]);
    await requireFit(calls, setting);
    return { calls, reader };
  } catch (error) {
    calls.disconnect();
    reader.disconnect();
    if (error instanceof Error && error.message.startsWith(setting)) throw error;
    const cause = firstError ?? error;
    throw new Error(connectFault(setting, cause), { cause });
  }
}

/** @throws Error where Redis would drop the log, takes no writes or is too old */
async function requireFit(redis: Redis, setting: string): Promise<void> {
  const info = await redis.info().catch(() => ''); // some hosted ones forbid it
  const infoOf = (name: string): string | undefined => info.match(new RegExp(`^${name}:([^\r\n]*)`, 'm'))?.[1];
  const policy = infoOf('maxmemory_policy');
  if (infoOf('role') === 'slave')
    throw new Error(`${setting}: redis is a replica, which takes no writes: name the primary`);
  if (policy !== undefined && policy !== 'noeviction' && infoOf('maxmemory') !== '0')
    throw new Error(
      `${setting}: redis drops what it has no room for (maxmemory-policy is ${policy}), delivery events too: set maxmemory-policy to noeviction`,
    );
  const version = infoOf('redis_version');
  if (version === undefined) return; // a server that does not tell it is asked nothing more
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 6 || (major === 6 && minor < 2))
    throw new Error(`${setting}: redis is ${version}; delivery events need 6.2 or later`);
}
