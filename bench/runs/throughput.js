import { measure, probe } from '../load/measurement.js';
import { measureRounds } from './rounds.js';
import { runServers } from './runners.js';

const FIRST_WARM_UP_SECONDS = 3;
const WARM_UP_SECONDS = 0.5;

/**
 * All servers under one load.
 * @param {import("./runners.js").Setting} setting @param {import("../load/loads.js").Load} load
 * @returns {Promise<any[]>} medians by server
 */
export const runThroughput = (setting, load) =>
  runServers(setting, { isHot: load.variety === 'hot' }, async ({ upstream, servers, failures }) => {
    const { operation, variety } = load;
    const { connections, seconds, rounds, print } = setting;
    const results = await measureRounds(servers, rounds, print, async (server, isNew) => {
      const lengths = await probe(server.port, load.operations);
      const warmUpSeconds = isNew ? FIRST_WARM_UP_SECONDS : WARM_UP_SECONDS;
      const plan = { port: server.port, operation, variety, connections, seconds, warmUpSeconds, lengths };
      return measure({ plan, serverPid: server.pid, upstreamPid: upstream.pid });
    });
    return [...results, ...failures];
  });
