/**
 * The share of the peak that succeeds at three times the capacity, and the time of a refusal: where the vendor is the
 * bottleneck, and where this server is.
 *
 *   node bench/reliability/overload.js --seconds 8 --factor 3
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGraph } from './graph-process.js';
import { percentile, runClosedLoop, runOpenLoop, writeOperation as write } from './open-loop.js';
import { readUsage } from '../subjects/process-tree.js';
import { printTable, readNumbers } from './options.js';
import { pageQuery, pageWithReportsQuery, startFastVendors, vendorSettings } from './vendors.js';

const { seconds, factor, operations } = readNumbers({ seconds: 8, factor: 3, operations: 0 });

/**
 * @param {string} title
 * @param {{ delayMs: number, nextQuery: () => { query: string, variables: object }, connections: number, limit: number, places?: number }} options
 */
async function measure(title, { delayMs, nextQuery, connections, limit, places = 0 }) {
  const vendors = await startFastVendors(delayMs);
  const dataDir = await mkdtemp(join(tmpdir(), 'overload-'));
  const graph = await startGraph({
    ...vendorSettings(vendors.url, vendors.url),
    DATA_DIR: dataDir,
    CACHE: 'off',
    ...(places > 0 ? { UPSTREAM_CONCURRENCY: String(places) } : {}),
    ...(limit > 0 ? { MAX_CONCURRENT_OPERATIONS: String(limit) } : {}),
  });
  const port = Number(new URL(graph.url).port);
  const nextRequest = () => write(port, nextQuery());

  await runClosedLoop({ port, connections, seconds: 4, nextRequest }); // warm-up
  const peak = (await runClosedLoop({ port, connections, seconds, nextRequest })).length / seconds;
  const before = readUsage(graph.pid).cpuSeconds;
  const startedAt = performance.now();
  const answered = await runOpenLoop({ port, rate: Math.round(peak * factor), seconds, nextRequest });
  const busy = (readUsage(graph.pid).cpuSeconds - before) / ((performance.now() - startedAt) / 1000);
  await graph.stop();
  vendors.stop();
  await rm(dataDir, { recursive: true, force: true });

  const succeeded = answered.filter(({ status }) => status === 200);
  const refused = answered.filter(({ status }) => status === 503).map(({ milliseconds }) => milliseconds);
  // answers to what was still queued at the end do not count
  const inTime = succeeded.filter(({ second }) => second <= seconds).length / seconds;
  printTable(title, {
    'peak, operations/s': peak.toFixed(0),
    'sent, operations/s': (answered.length / seconds).toFixed(0),
    'succeeded in that time, operations/s': inTime.toFixed(0),
    'share of the peak': `${((100 * inTime) / peak).toFixed(1)} %`,
    'succeeded, p50 and p99, ms': [0.5, 0.99]
      .map((at) =>
        percentile(
          succeeded.map((one) => one.milliseconds),
          at,
        ).toFixed(1),
      )
      .join(' '),
    'refused with 503': refused.length,
    'refused, p50, p90 and p99, ms': [0.5, 0.9, 0.99].map((at) => percentile(refused, at).toFixed(1)).join(' '),
    'any other outcome': answered.length - succeeded.length - refused.length,
    'CPU of the server in that time, of one core': `${(100 * busy).toFixed(0)} %`,
  });
}

await measure('The vendor is the bottleneck: 64 calls at once of 150 ms each', {
  delayMs: 150,
  nextQuery: () => pageQuery(1),
  connections: 128,
  limit: operations,
  places: 64,
});
await measure('This server is the bottleneck: pages of 100 rows, 16 at once', {
  delayMs: 0,
  nextQuery: () => pageQuery(100),
  connections: 16,
  limit: operations || 16,
});
await measure('This server is the bottleneck: pages of 20 rows with their reports, 16 at once', {
  delayMs: 0,
  nextQuery: pageWithReportsQuery,
  connections: 16,
  limit: operations || 16,
});
process.exit(0);
