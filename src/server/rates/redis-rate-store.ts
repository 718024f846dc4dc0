import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { DISCONNECTED, storeFault } from '../../store-fault.js';
import { MAX_NAMES, type RateStore, type RateWindow, WINDOW_MS } from './rate-store.js';

/**
 * KEYS: the window. ARGV: amount, limit, window in ms.
 * @returns 1 when it fits or 0, what is taken, ms until the window ends
 */
const TAKE = `
local taken = tonumber(redis.call('get', KEYS[1]) or '0')
local amount = tonumber(ARGV[1])
if taken > 0 and taken + amount > tonumber(ARGV[2]) then return {0, taken, math.max(1, redis.call('pttl', KEYS[1]))} end
if amount > 0 then
  taken = redis.call('incrby', KEYS[1], amount)
  if redis.call('pttl', KEYS[1]) < 0 then redis.call('pexpire', KEYS[1], ARGV[3]) end
end
return {1, taken, redis.call('pttl', KEYS[1])}`;

/** KEYS: the window. ARGV: amount, which may be negative, window in ms. @returns 1, what is taken, ms until the window ends */
const ADJUST = `
if tonumber(ARGV[1]) < 0 and redis.call('exists', KEYS[1]) == 0 then return {1, 0, 0} end
local taken = redis.call('incrby', KEYS[1], ARGV[1])
if taken < 0 then taken = redis.call('incrby', KEYS[1], -taken) end
if redis.call('pttl', KEYS[1]) < 0 then redis.call('pexpire', KEYS[1], ARGV[2]) end
return {1, taken, redis.call('pttl', KEYS[1])}`;

type RateReply = readonly [fits: number, taken: number, leftMs: number];

export interface RedisRateHealth {
  /** Called once when Redis stops answering, with the cause in one word, and once when it answers again. */
  readonly onChange: (cause: string | null) => void;
}

/** The one connection that all stores of a process share. */
export interface SharedRedis {
  /** @throws Error at once while Redis does not answer */
  run(script: string, key: string, args: readonly (string | number)[]): Promise<unknown>;
}

/**
 * Learns once that Redis does not answer: commands then fail at once, without being queued, until the connection was made
 * anew. ioredis keeps a command that timed out until its connection ends, so the connection is ended too.
 */
export function shareRedis(redis: Redis, { onChange }: RedisRateHealth): SharedRedis {
  let isAnswering = true;
  let isSuspended = false;
  redis.on('ready', () => (isSuspended = false));
  return {
    async run(script, key, args) {
      if (isSuspended || redis.status !== 'ready') {
        if (isAnswering) onChange(DISCONNECTED);
        isAnswering = false;
        throw new Error('Redis does not answer');
      }
      try {
        const reply = await redis.eval(script, 1, key, ...args);
        if (!isAnswering) onChange(null);
        isAnswering = true;
        return reply;
      } catch (error) {
        const { name, message } = error as Error;
        const isReply = name === 'ReplyError';
        if (!isReply && !isSuspended) {
          isSuspended = true;
          redis.disconnect(true);
        }
        // the first word of a reply is its code: READONLY, OOM, LOADING, NOPERM
        if (isAnswering) onChange(isReply ? (/^[A-Z]+/.exec(message)?.[0] ?? 'ERROR') : storeFault(error));
        isAnswering = false;
        throw error;
      }
    },
  };
}

/**
 * Counts in Redis, where all servers count together.
 * @param kind what is counted, part of the names in Redis
 * @param fallback counts while Redis does not answer
 */
export function createRedisRateStore(redis: SharedRedis, kind: string, fallback: RateStore): RateStore {
  const keyOf = (name: string): string => `messaging-graph:rate:${kind}:${name}`;
  /** By the last reply, for headers: asking again would cost a round trip. Empty where the fallback counts. */
  const replied = new LRUCache<string, RateWindow>({ max: MAX_NAMES });
  const keep = (name: string, taken: number, leftMs: number): void =>
    void replied.set(name, { taken, until: performance.now() + leftMs });

  return {
    async take(name, amount, limit) {
      let reply: RateReply;
      try {
        reply = (await redis.run(TAKE, keyOf(name), [amount, limit, WINDOW_MS])) as RateReply;
      } catch {
        replied.delete(name);
        return fallback.take(name, amount, limit);
      }
      const [fits, taken, leftMs] = reply;
      keep(name, taken, leftMs);
      return fits === 1 ? null : leftMs;
    },
    adjust(name, amount) {
      const before = replied.get(name);
      // The answer to the operation is written before Redis replies.
      if (before) replied.set(name, { taken: Math.max(0, before.taken + amount), until: before.until });
      redis.run(ADJUST, keyOf(name), [amount, WINDOW_MS]).then(
        (reply) => keep(name, (reply as RateReply)[1], (reply as RateReply)[2]),
        () => {
          replied.delete(name);
          fallback.adjust(name, amount);
        },
      );
    },
    known(name) {
      const window = replied.get(name);
      if (!window) return fallback.known(name);
      return performance.now() < window.until ? window : null;
    },
  };
}
