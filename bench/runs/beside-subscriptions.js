import { setTimeout as sleep } from 'node:timers/promises';
import { measure, probe } from '../load/measurement.js';
import { messageIds, startSubscribers } from '../load/subscriber-process.js';
import { median } from '../report/numbers.js';

const LOADS = /** @type {const} */ ({ 'page, hot': 'hot', 'page, cold': 'cold' });
const CONNECTIONS = 50;
const SECONDS = 1;
const FIRST_WARM_UP_SECONDS = 3;
const WARM_UP_SECONDS = 0.3;
/** Until what was opened or closed is done with. */
const REST_MS = 1500;

/**
 * Queries of two processes of one build, of which one has idle subscriptions: a short time at one, then at the other,
 * round after round, so that noise of the machine reaches both. Then they change roles, which evens out how they differ.
 * @param {import('../reliability/graph-process.js').GraphProcess[]} graphs two @param {number} upstreamPid
 * @param {{ subscriptions: number, rounds: number }} options rounds in each role
 */
export async function measureBeside(graphs, upstreamPid, { subscriptions, rounds }) {
  const subscribers = startSubscribers();
  /** @param {(typeof graphs)[number]} graph @param {'hot' | 'cold'} variety @param {number} warmUpSeconds */
  const drive = async ({ url, pid }, variety, warmUpSeconds = WARM_UP_SECONDS) => {
    const port = Number(new URL(url).port);
    const lengths = await probe(port, ['page']);
    const load = { operation: 'page', variety, connections: CONNECTIONS, seconds: SECONDS, warmUpSeconds };
    const result = await measure({ plan: { port, ...load, lengths }, serverPid: pid, upstreamPid });
    if (result.faults > 0) throw new Error(`a query failed: ${result.firstFault}`);
    return result;
  };
  for (const graph of graphs)
    for (const variety of Object.values(LOADS)) await drive(graph, variety, FIRST_WARM_UP_SECONDS);

  const measured = Object.keys(LOADS).map((load) => ({
    load,
    without: /** @type {number[]} */ ([]),
    beside: /** @type {number[]} */ ([]),
    /** By role: the ratios of its rounds. @type {{ requests: number[], cpu: number[] }[]} */
    ratios: [],
  }));
  for (const pair of [graphs, graphs.toReversed()]) {
    await subscribers.open(/** @type {any} */ (pair[1]).url, messageIds(subscriptions));
    await sleep(REST_MS);
    for (const one of measured) one.ratios.push({ requests: [], cpu: [] });
    for (let round = 0; round < rounds; round += 1)
      for (const one of measured) {
        const variety = LOADS[/** @type {keyof typeof LOADS} */ (one.load)];
        const results = [];
        for (const role of round % 2 === 0 ? [0, 1] : [1, 0])
          results[role] = await drive(/** @type {any} */ (pair[role]), variety);
        const [without, beside] = results;
        one.without.push(without.requestsPerSecond);
        one.beside.push(beside.requestsPerSecond);
        const cpuOf = (/** @type {any} */ { serverCpuShare, requestsPerSecond }) => serverCpuShare / requestsPerSecond;
        one.ratios.at(-1)?.requests.push(beside.requestsPerSecond / without.requestsPerSecond);
        one.ratios.at(-1)?.cpu.push(cpuOf(beside) / cpuOf(without));
      }
    await subscribers.close();
    await sleep(REST_MS);
  }
  subscribers.stop();
  return measured.map(({ load, without, beside, ratios: [first, second] }) => ({
    load,
    without: median(without),
    beside: median(beside),
    ratio: Math.sqrt(median(first.requests) * median(second.requests)),
    cpuRatio: Math.sqrt(median(first.cpu) * median(second.cpu)),
  }));
}
