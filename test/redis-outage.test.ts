import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { openRates, type Rates } from '../src/app/rates.js';
import type { EventLog } from '../src/events/log/event-log.js';
import { openRedisLog } from '../src/events/log/redis-log.js';
import type { LedgerStore } from '../src/sends/ledger-store.js';
import { openRedisLedger } from '../src/sends/redis-store.js';
import type { Caller } from '../src/server/auth/caller.js';
import { createLog } from '../src/server/observability/log.js';
import { read, routee } from './config/reading.js';
import { reportOf } from './events/reports.js';
import { createRedisAddress, type RedisAddress } from './sends/redis-address.js';
import { describeWithRedis, type RedisServer, startRedisServer } from './support/redis-server.js';
import { until } from './support/wait.js';

/** No connection takes so long, also on a busy machine. */
const PATIENT_MS = 60_000;
/** So long after it a close alone is reported: half of the time for a connection. */
const REPORTED_MS = 2000;

describeWithRedis(
  'a redis that goes away is reported by the ledger, the events and the rates with the same cause',
  () => {
    let server: RedisServer;
    let address: RedisAddress;
    let admin: Redis;
    let ledger: LedgerStore;
    let log: EventLog;
    let rates: Rates;
    /** What each has reported, in order; null where it is up again. */
    let causes: Record<'ledger' | 'events' | 'rates', (string | null)[]>;

    beforeEach(async () => {
      server = await startRedisServer({ requirepass: 'first' });
      address = await createRedisAddress(server.url);
      admin = new Redis(server.url, { password: 'first' });
      admin.on('error', () => undefined);
      causes = { ledger: [], events: [], rates: [] };
    });
    async function open(redisTimeoutMs = PATIENT_MS): Promise<void> {
      const url = address.url.replace('//', '//:first@');
      ledger = await openRedisLedger({
        url,
        campaignRecordDays: 2,
        sendTimeoutMs: 30_000,
        commandTimeoutMs: redisTimeoutMs,
        checkMs: 50,
        onState: (_state, cause) => void causes.ledger.push(cause),
      });
      log = await openRedisLog({
        url,
        setting: 'REDIS_URL',
        days: 7,
        max: 1000,
        commandTimeoutMs: redisTimeoutMs,
        onState: (_state, cause) => void causes.events.push(cause),
      });
      await log.forTenant('shop').end();
      const write = (line: string): void => {
        const { event, cause = null } = JSON.parse(line) as { event: string; cause?: string };
        if (event.startsWith('rates-')) causes.rates.push(cause);
      };
      const config = read({ ...routee, REDIS_URL: url, RATE_OPERATIONS_PER_MINUTE: '1000000' });
      rates = await openRates(config, createLog('info', { write }), null, redisTimeoutMs);
      await admit();
    }
    afterEach(async () => {
      await rates.close();
      await log.close();
      await ledger.close();
      admin.disconnect();
      await address.close();
      await server.stop();
    });

    /** Rates learn of Redis by what they count. */
    const admit = async (): Promise<void> => {
      await rates.limiter.admit({
        credential: 'key',
        rates: { operationsPerMinute: 1_000_000, upstreamCallsPerMinute: null },
      } as Caller);
    };
    const allReported = (): Promise<boolean> =>
      until(async () => {
        await admit();
        return Object.values(causes).every(({ length }) => length > 0);
      });

    it('ECONNREFUSED where nothing listens any more', async () => {
      await open();
      address.leadTo('redis://127.0.0.1:1');
      await address.close();
      await allReported();
      expect(causes).toEqual({ ledger: ['ECONNREFUSED'], events: ['ECONNREFUSED'], rates: ['ECONNREFUSED'] });
    });

    it('WRONGPASS where its password was changed', async () => {
      await open();
      await admin.config('SET', 'requirepass', 'second');
      address.cut();
      await allReported();
      expect(causes).toEqual({ ledger: ['WRONGPASS'], events: ['WRONGPASS'], rates: ['WRONGPASS'] });
      await admin.config('SET', 'requirepass', 'first');
      await until(async () => {
        await admit();
        return Object.values(causes).every(({ length }) => length > 1);
      });
      expect(Object.values(causes).map((each) => each.at(-1))).toEqual([null, null, null]);
    });

    it('READONLY where it was demoted', async () => {
      await open();
      await admin.replicaof('127.0.0.1', 1);
      await log
        .forTenant('shop')
        .record([reportOf('m', 'SENT')])
        .catch(() => undefined);
      await allReported();
      expect(causes).toEqual({ ledger: ['READONLY'], events: ['READONLY'], rates: ['READONLY'] });
    });

    it('DISCONNECTED where its address closes every connection', async () => {
      await open(2 * REPORTED_MS);
      address.refuseNew();
      await admin.call('client', 'kill', 'type', 'normal', 'skipme', 'yes');
      await allReported();
      expect(causes).toEqual({ ledger: ['DISCONNECTED'], events: ['DISCONNECTED'], rates: ['DISCONNECTED'] });
    });

    it('but not for what was under way as they were closed', async () => {
      await open(2 * REPORTED_MS);
      address.holdAnswers();
      await until(() => address.heldAnswers() !== ''); // those of a check of the ledger
      const closing = Promise.all([rates.close(), log.close(), ledger.close()]);
      address.cut();
      await closing;
      await admit();
      await log
        .forTenant('shop')
        .end()
        .catch(() => undefined);
      await setTimeout(REPORTED_MS + 100);
      expect(causes).toEqual({ ledger: [], events: [], rates: [] });
    });
  },
);
