/**
 * The peak of memory for each fault of a vendor, and the slowest answer.
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
// a small young generation: garbage is collected soon and does not raise the peak
const graph = await startGraph(
  { ...vendor.settings, DATA_DIR: dataDir, UPSTREAM_TIMEOUT_MS: String(READ_MS), CACHE: 'off' },
  ['--max-semi-space-size=1'],
);

/** @param {string} id @param {'MESSAGE' | 'PAGE'} kind */
async function read(id, kind = 'MESSAGE') {
  const startedAt = performance.now();
  const response = await fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' },
    body: JSON.stringify({ query: kind === 'PAGE' ? pageQuery(id) : messageQuery(id) }),
  });
  const text = await response.text();
  const code = /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? 'no error';
  return { code, milliseconds: performance.now() - startedAt };
}

/** @param {'VmRSS' | 'VmHWM'} name @returns {number} MiB */
const memory = (name) =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${graph.pid}/status`, 'utf8'))?.[1]) / 1024;

/** @param {{ name: string, asked?: 'MESSAGE' | 'PAGE' }} fault */
async function measure({ name, asked: kind }) {
  for (let i = 0; i < 5; i++) await read(`before ${i}`);
  const before = memory('VmRSS');
  writeFileSync(`/proc/${graph.pid}/clear_refs`, '5'); // resets the peak
  const answers = [];
  for (let i = 0; i < reads; i++) {
    answers.push(await read(name, kind));
    await read('between'); // successes keep the circuit closed
    await read('between too');
  }
  const times = answers.map(({ milliseconds }) => milliseconds);
  return { code: answers[0].code, grown: memory('VmHWM') - before, times };
}

for (let i = 0; i < warm; i++) await read(`warm ${i}`);
for (const fault of vendorFaults) await measure(fault);

/** @type {Record<string, string>} */
const rows = {};
const latest = [];
let most = 0;
for (const fault of [{ name: 'no fault' }, ...vendorFaults]) {
  const { code, grown, times } = await measure(fault);
  latest.push(...times);
  most = Math.max(most, grown);
  rows[fault.name] = `${grown.toFixed(1).padStart(5)} MiB  ${Math.max(...times)
    .toFixed(0)
    .padStart(4)} ms at most  ${code}`;
}
await graph.stop();
await vendor.close();
await rm(dataDir, { recursive: true, force: true });
printTable(`Growth of memory to its peak, ${reads} reads of each, deadline ${READ_MS} ms`, rows);
printTable('Verdict', {
  'largest growth (at most 16 MiB)': most.toFixed(1),
  [`slowest answer (at most ${READ_MS + 100} ms)`]: percentile(latest, 1).toFixed(0),
});
process.exit(most <= 16 && percentile(latest, 1) <= READ_MS + 100 ? 0 : 1);
