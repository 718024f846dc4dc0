/**
 * Proves that no acknowledged callback is lost: bodies of every kind in random order, repeated as vendors do until they
 * are answered 200, at a server that is killed and restarted during them. Then the log is read: every state that was
 * acknowledged is known, and no change was reported twice. Ends with 1 when a promise is broken.
 *
 *   npm run prove:callbacks -- --count 20000 --kills 6 --seed 1 --redis 0
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { callbackPaths, CALLBACK_SETTINGS, createBodies } from './callback-bodies.js';
import { startGraph } from './graph-process.js';
import { printTable, readNumbers } from './options.js';
import { startRedis } from './redis-process.js';

const { count, kills, seed, redis } = readNumbers({ count: 20_000, kills: 6, seed: 1, redis: 0 });
const AT_ONCE = 64;
/** Vendors wait half a minute; here the server is soon back. */
const REPEAT_MS = 50;

const startedAt = performance.now();
const dataDir = await mkdtemp(join(tmpdir(), 'prove-callbacks-'));
const store = redis ? await startRedis(dataDir) : null;
const settings = { ...CALLBACK_SETTINGS, DATA_DIR: dataDir, ...(store ? { REDIS_URL: store.url } : {}) };
const paths = await callbackPaths();
const bodies = createBodies(count, seed);

let graph = startGraph(settings);
let killed = 0;
const restart = async () => {
  const old = await graph;
  graph = old.kill().then(() => startGraph(settings));
  killed++;
  await graph;
};

/** @type {Record<string, number>} */
const answers = {};
let acknowledged = 0;
/** @param {ReturnType<typeof createBodies>[number]} one */
async function post({ vendor, body }) {
  for (;;) {
    const { url } = await graph;
    const status = await fetch(url + paths[vendor], { method: 'POST', body: JSON.stringify(body) }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 'no answer',
    );
    answers[status] = (answers[status] ?? 0) + 1;
    if (status === 200) break;
    await sleep(REPEAT_MS);
  }
  acknowledged++;
  if (killed < kills && acknowledged >= ((killed + 1) * count) / (kills + 1)) void restart();
}

let next = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < bodies.length) await post(/** @type {any} */ (bodies[next++]));
  }),
);
const exitCode = await (await graph).stop();

const { openEventLog } = await import('../../dist/events/log/open-event-log.js');
const log = await openEventLog(
  store
    ? { kind: 'redis', url: store.url, setting: 'REDIS_URL', waitReplicas: 0 }
    : { kind: 'embedded', directory: dataDir },
  { days: 7, max: 200_000 },
);
const events = log.forTenant('default');

/** By subject, the states that were acknowledged. @type {Map<string, { kind: any, id: string, states: Set<string> }>} */
const reported = new Map();
for (const { states } of bodies) {
  for (const { kind, id, state } of states) {
    const key = `${kind} ${id}`;
    const one = reported.get(key) ?? { kind, id, states: new Set() };
    reported.set(key, one);
    one.states.add(state);
  }
}
let lost = 0;
for (const { kind, id, states } of reported.values()) {
  const [known] = await events.known([{ kind, id }]);
  for (const state of states) if (!known?.history.some((one) => one.status.state === state)) lost++;
}

/** @type {Map<string, number>} */
const changes = new Map();
let read = 0;
for (let after = null; ;) {
  const slice = await events.read({ after, limit: 1000 });
  for (const { kind, id, status } of slice.events) {
    const key = `${kind} ${id} ${status?.state}`;
    changes.set(key, (changes.get(key) ?? 0) + 1);
  }
  read += slice.events.length;
  if (!slice.hasMore) break;
  after = slice.events.at(-1)?.position ?? null;
}
await log.close();
store?.stop();
await rm(dataDir, { recursive: true, force: true });

printTable('Answers', answers);
printTable('Figures', {
  log: redis ? 'redis' : 'DATA_DIR',
  callbacks: count,
  acknowledged,
  kills: killed,
  subjects: reported.size,
  events: read,
  'exit code at the end': String(exitCode),
  seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
});
const broken = {
  'acknowledged states that are lost': lost,
  'changes that were reported twice': [...changes.values()].filter((times) => times > 1).length,
};
printTable('Promises (each must be 0)', broken);
process.exit(Object.values(broken).some((number) => number > 0) || exitCode !== 0 ? 1 : 0);
