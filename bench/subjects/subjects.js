import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTailcallConfig } from '../peers/tailcall-config.js';
import { answersWell, findPort, startServer } from './server-process.js';
import { START_OPTIONS } from './start-options.js';

/**
 * The servers that are measured: ours and its peers, each on its own port.
 * @typedef {{ upstreamUrl: string, directory: string, isHot: boolean, isDelayed: boolean }} Surroundings
 *   isHot: every request is the same; isDelayed: the vendor takes its time
 * @typedef {{ name: string, title: string, isFloor?: boolean, start: (surroundings: Surroundings) => Promise<{ name: string, pid: number, port: number, stop: () => Promise<void> }> }} Subject
 *   isFloor: no peer, driven only where it is named
 */

const BENCH = new URL('..', import.meta.url).pathname;
const ROOT = new URL('../..', import.meta.url).pathname;

/** Where a peer has to be told how many calls may be under way, it gets the number with which it is at its best. */
const CONNECTIONS = 128;
const DELAYED_CONNECTIONS = 512;

const TYPENAME_REQUEST = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ __typename }' }),
};

/** @param {string} name @param {string} file @param {string[]} [options] of Node @returns {Subject["start"]} */
const startPeer =
  (name, file, options = []) =>
  async ({ upstreamUrl, directory, isDelayed }) => {
    const port = await findPort();
    const server = await startServer({
      name,
      command: process.execPath,
      args: [...options, join(BENCH, 'peers', file)],
      env: {
        PORT: String(port),
        UPSTREAM_URL: upstreamUrl,
        UPSTREAM_CONNECTIONS: String(isDelayed ? DELAYED_CONNECTIONS : CONNECTIONS),
      },
      directory,
      isReady: () => answersWell(`http://127.0.0.1:${port}/graphql`, TYPENAME_REQUEST),
    });
    return { ...server, port };
  };

/** @type {Subject["start"]} */
const startProject = async ({ upstreamUrl, directory }) => {
  if (!existsSync(join(ROOT, 'dist/main.js'))) throw new Error('dist/main.js is not there: npm run build first');
  const port = await findPort();
  const server = await startServer({
    name: 'project',
    command: process.execPath,
    args: [...START_OPTIONS, 'dist/main.js'],
    cwd: ROOT,
    env: {
      PORT: String(port),
      DRAIN_SECONDS: '0',
      HOST: '127.0.0.1',
      ROUTEE_API_URL: upstreamUrl,
      ROUTEE_AUTH_URL: upstreamUrl,
      ROUTEE_APPLICATION_ID: 'bench',
      ROUTEE_APPLICATION_SECRET: 'bench-secret',
      GMS_REPORT_URL: upstreamUrl,
      GMS_CLIENT_ID: 'bench',
      GMS_LOGIN: 'bench',
      GMS_PASSWORD: 'bench-password',
      SANDBOX: 'off',
      CACHE: 'off',
      DATA_DIR: mkdtempSync(join(directory, 'data-')),
    },
    directory,
    isReady: () => answersWell(`http://127.0.0.1:${port}/readyz`),
  });
  return { ...server, port };
};

/** @type {Subject["start"]} */
const startTailcall = async ({ upstreamUrl, directory, isHot }) => {
  const binary = join(BENCH, 'node_modules/@tailcallhq/core-linux-x64-gnu/bin/tailcall');
  if (!existsSync(binary)) throw new Error('its package is for Linux on x64 with glibc only');
  const port = await findPort();
  const config = join(directory, 'tailcall.graphql');
  writeFileSync(config, writeTailcallConfig({ port, upstreamUrl, dedupe: isHot }));
  const server = await startServer({
    name: 'tailcall',
    command: binary,
    args: ['start', config],
    env: { TAILCALL_TRACKER: 'false', TAILCALL_LOG_LEVEL: 'error' },
    directory,
    isReady: () => answersWell(`http://127.0.0.1:${port}/graphql`, TYPENAME_REQUEST),
  });
  return { ...server, port };
};

/** @type {Subject[]} */
export const SUBJECTS = [
  { name: 'project', title: 'Messaging Graph', start: startProject },
  { name: 'stock', title: 'Apollo Server + DataLoader + got', start: startPeer('stock', 'stock-server.js') },
  { name: 'mercurius', title: 'Mercurius (JIT) + undici', start: startPeer('mercurius', 'mercurius-server.js') },
  { name: 'tailcall', title: 'Tailcall 1.0', start: startTailcall },
  {
    name: 'floor',
    title: 'node:http, undici and JSON alone',
    start: startPeer('floor', 'floor-server.js', START_OPTIONS),
    isFloor: true,
  },
];
