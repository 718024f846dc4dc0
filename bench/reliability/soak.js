/**
 * A mixed load with faults for a while, then 100 000 distinct queries, hashes, cursors, keys, and tokens of distinct
 * subjects, tenants and keys: what succeeds, how soon, and whether memory stays where it is.
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
import { pageQuery, pageWithReportsQuery, reportQuery, startQuickVendors, vendorSettings } from './vendors.js';

const { minutes, rate, distinct, faults } = readNumbers({ minutes: 1, rate: 150, distinct: 100_000, faults: 0.02 });

const load = await loadSupport();
const { startFaultProxy } = await load('test/support/fault-proxy');
const { createChance, faultsAtRandom } = await load('test/reliability/misfortune');

const vendors = await startQuickVendors(5);
const chance = createChance(7);
const fault = faultsAtRandom(chance, faults);
const target = { port: Number(new URL(vendors.url).port) };
const proxies = [await startFaultProxy({ target, plan: fault }), await startFaultProxy({ target, plan: fault })];
const directory = await mkdtemp(join(tmpdir(), 'soak-'));
const OUR_KEY = 'soak-key';
const OUR_TENANT = 'soak';
const issuer = await startTokenIssuer();
const tenantsFile = join(directory, 'tenants.json');
await writeFile(
  tenantsFile,
  JSON.stringify([
    {
      id: OUR_TENANT,
      routee: {
        apiUrl: proxies[0].url,
        authUrl: vendors.url,
        applicationId: 'soak',
        applicationSecret: { env: 'SOAK_SECRET' },
      },
      gms: { reportUrl: proxies[1].url, clientId: 'soak', login: 'soak', password: { env: 'SOAK_SECRET' } },
      keys: [{ sha256: createHash('sha256').update(OUR_KEY).digest('hex'), scopes: ['read', 'read:recipients'] }],
    },
  ]),
);

// a small heap: what is garbage is collected soon, and what is not shows
const SMALL_HEAP = ['--max-semi-space-size=2', '--max-old-space-size=128'];
const settings = {
  ...issuer.settings,
  TENANTS_FILE: tenantsFile,
  RATE_OPERATIONS_PER_MINUTE: '1000000', // refuses nobody, but counts everyone
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
    key: OUR_KEY,
  });
};

/** @type {[minute: number, megabytes: number][]} */
const samples = [];
const seconds = Math.round(minutes * 60);
const startedAt = performance.now();
const sampling = setInterval(() => {
  const minute = (performance.now() - startedAt) / 60_000;
  if (minute > minutes / 3) samples.push([minute, residentMegabytes(pid)]); // it is warm by then
}, 500);
const answered = await runOpenLoop({ port, rate, seconds, nextRequest, keepsBodies: true });
clearInterval(sampling);

const isWell = (/** @type {{ status: number, body: string | null }} */ { status, body }) =>
  status === 200 && !body?.startsWith('{"errors"');
const isUnderstood = (/** @type {{ body: string | null }} */ { body }) =>
  [...(body ?? '').matchAll(/"code":"([A-Z_]+)"/g)].every(([, code]) => code.startsWith('UPSTREAM_'));
const times = answered.map(({ milliseconds }) => milliseconds);
printTable(`Mixed load, ${rate}/s for ${seconds} s, ${100 * faults} % of the vendors' answers faulty`, {
  operations: answered.length,
  'without any error': `${((100 * answered.filter(isWell).length) / answered.length).toFixed(2)} %`,
  'p50, ms': percentile(times, 0.5).toFixed(1),
  'p99, ms': percentile(times, 0.99).toFixed(1),
  'resident memory at the end, MiB': residentMegabytes(pid).toFixed(0),
  'slope of it over the last two thirds, MiB per minute': slope(samples).toFixed(1),
});
const strange = answered.filter((answer) => !isWell(answer) && !isUnderstood(answer)).length;

/** @type {Record<string, string>} */
const rows = {};
let worst = 0;
const access = { key: OUR_KEY, sign: issuer.sign, tenant: OUR_TENANT };
for (const flood of floods) {
  const { perSecond, grown, peak } = await runFlood(flood, { port, pid, access, distinct });
  worst = Math.max(worst, grown);
  rows[flood.name] =
    `${grown >= 0 ? '+' : ''}${grown.toFixed(1)} MiB from 30 % to the end (${peak.toFixed(0)} MiB), ${perSecond.toFixed(0)}/s`;
  process.stderr.write(`${flood.name}: ${rows[flood.name]}\n`);
}
printTable(`${distinct} distinct ones of each`, rows);

const exitCode = await graph.stop();
for (const proxy of proxies) await proxy.close();
vendors.stop();
issuer.stop();
await rm(directory, { recursive: true, force: true });
const MOST_GROWTH_MB = 16;
printTable('Verdict', {
  'answers that are neither well nor an error of a vendor (0)': strange,
  'exit code at the end (0)': String(exitCode),
  [`most growth over a flood (at most ${MOST_GROWTH_MB} MiB)`]: worst.toFixed(1),
});
process.exit(strange === 0 && exitCode === 0 && worst <= MOST_GROWTH_MB ? 0 : 1);
