/**
 * What a hostile request costs: CPU of the server per request, for a text that is new to it and for one that
 * it has stored, in units of a fixed piece of work. Ends with 1 when a request costs too much or is answered differently.
 *
 *   node bench/reliability/attacks.js --cpu 400 --requests 100
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../report/numbers.js';
import { readUsage } from '../subjects/process-tree.js';
import { attackRequests } from './attack-requests.js';
import { startGraph } from './graph-process.js';
import { printTable, readNumbers } from './options.js';
import { startFastVendors, vendorSettings } from './vendors.js';

/** A request is repeated until the server has used `cpu` milliseconds, which the system counts in steps of 10. */
const { cpu, requests } = readNumbers({ cpu: 400, requests: 100 });

/** The fixed work takes 40 ms of CPU on a quiet core of a small machine: a request at most 200 ms there. */
const MAX_FIXED_WORKS = 5;
const SUBGRAPH_SECRET = 'between-router-and-subgraph';

const FIXED_TEXT = JSON.stringify(
  Array.from({ length: 2000 }, (_, n) => ({ id: `id-${n}`, text: 'x'.repeat(n % 50), parts: [n, n / 3, { n }] })),
);

/** Parses and writes a text of 170 KB 20 times. @returns {number} milliseconds of CPU of this process */
function fixedWork() {
  const usage = process.cpuUsage();
  for (let round = 0; round < 20; round += 1) JSON.stringify(JSON.parse(FIXED_TEXT));
  const { user, system } = process.cpuUsage(usage);
  return (user + system) / 1000;
}

const vendors = await startFastVendors(0);
const dataDir = await mkdtemp(join(tmpdir(), 'attacks-'));
const graph = await startGraph({
  ...vendorSettings(vendors.url, vendors.url),
  NODE_ENV: 'production',
  DATA_DIR: dataDir,
  SUBGRAPH_SECRET,
});

/** @param {import('./attack-requests.js').AttackRequest} attack @param {string} ending of the text, a comment */
async function send({ query, variables = '{}', isSubgraph = false }, ending) {
  const response = await fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(isSubgraph ? { 'x-subgraph-secret': SUBGRAPH_SECRET } : {}) },
    body: `{"query":${JSON.stringify(query + ending)},"variables":${variables}}`,
  });
  const { errors = [] } = /** @type {any} */ (await response.json());
  const codes = new Set(errors.map((/** @type {any} */ error) => error.extensions.code));
  return { status: response.status, code: [...codes].join(' ') || null };
}

let texts = 0;
/** @type {string[]} */
const wrong = [];

/**
 * @param {import('./attack-requests.js').AttackRequest} attack @param {boolean} isNew every text is another one
 * @returns {Promise<number>} milliseconds of CPU per request
 */
async function measure(attack, isNew) {
  const before = readUsage(graph.pid).cpuSeconds;
  const used = () => 1000 * (readUsage(graph.pid).cpuSeconds - before);
  let sent = 0;
  for (; sent < requests && used() < cpu; sent += 1) {
    const { status, code } = await send(attack, isNew ? `\n#${(texts += 1)}` : '');
    if (status !== attack.status || code !== attack.code) wrong.push(`${attack.name}: ${status} ${code}`);
  }
  return used() / sent;
}

for (let i = 0; i < 2; i += 1) {
  fixedWork();
  for (const attack of attackRequests) await send(attack, `\n#warm ${i}`);
}

const costs = [];
const works = [];
for (const attack of attackRequests) {
  works.push(fixedWork());
  const asNew = await measure(attack, true);
  await send(attack, '');
  await send(attack, ''); // from the second time on the operation is compiled
  costs.push({ name: attack.name, asNew, asKnown: await measure(attack, false) });
}
await graph.stop();
vendors.stop();
await rm(dataDir, { recursive: true, force: true });

const work = median(works);
const show = (/** @type {number} */ cost) => `${cost.toFixed(1).padStart(6)} ms (${(cost / work).toFixed(2)})`;
printTable(
  `CPU per request and, in brackets, in units of the fixed work (${work.toFixed(0)} ms)`,
  Object.fromEntries(costs.map(({ name, asNew, asKnown }) => [name, `new ${show(asNew)}   known ${show(asKnown)}`])),
);
const most = Math.max(...costs.flatMap(({ asNew, asKnown }) => [asNew, asKnown])) / work;
printTable('Verdict', {
  [`most expensive, in units of the fixed work (at most ${MAX_FIXED_WORKS})`]: most.toFixed(2),
  'answers with another status or code (0)': wrong.length,
});
for (const line of new Set(wrong)) process.stdout.write(`  ${line}\n`);
process.exit(most <= MAX_FIXED_WORKS && wrong.length === 0 ? 0 : 1);
