import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { compare, CONNECTIONS, follow } from '../../bench/reliability/subscribers.js';
import { createCallbackTokens } from '../../src/events/callbacks/callback-token.js';
import { openEmbeddedLog } from '../../src/events/log/embedded-log.js';
import type { EventLog } from '../../src/events/log/event-log.js';
import { openRedisLog } from '../../src/events/log/redis-log.js';
import type { LoggedEvent } from '../../src/graph/delivery-event/delivery-event.source.js';
import { readEventCursor, writeEventCursor } from '../../src/graph/delivery-event/event-cursor.js';
import { createTenant } from '../../src/server/auth/caller.js';
import { compileProgram, type Program, type RunningProgram, startedWorkers } from '../support/program.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { until } from '../support/wait.js';
import { createRandom, shuffle } from '../events/reports.js';

const SECRET = 'a-secret-of-more-than-thirty-two-characters';
const MESSAGES = 60;
/** Before a report that was not acknowledged is posted again. */
const PAUSE_MS = 20;
const STATES = ['QUEUED', 'SENT', 'DELIVERED', 'SEEN'];
const tenant = createTenant('default');
const path = `/callbacks/routee/${createCallbackTokens([SECRET], ['default']).write({ vendor: 'ROUTEE', tenantId: 'default', send: null })}`;

const SETTINGS = {
  SANDBOX: 'off',
  EXPLORER: 'off',
  AUTH: 'none',
  PUBLIC_URL: 'http://127.0.0.1:9',
  CALLBACK_SECRETS: SECRET,
  ROUTEE_APPLICATION_ID: 'application',
  ROUTEE_APPLICATION_SECRET: 'secret',
  ROUTEE_API_URL: 'http://127.0.0.1:9',
  ROUTEE_AUTH_URL: 'http://127.0.0.1:9',
};

let program: Program;
beforeEach(async () => {
  program = await compileProgram();
});
afterEach(() => program.killAll());

const openLog = (url: string): Promise<EventLog> =>
  openRedisLog({ url, setting: 'REDIS_URL', days: 7, max: 10_000, commandTimeoutMs: 60_000 });

interface Trial {
  readonly log: EventLog;
  /** One of the addresses at which the graph is reached. */
  readonly anyUrl: (random: () => number) => string;
  /** Called before each report: how many went before it, of how many. */
  readonly disturb: (index: number, count: number) => Promise<void>;
}

/** Subscribers of every transport that are cut off at random, while a vendor posts reports. */
async function proveResuming({ log, anyUrl, disturb }: Trial): Promise<void> {
  const random = createRandom(1);
  const events = log.forTenant('default');
  const after = writeEventCursor(tenant, await events.end());
  let last: string | null = null;
  const following = Object.values(CONNECTIONS).map((connect) =>
    follow({
      connect,
      after,
      until: (cursor: string) => last !== null && readEventCursor(tenant, cursor) >= last,
      urlOf: () => anyUrl(random),
      cutAfter: () => 1 + Math.floor(random() * 30),
    }),
  );

  /** As a vendor does: until it is acknowledged. */
  const post = async (id: string, name: string, minute: number): Promise<void> => {
    const status = { name, updatedDate: new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString() };
    const body = JSON.stringify({ trackingId: id, status });
    const answer = (): Promise<number> =>
      fetch(`${anyUrl(random)}${path}`, { method: 'POST', body }).then(
        async (response) => response.text().then(() => response.status),
        () => 0,
      );
    while ((await answer()) !== 200) await setTimeout(PAUSE_MS);
  };
  const reports = shuffle(
    Array.from({ length: MESSAGES }, (_, index) =>
      STATES.map((state, minute) => [`m${index}`, state, minute] as const),
    ).flat(),
    random,
  );
  for (const [index, [id, state, minute]] of reports.entries()) {
    await disturb(index, reports.length);
    await post(id, state, minute);
  }
  last = await events.end();
  await post('one more for those who have received everything already', 'SENT', 0);

  const found = await Promise.all(following);
  const logged = (await events.read({ after: null, limit: 1000 })).events.filter(({ position }) => position <= last!);
  const subjectOf = ({ kind, id }: LoggedEvent): string => `${kind} ${id}`;
  const byCursor = new Map(
    logged.map((event, index) => [writeEventCursor(tenant, event.position), { subject: subjectOf(event), index }]),
  );
  expect(byCursor.size).toBeGreaterThanOrEqual(MESSAGES);
  for (const { cursors, connections } of found) {
    const reported = cursors.filter((cursor: string) => readEventCursor(tenant, cursor) <= last!);
    expect(compare(reported, byCursor)).toEqual({ lost: 0, doubled: 0, foreign: 0, outOfOrder: 0 });
    expect(reported).toEqual([...byCursor.keys()]);
    expect(connections).toBeGreaterThan(1);
  }
}

/** Two workers on one port, of which first the one and then the other is killed. */
async function proveWorkers(log: EventLog, store: Readonly<Record<string, string>>): Promise<void> {
  const running = await program.start({ ...SETTINGS, ...store, WORKERS: '2' });
  const workers = (): readonly number[] => startedWorkers(running);
  await until(() => workers().length === 2);
  await proveResuming({
    log,
    anyUrl: () => running.url,
    async disturb(index, count) {
      const kills = index / (count / 3);
      if (kills !== 1 && kills !== 2) return;
      await until(() => workers().length === kills + 1);
      process.kill(workers()[kills - 1]!, 'SIGKILL');
    },
  });
  expect(workers().length).toBeGreaterThan(2);
  running.signal('SIGTERM');
  expect(await running.ended).toBe(0);
}

describe('a subscriber of every event in DATA_DIR', () => {
  test('gets each once and in order by every transport, whichever worker is killed and wherever it is cut', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'resuming-'));
    const log = openEmbeddedLog({ dataDir, days: 7, max: 10_000 });
    await proveWorkers(log, { DATA_DIR: dataDir });
    await log.close();
    await rm(dataDir, { recursive: true, force: true });
  });
});

describeWithRedis('a subscriber of every event', () => {
  let redis: RedisServer;
  let log: EventLog;
  beforeEach(async () => {
    redis = await startRedisServer();
    log = await openLog(redis.url);
  });
  afterEach(async () => {
    program.killAll();
    await log.close();
    await redis.stop();
  });

  test('gets each once and in order by every transport, whichever instance is killed and wherever it is cut', async () => {
    const start = (): Promise<RunningProgram> =>
      program.start({ ...SETTINGS, LOG_LEVEL: 'silent', REDIS_URL: redis.url });
    const instances = await Promise.all([start(), start()]);
    await proveResuming({
      log,
      anyUrl: (random) => instances[Math.floor(random() * instances.length)]!.url,
      async disturb(index, count) {
        if (index !== count / 2) return;
        await instances[0]!.kill();
        instances[0] = await start();
      },
    });
  });

  test('gets each once and in order by every transport, whichever worker is killed and wherever it is cut', () =>
    proveWorkers(log, { REDIS_URL: redis.url }));
});
