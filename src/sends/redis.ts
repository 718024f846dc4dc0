import type { Redis } from 'ioredis';
import { recordLifeMs } from './expiry.js';
import { createFingerprint, createSecret } from './fingerprint.js';
import type { LedgerOptions, LedgerStore } from './ledger-store.js';
import { createOwnSends } from './own-sends.js';
import { connectRedis } from './redis-connection.js';
import { requireNoEviction } from './redis-eviction.js';
import { createRedisNames } from './redis-names.js';
import { createRunScript } from './redis-run.js';
import { createRedisTenantLedger } from './redis-tenant-ledger.js';
import { createWaiters } from './waiters.js';

export interface RedisLedgerOptions extends LedgerOptions {
  readonly url: string;
  /** The deadline of a send; an instance that has not told how one ended a while after it counts as dead. */
  readonly sendTimeoutMs: number;
  /** In front of every name. */
  readonly prefix?: string;
  /** No call waits longer for redis. */
  readonly commandTimeoutMs?: number;
  readonly onConnectionError?: (error: Error) => void;
  /** Told once where redis does not say whether it evicts. */
  readonly onEvictionUnknown?: () => void;
}

/** What an instance may need, beyond the send's deadline, for its token and for writing down how the send ended. */
const LEASE_MARGIN_MS = 15_000;

/**
 * A ledger that several instances share. While redis cannot be reached every call rejects within the command timeout.
 * As durable as that redis: it must not evict, and should append to disk.
 * @throws an Error that names the setting when redis cannot be reached, or may evict
 */
export async function openRedisLedger(options: RedisLedgerOptions): Promise<LedgerStore> {
  const {
    url,
    campaignRecordDays,
    sendTimeoutMs,
    prefix = 'messaging-graph',
    commandTimeoutMs = 2000,
    onConnectionError = () => {},
    onEvictionUnknown = () => {},
  } = options;
  const redis = await connectRedis({ url, commandTimeoutMs, onConnectionError });
  const run = createRunScript(redis);
  const names = createRedisNames(prefix);
  const secret = await requireNoEviction(redis, onEvictionUnknown)
    .then(() => agreeOnSecret(redis, names.secret))
    .catch((error: unknown) => {
      redis.disconnect();
      throw error;
    });
  const fingerprint = createFingerprint(secret);
  const waiters = createWaiters();
  const ownSends = createOwnSends(Date.now);
  const recordLife = recordLifeMs(campaignRecordDays);
  const leaseLife = sendTimeoutMs + LEASE_MARGIN_MS;

  return {
    forTenant: (tenantId) =>
      createRedisTenantLedger({
        tenantId,
        redis,
        run,
        names,
        secret,
        fingerprint,
        waiters,
        ownSends,
        recordLife,
        leaseLife,
      }),
    async size() {
      const counts = await Promise.all(names.counted.map((pattern) => countNames(redis, pattern)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async close() {
      if (redis.status === 'ready') await redis.quit().catch(() => redis.disconnect());
      else if (redis.status !== 'end') redis.disconnect(); // a refused QUIT would keep its timer running
      waiters.wakeAll(); // they look again, and are refused
    },
  };
}

/** Whichever instance comes first chooses it. */
async function agreeOnSecret(redis: Redis, name: string): Promise<string> {
  const mine = createSecret();
  await redis.set(name, mine, 'NX');
  return (await redis.get(name)) ?? mine;
}

/** Walks over all names in small steps: as long as redis is large, but never in its way. */
async function countNames(redis: Redis, pattern: string): Promise<number> {
  const found = new Set<string>(); // a walk may show a name twice
  let cursor = '0';
  do {
    const [next, some] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 1000);
    for (const name of some) found.add(name);
    cursor = next;
  } while (cursor !== '0');
  return found.size;
}
