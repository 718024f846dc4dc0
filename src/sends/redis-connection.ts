import { Redis, ReplyError } from 'ioredis';
import { connectFault, redisOptions } from '../redis-options.js';

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
  let firstError: Error | null = null; // those after it tell only that the connection is closed
  const redis = new Redis(url, redisOptions(commandTimeoutMs, commandTimeoutMs));
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
    throw new Error(connectFault('REDIS_URL', cause), { cause }); // never the URL: it may hold a password
  }
}

/** A connection for what can do without Redis for a time: tried once before it is given, then for ever. */
export async function openRedis(url: string, connectTimeoutMs: number, commandTimeoutMs: number): Promise<Redis> {
  const redis = new Redis(url, redisOptions(connectTimeoutMs, commandTimeoutMs));
  redis.on('error', () => undefined); // the commands that fail for it are noticed
  await redis.connect().catch(() => undefined);
  return redis;
}

/** What a Redis says of itself; null where it says nothing, as some hosted ones do. */
export interface RedisFacts {
  /** Why it may drop a key, in words; null when it does not. */
  readonly evicts: string | null;
  readonly isEvictionKnown: boolean;
  /** How it writes to its disk, in its own words. */
  readonly persistence: string | null;
  readonly isReplica: boolean;
  readonly isCluster: boolean;
}

export async function readFacts(redis: Redis): Promise<RedisFacts> {
  const [info, config] = await Promise.all([
    redis.info().catch(nullWhenForbidden),
    redis.config('GET', '*').catch(nullWhenForbidden) as Promise<string[] | null>,
  ]);
  const infoOf = (name: string): string | undefined => info?.match(new RegExp(`^${name}:([^\r\n]*)`, 'm'))?.[1];
  const configOf = (name: string): string | undefined => {
    const index = config?.indexOf(name) ?? -1;
    return index < 0 ? undefined : config![index + 1];
  };
  const policy = configOf('maxmemory-policy') ?? infoOf('maxmemory_policy');
  const limit = configOf('maxmemory') ?? infoOf('maxmemory');
  const appends =
    configOf('appendonly') ??
    (infoOf('aof_enabled') === undefined ? undefined : infoOf('aof_enabled') === '1' ? 'yes' : 'no');
  const save = configOf('save');
  return {
    // Without a limit (0) nothing is ever dropped.
    evicts: policy === undefined || policy === 'noeviction' || limit === '0' ? null : `maxmemory-policy is ${policy}`,
    isEvictionKnown: policy !== undefined,
    persistence: appends === undefined ? null : `appendonly ${appends}${save === undefined ? '' : `, save "${save}"`}`,
    isReplica: infoOf('role') === 'slave',
    isCluster: infoOf('cluster_enabled') === '1',
  };
}

/** @throws an Error that names the setting where a ledger cannot be kept */
export function requireFit({ evicts, isCluster, isReplica }: RedisFacts): void {
  if (isCluster)
    throw new Error(
      'REDIS_URL: redis runs with cluster-enabled yes, which the ledger does not work with: name one without cluster mode',
    );
  if (isReplica) throw new Error('REDIS_URL: redis is a replica, which takes no writes: name the primary');
  if (evicts !== null)
    throw new Error(
      `REDIS_URL: redis drops what it has no room for (${evicts}), and a send whose idempotency key was dropped could go ` +
        'out twice: set maxmemory-policy to noeviction',
    );
}

/** That redis is away is another matter. */
function nullWhenForbidden(error: unknown): null {
  if (error instanceof ReplyError) return null;
  throw error;
}
