import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { openRedisLedger } from '../../src/sends/redis-store.js';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import { NO_FACTS } from '../../src/sends/send-ledger.js';
import { type RedisServer, describeWithRedis, startRedisServer } from '../support/redis-server.js';
import { campaignOf } from './campaign-of.js';
import { inputOf, keyedLedger, type KeyedLedger } from './keyed-ledger.js';

const ANY = { kinds: null, outcomes: null, createdFrom: null, createdUntil: null };
const NEWEST = { order: 'NEWEST_FIRST', beyond: null, limit: 100 } as const;
const keyDigest = expect.stringMatching(/^[0-9a-f]{12}$/);
const UNKNOWN = { state: 'UNKNOWN', sameInput: null };

describeWithRedis('damage of the ledger in redis', () => {
  let server: RedisServer;
  let redis: Redis;
  const stores: LedgerStore[] = [];
  let shop: KeyedLedger;
  let warnings: unknown[];

  beforeAll(async () => {
    server = await startRedisServer();
    redis = new Redis(server.url);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  beforeEach(async () => {
    warnings = [];
    shop = keyedLedger(await open(), 'shop');
  });
  afterEach(async () => {
    await closeAll();
    await redis.flushall();
  });

  async function open(): Promise<LedgerStore> {
    const store = await openRedisLedger({
      url: server.url,
      campaignRecordDays: 2,
      sendTimeoutMs: 30_000,
      commandTimeoutMs: 60_000, // no command takes so long, also on a busy machine
      onWarning: (...warning) => void warnings.push(warning),
    });
    stores.push(store);
    return store;
  }
  const closeAll = async () => void (await Promise.all(stores.splice(0).map((store) => store.close())));

  /** The one name that begins so behind the name of the tenant. */
  async function nameOf(part: string): Promise<string> {
    const names = await redis.keys(`messaging-graph:sends:{*}:${part}:*`);
    if (names.length !== 1) throw new Error(`${names.length} names of ${part}`);
    return names[0]!;
  }

  async function sendOne(): Promise<void> {
    await shop.begin('key', 'input');
    await shop.accept('key', campaignOf('c1'));
  }

  it('leaves the outcome of a key unknown whose record is gone', async () => {
    await sendOne();
    await redis.del(await nameOf('send'));
    for (const input of ['input', 'other']) expect(await shop.begin('key', input)).toEqual(UNKNOWN);
  });

  describe.each([
    ['receipt is cut off', { receipt: '{' }],
    ['receipt is empty', { receipt: 'null' }],
    ['receipt has another id', { receipt: JSON.stringify(campaignOf('c2')) }],
    ['vendor id is another', { vendor: 'c2' }],
    ['key has no end', { keyUntil: 'x' }],
    ['outcome is none', { outcome: 'FOO' }],
  ])('an accepted send whose %s', (_, damage) => {
    beforeEach(async () => {
      await sendOne();
      await redis.hset(await nameOf('send'), damage);
      await shop.begin('other', 'input');
      await shop.accept('other', campaignOf('c9'));
    });

    it('is of unknown outcome, and its key sends nothing more', async () => {
      expect(await shop.begin('key', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
      expect(await shop.begin('key', 'other')).toEqual({ state: 'UNKNOWN', sameInput: false });
      expect(warnings).toEqual([['ledger-record-damaged', { tenant: 'shop', kind: 'VIBER_CAMPAIGN', keyDigest }]]);
    });

    it('is listed among the unknown ones, beside the others', async () => {
      expect((await shop.campaigns(NEWEST)).map(({ campaign }) => campaign.trackingId)).toEqual(['c9']);
      expect(await shop.campaignCount()).toBe(1);
      expect(await shop.campaign('c1')).toBeNull();
      const outcomes = async (filter: object) =>
        (await shop.ledger.records({ ...ANY, ...filter }, NEWEST)).map(({ send }) => send.outcome);
      expect(await outcomes({})).toEqual(['ACCEPTED', 'UNKNOWN']);
      expect(await outcomes({ outcomes: ['UNKNOWN'] })).toEqual(['UNKNOWN']);
      expect(await shop.ledger.countRecords(ANY)).toBe(2);
    });

    it('is shown as unknown on a page that is read first', async () => {
      const listed = await shop.ledger.records(ANY, NEWEST);
      expect(listed.map(({ send, receipt }) => [send.outcome, receipt?.trackingId])).toEqual([
        ['ACCEPTED', 'c9'],
        ['UNKNOWN', undefined],
      ]);
      expect(await shop.ledger.countRecords(ANY)).toBe(2);
    });

    it('is accepted again by its callback', async () => {
      expect(await shop.begin('key', 'input')).toMatchObject({ state: 'UNKNOWN' });
      const id = (await shop.ledger.record({ key: 'key' }))!.send.id;
      expect(await shop.ledger.acceptByCallback(id, 'c1')).toMatchObject({ state: 'DECIDED' });
      expect(await shop.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED', campaign: { trackingId: 'c1' } });
    });
  });

  it.each(['outcome', 'key', 'kind', 'createdAt', 'sequence'])(
    'leaves the sends of others as they are where a record has no %s',
    async (field) => {
      await sendOne();
      const id = (await shop.ledger.record({ key: 'key' }))!.send.id;
      await redis.hset(await nameOf('send'), 'receipt', '{');
      await redis.hdel(await nameOf('send'), field);
      for (let n = 0; n < 2; n++)
        expect(await shop.ledger.record({ id })).toMatchObject({ send: { outcome: 'UNKNOWN' } });
      expect(stores[0]!.state()).toBe('up');
      expect(await shop.begin('other', 'input')).toBeNull();
    },
  );

  it('a key whose name is deleted stays bound to an older send that a callback has accepted', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 2; n++) {
      await shop.begin('key', 'input');
      await shop.lose('key');
      ids.push((await shop.ledger.record({ key: 'key' }))!.send.id);
      await redis.del(await nameOf('early'));
      expect(await shop.ledger.reconcile(ids[n]!, { wasSent: false })).toMatchObject({ state: 'DECIDED' });
    }
    expect(await shop.ledger.acceptByCallback(ids[0]!, 'c1')).toMatchObject({ state: 'DECIDED' });
    await redis.del(await nameOf('key'));
    expect(await shop.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED', campaign: { trackingId: 'c1' } });
  });

  it.each([
    ['accepted', 'ACCEPTED'],
    ['lost', 'UNKNOWN'],
    ['under way', 'PENDING'],
  ])('a key whose name is deleted stays bound to its send that is %s', async (_, state) => {
    await shop.begin('key', 'input');
    if (state === 'ACCEPTED') await shop.accept('key', campaignOf('c1'));
    if (state === 'UNKNOWN') await shop.lose('key');
    const name = await nameOf('key');
    await redis.del(name);
    expect(await shop.ledger.look('key', inputOf('input'))).toMatchObject({ sameInput: true });
    await redis.del(name);
    expect(await shop.begin('key', 'input')).toMatchObject({ state, sameInput: true });
    expect(await shop.begin('key', 'other')).toMatchObject({ state, sameInput: false });
    expect(await redis.pttl(name)).toBeGreaterThan(0); // it has an end
    expect((await shop.ledger.record({ key: 'key' }))?.send.keyExpiresAt).toEqual(
      state === 'ACCEPTED' ? expect.any(Number) : null,
    );
  });

  it('a key whose name is deleted stays free where its newest send was not sent, or its time is over', async () => {
    await sendOne();
    await redis.hset(await nameOf('send'), 'keyUntil', Date.now() - 1);
    await redis.del(await nameOf('key'));
    expect(await shop.begin('key', 'other')).toBeNull();
    await shop.release('key');
    expect(await shop.begin('key', 'input')).toBeNull();
  });

  it('shows what else is known of a send whose facts and times are damaged', async () => {
    await sendOne();
    await redis.hset(await nameOf('send'), { facts: '{', createdAt: 'x', decidedAt: 'x', scheduledAt: 'x' });
    expect(await shop.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED', campaign: campaignOf('c1') });
    const none = { facts: NO_FACTS, createdAt: 0, decidedAt: null, scheduledAt: null };
    expect(await shop.ledger.records(ANY, NEWEST)).toMatchObject([{ send: { outcome: 'ACCEPTED', ...none } }]);
  });

  it('refuses the start where sends are there and the secret of their keys is not', async () => {
    await sendOne();
    await closeAll();
    const secret = await redis.getdel('messaging-graph:sends:secret');
    await expect(open()).rejects.toThrow(/^REDIS_URL: .*holds sends .* without messaging-graph:sends:secret/);
    expect(await redis.exists('messaging-graph:sends:secret')).toBe(0);
    await redis.set('messaging-graph:sends:secret', secret!);
    shop = keyedLedger(await open(), 'shop');
    expect(await shop.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED' });
  });

  it('starts on a ledger that was emptied while an attempt to cancel was written', async () => {
    await redis.flushall();
    await shop.ledger.beginCancel('VIBER_CAMPAIGN', 'c1', performance.now() + 1000).catch(() => undefined);
    await closeAll();
    expect(await redis.keys('messaging-graph:sends:{*}:sequence')).toHaveLength(1);
    expect(await keyedLedger(await open(), 'shop').begin('key', 'input')).toBeNull();
  });

  it('begins a ledger beside the names of others, also those of other prefixes', async () => {
    await closeAll();
    await redis.flushall();
    for (const name of ['foreign', 'shop:messaging-graph:sends:{t}:sequence', 'messaging-graph:callback-secret'])
      await redis.set(name, '1');
    expect(await keyedLedger(await open(), 'shop').begin('key', 'input')).toBeNull();
  });

  it('trusts a record of a release that wrote no checksum', async () => {
    await sendOne();
    await redis.hdel(await nameOf('send'), 'sum');
    expect(await shop.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED', sameInput: true });
    expect(await shop.begin('key', 'other')).toMatchObject({ state: 'ACCEPTED', sameInput: false });
  });

  it.each([
    ['input', 'zzz'],
    ['input', 'A'.repeat(43)],
    ['createdAt', '1'],
    ['scheduledAt', '1'],
    ['form', '2'],
    ['form', ''],
  ])('cannot compare an input with a record whose %s is %j', async (field, value) => {
    await sendOne();
    await redis.hset(await nameOf('send'), field, value);
    for (const input of ['input', 'other'])
      expect(await shop.begin('key', input)).toMatchObject({ state: 'ACCEPTED', sameInput: null });
  });
});
