import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT, readStartCommand } from '../subjects/start-command.js';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/**
 * The graph as `npm start` runs it, in a process of its own.
 * @typedef {{
 *   url: string, pid: number, kill: () => Promise<void>, stop: () => Promise<number | null>, log: () => string,
 * }} GraphProcess
 *
 * @param {Record<string, string>} settings
 * @param {string[]} nodeOptions
 * @param {{ isLogRead?: boolean }} options of the pipe that the log is written to
 * @returns {Promise<GraphProcess>}
 */
export async function startGraph(settings, nodeOptions = [], { isLogRead = true } = {}) {
  // GRAPH_MAIN points to another build than the one of `npm run build`.
  const { options, program } = await readStartCommand(ROOT);
  const main = process.env.GRAPH_MAIN ?? resolve(ROOT, program);
  const child = spawn(process.execPath, [...options, ...nodeOptions, main], {
    cwd: tmpdir(), // where no .env changes the settings
    env: {
      PATH: process.env.PATH ?? '',
      PORT: '0',
      DRAIN_SECONDS: '0',
      LOG_LEVEL: 'silent',
      EXPLORER: 'off',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const exit = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code;
  });
  let log = '';
  if (isLogRead) child.stdout.on('data', (chunk) => (log = (log + chunk).slice(-20_000)));
  const url = await listeningUrl(child);
  return {
    url,
    pid: /** @type {number} */ (child.pid),
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
    async stop() {
      child.kill('SIGTERM');
      return exit;
    },
    log: () => log,
  };
}

/** @param {import('node:child_process').ChildProcessByStdio<null, any, any>} child */
async function listeningUrl(child) {
  const lines = [];
  for await (const line of createInterface({ input: child.stderr })) {
    const url = /listens on (http:\/\/\S+?)\/graphql/.exec(line)?.[1];
    if (url) {
      child.stderr.resume(); // later lines must not fill the pipe
      return url;
    }
    lines.push(line);
  }
  throw new Error(`the graph did not start: ${lines.join(' | ')}`);
}

/** @param {number} pid @returns {number} resident memory, MiB */
export const residentMegabytes = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
