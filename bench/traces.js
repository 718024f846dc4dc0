/**
 * What traces cost: CPU time per request of two servers in one process, one without traces and one that exports a share
 * of them to a collector. Short slices of requests go to one and the other in turn, so that noise of the machine reaches
 * both: processes of their own differ by more than what is measured.
 *
 *   npm run build && node bench/traces.js --slices 200 --requests 1000 --ratio 0.1 --loads page-hot,page-cold
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openConnection } from './load/connection.js';
import { findLoad } from './load/loads.js';
import { createRequests } from './load/requests.js';
import { median } from './report/numbers.js';
import { startUpstream } from './upstream/upstream.js';
import { readStartCommand, ROOT } from './subjects/start-command.js';

const { values } = parseArgs({
  options: {
    slices: { type: 'string', default: '200' },
    requests: { type: 'string', default: '1000' },
    connections: { type: 'string', default: '50' },
    ratio: { type: 'string', default: '0.1' },
    loads: { type: 'string', default: 'page-hot,page-cold' },
  },
});
const [slices, requests, connections] = [values.slices, values.requests, values.connections].map(Number);
/** Of all slices of a load, the first are not counted. */
const WARM_UP_SHARE = 0.2;
/** Of CPU time per request. */
const MOST = 1.03;

const directory = mkdtempSync(join(tmpdir(), 'bench-traces-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
let exportedBytes = 0;
const collector = createServer((request, response) => {
  request.on('data', (chunk) => (exportedBytes += chunk.length));
  request.on('end', () => response.writeHead(200).end());
}).listen(0, '127.0.0.1');
await new Promise((done) => collector.once('listening', done));
const { port: collectorPort } = /** @type {import("node:net").AddressInfo} */ (collector.address());
const upstream = await startUpstream({ kind: 'node', directory });

const { options: execArgv } = await readStartCommand(ROOT);
const server = fork(join(import.meta.dirname, 'traces-server.js'), [], {
  execArgv,
  env: {
    PATH: process.env.PATH,
    UPSTREAM_URL: upstream.url,
    COLLECTOR_URL: `http://127.0.0.1:${collectorPort}`,
    RATIO: values.ratio,
    LOG: join(directory, 'log'),
  },
});
/** @returns {Promise<any>} the next message of the server */
const reply = () => new Promise((resolve) => server.once('message', resolve));
server.once('exit', (code) => {
  console.error(`the server ended with ${code}`);
  process.exit(1);
});
/** @type {Record<'off' | 'on', number>} */
const ports = await reply();

/** @returns {Promise<number>} microseconds that the server has used */
const cpu = () => {
  const answered = reply();
  server.send('cpu');
  return answered;
};

/** @param {number} port @param {() => any} take @returns {Promise<number>} microseconds of CPU per request */
async function slice(port, take) {
  const before = await cpu();
  await new Promise((resolve, reject) => {
    let [sent, open] = [0, connections];
    /** @param {any} connection */
    const next = (connection) => {
      if (sent < requests) {
        sent += 1;
        connection.send(take().bytes, false);
      } else {
        connection.isOver = true;
        connection.close();
        if (--open === 0) resolve(undefined);
      }
    };
    /** @param {any} connection @param {number} status */
    const onDone = (connection, status) => (status === 200 ? next(connection) : reject(new Error(`HTTP ${status}`)));
    /** @param {any} connection @param {string} reason */
    const onLost = (connection, reason) => connection.isOver || reject(new Error(reason));
    for (let count = 0; count < connections; count += 1) next(openConnection({ port, onDone, onLost }));
  });
  return ((await cpu()) - before) / requests;
}

let isMet = true;
let run = 0;
try {
  for (const name of values.loads.split(',')) {
    const { title, operation, variety } = findLoad(name);
    /** @type {Record<'off' | 'on', number[]>} */
    const times = { off: [], on: [] };
    const take = createRequests({ operation, variety, run: ++run });
    for (let count = 0; count < slices; count += 1) {
      const order = /** @type {const} */ (count % 2 === 0 ? ['off', 'on'] : ['on', 'off']);
      for (const which of order) times[which].push(await slice(ports[which], () => take({})));
    }
    const skipped = Math.floor(slices * WARM_UP_SHARE);
    const [off, on] = [times.off, times.on].map((all) => all.slice(skipped));
    const ratios = on.map((time, index) => time / off[index]).sort((a, b) => a - b);
    const [low, high] = [0.25, 0.75].map((share) => ratios[Math.round(share * (ratios.length - 1))].toFixed(3));
    const sum = (/** @type {number[]} */ all) => all.reduce((total, time) => total + time, 0);
    const ratio = sum(on) / sum(off);
    if (ratio > MOST) isMet = false;
    console.log(`\n${title}`);
    console.log(
      `  off ${(sum(off) / off.length).toFixed(1)} µs, ${Number(values.ratio) * 100} % ${(sum(on) / on.length).toFixed(1)} µs of CPU a request`,
    );
    console.log(
      `  ${ratio.toFixed(3)} in all, at most ${MOST} is allowed; of slices ${median(ratios).toFixed(3)} (quartiles ${low} to ${high})`,
    );
  }
} finally {
  server.removeAllListeners('exit');
  server.kill();
  await upstream.stop();
  collector.close();
  collector.closeAllConnections();
}
if (exportedBytes === 0 && Number(values.ratio) > 0) throw new Error('nothing was exported');
console.log(`\nexported ${Math.round(exportedBytes / 1024)} KiB; ${isMet ? 'met' : 'not met'}`);
process.exitCode = isMet ? 0 : 1;
