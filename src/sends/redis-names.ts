import type { Redis } from 'ioredis';
import type { UnlistedKeys } from './ledger-store.js';

/** Walks over all names in small steps: as long as redis is large, but never in its way. A name may be shown twice. */
async function* walkNames(redis: Redis, pattern: string): AsyncGenerator<string> {
  let cursor = '0';
  do {
    const [next, names] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 1000);
    yield* names;
    cursor = next;
  } while (cursor !== '0');
}

export async function countNames(redis: Redis, pattern: string): Promise<number> {
  const found = new Set<string>();
  for await (const name of walkNames(redis, pattern)) found.add(name);
  return found.size;
}

export async function hasName(redis: Redis, pattern: string): Promise<boolean> {
  const { done } = await walkNames(redis, pattern).next();
  return done !== true;
}

interface TenantNames {
  /** A set of what the names of each tenant that has bound a key begin with. */
  readonly tenantsName: string;
  /** Matches the keys of all tenants. */
  readonly keyPattern: string;
}

/** See LedgerStore.unlistedKeys; walks over all names only where there is a tenant that is not listed. */
export async function findUnlistedKeys(
  redis: Redis,
  { tenantsName, keyPattern }: TenantNames,
  baseOf: (tenantId: string) => string,
  tenantIds: readonly string[],
): Promise<UnlistedKeys | null> {
  const listed = new Map(tenantIds.map((id) => [baseOf(id), id]));
  const others = (await redis.smembers(tenantsName)).filter((base) => !listed.has(base));
  if (others.length === 0) return null;
  const names = new Set<string>();
  for await (const name of walkNames(redis, keyPattern))
    if (others.some((base) => name.startsWith(`${base}:`))) names.add(name);
  let keys = 0;
  let open = 0;
  let last = 0;
  for (const part of chunksOf([...names], 500)) {
    for (const { left, outcome } of await Promise.all(part.map((name) => readKey(redis, name)))) {
      if (left <= 0) continue; // it ended meanwhile
      keys++;
      if (outcome === 'PENDING' || outcome === 'UNKNOWN') open++;
      last = Math.max(last, left);
    }
  }
  if (keys === 0) return null;
  const used = await Promise.all([...listed.keys()].map((base) => redis.exists(`${base}:sequence`)));
  return {
    keys,
    open,
    until: Date.now() + last,
    withoutSends: tenantIds.filter((_, index) => used[index] === 0),
  };
}

/** @returns how long the key answers, milliseconds, and the outcome of its send */
async function readKey(redis: Redis, name: string): Promise<{ left: number; outcome: string | null }> {
  const [id, left] = await Promise.all([redis.get(name), redis.pttl(name)]);
  const base = name.slice(0, name.indexOf(':key:'));
  return { left, outcome: await redis.hget(`${base}:send:${id}`, 'outcome') };
}

function* chunksOf<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
