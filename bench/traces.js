/**
 * What traces cost: CPU time of the server per request, without them and with a share of the traces exported to a
 * collector. In each round every server is a new process, and each is compared with the first of its round.
 *
 *   npm run build && node bench/traces.js --rounds 12 --seconds 3 --loads page-hot,page-cold
 *   node bench/traces.js --before ../earlier    # a built tree of an earlier commit is measured first
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findLoad } from './load/loads.js';
import { measure, probe } from './load/measurement.js';
import { median } from './report/numbers.js';
import { graphSubject } from './subjects/graph-server.js';
import { startUpstream } from './upstream/upstream.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '12' },
    seconds: { type: 'string', default: '3' },
    warmup: { type: 'string', default: '5' },
    connections: { type: 'string', default: '50' },
    ratio: { type: 'string', default: '0.1' },
    loads: { type: 'string', default: 'page-hot,page-cold' },
    before: { type: 'string' },
  },
});
const [rounds, seconds, warmUpSeconds, connections] = [
  values.rounds,
  values.seconds,
  values.warmup,
  values.connections,
].map(Number);
/** Of CPU time per request. */
const ALLOWED = { off: 1.01, sampled: 1.03 };

const directory = mkdtempSync(join(tmpdir(), 'bench-traces-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

let exportedBytes = 0;
const collector = createServer((request, response) => {
  request.on('data', (chunk) => (exportedBytes += chunk.length));
  request.on('end', () => response.writeHead(200).end());
}).listen(0, '127.0.0.1');
await new Promise((done) => collector.once('listening', done));
const endpoint = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (collector.address()).port}`;

const subjects = [
  ...(values.before === undefined
    ? []
    : [graphSubject({ name: 'before', title: 'the earlier commit', root: resolve(values.before) })]),
  graphSubject({ name: 'off', title: 'traces off' }),
  graphSubject({
    name: 'sampled',
    title: `${Number(values.ratio) * 100} % of traces`,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: values.ratio,
    },
  }),
];
const upstream = await startUpstream({ kind: 'node', directory });
let isMet = true;

/** @param {import("./subjects/subjects.js").Subject} subject @param {import("./load/loads.js").Load} load */
async function measureOnce({ start }, { operation, variety, operations }) {
  const server = await start({ upstreamUrl: upstream.url, directory, isHot: variety === 'hot', isDelayed: false });
  try {
    const lengths = await probe(server.port, operations);
    const plan = {
      port: server.port,
      operation,
      variety,
      connections,
      seconds,
      warmUpSeconds,
      lengths,
    };
    const result = await measure({ plan, serverPid: server.pid, upstreamPid: upstream.pid });
    if (result.faults > 0) throw new Error(`${result.faults} wrong answers: ${result.firstFault}`);
    return (result.serverCpuShare / result.requestsPerSecond) * 1e6;
  } finally {
    await server.stop();
  }
}

/** @param {number[]} numbers */
const quartiles = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return [0.25, 0.75].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
};

try {
  for (const name of values.loads.split(',')) {
    const load = findLoad(name);
    /** @type {Record<string, number[]>} */
    const times = Object.fromEntries(subjects.map((subject) => [subject.name, []]));
    console.log(`\n${load.title}`);
    for (let round = 0; round < rounds; round += 1) {
      const order = subjects.map((_, index) => subjects[(index + round) % subjects.length]);
      for (const subject of order) times[subject.name].push(await measureOnce(subject, load));
      console.log(
        `  round ${round + 1}: ${subjects.map((one) => `${one.name} ${times[one.name].at(-1)?.toFixed(1)}`).join(', ')} µs`,
      );
    }
    for (const { name: subject, title } of subjects) {
      const base = subject === 'sampled' ? 'off' : subjects[0].name;
      const ratios = times[subject].map((time, round) => time / times[base][round]);
      const [low, high] = quartiles(ratios).map((ratio) => ratio.toFixed(3));
      const allowed = subject === base ? undefined : ALLOWED[/** @type {keyof typeof ALLOWED} */ (subject)];
      if (allowed !== undefined && median(ratios) > allowed) isMet = false;
      const verdict = allowed === undefined ? '' : `, at most ${allowed} is allowed`;
      console.log(
        `  ${title.padEnd(18)} ${median(times[subject]).toFixed(1)} µs a request; ${median(ratios).toFixed(3)} x ${base} (quartiles ${low} to ${high}${verdict})`,
      );
    }
  }
} finally {
  await upstream.stop();
  collector.close();
  collector.closeAllConnections();
}
console.log(`\nexported: ${Math.round(exportedBytes / 1024)} KiB; ${isMet ? 'met' : 'not met'}`);
if (exportedBytes === 0) throw new Error('nothing was exported');
process.exitCode = isMet ? 0 : 1;
