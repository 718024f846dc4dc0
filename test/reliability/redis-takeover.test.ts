import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { CONNECTIONS, follow } from '../../bench/reliability/subscribers.js';
import { startService, type Service } from '../../src/app/service.js';
import { readConfig } from '../../src/config/config.js';
import { readEventCursor } from '../../src/graph/delivery-event/event-cursor.js';
import { createTenant } from '../../src/server/auth/caller.js';
import { createLog } from '../../src/server/observability/log.js';
import { createRedisAddress, type RedisAddress } from '../sends/redis-address.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { readReply } from '../support/running-service.js';
import { type StandInRoutee, standInSettings, startStandInRoutee } from '../support/stand-in-routee.js';
import { until } from '../support/wait.js';
import { sendKeyed } from './keyed-sends.js';

/** A redis with a connection for its administrator. */
interface Node extends RedisServer {
  readonly port: number;
  readonly admin: Redis;
}

async function startNode(settings: Readonly<Record<string, string>> = {}): Promise<Node> {
  const server = await startRedisServer({ 'repl-diskless-sync-delay': '0', ...settings });
  const admin = new Redis(server.url);
  admin.on('error', () => undefined); // it is killed on purpose
  return { ...server, admin, port: Number(new URL(server.url).port) };
}

const infoOf = async ({ admin }: Node, name: string): Promise<string | undefined> =>
  new RegExp(`^${name}:([^\r\n]*)`, 'm').exec(await admin.info('replication'))?.[1];
/** How far a replica has come: what a person compares before one is promoted. */
const offsetOf = async (node: Node): Promise<number> => Number(await infoOf(node, 'slave_repl_offset'));
const follows = (replica: Node): Promise<boolean> =>
  until(async () => (await infoOf(replica, 'master_link_status')) === 'up');

const tenant = createTenant('default');
const positionOf = (cursor: string): string => readEventCursor(tenant, cursor);

const FEED = `query ($after: String) {
  deliveryEvents(after: $after, first: 100) { nodes { cursor status { state } subject { ... on ViberMessage { trackingId } } } }
}`;
interface Feed {
  readonly deliveryEvents: {
    readonly nodes: readonly {
      readonly cursor: string;
      readonly status: { readonly state: string } | null;
      readonly subject: { readonly trackingId?: string };
    }[];
  };
}

describeWithRedis('two instances on a redis with two replicas, of which each write awaits one', () => {
  let nodes: Node[];
  let address: RedisAddress;
  let vendor: StandInRoutee;
  let services: Service[] = [];
  let logged: string;
  let isOver: boolean;
  beforeEach(async () => {
    const primary = await startNode();
    const replicas = await Promise.all([1, 2].map(() => startNode({ replicaof: `127.0.0.1 ${primary.port}` })));
    await Promise.all(replicas.map(follows));
    nodes = [primary, ...replicas];
    address = await createRedisAddress(primary.url);
    vendor = await startStandInRoutee();
    logged = '';
    isOver = false;
    services = await Promise.all([start(), start()]);
  });
  afterEach(async () => {
    isOver = true;
    await Promise.all(services.map((service) => service.stop()));
    await vendor.close();
    await address.close();
    for (const { admin } of nodes) admin.disconnect();
    await Promise.all(nodes.map((node) => node.stop()));
  });

  function start(): Promise<Service> {
    const config = readConfig({
      ...standInSettings(vendor.url),
      PORT: '0',
      DRAIN_SECONDS: '0',
      AUTH: 'none',
      PUBLIC_URL: 'http://127.0.0.1:9',
      REDIS_URL: address.url,
      REDIS_WAIT_REPLICAS: '1',
      RATE_OPERATIONS_PER_MINUTE: '100000',
      OPERATION_TIMEOUT_MS: '60000',
      UPSTREAM_TIMEOUT_MS: '60000',
    });
    return startService(config, createLog(config.log.level, { write: (line) => void (logged += line) }), {
      redisTimeoutMs: 60_000,
    });
  }

  async function ask<Data>(query: string, variables: object = {}, at = 0) {
    return readReply<Data>(
      await fetch(`${services[at]!.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      }),
    );
  }

  async function send(key: string, at = 0) {
    return sendKeyed(services[at]!.url, key, { form: 'MESSAGE' });
  }

  /** The vendor's callback about a message that was sent. @returns the status of its answer */
  async function callBack(key: string, name: string, at = 0): Promise<number> {
    const body = vendor.bodies.find((text) => text.includes(`"${key}"`)) ?? '';
    const path = /\/callbacks\/[^"]+/.exec(body)?.[0] ?? '';
    const updatedDate = new Date(Date.now() + 60_000).toISOString();
    const report = { trackingId: vendor.accepted.get(key)?.[0], status: { name, updatedDate } };
    return (await fetch(services[at]!.url + path, { method: 'POST', body: JSON.stringify(report) })).status;
  }

  /** Two sends and two events, then `takeOver`, then the same sends again, one more, and two more events. */
  async function prove(takeOver: () => Promise<void>): Promise<void> {
    const begin = (await ask<{ deliveryEventsEnd: string }>('{ deliveryEventsEnd }')).data!.deliveryEventsEnd;
    let last: string | null = null;
    const subscribers = services.map(({ url }) =>
      follow({
        connect: CONNECTIONS['SSE']!,
        after: begin,
        until: (cursor: string) => isOver || (last !== null && positionOf(cursor) > positionOf(last)),
        urlOf: () => url,
        cutAfter: () => Infinity,
      }),
    );
    const first = await send('a');
    expect(await callBack('a', 'SENT')).toBe(200);
    await nodes[2]!.admin.replicaof('127.0.0.1', 1); // no replica of anybody: it falls behind
    const second = await send('b', 1);
    expect(await callBack('a', 'DELIVERED', 1)).toBe(200);
    expect([first.kind, second.kind]).toEqual(['SENT', 'SENT']);

    await takeOver();
    await until(async () => (await send('c')).kind === 'SENT');
    expect(await send('a', 1)).toEqual({ ...first, replayed: true });
    expect(await send('b')).toEqual({ ...second, replayed: true });
    await until(async () => (await callBack('b', 'SENT')) === 200);
    await until(async () => (await callBack('c', 'SENT', 1)) === 200);
    expect(vendor.count.sends).toBe(3);
    const feed = (await ask<Feed>(FEED, { after: begin })).data!.deliveryEvents.nodes;
    const reported = feed.map(({ status, subject }) => [subject.trackingId!.slice(-1), status?.state]);
    expect(reported).toEqual([
      ['a', 'SENT'],
      ['a', 'DELIVERED'],
      ['b', 'SENT'],
      ['c', 'SENT'],
    ]);
    last = feed.at(-1)!.cursor;
    await callBack('c', 'DELIVERED'); // for those who have received everything already
    for (const { cursors, connections } of await Promise.all(subscribers)) {
      expect(cursors.slice(0, -1)).toEqual(feed.map(({ cursor }) => cursor));
      expect(connections).toBe(1);
    }
    expect(logged).not.toContain('rolled back');
  }

  test('go on without a loss when it is killed and the replica that is ahead is promoted by hand', () =>
    prove(async () => {
      const [primary, ahead, behind] = nodes as [Node, Node, Node];
      await primary.kill();
      expect(await send('c')).toMatchObject({ kind: 'REFUSED', code: 'LEDGER_UNAVAILABLE' });
      expect(await callBack('b', 'SENT')).toBe(503);
      expect((await ask('{ deliveryEventsEnd }')).errors).toMatchObject([
        { extensions: { code: 'EVENTS_UNAVAILABLE' } },
      ]);
      await until(() => logged.includes('"rates-unreachable"'));

      expect(await offsetOf(ahead)).toBeGreaterThan(await offsetOf(behind));
      await ahead.admin.replicaof('NO', 'ONE');
      await behind.admin.replicaof('127.0.0.1', ahead.port);
      await follows(behind);
      address.leadTo(ahead.url);
      await until(async () => (await ask('{ __typename }')).status === 200 && logged.includes('"rates-reachable"'));
    }));

  test('go on without a loss when it hands over to a replica by FAILOVER', () =>
    prove(async () => {
      const [primary, replica] = nodes as [Node, Node];
      await primary.admin.call('FAILOVER', 'TO', '127.0.0.1', replica.port);
      await follows(primary);
      address.leadTo(replica.url);
    }));
});
