import { type Redis, ReplyError } from 'ioredis';

/** What redis does when its memory is full, in its own words. */
interface Eviction {
  readonly policy: string;
  /** Bytes; 0 is none, and then nothing is ever evicted. */
  readonly limit: string | undefined;
}

/**
 * An idempotency key that redis evicts is free again, and what was sent under it could be sent again.
 * @param onUnknown told where redis says nothing about it, as some that are rented do not
 * @throws an Error that names the setting where it may evict
 */
export async function requireNoEviction(redis: Redis, onUnknown: () => void): Promise<void> {
  const eviction = (await askConfig(redis)) ?? (await askInfo(redis));
  if (!eviction) return onUnknown();
  const { policy, limit } = eviction;
  if (policy === 'noeviction' || limit === '0') return;
  throw new Error(
    `REDIS_URL: redis drops what it has no room for (maxmemory-policy is ${policy}), and a send whose idempotency key ` +
      'was dropped could go out twice: set maxmemory-policy to noeviction',
  );
}

async function askConfig(redis: Redis): Promise<Eviction | null> {
  const told = (await redis.config('GET', 'maxmemory*').catch(nullWhenForbidden)) as string[] | null; // older ones take one name
  const valueOf = (name: string): string | undefined => told?.[told.indexOf(name) + 1];
  return told?.includes('maxmemory-policy')
    ? { policy: valueOf('maxmemory-policy')!, limit: told.includes('maxmemory') ? valueOf('maxmemory') : undefined }
    : null;
}

async function askInfo(redis: Redis): Promise<Eviction | null> {
  const told = await redis.info('memory').catch(nullWhenForbidden);
  const policy = told && /^maxmemory_policy:(\S+)/m.exec(told)?.[1];
  return policy ? { policy, limit: /^maxmemory:(\d+)/m.exec(told)?.[1] } : null;
}

/** That redis is away is another matter. */
function nullWhenForbidden(error: unknown): null {
  if (error instanceof ReplyError) return null;
  throw error;
}
