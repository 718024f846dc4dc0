import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const START_DEADLINE = 30_000;
const STOP_DEADLINE = 3000;

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** @returns {Promise<number>} a free port */
export const findPort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

const END_BYTES = 1500;

/** The last bytes of a log, which may be larger than the longest string. @param {string} file */
const readEnd = (file) => {
  const log = openSync(file, 'r');
  const end = Buffer.alloc(END_BYTES);
  const length = readSync(log, end, 0, END_BYTES, Math.max(0, fstatSync(log).size - END_BYTES));
  closeSync(log);
  return end.toString('utf8', 0, length);
};

/**
 * Starts a server and waits until it is ready.
 * @param {{ name: string, command: string, args: string[], env?: Record<string, string>, cwd?: string, directory: string,
 *   isReady: () => Promise<boolean> }} options
 */
export const startServer = async ({ name, command, args, env, cwd, directory, isReady }) => {
  const logFile = join(directory, `${name}.log`);
  const log = openSync(logFile, 'w');
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: directory, NODE_ENV: 'production', ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  running.add(child);
  child.on('exit', () => running.delete(child));
  /** @type {Error | null} */
  let failure = null;
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve((failure = error)));
    child.on('exit', (code, signal) =>
      resolve((failure ??= new Error(`ended with ${code ?? signal}: ${readEnd(logFile)}`))),
    );
  });
  const stop = async () => {
    if (failure !== null) return;
    child.kill('SIGTERM');
    const stopped = await Promise.race([ended, wait(STOP_DEADLINE, false, { ref: false })]);
    if (stopped === false) child.kill('SIGKILL');
    await ended;
  };
  const deadline = Date.now() + START_DEADLINE;
  while (failure === null) {
    if (await isReady().catch(() => false)) return { name, pid: /** @type {number} */ (child.pid), stop };
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`not ready after ${START_DEADLINE / 1000} s: ${readEnd(logFile)}`);
    }
    await wait(50);
  }
  throw failure;
};

/** @param {string} url @param {RequestInit} [request] */
export const isOk = async (url, request) => {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(1000) });
  await response.arrayBuffer();
  return response.ok;
};
