import { takeMedian } from '../report/numbers.js';

const MEDIANS = ['requestsPerSecond', 'p50', 'p99', 'serverCpuShare', 'upstreamCpuShare', 'cpuShare'];

/** @param {any[]} rounds of one server @returns {any} medians, the highest memory, all faults */
export const summarizeRounds = (rounds) => ({
  ...Object.fromEntries(MEDIANS.map((key) => [key, takeMedian(rounds.map((round) => round[key] ?? NaN))])),
  peakMegabytes: Math.max(...rounds.map((round) => round.peakMegabytes)),
  faults: rounds.reduce((sum, round) => sum + round.faults, 0),
  firstFault: rounds.find((round) => round.firstFault !== null)?.firstFault ?? null,
});

/**
 * Measures the servers in turn, round after round, each round beginning with another server.
 * @param {any[]} servers @param {number} rounds @param {(line: string) => void} say
 * @param {(server: any, round: number) => Promise<any>} measureRound
 * @returns {Promise<any[]>} a summary per server, or why it failed
 */
export const takeRounds = async (servers, rounds, say, measureRound) => {
  const taken = new Map(servers.map((server) => [server, /** @type {any[]} */ ([])]));
  const failures = new Map();
  for (let round = 0; round < rounds; round += 1) {
    const order = servers.map((_, index) => servers[(index + round) % servers.length]);
    for (const server of order.filter((candidate) => !failures.has(candidate))) {
      try {
        const result = await measureRound(server, round);
        taken.get(server)?.push(result);
        say(
          `  round ${round + 1}  ${server.name.padEnd(9)} ${Math.round(result.requestsPerSecond)}/s  p99 ${result.p99} ms`,
        );
      } catch (error) {
        failures.set(server, /** @type {Error} */ (error).message);
        say(`  round ${round + 1}  ${server.name.padEnd(9)} failed: ${failures.get(server)}`);
      }
    }
  }
  return servers.map((server) => ({
    name: server.name,
    title: server.title,
    ...(failures.has(server) ? { failure: failures.get(server) } : summarizeRounds(taken.get(server) ?? [])),
  }));
};
