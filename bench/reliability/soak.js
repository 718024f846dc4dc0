/**
 * A mixed load with faults for a while, then 100 000 distinct queries, hashes, cursors, keys, and tokens of distinct
 * subjects, tenants and keys: the share that succeeds, latencies, and whether memory grows.
 *
 *   npm run soak -- --minutes 1 --rate 150 --distinct 100000
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slope } from '../report/numbers.js';
import { residentMegabytes, startGraph } from './graph-process.js';
import { loadSupport } from './load-support.js';
import { printTable, readNumbers } from './options.js';
import { percentile, runOpenLoop, writeOperation } from './open-loop.js';
import { floods, runFlood } from './floods.js';
import { startTokenIssuer } from './token-issuer.js';
import { pageQuery, pageWithReportsQuery, reportQuery, startFastVendors, vendorSettings } from './vendors.js';

const { minutes, rate, distinct, faults } = readNumbers({ minutes: 1, rate: 150, distinct: 100_000, faults: 0.02 });

const load = await loadSupport();
const { startFaultProxy } = await load('test/support/fault-proxy');
const { createChance, faultsAtRandom } = await load('test/reliability/random-faults');

const vendors = await startFastVendors(5);
const fault = faultsAtRandom(createChance(7), faults);
const target = { port: Number(new URL(vendors.url).port) };
const proxies = [await startFaultProxy({ target, plan: fault }), await startFaultProxy({ target, plan: fault })];
const directory = await mkdtemp(join(tmpdir(), 'soak-'));
const API_KEY = 'soak-key';
const TENANT = 'soak';
const issuer = await startTokenIssuer();
const tenantsFile = join(directory, 'tenants.json');
await writeFile(
  tenantsFile,
  JSON.stringify([
    {
      id: TENANT,
      routee: {
        apiUrl: proxies[0].url,
        authUrl: vendors.url,
        applicationId: 'soak',
        applicationSecret: { env: 'SOAK_SECRET' },
      },
      gms: { reportUrl: proxies[1].url, clientId: 'soak', login: 'soak', password: { env: 'SOAK_SECRET' } },
      keys: [{ sha256: createHash('sha256').update(API_KEY).digest('hex'), scopes: ['read', 'read:recipients'] }],
    },
  ]),
);

// a small heap: garbage is collected soon, so that growth is what is kept
const SMALL_HEAP = ['--max-semi-space-size=2', '--max-old-space-size=128'];
const settings = {
  ...issuer.settings,
  TENANTS_FILE: tenantsFile,
  RATE_OPERATIONS_PER_MINUTE: '1000000', // counts every caller and refuses none
  SOAK_SECRET: 'soak',
  DATA_DIR: join(directory, 'data'),
  CACHE_MAX_MB: '4',
  UPSTREAM_TIMEOUT_MS: '1000',
};
const graph = await startGraph(settings, SMALL_HEAP);
const { pid } = graph;
const port = Number(new URL(graph.url).port);

const nextRequest = () => {
  const at = Math.random();
  return writeOperation(port, at < 0.6 ? pageQuery(20) : at < 0.95 ? reportQuery() : pageWithReportsQuery(), {
    key: API_KEY,
  });
};

/** @type {[minute: number, megabytes: number][]} */
const samples = [];
const seconds = Math.round(minutes * 60);
const startedAt = performance.now();
const sampling = setInterval(() => {
  const minute = (performance.now() - startedAt) / 60_000;
  if (minute > minutes / 3) samples.push([minute, residentMegabytes(pid)]); // after the warm-up
}, 500);
const answered = await runOpenLoop({ port, rate, seconds, nextRequest, keepsBodies: true });
clearInterval(sampling);

const isSuccess = (/** @type {{ status: number, body: string | null }} */ { status, body }) =>
  status === 200 && !body?.startsWith('{"errors"');
const isVendorError = (/** @type {{ body: string | null }} */ { body }) =>
  [...(body ?? '').matchAll(/"code":"([A-Z_]+)"/g)].every(([, code]) => code.startsWith('UPSTREAM_'));
const times = answered.map(({ milliseconds }) => milliseconds);
printTable(`Mixed load, ${rate}/s for ${seconds} s, ${100 * faults} % of the vendors' answers faulty`, {
  operations: answered.length,
  'without any error': `${((100 * answered.filter(isSuccess).length) / answered.length).toFixed(2)} %`,
  'p50, ms': percentile(times, 0.5).toFixed(1),
  'p99, ms': percentile(times, 0.99).toFixed(1),
  'resident memory at the end, MiB': residentMegabytes(pid).toFixed(0),
  'slope of it over the last two thirds, MiB per minute': slope(samples).toFixed(1),
});
const unexpected = answered.filter((answer) => !isSuccess(answer) && !isVendorError(answer)).length;

/** @type {Record<string, string>} */
const rows = {};
let worst = 0;
const access = { key: API_KEY, sign: issuer.sign, tenant: TENANT };
for (const flood of floods) {
  const { perSecond, grown, peak } = await runFlood(flood, { port, pid, access, distinct });
  worst = Math.max(worst, grown);
  rows[flood.name] =
    `${grown >= 0 ? '+' : ''}${grown.toFixed(1)} MiB from 30 % to the end (${peak.toFixed(0)} MiB), ${perSecond.toFixed(0)}/s`;
  process.stderr.write(`${flood.name}: ${rows[flood.name]}\n`);
}
printTable(`${distinct} distinct inputs of each kind`, rows);

const exitCode = await graph.stop();
for (const proxy of proxies) await proxy.close();
vendors.stop();
issuer.stop();
await rm(directory, { recursive: true, force: true });
const MOST_GROWTH_MB = 16;
printTable('Verdict', {
  'answers that are neither a success nor an error of a vendor (0)': unexpected,
  'exit code at the end (0)': String(exitCode),
  [`most growth over a flood (at most ${MOST_GROWTH_MB} MiB)`]: worst.toFixed(1),
});
process.exit(unexpected === 0 && exitCode === 0 && worst <= MOST_GROWTH_MB ? 0 : 1);
