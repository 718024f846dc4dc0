import type { Redis } from 'ioredis';
import { type RateStore, WINDOW_MS } from './rate-store.js';

/** KEYS: the window. ARGV: amount, limit, window in ms. @returns -1 when it fits, else the ms until the window ends */
const TAKE = `
local taken = tonumber(redis.call('get', KEYS[1]) or '0')
local amount = tonumber(ARGV[1])
if taken > 0 and taken + amount > tonumber(ARGV[2]) then return math.max(1, redis.call('pttl', KEYS[1])) end
if amount > 0 then
  redis.call('incrby', KEYS[1], amount)
  if redis.call('pttl', KEYS[1]) < 0 then redis.call('pexpire', KEYS[1], ARGV[3]) end
end
return -1`;

/** KEYS: the window. ARGV: amount, which may be negative, window in ms */
const ADJUST = `
if tonumber(ARGV[1]) < 0 and redis.call('exists', KEYS[1]) == 0 then return 0 end
local taken = redis.call('incrby', KEYS[1], ARGV[1])
if taken < 0 then redis.call('incrby', KEYS[1], -taken) end
if redis.call('pttl', KEYS[1]) < 0 then redis.call('pexpire', KEYS[1], ARGV[2]) end
return 0`;

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
        if (isAnswering) onChange('DISCONNECTED');
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
        if (isAnswering) onChange(isReply ? (/^[A-Z]+/.exec(message)?.[0] ?? 'ERROR') : 'NO_ANSWER');
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
  return {
    async take(name, amount, limit) {
      let wait: unknown;
      try {
        wait = await redis.run(TAKE, keyOf(name), [amount, limit, WINDOW_MS]);
      } catch {
        return fallback.take(name, amount, limit);
      }
      return typeof wait === 'number' && wait >= 0 ? wait : null;
    },
    adjust(name, amount) {
      redis.run(ADJUST, keyOf(name), [amount, WINDOW_MS]).catch(() => fallback.adjust(name, amount));
    },
  };
}
