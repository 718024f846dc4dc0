/**
 * What a GMS that is down costs those who ask Routee alone: their p99 beside reports that go well, that hang, and that
 * are refused, in turns.
 *
 *   node bench/reliability/other-vendor.js --seconds 5 --rounds 3
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGraph } from './graph-process.js';
import { percentile, runOpenLoop, writeOperation } from './open-loop.js';
import { printTable, readNumbers } from './options.js';
import { pageQuery, reportQuery, startBadVendor, startQuickVendors, vendorSettings } from './vendors.js';

const { seconds, rounds, rate, reports } = readNumbers({ seconds: 5, rounds: 3, rate: 150, reports: 50 });

const quick = await startQuickVendors(10);
const dataDir = await mkdtemp(join(tmpdir(), 'other-vendor-'));

/** @param {string} name @param {string} gmsUrl */
async function openScene(name, gmsUrl) {
  const settings = { ...vendorSettings(quick.url, gmsUrl), DATA_DIR: join(dataDir, name), CACHE: 'off' };
  const graph = await startGraph({ ...settings, UPSTREAM_TIMEOUT_MS: '1000' });
  return { name, graph, port: Number(new URL(graph.url).port), p99: /** @type {number[]} */ ([]), failed: 0 };
}

const scenes = [
  await openScene('GMS is well', quick.url),
  await openScene('GMS says 503', (await startBadVendor('DOWN')).url),
  await openScene('GMS hangs', (await startBadVendor('HANGING')).url),
];

for (let round = 0; round <= rounds; round++) {
  for (const scene of scenes) {
    const { port } = scene;
    const [pages] = await Promise.all([
      runOpenLoop({ port, rate, seconds, nextRequest: () => writeOperation(port, pageQuery(20)) }),
      runOpenLoop({ port, rate: reports, seconds, nextRequest: () => writeOperation(port, reportQuery()) }),
    ]);
    if (round === 0) continue; // warm
    scene.p99.push(
      percentile(
        pages.map(({ milliseconds }) => milliseconds),
        0.99,
      ),
    );
    scene.failed += pages.filter(({ status }) => status !== 200).length;
  }
}
for (const { graph } of scenes) await graph.stop();
quick.stop();
await rm(dataDir, { recursive: true, force: true });

const well = percentile(scenes[0].p99, 0.5);
printTable(
  `p99 of pages from Routee at ${rate}/s beside ${reports} reports/s of GMS, ms`,
  Object.fromEntries(
    scenes.map(({ name, p99, failed }) => {
      const middle = percentile(p99, 0.5);
      const change = (100 * (middle / well - 1)).toFixed(1);
      return [
        name,
        `${middle.toFixed(1)} (${change} %), rounds ${p99.map((ms) => ms.toFixed(1)).join(' ')}, ${failed} failed`,
      ];
    }),
  ),
);
process.exit(0);
