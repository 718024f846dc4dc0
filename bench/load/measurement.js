import { fork } from 'node:child_process';
import { readUsage } from '../subjects/process-tree.js';
import { findFault, writeBody, writeCampaignId } from './operations.js';

const GENERATOR = new URL('generator.js', import.meta.url).pathname;
const SAMPLE_MILLISECONDS = 200;

let lastRun = 0;

/**
 * Sends each operation once and checks the whole answer.
 * @param {number} port @param {("page" | "fanout")[]} names
 * @returns {Promise<Record<string, number>>} the length of a correct answer, bytes
 */
export const probe = async (port, names) => {
  /** @type {Record<string, number>} */
  const lengths = {};
  for (const name of names) {
    const id = writeCampaignId(0, 0);
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: writeBody(name, id),
    });
    const text = await response.text();
    const fault =
      response.status === 200 ? findFault(name, text, id) : `HTTP ${response.status}: ${text.slice(0, 300)}`;
    if (fault !== null) throw new Error(`its answer to ${name} is wrong: ${fault}`);
    lengths[name] = Buffer.byteLength(text);
  }
  return lengths;
};

/**
 * One round: a generator process drives one server, while the server's memory is watched.
 * @param {{ plan: object, serverPid: number, upstreamPid: number, onSample?: (seconds: number, megabytes: number) => void }} options
 */
export const measure = ({ plan, serverPid, upstreamPid, onSample }) =>
  new Promise((resolve, reject) => {
    lastRun += 1;
    const generator = fork(GENERATOR, { stdio: 'inherit' });
    let peakMegabytes = 0;
    let [from, server, upstream] = [0, 0, 0];
    const sampling = setInterval(() => {
      const { megabytes } = readUsage(serverPid);
      peakMegabytes = Math.max(peakMegabytes, megabytes);
      if (from > 0) onSample?.((performance.now() - from) / 1000, megabytes);
    }, SAMPLE_MILLISECONDS);
    generator.on('error', reject);
    generator.on('exit', (code) => {
      clearInterval(sampling);
      if (code !== 0) reject(new Error(`the load generator ended with ${code}`));
    });
    generator.on('message', (message) => {
      if (message === 'recording') {
        from = performance.now();
        server = readUsage(serverPid).cpuSeconds;
        upstream = readUsage(upstreamPid).cpuSeconds;
        return;
      }
      clearInterval(sampling);
      const seconds = (performance.now() - from) / 1000;
      resolve({
        .../** @type {object} */ (message),
        peakMegabytes,
        serverCpuShare: (readUsage(serverPid).cpuSeconds - server) / seconds,
        upstreamCpuShare: (readUsage(upstreamPid).cpuSeconds - upstream) / seconds,
      });
    });
    generator.send({ run: lastRun, rate: 0, lengths: {}, ...plan });
  });
