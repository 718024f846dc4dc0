/**
 * A log whose reader has stopped: the growth of memory, and whether the process ends on SIGTERM.
 *
 *   node bench/reliability/log-pipe.js --operations 100000
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { residentMegabytes, startGraph } from './graph-process.js';
import { runClosedLoop, writeRequest } from './open-loop.js';
import { printTable, readNumbers } from './options.js';
import { startFastVendors, vendorSettings } from './vendors.js';

const { operations } = readNumbers({ operations: 100_000 });
const MAX_GROWTH_MB = 16;
/** For what runs (10 s at most), the drain before it and the last lines of the log. */
const STOP_LIMIT_MS = 20_000;

const vendors = await startFastVendors(0);
const dataDir = await mkdtemp(join(tmpdir(), 'unread-log-'));
const graph = await startGraph(
  { ...vendorSettings(vendors.url, vendors.url), DATA_DIR: dataDir, LOG_LEVEL: 'info' },
  ['--max-semi-space-size=2'], // a small young generation: what is garbage is collected soon
  { isLogRead: false },
);
const port = Number(new URL(graph.url).port);
const request = writeRequest(port, '{ __typename }');
const run = async (/** @type {number} */ count) => {
  await runClosedLoop({ port, connections: 32, seconds: 600, count, nextRequest: () => request });
  return residentMegabytes(graph.pid);
};
const before = await run(Math.round(operations / 2)); // stores with a bound are full by then
const growth = (await run(operations)) - before;

const startedAt = performance.now();
const stopped = await Promise.race([graph.stop(), wait(STOP_LIMIT_MS, 'not at all', { ref: false })]);
const stopMilliseconds = performance.now() - startedAt;
if (stopped === 'not at all') await graph.kill();
vendors.stop();
await rm(dataDir, { recursive: true, force: true });
printTable(`A log without a reader, ${operations} operations after the first ${Math.round(operations / 2)}`, {
  'resident memory before, MiB': before.toFixed(0),
  [`growth (at most ${MAX_GROWTH_MB} MiB)`]: growth.toFixed(1),
  [`exit code at the end (0, within ${STOP_LIMIT_MS / 1000} s)`]: `${stopped}, after ${(stopMilliseconds / 1000).toFixed(1)} s`,
});
process.exit(growth <= MAX_GROWTH_MB && stopped === 0 ? 0 : 1);
