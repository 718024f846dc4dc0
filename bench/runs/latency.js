import { measure, probe } from '../load/measurement.js';
import { measureRounds } from './rounds.js';
import { runServers } from './runners.js';

export const VENDOR_DELAY = 50;
const WARM_UP_SECONDS = 4;
const PEAK_CONNECTIONS = 512;
const PEAK_SECONDS = 4;
const LONGEST_ANSWER_SECONDS = 0.25; // slower answers make later requests wait for a connection
const MAX_CONNECTIONS = 2000;

/** @param {number} rate @param {number} least */
const countConnections = (rate, least) =>
  Math.min(MAX_CONNECTIONS, Math.max(least, Math.ceil(rate * LONGEST_ANSWER_SECONDS)));

/**
 * What each server adds to a vendor that takes 50 ms, at half of the cold pages that it can answer from this vendor,
 * requests arriving at a fixed rate; the two servers of `--against` at the lower of their rates. The vendor alone at the highest of these rates is the last row.
 * @param {import("./runners.js").Setting} setting
 */
export const runLatency = (setting) => {
  const { seconds, rounds, print } = setting;
  return runServers(setting, { isHot: false, delay: VENDOR_DELAY }, async ({ upstream, servers, failures }) => {
    const plan = { operation: 'page', variety: 'cold', warmUpSeconds: WARM_UP_SECONDS };
    /** @param {any} server */
    const findPeak = async (server) => {
      const { requestsPerSecond } = await measure({
        plan: {
          ...plan,
          port: server.port,
          connections: PEAK_CONNECTIONS,
          seconds: PEAK_SECONDS,
          lengths: await probe(server.port, ['page']),
        },
        serverPid: server.pid,
        upstreamPid: upstream.pid,
      });
      print(`  ${server.name.padEnd(9)} answers ${Math.round(requestsPerSecond)} requests/s from this vendor`);
      return requestsPerSecond;
    };
    const rates = new Map();
    for (const server of servers) rates.set(server.name, setting.rate ?? (await findPeak(server)) / 2);
    const compared = servers.filter(({ isCompared }) => isCompared);
    const commonRate = Math.min(...compared.map(({ name }) => rates.get(name)));
    for (const { name } of compared) rates.set(name, commonRate);
    const vendor = { name: 'vendor', title: 'the vendor alone', port: upstream.port, pid: upstream.pid };
    rates.set(vendor.name, Math.max(...rates.values()));
    const results = await measureRounds([...servers, vendor], rounds, print, async (server) => {
      const rate = rates.get(server.name) ?? 0;
      const isDirect = server === vendor;
      return measure({
        plan: {
          ...plan,
          port: server.port,
          rate,
          connections: countConnections(rate, setting.connections),
          seconds,
          lengths: isDirect ? {} : await probe(server.port, ['page']),
          isDirect,
        },
        serverPid: server.pid,
        upstreamPid: upstream.pid,
      });
    });
    return [...results.map((result) => ({ ...result, rate: rates.get(result.name) })), ...failures];
  });
};
