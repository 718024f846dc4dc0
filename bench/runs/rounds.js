import { median } from '../report/numbers.js';

const MEDIANS = ['requestsPerSecond', 'p50', 'p99', 'serverCpuShare', 'upstreamCpuShare', 'cpuShare'];

/** @param {any[]} rounds of one server @returns {any} medians, the highest memory, all faults, and the rounds */
export const summarizeRounds = (rounds) => ({
  ...Object.fromEntries(MEDIANS.map((key) => [key, median(rounds.map((round) => round[key] ?? NaN))])),
  peakMegabytes: Math.max(...rounds.map((round) => round.peakMegabytes)),
  faults: rounds.reduce((sum, round) => sum + round.faults, 0),
  firstFault: rounds.find((round) => round.firstFault !== null)?.firstFault ?? null,
  rounds,
});

/**
 * The order of the servers in a round: every round begins with another one. The two that are compared stay neighbours,
 * so that noise of the machine reaches both, and swap places in every other round.
 * @param {any[]} servers @param {number} round @returns {any[]}
 */
export const orderServers = (servers, round) => {
  const pair = servers.filter(({ isCompared }) => isCompared);
  const groups = [...(pair.length > 0 ? [round % 2 === 0 ? pair : pair.toReversed()] : [])];
  for (const server of servers) if (!server.isCompared) groups.push([server]);
  return groups.flatMap((_, index) => groups[(index + round) % groups.length]);
};

/** How many rounds the processes of the two that are compared live. */
const ROUNDS_OF_A_PROCESS = 5;

/**
 * Measures the servers in turn, round after round. Those that are compared get new processes every 5 rounds, since two
 * processes of one build differ by up to 10 %; both are warmed up before either is measured, so that the two stand as
 * close as possible: these machines change from second to second.
 * @param {any[]} servers @param {number} rounds @param {(line: string) => void} print
 * @param {(server: any, isNew: boolean) => Promise<any>} measureRound `isNew`: this process was not measured before
 * @returns {Promise<any[]>} a summary per server, or why it failed
 */
export const measureRounds = async (servers, rounds, print, measureRound) => {
  const measured = new Map(servers.map((server) => [server, /** @type {any[]} */ ([])]));
  const failures = new Map();
  /** Does nothing for a server that has failed. @param {any} server @param {number} round @param {() => Promise<void>} work */
  const attempt = async (server, round, work) => {
    if (failures.has(server)) return;
    try {
      await work();
    } catch (error) {
      failures.set(server, /** @type {Error} */ (error).message);
      print(`  round ${round + 1}  ${server.name.padEnd(9)} failed: ${failures.get(server)}`);
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const server of servers.filter(({ isCompared }) => isCompared && round % ROUNDS_OF_A_PROCESS === 0)) {
      await attempt(server, round, async () => {
        if (round > 0) await server.restart();
        await measureRound(server, true);
      });
    }
    for (const server of orderServers(servers, round)) {
      await attempt(server, round, async () => {
        const result = await measureRound(server, !server.isCompared && round === 0);
        measured.get(server)?.push(result);
        print(
          `  round ${round + 1}  ${server.name.padEnd(9)} ${Math.round(result.requestsPerSecond)}/s  p99 ${result.p99} ms`,
        );
      });
    }
  }
  return servers.map((server) => ({
    name: server.name,
    title: server.title,
    ...(failures.has(server) ? { failure: failures.get(server) } : summarizeRounds(measured.get(server) ?? [])),
  }));
};
