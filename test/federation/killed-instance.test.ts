import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { CONNECTIONS, follow } from '../../bench/reliability/subscribers.js';
import { readEventCursor } from '../../src/graph/delivery-event/event-cursor.js';
import { createTenant } from '../../src/server/auth/caller.js';
import { type Ending, runKeyedSends, sendKeyed } from '../reliability/keyed-sends.js';
import { compileProgram, type Program, type RunningProgram } from '../support/program.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { type StandInRoutee, standInSettings, startStandInRoutee } from '../support/stand-in-routee.js';
import { until } from '../support/wait.js';
import { type Balancer, startBalancer } from './balancer.js';
import { type HiveGateway, startHiveGateway } from './hive-gateway.js';

/** Sends under way at once. */
const AT_ONCE = 6;
const keysFrom = (first: number): readonly string[] =>
  Array.from({ length: AT_ONCE }, (_, index) => `key-${first + index}`);
/** The vendor accepts those of the second and the third group, and answers them when an instance has been killed. */
const GROUPS = [keysFrom(10), keysFrom(20), keysFrom(30)];
const HELD = GROUPS.slice(1);
const STATES = ['SENT', 'DELIVERED', 'SEEN'];
const PAGE = 10;
/** Before what failed is tried again, or what is not there yet is asked for. */
const PAUSE_MS = 20;

const FEED = `query Feed($after: String) {
  deliveryEvents(after: $after, first: ${PAGE}) {
    nodes {
      cursor
      sendOutcome
      status { state }
      subject { __typename ... on ViberMessage { trackingId } ... on Send { label } }
    }
    pageInfo { endCursor hasNextPage }
  }
}`;

interface FeedEvent {
  readonly cursor: string;
  readonly sendOutcome: string | null;
  readonly status: { readonly state: string } | null;
  readonly subject: { readonly trackingId?: string; readonly label?: string };
}

interface FeedPage {
  readonly deliveryEvents: {
    readonly nodes: readonly FeedEvent[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}

interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

function createGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

const tenant = createTenant('default');
/** What an event reports, by the key of its send. */
const reportedBy = ({ subject, status, sendOutcome }: FeedEvent): readonly [key: string, reported: string | null] => [
  subject.label ?? /key-\d+$/.exec(subject.trackingId ?? '')?.[0] ?? '',
  status?.state ?? sendOutcome,
];

describeWithRedis('instances on one Redis behind Hive Gateway:', () => {
  let program: Program;
  let redis: RedisServer;
  let vendor: StandInRoutee;
  let balancer: Balancer;
  let gateway: HiveGateway;
  let gates: readonly Gate[];

  beforeAll(async () => {
    program = await compileProgram();
  });
  beforeEach(async () => {
    redis = await startRedisServer();
    gates = HELD.map(createGate);
    vendor = await startStandInRoutee({
      sendGate: (key) => gates[HELD.findIndex((keys) => keys.includes(key))]?.opened,
    });
    balancer = await startBalancer();
    gateway = await startHiveGateway(balancer.url);
  });
  afterEach(async () => {
    program.killAll();
    await gateway.stop();
    await balancer.close();
    await vendor.close();
    await redis.stop();
  });
  afterAll(() => program.killAll());

  const startInstance = async (): Promise<RunningProgram> => {
    const instance = await program.start({
      ...standInSettings(vendor.url),
      AUTH: 'none',
      REDIS_URL: redis.url,
      PUBLIC_URL: balancer.url,
      SUBGRAPH_SECRET: 'secret',
      SEND_TIMEOUT_MS: '60000',
      UPSTREAM_TIMEOUT_MS: '60000',
      LOG_LEVEL: 'silent',
    });
    balancer.add(instance.url);
    return instance;
  };

  /** The gateway asks a query again that an instance took with it. */
  async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return ((await response.json()) as { data: Data }).data;
  }

  /** As the vendor does: each state until it is acknowledged. */
  async function callBack(key: string): Promise<void> {
    const body = vendor.bodies.find((text) => text.includes(`"${key}"`)) ?? '';
    const address = /"(http:[^"]+\/callbacks\/[^"]+)"/.exec(body)?.[1] ?? '';
    const trackingId = vendor.accepted.get(key)?.[0];
    const sentAt = Date.now();
    for (const [index, name] of STATES.entries()) {
      const status = { name, updatedDate: new Date(sentAt + (index + 1) * 1000).toISOString() };
      const post = (): Promise<number> =>
        fetch(address, { method: 'POST', body: JSON.stringify({ trackingId, status }) }).then(
          (response) => response.text().then(() => response.status),
          () => 0,
        );
      while ((await post()) !== 200) await setTimeout(PAUSE_MS);
    }
  }

  /** Pages on from where it is until `isOver`, and to the end of the log. */
  async function readFeed(isOver: () => boolean): Promise<readonly FeedEvent[]> {
    const events: FeedEvent[] = [];
    let after: string | null = null;
    for (;;) {
      const isLast = isOver();
      const page: FeedPage = await ask<FeedPage>(FEED, { after });
      const { nodes, pageInfo }: FeedPage['deliveryEvents'] = page.deliveryEvents;
      events.push(...nodes);
      after = pageInfo.endCursor;
      if (isLast && !pageInfo.hasNextPage) return events;
      if (nodes.length === 0) await setTimeout(PAUSE_MS);
    }
  }

  test('three, of which two are killed amid sends and streams, send each key once and publish each event once and in order', async () => {
    const instances = await Promise.all([startInstance(), startInstance(), startInstance()]);
    const start = (await ask<{ deliveryEventsEnd: string }>('{ deliveryEventsEnd }')).deliveryEventsEnd;
    let end: string | null = null;
    const positionOf = (cursor: string): string => readEventCursor(tenant, cursor);
    const subscribers = instances.map(() =>
      follow({
        connect: CONNECTIONS['SSE']!,
        after: start,
        until: (cursor: string) => end !== null && positionOf(cursor) > positionOf(end),
        urlOf: () => gateway.url,
        cutAfter: () => Infinity,
      }),
    );
    await until(() => instances.every(({ url }) => balancer.streamsAt(url) === 1));

    let isOver = false;
    const feed = readFeed(() => isOver);
    const calledBack: Promise<void>[] = [];
    const sendAndCallBack = async (key: string): Promise<Ending> => {
      const ending = await sendKeyed(gateway.url, key, { form: 'MESSAGE' });
      if (ending.kind === 'SENT' && !ending.replayed) calledBack.push(callBack(key));
      return ending;
    };
    const sends = runKeyedSends({
      keys: GROUPS.flat(),
      callersOf: () => 1,
      tries: Infinity,
      atOnce: AT_ONCE,
      send: sendAndCallBack,
    });

    const lost: string[] = [];
    for (const [group, keys] of HELD.entries()) {
      await until(() => keys.every((key) => vendor.accepted.has(key)));
      const sendsOf = ({ url }: RunningProgram): readonly string[] => balancer.sendsAt(url);
      const [victim] = instances.toSorted((a, b) => sendsOf(b).length - sendsOf(a).length);
      const taken = sendsOf(victim!);
      expect(taken.length).toBeGreaterThan(0);
      await victim!.kill();
      gates[group]!.open();
      calledBack.push(...taken.map(callBack));
      lost.push(...taken);
    }

    const tries = await sends;
    const keys = GROUPS.flat();
    expect(vendor.count.sends).toBe(keys.length);
    expect([...vendor.accepted.keys()].sort()).toEqual([...keys].sort());
    const failed = new Set(tries.filter(({ ending }) => ending.kind !== 'SENT').map(({ key }) => key));
    expect([...failed].sort()).toEqual([...lost].sort());
    const sent = tries.flatMap(({ key, ending }) => (ending.kind === 'SENT' ? [[key, ending.trackingId]] : []));
    expect(sent.sort()).toEqual(keys.map((key) => [key, vendor.accepted.get(key)![0]]).sort());

    await Promise.all(calledBack);
    isOver = true;
    const events = await feed;
    for (const key of keys) {
      const reported = events.map(reportedBy).flatMap(([about, what]) => (about === key ? [what] : []));
      expect([key, ...reported]).toEqual([key, ...(lost.includes(key) ? ['ACCEPTED'] : []), ...STATES]);
    }

    end = events.at(-1)!.cursor;
    await sendAndCallBack('key-99');
    await Promise.all(calledBack);
    const cursors = events.map(({ cursor }) => cursor);
    const followed = await Promise.all(subscribers);
    expect(followed.reduce((sum, { connections }) => sum + connections, 0)).toBeGreaterThan(instances.length);
    for (const found of followed)
      expect(found.cursors.filter((cursor) => positionOf(cursor) <= positionOf(end!))).toEqual(cursors);
  });
});
