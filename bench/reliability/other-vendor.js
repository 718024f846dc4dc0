/**
 * The effect of a GMS that is down on reads from Routee: their p99 beside reports that succeed, that hang and that are
 * refused, in turn.
 *
 *   node bench/reliability/other-vendor.js --seconds 5 --rounds 3
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGraph } from './graph-process.js';
import { percentile, runOpenLoop, writeOperation } from './open-loop.js';
import { printTable, readNumbers } from './options.js';
import { pageQuery, reportQuery, startFailingVendor, startFastVendors, vendorSettings } from './vendors.js';

const { seconds, rounds, rate, reports } = readNumbers({ seconds: 5, rounds: 3, rate: 150, reports: 50 });

const vendors = await startFastVendors(10);
const dataDir = await mkdtemp(join(tmpdir(), 'other-vendor-'));

/** @param {string} name @param {string} gmsUrl */
async function openCase(name, gmsUrl) {
  const settings = { ...vendorSettings(vendors.url, gmsUrl), DATA_DIR: join(dataDir, name), CACHE: 'off' };
  const graph = await startGraph({ ...settings, UPSTREAM_TIMEOUT_MS: '1000' });
  return { name, graph, port: Number(new URL(graph.url).port), p99: /** @type {number[]} */ ([]), failed: 0 };
}

const cases = [
  await openCase('GMS is up', vendors.url),
  await openCase('GMS answers 503', (await startFailingVendor('DOWN')).url),
  await openCase('GMS hangs', (await startFailingVendor('HANGING')).url),
];

for (let round = 0; round <= rounds; round++) {
  for (const one of cases) {
    const { port } = one;
    const [pages] = await Promise.all([
      runOpenLoop({ port, rate, seconds, nextRequest: () => writeOperation(port, pageQuery(20)) }),
      runOpenLoop({ port, rate: reports, seconds, nextRequest: () => writeOperation(port, reportQuery()) }),
    ]);
    if (round === 0) continue; // warm-up
    one.p99.push(
      percentile(
        pages.map(({ milliseconds }) => milliseconds),
        0.99,
      ),
    );
    one.failed += pages.filter(({ status }) => status !== 200).length;
  }
}
for (const { graph } of cases) await graph.stop();
vendors.stop();
await rm(dataDir, { recursive: true, force: true });

const baseline = percentile(cases[0].p99, 0.5);
printTable(
  `p99 of pages from Routee at ${rate}/s beside ${reports} reports/s of GMS, ms`,
  Object.fromEntries(
    cases.map(({ name, p99, failed }) => {
      const middle = percentile(p99, 0.5);
      const change = (100 * (middle / baseline - 1)).toFixed(1);
      return [
        name,
        `${middle.toFixed(1)} (${change} %), rounds ${p99.map((ms) => ms.toFixed(1)).join(' ')}, ${failed} failed`,
      ];
    }),
  ),
);
process.exit(0);
