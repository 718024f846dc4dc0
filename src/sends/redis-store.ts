import type { Redis } from 'ioredis';
import { connectRedis, requireWrites, startFault } from '../redis-connection.js';
import { RedisOutage } from '../redis-outage.js';
import { DISCONNECTED } from '../store-fault.js';
import { type RedisFacts, readFacts, requireFit } from '../redis-facts.js';
import { createFingerprint, createSecret, identityOf } from './fingerprint.js';
import { LedgerHealth } from './ledger-health.js';
import { createRedisClient } from './redis-client.js';
import { createRedisLedger } from './redis-ledger.js';
import { countNames, findUnlistedKeys, hasName } from './redis-names.js';
import { RedisRetries } from './redis-retries.js';
import { baseOf } from './redis-tenant.js';
import { pendingLifeMs, recordLifeMs } from './clock.js';
import { BEGUN_ANEW } from './seen.js';
import { SeenWrites } from './seen-writes.js';
import type { LedgerOptions, LedgerStore } from './ledger-store.js';
import { Waiters } from './waiters.js';

export interface RedisLedgerOptions extends LedgerOptions {
  readonly url: string;
  /** In front of every name. */
  readonly prefix?: string;
  /** No call waits longer for redis, milliseconds. */
  readonly commandTimeoutMs?: number;
  /** Replicas that have to acknowledge each write. */
  readonly waitReplicas?: number;
  /** How often redis is asked whether it is still fit, milliseconds. */
  readonly checkMs?: number;
}

/** The one that has the address. */
const SETTING = 'REDIS_URL';
/** How often a redis that is down is asked, milliseconds. */
const RETRY_MS = 500;

/**
 * A ledger that several instances share. Durable is what the primary and `waitReplicas` replicas have acknowledged, and
 * as durable as their disks.
 * @throws an Error that names the setting when redis cannot be reached, may drop keys, runs as a cluster or a replica, or
 *   holds a ledger of release 0.1.0, or sends without the secret of their keys
 */
export async function openRedisLedger(options: RedisLedgerOptions): Promise<LedgerStore> {
  const { url, prefix = 'messaging-graph', commandTimeoutMs = 2000, waitReplicas = 0, checkMs = 10_000 } = options;
  const { onWarning = () => undefined } = options;
  const outage = new RedisOutage(commandTimeoutMs);
  const report = outage.explain(options.onState ?? (() => undefined));
  let checkSoon: () => void = () => undefined;
  const health = new LedgerHealth({
    ...options,
    onState(state, cause) {
      if (state === 'down') checkSoon();
      report(state, cause);
    },
  });
  let isOpen = false; // what keeps it from opening is thrown, and reported once
  const onConnectionError = (error: Error): void => void (isOpen && health.down(error));
  const redis = await connectRedis({ url, setting: SETTING, commandTimeoutMs, outage, onConnectionError });
  const names = `${prefix}:sends`;
  const secretName = `${names}:secret`;
  const tenantsName = `${names}:tenants`;
  const ofTenants = `${names.replace(/[\\*?[\]]/g, '\\$&')}:{*}:`;
  let facts: RedisFacts;
  let secret: string;
  try {
    facts = await readFacts(redis);
    requireFit(facts, SETTING, 'a send whose idempotency key was dropped could go out twice');
    await refuseLedgerOfRelease010(redis, prefix);
    secret = await agreeOnSecret(redis, secretName, ofTenants);
    await requireWrites(redis, `${names}:check`);
  } catch (error) {
    redis.disconnect();
    throw startFault(SETTING, error);
  }
  isOpen = true;
  if (!facts.isEvictionKnown) onWarning('ledger-eviction-unknown', {});

  const seen = new SeenWrites(identityOf(secret), health, options.seen ?? null);
  const client = createRedisClient(redis, health, seen, { waitReplicas, commandTimeoutMs });
  const waiters = new Waiters();
  const retries = new RedisRetries();
  const leaseLife = pendingLifeMs(options.sendTimeoutMs);
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  /** Whether redis is still what it was at the start. Nothing else makes a store that was down be up again. */
  async function check(): Promise<void> {
    const { failures } = health;
    await seen.learn();
    const [now, secretNow] = await Promise.all([readFacts(redis), redis.get(secretName)]);
    client.noticeAnswer();
    if (now.isReplica) {
      redis.disconnect(true); // a new connection may lead to the new primary
      return health.down('READONLY');
    }
    if (secretNow !== secret) return seen.rolledBack(BEGUN_ANEW);
    await client.checkSequences();
    if (now.evicts !== null) return health.down(`redis may drop keys: ${now.evicts}`);
    if (now.persistence !== null && now.persistence !== facts.persistence) {
      onWarning('ledger-persistence-changed', { was: facts.persistence ?? 'unknown', is: now.persistence });
      facts = now;
    }
    if (health.state === 'down') await requireWrites(redis, `${names}:check`);
    await retries.write(waiters, leaseLife);
    if (health.failures === failures) health.up(); // else something failed since it was asked
  }

  async function checkAndWait(): Promise<void> {
    clearTimeout(timer);
    await check().catch((error: unknown) => {
      client.noticeSilence(error);
      health.down(error);
    });
    if (isClosed) return;
    clearTimeout(timer);
    timer = setTimeout(
      () => void checkAndWait(),
      health.state === 'down' ? Math.min(RETRY_MS, checkMs) : checkMs,
    ).unref();
  }
  checkSoon = () => {
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(() => void checkAndWait(), Math.min(RETRY_MS, checkMs)).unref();
  };
  redis.on('ready', () => void checkAndWait());
  // What another process has seen of the store before is asked again before anything is bound on a new connection.
  redis.on('close', () => isClosed || health.down(DISCONNECTED));
  await seen.learn();
  await client.checkSequences().catch((error: unknown) => health.down(error));
  timer = setTimeout(() => void checkAndWait(), checkMs).unref();

  const parts = {
    client,
    health,
    fingerprint: createFingerprint(secret),
    prefix: names,
    secret,
    secretName,
    tenantsName,
    waiters,
    retries,
    notices: options,
    recordLife: recordLifeMs(options.campaignRecordDays),
    sendTimeoutMs: options.sendTimeoutMs,
  };

  return {
    forTenant: (tenantId) => createRedisLedger(tenantId, parts),
    state: () => health.state,
    unlistedKeys: (tenantIds) =>
      findUnlistedKeys(redis, { tenantsName, keyPattern: `${ofTenants}key:*` }, (id) => baseOf(parts, id), tenantIds),
    size: () => countNames(redis, `${ofTenants}send:*`),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      outage.close();
      if (redis.status === 'ready') await redis.quit().catch(() => redis.disconnect());
      else if (redis.status !== 'end') redis.disconnect(); // a refused QUIT would keep its timer running
      waiters.wakeAll(); // they look again, and are refused
    },
  };
}

/**
 * Whichever instance comes first chooses it.
 * @param ofTenants a pattern of what the names of every tenant begin with
 * @throws an Error where it is missing and sends are there: under another secret their keys would look free
 */
async function agreeOnSecret(redis: Redis, name: string, ofTenants: string): Promise<string> {
  const isMissing = async (): Promise<boolean> => (await redis.exists(name)) === 0;
  // Asked again behind the walk: another instance may have begun the ledger meanwhile.
  if ((await isMissing()) && (await hasName(redis, `${ofTenants}send:*`)) && (await isMissing()))
    throw new Error(
      `REDIS_URL: redis holds sends (names ${ofTenants}send:*) without ${name}, by which their keys are found. Nothing is sent, ` +
        `since keys that are bound would look free. Put it back from a copy of the database; without one, delete ${ofTenants}*, ` +
        'and look at the vendor’s console before anything of the last 24 hours is sent again',
    );
  const mine = createSecret();
  await redis.set(name, mine, 'NX');
  return (await redis.get(name)) ?? mine;
}

/** It would be taken for an empty ledger, and its keys for free ones. */
async function refuseLedgerOfRelease010(redis: Redis, prefix: string): Promise<void> {
  if ((await redis.exists(`${prefix}:secret`)) === 0) return;
  throw new Error(
    `REDIS_URL: redis holds a ledger of release 0.1.0 (names ${prefix}:secret, ${prefix}:key:* and others), which this ` +
      'release does not read. Stop sending, run release 0.1.0 until 24 hours after its last send, then delete ' +
      `${prefix}:secret and start this release. Campaigns that 0.1.0 sent are then read from tracking alone, and are not ` +
      'in `campaigns`',
  );
}
