import { Redis } from 'ioredis';

export interface RedisConnectionOptions {
  readonly url: string;
  /** No call waits longer for redis; milliseconds. */
  readonly commandTimeoutMs: number;
  /** Called for every broken connection; calls are refused meanwhile, and it is tried again for ever. */
  readonly onConnectionError: (error: Error) => void;
}

/**
 * A connection whose calls fail soon when redis is away: nothing queues up, and nothing is repeated, since a send must
 * not leave on the strength of a record that may be written later.
 */
export async function connectRedis({
  url,
  commandTimeoutMs,
  onConnectionError,
}: RedisConnectionOptions): Promise<Redis> {
  let lastError: Error | null = null;
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: commandTimeoutMs,
    commandTimeout: commandTimeoutMs,
    // A primary that was demoted keeps its connections: a new one may lead to the new primary.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    disconnectTimeout: 500, // runs also for a connection that is gone, and keeps the process that long
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 2000),
  });
  redis.on('error', (error: Error) => {
    lastError = error;
    onConnectionError(error);
  });
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw new Error('REDIS_URL: redis cannot be reached', { cause: lastError ?? error }); // never the URL: it may hold a password
  }
}
