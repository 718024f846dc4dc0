import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { compare, CONNECTIONS, follow } from '../../bench/reliability/subscribers.js';
import { createCallbackTokens } from '../../src/events/callbacks/callback-token.js';
import type { EventLog } from '../../src/events/log/event-log.js';
import { openRedisLog } from '../../src/events/log/redis-log.js';
import type { LoggedEvent } from '../../src/graph/delivery-event/delivery-event.source.js';
import { readEventCursor, writeEventCursor } from '../../src/graph/delivery-event/event-cursor.js';
import { createTenant } from '../../src/server/auth/caller.js';
import { compileProgram, type Program, type RunningProgram } from '../support/program.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { createRandom, shuffle } from '../events/reports.js';

const SECRET = 'a-secret-of-more-than-thirty-two-characters';
const MESSAGES = 60;
const STATES = ['QUEUED', 'SENT', 'DELIVERED', 'SEEN'];
const tenant = createTenant('default');
const path = `/callbacks/routee/${createCallbackTokens([SECRET], ['default']).write({ vendor: 'ROUTEE', tenantId: 'default', send: null })}`;

describeWithRedis('a subscriber of every event', () => {
  let redis: RedisServer;
  let program: Program;
  let log: EventLog;
  beforeEach(async () => {
    redis = await startRedisServer();
    log = await openRedisLog({ url: redis.url, setting: 'REDIS_URL', days: 7, max: 10_000 });
    program = await compileProgram();
  });
  afterEach(async () => {
    program.killAll();
    await log.close();
    await redis.stop();
  });

  const start = (): Promise<RunningProgram> =>
    program.start({
      LOG_LEVEL: 'silent',
      SANDBOX: 'off',
      EXPLORER: 'off',
      AUTH: 'none',
      PUBLIC_URL: 'http://127.0.0.1:9',
      CALLBACK_SECRETS: SECRET,
      ROUTEE_APPLICATION_ID: 'application',
      ROUTEE_APPLICATION_SECRET: 'secret',
      ROUTEE_API_URL: 'http://127.0.0.1:9',
      ROUTEE_AUTH_URL: 'http://127.0.0.1:9',
      REDIS_URL: redis.url,
    });

  test('is told each once and in order by every transport, whichever instance is killed and wherever it is cut', async () => {
    const random = createRandom(1);
    const events = log.forTenant('default');
    const after = writeEventCursor(tenant, await events.end());
    const instances = await Promise.all([start(), start()]);
    const anyUrl = (): string => instances[Math.floor(random() * instances.length)]!.url;
    let last: string | null = null;
    const following = Object.values(CONNECTIONS).map((connect) =>
      follow({
        connect,
        after,
        until: (cursor: string) => last !== null && readEventCursor(tenant, cursor) >= last,
        urlOf: anyUrl,
        cutAfter: () => 1 + Math.floor(random() * 30),
      }),
    );

    /** As a vendor does: until it is acknowledged. */
    const post = async (id: string, name: string, minute: number): Promise<void> => {
      const status = { name, updatedDate: new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString() };
      const body = JSON.stringify({ trackingId: id, status });
      const answer = (): Promise<number> =>
        fetch(`${anyUrl()}${path}`, { method: 'POST', body }).then(
          async (response) => response.text().then(() => response.status),
          () => 0,
        );
      while ((await answer()) !== 200) continue;
    };
    const reports = shuffle(
      Array.from({ length: MESSAGES }, (_, index) =>
        STATES.map((state, minute) => [`m${index}`, state, minute] as const),
      ).flat(),
      random,
    );
    for (const [index, [id, state, minute]] of reports.entries()) {
      if (index === reports.length / 2) {
        await instances[0]!.kill();
        instances[0] = await start();
      }
      await post(id, state, minute);
    }
    last = await events.end();
    await post('one more for those who were told everything already', 'SENT', 0);

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
  });
});
