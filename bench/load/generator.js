import { openConnection } from './connection.js';
import { createHistogram } from './histogram.js';
import { findFault } from './operations.js';
import { createRequests } from './requests.js';

/**
 * The load generator, a process of its own. It receives one plan and sends one result.
 * Every response's status and length are checked, and every row of every 200th.
 */

const CHECK_EVERY = 200;
const SHORTEST_SHARE = 0.9;
const END_DEADLINE = 5000;

/**
 * @param {{ port: number, operation: string, variety: any, run: number, isDirect?: boolean, connections: number,
 *   warmUpSeconds: number, seconds: number, rate: number, lengths: Record<string, number> }} plan
 *   a rate of 0: the next request is sent when the answer has come
 */
const drive = (plan) =>
  new Promise((resolve) => {
    const takeRequest = createRequests(plan);
    const histogram = createHistogram();
    const idle = [];
    const waiting = []; // due times of requests without a free connection
    let [sent, done, faults, open] = [0, 0, 0, plan.connections];
    /** @type {string | null} */
    let firstFault = null;
    let [isRecording, isEnding] = [false, false];
    let [recordedFrom, recordedUntil, scheduled] = [0, 0, 0];
    let cpu = process.cpuUsage();

    const fail = (reason) => {
      faults += 1;
      firstFault ??= reason;
    };
    const send = (connection, at) => {
      const request = takeRequest(connection);
      connection.request = request;
      connection.startedAt = at;
      connection.send(request.bytes, sent % CHECK_EVERY === 0 && !plan.isDirect);
      sent += 1;
    };
    const findError = (connection, status, bodyLength, body) => {
      const { name, id } = connection.request;
      if (status !== 200) return `HTTP ${status}`;
      if (bodyLength < (plan.lengths[name] ?? 0) * SHORTEST_SHARE) return `an answer of only ${bodyLength} bytes`;
      return body === null ? null : findFault(name, body, id);
    };
    const onDone = (connection, status, bodyLength, body) => {
      const now = performance.now();
      const fault = findError(connection, status, bodyLength, body);
      if (fault !== null) fail(fault);
      else if (isRecording) {
        done += 1;
        histogram.record(now - connection.startedAt);
      }
      if (isEnding) idle.push(connection);
      else if (plan.rate === 0) send(connection, now);
      else if (waiting.length > 0) send(connection, waiting.shift());
      else idle.push(connection);
      if (isEnding && idle.length >= open) finish();
    };
    const onLost = (connection, reason) => {
      if (isEnding || connection.isLost) return;
      connection.isLost = true;
      open -= 1;
      const index = idle.indexOf(connection);
      if (index >= 0) idle.splice(index, 1);
      else fail(reason);
      connection.close();
      if (open < plan.connections) setTimeout(connectOne, 10);
    };
    const connectOne = () => {
      if (isEnding) return;
      open += 1;
      const connection = openConnection({ port: plan.port, onDone, onLost });
      if (plan.rate === 0) send(connection, performance.now());
      else idle.push(connection);
    };
    let isFinished = false;
    const finish = () => {
      if (isFinished) return;
      isFinished = true;
      resolve({
        requestsPerSecond: (done * 1000) / (recordedUntil - recordedFrom),
        p50: histogram.readPercentile(0.5),
        p99: histogram.readPercentile(0.99),
        faults,
        firstFault,
        cpuShare: (cpu.user + cpu.system) / 1000 / (recordedUntil - recordedFrom),
      });
    };

    /** The number of requests due by now. The rate rises linearly during the warm-up. @param {number} second */
    const countDue = (second) => {
      const { rate, warmUpSeconds } = plan;
      return second < warmUpSeconds
        ? (rate * second * second) / (2 * warmUpSeconds)
        : rate * (second - warmUpSeconds / 2);
    };

    open = 0;
    for (let index = 0; index < plan.connections; index += 1) connectOne();
    const startedAt = performance.now();
    const ticking =
      plan.rate > 0 &&
      setInterval(() => {
        const now = performance.now();
        const due = Math.floor(countDue((now - startedAt) / 1000));
        for (; scheduled < due; scheduled += 1) {
          if (idle.length > 0) send(idle.pop(), now);
          else waiting.push(now);
        }
      }, 1);
    setTimeout(() => {
      isRecording = true;
      cpu = process.cpuUsage();
      recordedFrom = performance.now();
      process.send?.('recording');
    }, plan.warmUpSeconds * 1000);
    setTimeout(
      () => {
        recordedUntil = performance.now();
        cpu = process.cpuUsage(cpu);
        [isRecording, isEnding] = [false, true];
        if (ticking !== false) clearInterval(ticking);
        setTimeout(finish, idle.length >= open ? 0 : END_DEADLINE);
      },
      (plan.warmUpSeconds + plan.seconds) * 1000,
    );
  });

process.on('disconnect', () => process.exit());
process.on('message', async (plan) => {
  process.send?.(await drive(/** @type {any} */ (plan)), () => process.exit(0));
});
