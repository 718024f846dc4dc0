import { setTimeout as sleep } from 'node:timers/promises';
import { measure, probe } from '../load/measurement.js';
import { messageIds, startSubscribers } from '../load/subscriber-process.js';
import { residentMegabytes } from '../reliability/graph-process.js';
import { openInspector } from '../subjects/inspector.js';

const REST_MS = 3000;
const FIRST = 50;
const WARM_UP = { operation: 'page', variety: 'cold', connections: 50, seconds: 2, warmUpSeconds: 4 };

/**
 * How much a process grows by each subscription, once what it no longer uses is collected. It has answered queries and
 * had subscriptions before, so that what grows once has grown.
 * @param {import('../reliability/graph-process.js').GraphProcess} graph @param {number} inspectorPort
 * @param {number} subscriptions
 */
export async function measureIdleMemory(graph, inspectorPort, subscriptions) {
  const port = Number(new URL(graph.url).port);
  const lengths = await probe(port, ['page']);
  const subscribers = startSubscribers();
  const debug = await openInspector(inspectorPort);
  async function read() {
    await sleep(REST_MS);
    for (let time = 0; time < 2; time += 1) await debug.call('HeapProfiler.collectGarbage');
    const bytes = await debug.evaluate('process.memoryUsage().heapUsed + process.memoryUsage().external');
    return { resident: residentMegabytes(graph.pid) * 1024, heap: bytes / 1024 };
  }
  await measure({ plan: { port, ...WARM_UP, lengths }, serverPid: graph.pid, upstreamPid: graph.pid });
  const ids = messageIds(FIRST + subscriptions);
  await subscribers.open(graph.url, ids.slice(0, FIRST));
  await subscribers.close();
  const before = await read();
  await subscribers.open(graph.url, ids.slice(FIRST));
  const after = await read();
  debug.close();
  subscribers.stop();
  return {
    resident: (after.resident - before.resident) / subscriptions,
    heap: (after.heap - before.heap) / subscriptions,
  };
}
