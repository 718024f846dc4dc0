import type { Redis } from 'ioredis';
import { type EventLog, type EventLogOptions, eventLifeMs } from './event-log.js';
import { EventLogHealth } from './event-log-health.js';
import { connectRedis, requireWrites, startFault } from '../../redis-connection.js';
import { RedisOutage } from '../../redis-outage.js';
import { readFacts, requireFit } from '../../redis-facts.js';
import { BLOCK_MS, createRedisReader } from './redis-reader.js';
import { createRedisTenant, type RedisTenant } from './redis-tenant.js';

export interface RedisLogOptions extends EventLogOptions {
  readonly url: string;
  /** The name of the setting that has the address. */
  readonly setting: string;
  /** Replicas that have to acknowledge each write. */
  readonly waitReplicas?: number;
  /** No call waits longer for redis, milliseconds. */
  readonly commandTimeoutMs?: number;
}

const CHECK_NAME = 'messaging-graph:events:check';
/** Commands without an answer in a row, and the connection counts as dead. */
const SILENCE = 3;

/**
 * A log that instances share. Durable is what the primary and `waitReplicas` replicas have acknowledged.
 * @throws Error that names the setting where Redis cannot be reached, may drop the log, is a replica or too old
 */
export async function openRedisLog(options: RedisLogOptions): Promise<EventLog> {
  const { url, setting, waitReplicas = 0, commandTimeoutMs = 2000 } = options;
  const tenants = new Map<string, RedisTenant>();
  const onError = (error: unknown): void => health.down(error);
  let isOpen = false;
  const outage = new RedisOutage(commandTimeoutMs);
  const onState = outage.explain(options.onState ?? (() => undefined));
  const health = new EventLogHealth({ ...options, onState }, async () => {
    await requireWrites(calls, CHECK_NAME);
    await Promise.all([...tenants.values()].map((tenant) => tenant.begin()));
  });
  const connect = (blockMs = 0): Promise<Redis> =>
    connectRedis({
      url,
      setting,
      connectTimeoutMs: commandTimeoutMs,
      commandTimeoutMs: commandTimeoutMs + blockMs,
      outage,
      onConnectionError: (error) => void (isOpen && onError(error)),
    });
  const calls = await connect();
  let readerConnection: Redis;
  try {
    const facts = await readFacts(calls);
    requireFit(facts, setting, 'delivery events that were dropped are missed');
    requireVersion(facts.version, setting);
    await requireWrites(calls, CHECK_NAME);
    readerConnection = await connect(BLOCK_MS); // its calls wait for events
  } catch (error) {
    calls.disconnect();
    throw startFault(setting, error);
  }
  isOpen = true;
  const reader = createRedisReader(readerConnection, onError);
  let silent = 0;
  calls.on('ready', () => {
    for (const tenant of tenants.values()) tenant.forget();
  });

  /** A host that vanishes closes nothing: a connection without answers is made again. */
  async function run(script: string, keys: readonly string[], args: readonly (string | number)[], isWrite: boolean) {
    try {
      const answered = calls.eval(script, keys.length, ...keys, ...args);
      const waited = isWrite && waitReplicas > 0 ? calls.wait(waitReplicas, commandTimeoutMs / 2) : null;
      const [answer, replicas] = await Promise.all([answered, waited]);
      silent = 0;
      if (replicas !== null && replicas < waitReplicas)
        throw new Error(`${replicas} of ${waitReplicas} replicas have acknowledged a write`);
      return answer;
    } catch (error) {
      silent = error instanceof Error && error.message === 'Command timed out' ? silent + 1 : 0;
      if (silent >= SILENCE) reconnect(calls);
      throw error;
    }
  }
  function reconnect(redis: Redis): void {
    silent = 0;
    redis.disconnect(true);
  }

  const now = options.now;
  const common = () => [now ? now() : '', eventLifeMs(options), options.max] as const;
  return {
    forTenant(tenantId) {
      const known = tenants.get(tenantId);
      if (known) return known.events;
      const tenant = createRedisTenant(tenantId, {
        health,
        onUnexpected: options.onUnexpected ?? (() => undefined),
        now: now ?? (() => Date.now()),
        depth: options,
        deadlineMs: 2.5 * commandTimeoutMs,
        run: (script, keys, args, isWrite = false) => run(script, keys, [...common(), ...args], isWrite),
        get: (keys) => calls.mget(...keys),
      });
      tenants.set(tenantId, tenant);
      reader.follow(tenant.followed);
      tenant.begin().catch(onError);
      return tenant.events;
    },
    state: () => health.state,
    async size() {
      const sizes = await Promise.all([...tenants.values()].map((tenant) => tenant.size()));
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    async close() {
      health.close();
      outage.close();
      reader.close();
      readerConnection.disconnect();
      if (calls.status === 'ready') await calls.quit().catch(() => calls.disconnect());
      else if (calls.status !== 'end') calls.disconnect();
    },
  };
}

/** @param version null where a server does not say it @throws Error where it is too old */
function requireVersion(version: string | null, setting: string): void {
  const [major = 0, minor = 0] = version?.split('.').map(Number) ?? [];
  if (version !== null && (major < 6 || (major === 6 && minor < 2)))
    throw new Error(`${setting}: redis is ${version}; delivery events need 6.2 or later`);
}
