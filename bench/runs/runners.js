import { startUpstream } from '../upstream/upstream.js';

/**
 * @typedef {ReturnType<typeof import("../options.js").readOptions> & { directory: string, print: (line: string) => void }} Setting
 */

/**
 * Starts the upstream and then each subject, runs the work, and stops them all whatever happens. A subject that does not
 * start is reported with its reason and left out. `restart()` of a server replaces its process by a new one.
 * @template T
 * @param {Setting} setting @param {{ isHot: boolean, delay?: number, subjects?: Setting["subjects"] }} options
 * @param {(running: { upstream: any, servers: any[], failures: any[] }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export const runServers = async (setting, { isHot, delay = 0, subjects = setting.subjects }, work) => {
  const { directory, print } = setting;
  const upstream = await startUpstream({ kind: setting.upstream, directory, delay });
  const options = { upstreamUrl: upstream.url, directory, isHot, isDelayed: delay > 0 };
  const servers = [];
  const failures = [];
  try {
    for (const { name, title, start, isCompared = false } of subjects) {
      try {
        const server = { ...(await start(options)), name, title, isCompared, restart };
        async function restart() {
          await server.stop();
          Object.assign(server, await start(options));
        }
        servers.push(server);
      } catch (error) {
        const failure = /** @type {Error} */ (error).message.trim();
        print(`  ${title} did not start: ${failure}`);
        failures.push({ name, title, failure });
      }
    }
    return await work({ upstream, servers, failures });
  } finally {
    for (const server of servers) await server.stop();
    await upstream.stop();
  }
};
