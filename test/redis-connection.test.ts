import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openRedisLog } from '../src/events/log/redis-log.js';
import { connectRedis, openRedis } from '../src/redis-connection.js';
import { openRedisLedger } from '../src/sends/redis-store.js';
import { createRedisAddress, type RedisAddress } from './sends/redis-address.js';
import { describeWithRedis, type RedisServer, startRedisServer } from './support/redis-server.js';
import { until } from './support/wait.js';

/** No command takes so long, also on a busy machine. */
const PATIENT_MS = 60_000;

describeWithRedis('a database that redis does not have', () => {
  let servers: [large: RedisServer, small: RedisServer];
  let address: RedisAddress;
  beforeEach(async () => {
    servers = [await startRedisServer({ databases: '3' }), await startRedisServer({ databases: '2' })];
    address = await createRedisAddress(servers[0].url);
  });
  afterEach(async () => {
    await address.close();
    for (const server of servers) await server.stop();
  });

  it.each([['3'], ['99'], ['9999999999'], ['?db=99']])(
    'stops the start, with the setting and what is allowed: %s',
    async (database) => {
      const url = `${servers[0].url}/${database}`;
      const refusal =
        / redis refuses database \d+ \(ERR [^)]*\): name one that its user may select, from 0 to one less/;
      await expect(
        openRedisLedger({ url, campaignRecordDays: 2, sendTimeoutMs: 30_000, commandTimeoutMs: PATIENT_MS }),
      ).rejects.toThrow(new RegExp(`^REDIS_URL:${refusal.source}`));
      await expect(
        openRedisLog({ url, setting: 'EVENTS_REDIS_URL', days: 7, max: 1000, commandTimeoutMs: PATIENT_MS }),
      ).rejects.toThrow(new RegExp(`^EVENTS_REDIS_URL:${refusal.source}`));
    },
  );

  it.each([
    ['no password', '', 'NOAUTH'],
    ['a wrong password', ':wrong@', 'WRONGPASS'],
  ])('is not what a start reports with %s', async (_name, user, code) => {
    const guarded = await startRedisServer({ requirepass: 'right' });
    const url = `${guarded.url.replace('//', `//${user}`)}/1`;
    await expect(
      connectRedis({ url, setting: 'REDIS_URL', commandTimeoutMs: PATIENT_MS, onConnectionError: () => undefined }),
    ).rejects.toThrow(`REDIS_URL: redis cannot be reached (${code})`);
    await guarded.stop();
  });

  it('leaves the rates without redis, instead of in another database', async () => {
    const redis = await openRedis(`${servers[0].url}/99`, PATIENT_MS, PATIENT_MS);
    await expect(redis.set('key', 'value')).rejects.toThrow();
    redis.disconnect();
  });

  it('is down when it is met later, until the address leads to one that has it', async () => {
    const url = `${address.url}/2`;
    const ledger = await openRedisLedger({
      url,
      campaignRecordDays: 2,
      sendTimeoutMs: 30_000,
      commandTimeoutMs: PATIENT_MS,
      checkMs: 50,
    });
    const log = await openRedisLog({ url, setting: 'REDIS_URL', days: 7, max: 1000, commandTimeoutMs: PATIENT_MS });
    const small = await openRedis(servers[1].url, PATIENT_MS, PATIENT_MS);
    const refused = async () =>
      Number(/cmdstat_select:.*failed_calls=(\d+)/.exec(await small.info('commandstats'))?.[1] ?? 0);
    address.leadTo(servers[1].url);
    address.cut();
    await until(async () => (await refused()) >= 6); // each of the three connections has come back twice
    expect([ledger.state(), log.state()]).toEqual(['down', 'down']);
    expect(await small.dbsize()).toBe(0);
    address.leadTo(servers[0].url);
    await until(() => ledger.state() === 'up' && log.state() === 'up');
    small.disconnect();
    await log.close();
    await ledger.close();
  });
});
