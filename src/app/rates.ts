import type { Redis } from 'ioredis';
import type { Config } from '../config/config.type.js';
import { createCounters } from '../server/rates/counters.js';
import { createRateKeeper, type RateKeeper } from '../server/rates/rate-keeper.js';

export interface Rates {
  readonly keeper: RateKeeper;
  close(): Promise<void>;
}

/** An operation waits this long for redis at most; then this server counts alone. */
const COMMAND_TIMEOUT_MS = 250;

/** The rates of callers: counted in redis, together with other servers, where the ledger is there, else in memory. */
export async function openRates(config: Config, onConnectionError: () => void): Promise<Rates> {
  const redis =
    config.ledger.kind === 'redis' && hasRates(config) ? await connect(config.ledger.url, onConnectionError) : null;
  return {
    keeper: createRateKeeper(createCounters(redis)),
    close: async () => {
      await redis?.quit().catch(() => redis.disconnect());
    },
  };
}

async function connect(url: string, onConnectionError: () => void): Promise<Redis> {
  const { connectRedis } = await import('../sends/redis-connection.js');
  return connectRedis({ url, commandTimeoutMs: COMMAND_TIMEOUT_MS, onConnectionError });
}

const hasRates = ({ rates, tenants }: Config): boolean =>
  [rates, ...tenants.flatMap(({ keys }) => keys.map((key) => key.rates))].some(
    ({ operationsPerMinute, upstreamCallsPerMinute }) =>
      operationsPerMinute !== null || upstreamCallsPerMinute !== null,
  );
