/**
 * How soon callbacks are answered at an even rate, beside what the disk needs for one synced write in the same run.
 *
 *   npm run build && node bench/callbacks.js --rate 500 --seconds 20
 */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { callbackPaths, CALLBACK_SETTINGS, createBodies } from './reliability/callback-bodies.js';
import { startGraph } from './reliability/graph-process.js';
import { printTable, readNumbers } from './reliability/options.js';
import { readPercentile } from './report/numbers.js';

const { rate, seconds, warmup, seed } = readNumbers({ rate: 500, seconds: 20, warmup: 3, seed: 1 });
/** The p99 of answers may be this many times the disk's own. */
const TIMES_OF_DISK = 5;
const P50_MS = 5;

const dataDir = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'bench-callbacks-'));
const graph = await startGraph({ ...CALLBACK_SETTINGS, DATA_DIR: dataDir });
const paths = await callbackPaths();
const bodies = createBodies(rate * (seconds + warmup), seed).map(({ vendor, body }) => ({
  path: /** @type {string} */ (paths[vendor]),
  text: JSON.stringify(body),
}));

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
/** @param {{ path: string, text: string }} body @returns {Promise<number | undefined>} */
const post = ({ path, text }) =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const sent = request(graph.url + path, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject);
    sent.end(text);
  });

let isRunning = true;
/** Synced writes of the size of a page in the same directory. */
async function measureDisk() {
  const times = [];
  const file = await open(join(dataDir, 'probe'), 'w');
  const page = Buffer.alloc(4096, 'x');
  while (isRunning) {
    const startedAt = performance.now();
    await file.write(page, 0, page.length, 0);
    await file.datasync();
    times.push(performance.now() - startedAt);
    await sleep(10);
  }
  await file.close();
  return times;
}

/** @type {number[]} */
const times = [];
let refused = 0;
/** @type {Promise<void>[]} */
const answered = [];
let disk = Promise.resolve(/** @type {number[]} */ ([]));
const startedAt = performance.now();
for (let sent = 0; sent < bodies.length;) {
  if (sent === rate * warmup) disk = measureDisk();
  const due = startedAt + (sent * 1000) / rate;
  if (performance.now() < due) {
    await sleep(1);
    continue;
  }
  const isMeasured = sent >= rate * warmup;
  const body = /** @type {{ path: string, text: string }} */ (bodies[sent++]);
  answered.push(
    post(body).then((status) => {
      if (status !== 200) refused++;
      if (isMeasured) times.push(performance.now() - due); // a late start counts
    }),
  );
}
await Promise.all(answered);
isRunning = false;
const diskTimes = await disk;
await graph.stop();
agent.destroy();
await rm(dataDir, { recursive: true, force: true });

const milliseconds = (/** @type {number} */ value) => `${value.toFixed(1)} ms`;
const [p50, p99] = [readPercentile(times, 0.5), readPercentile(times, 0.99)];
const diskP99 = readPercentile(diskTimes, 0.99);
printTable(`Callbacks, ${rate} a second for ${seconds} s`, {
  answered: times.length,
  'other than 200': refused,
  p50: milliseconds(p50),
  p99: milliseconds(p99),
  longest: milliseconds(Math.max(...times)),
  'synced write of the disk, p50': milliseconds(readPercentile(diskTimes, 0.5)),
  'synced write of the disk, p99': milliseconds(diskP99),
  'p99 in synced writes': (p99 / diskP99).toFixed(2),
});
printTable('Promises', {
  [`p50 at most ${P50_MS} ms`]: p50 <= P50_MS ? 'kept' : 'broken',
  [`p99 at most ${TIMES_OF_DISK} times the disk`]: p99 <= TIMES_OF_DISK * diskP99 ? 'kept' : 'broken',
});
process.exit(refused > 0 ? 1 : 0);
