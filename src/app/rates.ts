import type { Config } from '../config/config.type.js';
import type { Log } from '../server/observability/log.js';
import { createMemoryRateStore } from '../server/rates/rate-store.js';
import { createRateLimiter, type RateLimiter } from '../server/rates/rate-limiter.js';
import type { WorkerLink } from './workers/worker-link.js';

export interface Rates {
  readonly limiter: RateLimiter;
  /** Whether they are counted where the settings say, and not by this server alone. */
  isUp(): boolean;
  close(): Promise<void>;
}

/** An operation waits at most this long for Redis; then this server counts alone. */
const COMMAND_TIMEOUT_MS = 250;
const CONNECT_TIMEOUT_MS = 2000;

/**
 * The rates of callers: counted in Redis, together with other servers, where the ledger is there, else in memory, together
 * with the other workers.
 * @param redisTimeoutMs in the place of both times
 */
export async function openRates(
  config: Config,
  log: Log,
  workers: WorkerLink | null,
  redisTimeoutMs?: number,
): Promise<Rates> {
  const memory = workers
    ? { operations: workers.rateStore('operations'), calls: workers.rateStore('calls') }
    : { operations: createMemoryRateStore(), calls: createMemoryRateStore() };
  if (config.ledger.kind !== 'redis' || !hasRates(config)) {
    return { limiter: createRateLimiter(memory), isUp: () => true, close: () => Promise.resolve() };
  }
  const { createRedisRateStore, shareRedis } = await import('../server/rates/redis-rate-store.js');
  const { openRedis } = await import('../redis-connection.js'); // its client takes 15 MB
  const { RedisOutage } = await import('../redis-outage.js');
  const connectMs = redisTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const outage = new RedisOutage(connectMs);
  const report = outage.explain((state: 'up' | 'down', cause) => {
    if (state === 'up') log.info({ event: 'rates-reachable' });
    else log.error({ event: 'rates-unreachable', cause });
  });
  const redis = await openRedis(config.ledger.url, connectMs, redisTimeoutMs ?? COMMAND_TIMEOUT_MS, outage);
  let isUp = true;
  const shared = shareRedis(redis, {
    onChange(cause) {
      isUp = cause === null;
      report(isUp ? 'up' : 'down', cause);
    },
  });
  return {
    isUp: () => isUp,
    limiter: createRateLimiter({
      operations: createRedisRateStore(shared, 'operations', memory.operations),
      calls: createRedisRateStore(shared, 'calls', memory.calls),
    }),
    close: async () => {
      outage.close();
      if (redis.status === 'ready') await redis.quit().catch(() => redis.disconnect());
      else redis.disconnect();
    },
  };
}

const hasRates = ({ rates, tenants }: Config): boolean =>
  [rates, ...tenants.flatMap(({ keys }) => keys.map((key) => key.rates))].some(
    ({ operationsPerMinute, upstreamCallsPerMinute }) =>
      operationsPerMinute !== null || upstreamCallsPerMinute !== null,
  );
