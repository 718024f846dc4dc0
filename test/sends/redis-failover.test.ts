import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { openRedisLedger, type RedisLedgerOptions } from '../../src/sends/redis-store.js';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { until } from '../support/wait.js';
import { campaignOf } from './campaign-of.js';
import { inputOf, type KeyedLedger, keyedLedger } from './keyed-ledger.js';
import { createRedisAddress, type RedisAddress } from './redis-address.js';
import { shareSeen } from './share-seen.js';

describeWithRedis('a redis primary with a replica', () => {
  let servers: [primary: RedisServer, replica: RedisServer];
  let admins: [primary: Redis, replica: Redis];
  let address: RedisAddress;
  let store: LedgerStore;
  let shop: KeyedLedger;
  let states: [state: string, cause: string | null][];
  let warnings: string[];

  async function open(options: Partial<RedisLedgerOptions> = {}): Promise<void> {
    store = await openRedisLedger({
      url: address.url,
      campaignRecordDays: 2,
      sendTimeoutMs: 30_000,
      commandTimeoutMs: 60_000, // no command takes so long, also on a busy machine
      checkMs: 50,
      onState: (...state) => void states.push(state),
      onWarning: (event) => void warnings.push(event),
      ...options,
    });
    shop = keyedLedger(store, 'shop');
  }
  const replicate = () => admins[1].replicaof('127.0.0.1', Number(new URL(servers[0].url).port));
  const inSync = async () => /master_link_status:up/.test(await admins[1].info('replication'));
  /** Ends the WAIT of a client. @returns false where none waits */
  const endWait = async (): Promise<boolean> => {
    const clients = (await admins[0].client('LIST')) as string;
    const id = /^id=(\d+) .* flags=b .* cmd=wait /m.exec(clients)?.[1];
    return id !== undefined && (await admins[0].client('UNBLOCK', id)) === 1;
  };
  const promote = () => admins[1].replicaof('NO', 'ONE');

  beforeEach(async () => {
    states = [];
    warnings = [];
    servers = [
      await startRedisServer({ 'repl-diskless-sync-delay': '0' }),
      await startRedisServer({ 'repl-diskless-sync-delay': '0' }),
    ];
    admins = [new Redis(servers[0].url), new Redis(servers[1].url)];
    for (const admin of admins) admin.on('error', () => undefined);
    await replicate();
    await until(inSync);
    address = await createRedisAddress(servers[0].url);
    await open();
  });
  afterEach(async () => {
    await store.close();
    await address.close();
    for (const admin of admins) admin.disconnect();
    for (const server of servers) await server.stop();
  });

  const unavailable = { code: 'LEDGER_UNAVAILABLE' };

  it('whose failover lost writes sends nothing until a restart, and reports it once', async () => {
    await shop.begin('kept', 'input');
    await until(async () => (await admins[1].dbsize()) === (await admins[0].dbsize()));
    await promote(); // what follows never reaches it
    await shop.begin('lost', 'input');
    await shop.accept('lost', campaignOf('c1'));
    address.leadTo(servers[1].url);
    await servers[0].kill();
    await until(() => store.state() === 'rolled back');
    for (let n = 0; n < 3; n++) await expect(shop.begin('lost', 'input')).rejects.toMatchObject(unavailable);
    expect(states.filter(([state]) => state === 'rolled back')).toEqual([
      ['rolled back', expect.stringContaining('are lost')],
    ]);
    await store.close();
    await open();
    expect(store.state()).toBe('up');
    expect(await shop.begin('kept', 'input')).toMatchObject({ state: 'PENDING' });
  });

  it('whose failover lost writes is noticed by a process that replaces the one that wrote them, and by all others', async () => {
    const sharedSeen = shareSeen();
    await store.close();
    await open({ seen: sharedSeen() });
    await shop.begin('kept', 'input');
    const [writer, other] = [store, states];
    states = [];
    await open({ seen: sharedSeen() }); // it has seen less than the first
    await until(async () => (await admins[1].dbsize()) === (await admins[0].dbsize()));
    await promote();
    await keyedLedger(writer, 'shop').begin('lost', 'input');
    await writer.close();
    address.leadTo(servers[1].url);
    await servers[0].kill();
    await until(() => store.state() === 'rolled back');
    await expect(shop.begin('lost', 'input')).rejects.toMatchObject(unavailable);
    expect(other).toEqual([]);
    await store.close();
    states = [];
    await open({ seen: sharedSeen() });
    expect(states).toEqual([['rolled back', expect.stringContaining('are lost')]]);
    await expect(shop.begin('lost', 'input')).rejects.toMatchObject(unavailable);
  });

  it('whose failover lost nothing goes on', async () => {
    await shop.begin('key', 'input');
    await until(async () => (await admins[1].dbsize()) === (await admins[0].dbsize()));
    await promote();
    address.leadTo(servers[1].url);
    await servers[0].kill();
    await until(() => states.at(-1)?.[0] === 'up');
    expect(states).toEqual([
      ['down', expect.any(String)],
      ['up', null],
    ]);
    expect(await shop.begin('key', 'input')).toMatchObject({ state: 'PENDING' });
    await shop.accept('key', campaignOf('c1'));
    expect(await shop.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED' });
  });

  it('that was demoted and keeps its connections is left for the new one', async () => {
    await shop.begin('key', 'input');
    await until(async () => (await admins[1].dbsize()) === (await admins[0].dbsize()));
    await promote();
    address.leadTo(servers[1].url);
    await admins[0].replicaof('127.0.0.1', Number(new URL(servers[1].url).port));
    await until(() => states.at(-1)?.[0] === 'up');
    expect(states[0]).toEqual(['down', expect.any(String)]);
    expect(await shop.begin('other', 'input')).toBeNull();
    expect(await admins[1].get((await admins[1].keys('*:sequence'))[0]!)).toBe('2');
  });

  it('waits for as many replicas as are configured, and frees the key where they do not come', async () => {
    await store.close();
    await open({ waitReplicas: 1, commandTimeoutMs: 10_000 }); // replicas have half of it: enough on a slow machine too
    expect(await shop.begin('first', 'input')).toBeNull();
    await shop.accept('first', campaignOf('c1'));
    servers[1].hang();
    await expect(shop.begin('second', 'input')).rejects.toMatchObject(unavailable);
    expect(states.at(-1)).toEqual(['down', '0 of 1 replicas have acknowledged a write']);
    servers[1].resume();
    await until(() => store.state() === 'up');
    expect(await shop.begin('second', 'input')).toBeNull();
  });

  it('is not up again by a check that was asked before a write failed', async () => {
    await store.close();
    await open({ waitReplicas: 1, checkMs: 5 });
    const request = { key: 'key', kind: 'VIBER_CAMPAIGN', input: inputOf('input'), scheduledAt: null } as const;
    const bound = await shop.ledger.bind(request);
    const id = bound.isNew ? bound.send.id : '';
    await shop.ledger.lose(id);
    await admins[0].del((await admins[0].keys('*:early:*'))[0]!);
    servers[1].hang();
    address.holdAnswers();
    await until(() => address.heldAnswers() !== ''); // those of a check
    const refused = expect(shop.ledger.reconcile(id, { wasSent: false })).rejects.toMatchObject(unavailable);
    await until(endWait); // as when its time is over
    await until(() => address.heldAnswers().endsWith(':0\r\n:0\r\n')); // of the script, and of WAIT
    address.passAnswers();
    address.holdAnswers(); // no later check may end
    await refused;
    await admins[0].ping();
    expect(states).toEqual([['down', '0 of 1 replicas have acknowledged a write']]);
    address.passAnswers();
    servers[1].resume();
    await until(() => store.state() === 'up');
  });

  it('is healthy when a check and the binds after it are answered at once', async () => {
    await store.close();
    await open({ checkMs: 5 });
    await shop.begin('first', 'input');
    const sequence = (await admins[0].keys('*:sequence'))[0]!;
    address.holdAnswers();
    await until(() => address.heldAnswers() !== ''); // those of a check
    const binds = Array.from({ length: 20 }, (_, n) => shop.begin(`key ${n}`, 'input'));
    await until(async () => (await admins[0].get(sequence)) === '21');
    address.passAnswers();
    expect(await Promise.all(binds)).toEqual(binds.map(() => null));
    expect(states).toEqual([]);
  });

  it('whose connection is cut after a bind has run leaves the key to the process that failed to bind it', async () => {
    const before = await admins[0].dbsize();
    await store.close();
    await open({ checkMs: 600_000 }); // no check may take the place of the answer that is lost
    address.loseNextAnswer();
    await expect(shop.begin('key', 'input')).rejects.toMatchObject(unavailable);
    expect(await admins[0].dbsize()).toBeGreaterThan(before);
    await until(() => store.state() === 'up');
    expect(await shop.begin('key', 'other')).toBeNull();
    await shop.accept('key', campaignOf('c1'));
    expect(await shop.begin('key', 'other')).toMatchObject({ state: 'ACCEPTED', sameInput: true });
  });

  it('whose connection is away for longer than a send may take leaves the key all the same', async () => {
    await store.close();
    await open({ checkMs: 600_000 });
    address.loseNextAnswer();
    const refused = expect(shop.begin('key', 'input')).rejects.toMatchObject(unavailable);
    address.refuseNew();
    await refused;
    await admins[0].del((await admins[0].keys('*:lease:*'))[0]!); // as when its time is over
    address.admit();
    await until(() => store.state() === 'up');
    expect(await shop.begin('key', 'other')).toBeNull();
  });

  it('that may drop keys stops sends while that lasts, and a change of its persistence is one warning', async () => {
    await admins[0].config('SET', 'maxmemory', '100mb');
    await admins[0].config('SET', 'maxmemory-policy', 'allkeys-lru');
    await until(() => store.state() === 'down');
    await expect(shop.begin('key', 'input')).rejects.toMatchObject(unavailable);
    await admins[0].config('SET', 'maxmemory-policy', 'noeviction');
    await until(() => store.state() === 'up');
    expect(states).toEqual([
      ['down', 'redis may drop keys: maxmemory-policy is allkeys-lru'],
      ['up', null],
    ]);
    await admins[0].config('SET', 'save', '900 1');
    await until(() => warnings.length > 0);
    expect(await shop.begin('key', 'input')).toBeNull();
    expect(warnings).toEqual(['ledger-persistence-changed']);
  });
});
