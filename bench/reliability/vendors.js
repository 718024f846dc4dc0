import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { isOk, findPort } from '../subjects/server-process.js';
import { writeCampaignId } from '../load/operations.js';

const SERVER = resolve(import.meta.dirname, '../upstream/upstream-server.js');

/**
 * Both vendors in a process of their own, without faults.
 * @param {number} delayMs of every answer
 */
export async function startFastVendors(delayMs) {
  const port = await findPort();
  const child = spawn(process.execPath, [SERVER, String(port), String(delayMs)], { stdio: 'inherit' });
  process.on('exit', () => child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  while (!(await isOk(`${url}/viber/tracking/campaign/${writeCampaignId(0, 0)}?page=0&size=1`).catch(() => false)));
  return { url, stop: () => void child.kill('SIGKILL') };
}

/**
 * A vendor that accepts connections and answers no request, or every one with 503.
 * @param {'HANGING' | 'DOWN'} behaviour
 */
export async function startFailingVendor(behaviour) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      if (behaviour === 'DOWN') socket.write('HTTP/1.1 503 Down\r\ncontent-length: 0\r\n\r\n');
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, stop: () => void server.close() };
}

/** @param {string} routeeUrl @param {string} gmsUrl */
export const vendorSettings = (routeeUrl, gmsUrl) => ({
  ROUTEE_API_URL: routeeUrl,
  ROUTEE_AUTH_URL: routeeUrl,
  ROUTEE_APPLICATION_ID: 'bench',
  ROUTEE_APPLICATION_SECRET: 'bench',
  GMS_REPORT_URL: gmsUrl,
  GMS_CLIENT_ID: 'bench',
  GMS_LOGIN: 'bench',
  GMS_PASSWORD: 'bench',
});

let counter = 0;

/** Another campaign with every call, so that no answer is cached or shared. @param {number} rows */
export const pageQuery = (rows) => ({
  query: `query Page($id: ID!) { campaign(trackingId: $id) { messages(first: ${rows}) { nodes { trackingId to status { state } price } } } }`,
  variables: { id: writeCampaignId(7, ++counter) },
});

export function pageWithReportsQuery() {
  const { query, variables } = pageQuery(20);
  return { query: query.replace('price', 'price deliveryReport { status { state } }'), variables };
}

export const reportQuery = () => ({
  query: 'query Report($id: String!) { deliveryReport(by: { extraId: $id }) { status { state } } }',
  variables: { id: `report-${++counter}` },
});
