/**
 * How much memory each fault of a vendor costs at its peak, and how late the latest answer is.
 *
 *   node bench/reliability/fault-memory.js --reads 8
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGraph } from './graph-process.js';
import { loadSupport } from './load-support.js';
import { printTable, readNumbers } from './options.js';
import { percentile } from './open-loop.js';

const { reads, warm } = readNumbers({ reads: 8, warm: 400 });
const READ_MS = 500;

const load = await loadSupport();
const { startFaultyVendor } = await load('test/reliability/faulty-vendor');
const { messageQuery, pageQuery } = await load('test/reliability/asking');
const { vendorFaults } = await load('test/reliability/vendor-faults');
const vendor = await startFaultyVendor();
const dataDir = await mkdtemp(join(tmpdir(), 'fault-memory-'));
// a small young generation, so that garbage is not taken for need
const graph = await startGraph(
  { ...vendor.settings, DATA_DIR: dataDir, UPSTREAM_TIMEOUT_MS: String(READ_MS), CACHE: 'off' },
  ['--max-semi-space-size=1'],
);

/** @param {string} id @param {'MESSAGE' | 'PAGE'} asked */
async function read(id, asked = 'MESSAGE') {
  const startedAt = performance.now();
  const response = await fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' },
    body: JSON.stringify({ query: asked === 'PAGE' ? pageQuery(id) : messageQuery(id) }),
  });
  const text = await response.text();
  const code = /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? 'read well';
  return { code, milliseconds: performance.now() - startedAt };
}

/** @param {'VmRSS' | 'VmHWM'} name @returns {number} MiB */
const memory = (name) =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${graph.pid}/status`, 'utf8'))?.[1]) / 1024;

/** @param {{ name: string, asked?: 'MESSAGE' | 'PAGE' }} fault */
async function measure({ name, asked }) {
  for (let i = 0; i < 5; i++) await read(`well ${i}`);
  const before = memory('VmRSS');
  writeFileSync(`/proc/${graph.pid}/clear_refs`, '5'); // the peak begins anew
  const told = [];
  for (let i = 0; i < reads; i++) {
    told.push(await read(name, asked));
    await read('well'); // or the circuit opens
    await read('well too');
  }
  const times = told.map(({ milliseconds }) => milliseconds);
  return { code: told[0].code, grown: memory('VmHWM') - before, times };
}

for (let i = 0; i < warm; i++) await read(`warm ${i}`);
for (const fault of vendorFaults) await measure(fault);

/** @type {Record<string, string>} */
const rows = {};
const latest = [];
let most = 0;
for (const fault of [{ name: 'well again' }, ...vendorFaults]) {
  const { code, grown, times } = await measure(fault);
  latest.push(...times);
  most = Math.max(most, grown);
  rows[fault.name] = `${grown.toFixed(1).padStart(5)} MiB  ${Math.max(...times)
    .toFixed(0)
    .padStart(4)} ms at the latest  ${code}`;
}
await graph.stop();
await vendor.close();
await rm(dataDir, { recursive: true, force: true });
printTable(`Peak of memory over what it was, ${reads} reads of each, deadline ${READ_MS} ms`, rows);
printTable('Verdict', {
  'most memory (at most 16 MiB)': most.toFixed(1),
  [`latest answer (at most ${READ_MS + 100} ms)`]: percentile(latest, 1).toFixed(0),
});
process.exit(most <= 16 && percentile(latest, 1) <= READ_MS + 100 ? 0 : 1);
