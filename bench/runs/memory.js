import { findLoad } from '../load/loads.js';
import { measure, probe } from '../load/measurement.js';
import { slope } from '../report/numbers.js';
import { runServers } from './runners.js';

export const MEMORY_CONNECTIONS = 200;
const WARM_UP_SECONDS = 3;

/**
 * Each server alone under the mixed load for minutes: its peak, and whether it still grows in the second half.
 * @param {import("./runners.js").Setting} setting
 */
export const runMemory = async (setting) => {
  const load = findLoad('mixed');
  const seconds = setting.minutes * 60;
  const results = [];
  for (const subject of setting.subjects) {
    const result = await runServers(
      setting,
      { isHot: false, subjects: [subject] },
      async ({ upstream, servers, failures }) => {
        const [server] = servers;
        if (server === undefined) return failures[0];
        /** @type {[number, number][]} */
        const samples = [];
        try {
          const plan = {
            port: server.port,
            operation: load.operation,
            variety: load.variety,
            connections: MEMORY_CONNECTIONS,
            seconds,
            warmUpSeconds: WARM_UP_SECONDS,
            lengths: await probe(server.port, load.operations),
          };
          const onSample = (/** @type {number} */ second, /** @type {number} */ megabytes) =>
            samples.push([second / 60, megabytes]);
          const measured = await measure({ plan, serverPid: server.pid, upstreamPid: upstream.pid, onSample });
          const slopePerMinute = slope(samples.filter(([minute]) => minute >= setting.minutes / 2));
          setting.print(
            `  ${server.name.padEnd(9)} ${Math.round(measured.peakMegabytes)} MB, ${slopePerMinute.toFixed(2)} MB per minute`,
          );
          return { name: server.name, title: server.title, ...measured, slope: slopePerMinute, rounds: [measured] };
        } catch (error) {
          return { name: server.name, title: server.title, failure: /** @type {Error} */ (error).message };
        }
      },
    );
    results.push(result);
  }
  return results;
};
