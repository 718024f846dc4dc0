import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOk, findPort, startServer } from '../subjects/server-process.js';
import { writeCampaignId } from '../load/operations.js';
import { writeNginxConfig } from './nginx-config.js';

const SERVER = new URL('upstream-server.js', import.meta.url).pathname;

/** @returns {boolean} */
export const isNginxPresent = () => {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** @param {number} port */
const answersPage = (port) =>
  isOk(`http://127.0.0.1:${port}/viber/tracking/campaign/${writeCampaignId(0, 0)}?page=0&size=20`);

/** @param {string} directory @param {number} delay in milliseconds */
const startNode = async (directory, delay) => {
  const port = await findPort();
  const server = await startServer({
    name: `upstream-${delay}`,
    command: process.execPath,
    args: [SERVER, String(port), String(delay)],
    directory,
    isReady: () => answersPage(port),
  });
  return { ...server, port };
};

/**
 * Both vendors on one port.
 * @param {{ kind: "nginx" | "node", directory: string, delay?: number }} options nginx cannot delay an answer: a delay means node
 */
export const startUpstream = async ({ kind, directory, delay = 0 }) => {
  const node = await startNode(directory, delay);
  if (kind === 'node' || delay > 0) return { ...node, url: `http://127.0.0.1:${node.port}`, kind: 'node' };
  const own = mkdtempSync(join(directory, 'nginx-'));
  const config = join(own, 'nginx.conf');
  const port = await findPort();
  writeFileSync(config, writeNginxConfig({ port, nodePort: node.port, directory: own }));
  const nginx = await startServer({
    name: 'nginx',
    command: 'nginx',
    args: ['-e', 'stderr', '-p', own, '-c', config],
    directory,
    isReady: () => answersPage(port),
  });
  const stop = async () => {
    await nginx.stop();
    await node.stop();
  };
  return { ...nginx, stop, port, url: `http://127.0.0.1:${port}`, kind: 'nginx' };
};
