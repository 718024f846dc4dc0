/**
 * What subscriptions cost: how soon callbacks reach them, queries beside idle ones, and the memory of an idle one. They
 * are held by a process of their own, half by SSE and half by WebSocket, each on a connection of its own.
 *
 *   npm run build && node bench/subscriptions.js --subscriptions 1000 --rate 200 --seconds 20 --rounds 9
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CALLBACK_SETTINGS } from './reliability/callback-bodies.js';
import { startGraph } from './reliability/graph-process.js';
import { printTable, readNumbers } from './reliability/options.js';
import { measureDelivery } from './runs/delivery.js';
import { measureIdleMemory } from './runs/idle-memory.js';
import { measureBeside } from './runs/beside-subscriptions.js';
import { findPort } from './subjects/server-process.js';
import { startUpstream } from './upstream/upstream.js';

/** `parts`: the sum of 1 (delivery), 2 (queries) and 4 (memory). */
const options = readNumbers({ subscriptions: 1000, rate: 200, seconds: 20, rounds: 9, parts: 7 });
const P99_MS = 50;
const LEAST_RATIO = 0.97;
const MOST_KB = 30;

const directory = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'bench-subscriptions-'));
const upstream = await startUpstream({ kind: 'node', directory });
let servers = 0;
/** @param {string[]} nodeOptions */
const start = (nodeOptions = []) =>
  startGraph(
    {
      ...CALLBACK_SETTINGS,
      ROUTEE_API_URL: upstream.url,
      ROUTEE_AUTH_URL: upstream.url,
      GMS_REPORT_URL: upstream.url,
      CACHE: 'off',
      DATA_DIR: join(directory, `data-${servers++}`),
      MAX_SUBSCRIPTIONS: String(options.subscriptions),
      MAX_SUBSCRIPTIONS_PER_CALLER: String(options.subscriptions),
    },
    nodeOptions,
  );
const milliseconds = (/** @type {number} */ value) => `${value.toFixed(1)} ms`;
/** @type {Record<string, boolean>} */
const promises = {};

if (options.parts & 1) {
  const graph = await start();
  const { delivered, lost, p50, p99, longest, fromAnswer } = await measureDelivery(graph, options);
  await graph.stop();
  printTable(`Callbacks to subscribers, ${options.rate} a second over ${options.subscriptions} subscriptions`, {
    delivered,
    'not delivered': lost,
    'from the post to the subscriber, p50': milliseconds(p50),
    'from the post to the subscriber, p99': milliseconds(p99),
    longest: milliseconds(longest),
    'from the answer, which says that it is written, p99': milliseconds(fromAnswer),
  });
  promises['each is delivered'] = lost === 0;
  promises[`p99 at most ${P99_MS} ms from the answer`] = fromAnswer <= P99_MS;
}
if (options.parts & 2) {
  const graphs = [await start(), await start()];
  const rows = await measureBeside(graphs, upstream.pid, options);
  for (const graph of graphs) await graph.stop();
  for (const { load, without, beside, ratio, cpuRatio } of rows) {
    printTable(`${load}, medians of ${2 * options.rounds} rounds`, {
      'requests a second without subscriptions': Math.round(without),
      [`beside ${options.subscriptions} idle ones`]: Math.round(beside),
      'ratio in a round': ratio.toFixed(3),
      'CPU of the server per request, ratio': cpuRatio.toFixed(3),
    });
    promises[`${load} beside idle subscriptions at ${LEAST_RATIO} or more`] = ratio >= LEAST_RATIO;
  }
}
if (options.parts & 4) {
  const inspectorPort = await findPort();
  const graph = await start([`--inspect=127.0.0.1:${inspectorPort}`]);
  const { resident, heap } = await measureIdleMemory(graph, inspectorPort, options.subscriptions);
  await graph.stop();
  printTable('Memory of an idle subscription', {
    'resident memory of the process': `${resident.toFixed(1)} KB`,
    'of that, the heap of JavaScript': `${heap.toFixed(1)} KB`,
  });
  promises[`less than ${MOST_KB} KB`] = resident < MOST_KB;
}
await upstream.stop();
await rm(directory, { recursive: true, force: true });
printTable(
  'Promises',
  Object.fromEntries(Object.entries(promises).map(([name, isKept]) => [name, isKept ? 'kept' : 'broken'])),
);
process.exit(0);
