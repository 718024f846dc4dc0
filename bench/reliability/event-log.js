/**
 * Proves that the log of delivery events loses nothing that it acknowledged: reports by three processes that are killed and
 * started again, and a reader that resumes with its last position at another instance each time. Ends with 1 when a
 * promise is broken.
 *
 *   npm run prove:event-log -- --count 20000 --kills 6 --seed 1
 *   npm run prove:event-log -- --redis 1
 */
import { fork, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../subjects/start-command.js';
import { loadSupport } from './load-support.js';
import { printTable, readNumbers } from './options.js';

const { count, kills, seed, redis } = readNumbers({ count: 20_000, kills: 6, seed: 1, redis: 0 });
const WRITERS = 3;
const AT_ONCE = 32;
const STATES = /** @type {const} */ (['QUEUED', 'SENT', 'DELIVERED', 'SEEN']);

const load = await loadSupport();
const { createRandom, reportOf, shuffle } = await load('test/events/reports');
const { openEventLog } = await import(pathToFileURL(join(ROOT, 'dist/events/log/open-event-log.js')).href);
const random = createRandom(seed);

const startedAt = performance.now();
const directory = await mkdtemp(join(tmpdir(), 'prove-events-'));
const store = redis ? await startRedis() : { place: { kind: 'embedded', directory }, stop: () => undefined };

/** All states of each subject are recorded, in any order: those that are outranked when they come are no events. */
const reports = shuffle(
  Array.from({ length: count }, (_, index) =>
    reportOf(`message-${Math.floor(index / STATES.length)}`, STATES[index % STATES.length], index % STATES.length),
  ),
  random,
);

/** @type {number[]} */
const waiting = reports.map((_, index) => index).reverse();
const acknowledged = new Set();
let killed = 0;
let retried = 0;
/** @type {(value?: unknown) => void} */
let finish;
const finished = new Promise((resolve) => (finish = resolve));

/** @type {{ child: import('node:child_process').ChildProcess, open: Set<number> }[]} */
const writers = Array.from({ length: WRITERS }, (_, place) => startWriter(place));

/** @param {number} place */
function startWriter(place) {
  const child = fork(join(import.meta.dirname, 'event-writer.js'), [JSON.stringify(store.place)]);
  const open = new Set();
  child.on('message', (/** @type {{ index: number, isDurable: boolean }} */ { index, isDurable }) => {
    open.delete(index);
    if (index >= 0 && isDurable) acknowledged.add(index);
    else if (index >= 0) waiting.push(index);
    if (acknowledged.size === count) finish();
    while (open.size < AT_ONCE && waiting.length > 0) {
      const next = /** @type {number} */ (waiting.pop());
      open.add(next);
      child.send({ index: next, report: reports[next] }, () => undefined);
    }
    if (killed < kills && acknowledged.size >= ((killed + 1) * count) / (kills + 1)) {
      const victim = killed++ % WRITERS;
      process.stderr.write(`${acknowledged.size} reports, kill ${killed}\n`);
      writers[victim].child.kill('SIGKILL');
    }
  });
  child.on('exit', () => {
    if (acknowledged.size === count) return;
    retried += open.size;
    waiting.push(...open); // whoever got no answer repeats its report
    writers[place] = startWriter(place);
  });
  return { child, open };
}

/** @type {{ id: string, position: string, batch: string, status: { state: string }, previousState: string | null }[]} */
const read = [];
let resumes = 0;
/** Reads a few pages at one instance, then goes on with its position at a new one. */
async function readOn() {
  for (let isOver = false; !isOver; resumes++) {
    const log = await openEventLog(store.place, { days: 7, max: 1_000_000 });
    const events = log.forTenant('prove');
    for (let pages = 1 + Math.floor(random() * 20); pages > 0; pages--) {
      const wasComplete = acknowledged.size === count;
      const slice = await events.read({ after: read.at(-1)?.position ?? null, limit: 1 + Math.floor(random() * 200) });
      read.push(...slice.events);
      if (wasComplete && !slice.hasMore) isOver = true;
      if (!slice.hasMore) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await log.close();
  }
}
await Promise.all([finished, readOn()]);
for (const { child } of writers) child.kill('SIGKILL');

const log = await openEventLog(store.place, { days: 7, max: 1_000_000 });
const ids = [...new Set(reports.map(({ id }) => id))];
const known = await log.forTenant('prove').known(ids.map((id) => ({ kind: 'VIBER_MESSAGE', id })));
await log.close();
store.stop();
await rm(directory, { recursive: true, force: true });

/** The state that the events of a subject end in, where each begins with the state of the one before. */
const ends = new Map();
let unconnected = 0;
for (const { id, status, previousState } of read) {
  if ((ends.get(id) ?? null) !== previousState) unconnected++;
  ends.set(id, status.state);
}
const broken = {
  'acknowledged reports that the log does not know': [...acknowledged].filter((index) => {
    const { id, status } = reports[index];
    return !known[ids.indexOf(id)]?.history.some((/** @type {any} */ one) => one.status.state === status.state);
  }).length,
  'subjects that do not end as their reports say': ids.filter((id) => ends.get(id) !== 'SEEN').length,
  'events that the reader got twice': read.length - new Set(read.map(({ position }) => position)).size,
  'events of a subject and state got twice':
    read.length - new Set(read.map(({ id, status }) => `${id} ${status.state}`)).size,
  'events out of order': read.filter(({ position }, index) => index > 0 && position <= read[index - 1].position).length,
  'events that do not follow the one before of their subject': unconnected,
};
printTable('Figures', {
  store: redis ? 'redis' : 'DATA_DIR',
  reports: count,
  'kills of a writer': killed,
  'reports repeated after a kill': retried,
  events: read.length,
  'times that the reader resumed': resumes,
  seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
});
printTable('Promises (each must be 0)', broken);
process.exit(Object.values(broken).some((number) => number > 0) ? 1 : 0);

async function startRedis() {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  process.on('exit', () => child.kill('SIGKILL'));
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve(null));
    child.on('exit', () => reject(new Error('redis-server did not start')));
  });
  const url = `redis://127.0.0.1:${port}`;
  return { place: { kind: 'redis', url, setting: 'REDIS_URL', waitReplicas: 0 }, stop: () => void child.kill() };
}
