import { findLoad } from '../load/loads.js';
import { measure, probe } from '../load/measurement.js';
import { takeRounds } from './rounds.js';
import { runServers } from './runners.js';
import { runThroughput } from './throughput.js';

export const VENDOR_DELAY = 50;
const WARM_UP_SECONDS = 4;
const LONGEST_HELD = 0.25; // a second's share that a request may take before the next one has to wait for a connection
const LONGEST_POOL = 2000;

/** @param {number} rate @param {number} least */
const countConnections = (rate, least) => Math.min(LONGEST_POOL, Math.max(least, Math.ceil(rate * LONGEST_HELD)));

/**
 * What each server adds to a vendor that takes 50 ms, at half of its own peak of cold pages, requests arriving at a fixed
 * rate. The vendor alone at the highest of these rates is the last row.
 * @param {import("./runners.js").Setting} setting @param {any[] | undefined} peaks of page-cold, measured now if not yet
 */
export const runLatency = async (setting, peaks) => {
  const { seconds, rounds, say } = setting;
  const found = peaks ?? (await runThroughput({ ...setting, rounds: 1 }, findLoad('page-cold')));
  const rates = new Map(found.map((result) => [result.name, setting.rate ?? (result.requestsPerSecond ?? 0) / 2]));
  return runServers(setting, { isHot: false, delay: VENDOR_DELAY }, async ({ upstream, servers, failures }) => {
    const rate = Math.max(...rates.values());
    const vendor = { name: 'vendor', title: 'the vendor alone', port: upstream.port, pid: upstream.pid };
    rates.set(vendor.name, rate);
    const results = await takeRounds([...servers, vendor], rounds, say, async (server) => {
      const ownRate = rates.get(server.name) ?? 0;
      if (ownRate === 0) throw new Error('its peak of cold pages is not known');
      const isDirect = server === vendor;
      const plan = {
        port: server.port,
        operation: 'page',
        variety: 'cold',
        rate: ownRate,
        connections: countConnections(ownRate, setting.connections),
        seconds,
        warmUpSeconds: WARM_UP_SECONDS,
        lengths: isDirect ? {} : await probe(server.port, ['page']),
        isDirect,
      };
      return measure({ plan, serverPid: server.pid, upstreamPid: upstream.pid });
    });
    return [...results.map((result) => ({ ...result, rate: rates.get(result.name) })), ...failures];
  });
};
