import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeTailcallConfig } from '../peers/tailcall-config.js';
import { graphSubject } from './graph-server.js';
import { isOk, findPort, startServer } from './server-process.js';
import { ROOT, readStartCommand } from './start-command.js';

/**
 * The servers that are measured: this project and its peers, each on its own port.
 * @typedef {{ upstreamUrl: string, directory: string, isHot: boolean, isDelayed: boolean }} StartOptions
 *   isHot: every request is the same; isDelayed: the vendors answer after a delay
 * @typedef {{ name: string, title: string, isFloor?: boolean, isCompared?: boolean,
 *   start: (options: StartOptions) => Promise<{ name: string, pid: number, port: number, stop: () => Promise<void> }> }} Subject
 *   isFloor: no peer, measured only where `--only` names it; isCompared: one of the pair of `--against`
 */

const BENCH = resolve(import.meta.dirname, '..');

/** Connections to the vendors, for the peers that take such a setting: the numbers with which they are fastest. */
const CONNECTIONS = 128;
const DELAYED_CONNECTIONS = 512;

const TYPENAME_REQUEST = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ __typename }' }),
};

/** @param {string} name @param {string} file @param {() => Promise<string[]>} [readOptions] of Node @returns {Subject["start"]} */
const startPeer =
  (name, file, readOptions = async () => []) =>
  async ({ upstreamUrl, directory, isDelayed }) => {
    const port = await findPort();
    const server = await startServer({
      name,
      command: process.execPath,
      args: [...(await readOptions()), join(BENCH, 'peers', file)],
      env: {
        PORT: String(port),
        UPSTREAM_URL: upstreamUrl,
        UPSTREAM_CONNECTIONS: String(isDelayed ? DELAYED_CONNECTIONS : CONNECTIONS),
      },
      directory,
      isReady: () => isOk(`http://127.0.0.1:${port}/graphql`, TYPENAME_REQUEST),
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
    isReady: () => isOk(`http://127.0.0.1:${port}/graphql`, TYPENAME_REQUEST),
  });
  return { ...server, port };
};

const readProjectOptions = async () => (await readStartCommand(ROOT)).options;

/** @type {Subject[]} */
export const SUBJECTS = [
  graphSubject({ name: 'project', title: 'Messaging Graph' }),
  graphSubject({ name: 'workers', title: 'Messaging Graph, WORKERS=auto', env: { WORKERS: 'auto' } }),
  { name: 'stock', title: 'Apollo Server + DataLoader + got', start: startPeer('stock', 'stock-server.js') },
  { name: 'mercurius', title: 'Mercurius (JIT) + undici', start: startPeer('mercurius', 'mercurius-server.js') },
  { name: 'tailcall', title: 'Tailcall 1.0', start: startTailcall },
  {
    name: 'floor',
    title: 'node:http, undici and JSON alone',
    start: startPeer('floor', 'floor-server.js', readProjectOptions),
    isFloor: true,
  },
];

/**
 * The subjects of a run with `--against`: the earlier commit stands right after the project, and both are compared.
 * @param {Subject[]} subjects @param {{ root: string, hash: string }} commit @returns {Subject[]}
 */
export const addEarlierCommit = (subjects, { root, hash }) =>
  subjects.flatMap((subject) =>
    subject.name === 'project'
      ? [
          { ...subject, isCompared: true },
          { ...graphSubject({ name: 'before', title: `Messaging Graph at ${hash}`, root }), isCompared: true },
        ]
      : [subject],
  );
