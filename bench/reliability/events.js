/**
 * Proves that subscribers who resume lose nothing: callbacks of vendors at three instances on one Redis, each killed and
 * restarted meanwhile, and subscribers of every event by SSE, multipart and WebSocket, whose connections are cut after a
 * random number of events and made again, with the last cursor, at any instance. At the end each has received exactly
 * the log. 13 300 callbacks are about 10 000 events. Ends with 1 when a promise is broken.
 *
 *   npm run prove:events -- --count 13300 --kills 6 --instances 3 --subscribers 2 --seed 1
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { callbackPaths, CALLBACK_SETTINGS, createBodies } from './callback-bodies.js';
import { startGraph } from './graph-process.js';
import { printTable, readNumbers } from './options.js';
import { startRedis } from './redis-process.js';
import { compare, CONNECTIONS, follow } from './subscribers.js';

const { count, kills, instances, subscribers, seed } = readNumbers({
  count: 13_300,
  kills: 6,
  instances: 3,
  subscribers: 2,
  seed: 1,
});
const AT_ONCE = 16;
const REPEAT_MS = 50;
const MOST_BEFORE_CUT = 400;

const { openEventLog } = await import('../../dist/events/log/open-event-log.js');
const { readEventCursor, writeEventCursor } = await import('../../dist/graph/delivery-event/event-cursor.js');
const { createTenant } = await import('../../dist/server/auth/caller.js');

const startedAt = performance.now();
const dataDir = await mkdtemp(join(tmpdir(), 'prove-events-'));
const redis = await startRedis(dataDir);
const settings = { ...CALLBACK_SETTINGS, DATA_DIR: dataDir, REDIS_URL: redis.url };
const paths = await callbackPaths();
const tenant = createTenant('default');
const log = await openEventLog(
  { kind: 'redis', url: redis.url, setting: 'REDIS_URL', waitReplicas: 0 },
  { days: 7, max: 200_000 },
);
const events = log.forTenant('default');
const after = writeEventCursor(tenant, await events.end());

const graphs = await Promise.all(Array.from({ length: instances }, () => startGraph(settings)));
const urls = graphs.map(({ url }) => url);
let killed = 0;
/** @type {Promise<unknown>[]} */
const restarts = [];
async function restart() {
  const index = killed++ % instances;
  await graphs[index]?.kill();
  graphs[index] = await startGraph(settings);
  urls[index] = graphs[index].url;
}

let state = seed;
/** @param {number} below */
function random(below) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}
const anyUrl = () => urls[random(instances)] ?? '';

/** The last position that is compared, once everything was posted. @type {string | null} */
let last = null;
const isLast = (/** @type {string} */ cursor) => last !== null && readEventCursor(tenant, cursor) >= last;
const following = Object.entries(CONNECTIONS).flatMap(([transport, connect]) =>
  Array.from({ length: subscribers }, async () => {
    const options = { connect, after, until: isLast, urlOf: anyUrl };
    return { transport, ...(await follow({ ...options, cutAfter: () => 1 + random(MOST_BEFORE_CUT) })) };
  }),
);

const bodies = createBodies(count, seed);
let next = 0;
let reported = 0;
/** @param {(typeof bodies)[number]} one */
async function post({ vendor, body }) {
  for (;;) {
    const status = await fetch(anyUrl() + paths[vendor], { method: 'POST', body: JSON.stringify(body) }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
    if (status === 200) break;
    await sleep(REPEAT_MS);
  }
  reported++;
  if (killed < kills && reported >= ((killed + 1) * count) / (kills + 1)) restarts.push(restart());
}
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < bodies.length) await post(/** @type {any} */ (bodies[next++]));
  }),
);
await Promise.all(restarts);
last = await events.end();
// those who have received everything already wait for one event more
await post({ ...createBodies(1, seed + 1)[0], vendor: 'ROUTEE' });
const found = await Promise.all(following);

/** @type {Map<string, { subject: string, index: number }>} */
const logged = new Map();
for (let position = null, more = true; more;) {
  const slice = await events.read({ after: position, limit: 1000 });
  for (const one of slice.events.filter(({ position }) => position <= last))
    logged.set(writeEventCursor(tenant, one.position), { subject: `${one.kind} ${one.id}`, index: logged.size });
  position = slice.events.at(-1)?.position ?? position;
  more = slice.hasMore;
}
await Promise.all(graphs.map((graph) => graph.stop()));
await log.close();
redis.stop();
await rm(dataDir, { recursive: true, force: true });

printTable('Figures', {
  instances,
  callbacks: count,
  kills: killed,
  events: logged.size,
  ...Object.fromEntries(
    Object.keys(CONNECTIONS).map((name) => [
      `connections by ${name}`,
      found.filter(({ transport }) => transport === name).reduce((sum, { connections }) => sum + connections, 0),
    ]),
  ),
  seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
});
/** @type {Record<string, number>} */
const broken = {};
for (const { transport, cursors } of found)
  for (const [what, number] of Object.entries(
    compare(
      cursors.filter((cursor) => readEventCursor(tenant, cursor) <= last),
      logged,
    ),
  ))
    broken[`${what}, by ${transport}`] = (broken[`${what}, by ${transport}`] ?? 0) + number;
printTable('Promises (each must be 0)', broken);
process.exit(Object.values(broken).some((number) => number > 0) ? 1 : 0);
