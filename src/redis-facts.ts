import { type Redis, ReplyError } from 'ioredis';

/** What a Redis says of itself; null where it says nothing, as some hosted ones do. */
export interface RedisFacts {
  /** Why it may drop a key, in words; null when it does not. */
  readonly evicts: string | null;
  readonly isEvictionKnown: boolean;
  /** How it writes to its disk, in its own words. */
  readonly persistence: string | null;
  readonly isReplica: boolean;
  readonly isCluster: boolean;
  readonly version: string | null;
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
    version: infoOf('redis_version') ?? null,
  };
}

/**
 * @param setting the name of the one that has the address
 * @param loss what a name that is dropped would do
 * @throws an Error that names the setting where nothing can be kept in it
 */
export function requireFit({ evicts, isCluster, isReplica }: RedisFacts, setting: string, loss: string): void {
  if (isCluster)
    throw new Error(
      `${setting}: redis runs with cluster-enabled yes, which is not supported: name one without cluster mode`,
    );
  if (isReplica) throw new Error(`${setting}: redis is a replica, which takes no writes: name the primary`);
  if (evicts !== null)
    throw new Error(
      `${setting}: redis drops what it has no room for (${evicts}), and ${loss}: set maxmemory-policy to noeviction`,
    );
}

/** That redis is away is another matter. */
function nullWhenForbidden(error: unknown): null {
  if (error instanceof ReplyError) return null;
  throw error;
}
