import { createServer } from 'node:http';
import { Pool } from 'undici';
import { inBatches } from '../../dist/batch.js';
import { PAGE_HEADERS, REPORT_HEADERS, readConnection, readReport, writePagePath, writeReportPath } from './graph.js';

/**
 * The floor: what the same answers cost one process with node:http, undici and JSON alone, in the batches of this project. No
 * GraphQL (the operation's name decides), no limits, no deadlines, no check of the vendors' answers, no log: a lower
 * bound, not a usable server.
 */

const PAGE_SIZE = 20;

const upstream = new Pool(process.env.UPSTREAM_URL ?? '', { connections: Number(process.env.UPSTREAM_CONNECTIONS) });

const read = inBatches((/** @type {{ parts: Buffer[], resolve: (body: any) => void }} */ { parts, resolve }) =>
  resolve(JSON.parse(textOf(parts))),
);

/** @param {Buffer[]} parts */
const textOf = (parts) => (parts.length === 1 ? parts[0] : Buffer.concat(parts)).toString();

/** @param {string} path @param {Record<string, string>} headers @returns {Promise<any>} */
const fetchJson = (path, headers) =>
  new Promise((resolve, reject) => {
    /** @type {Buffer[]} */
    const parts = [];
    upstream.dispatch(
      { path: `/${path}`, method: 'GET', headers },
      {
        onRequestStart: () => undefined,
        onResponseStart: () => undefined,
        onResponseData: (_, part) => parts.push(part),
        onResponseEnd: () => read({ parts, resolve }),
        onResponseError: (_, error) => reject(error),
      },
    );
  });

/** @param {any} message with its report */
const addReport = async (message) => ({
  ...message,
  deliveryReport: readReport(await fetchJson(writeReportPath(message.trackingId), REPORT_HEADERS)),
});

/** @param {string} text of a request */
const answer = async (text) => {
  const { operationName, variables } = JSON.parse(text);
  if (operationName === undefined) return JSON.stringify({ data: { __typename: 'Query' } });
  const messages = readConnection(await fetchJson(writePagePath(variables.id, PAGE_SIZE), PAGE_HEADERS));
  if (operationName === 'Fanout') messages.nodes = await Promise.all(messages.nodes.map(addReport));
  return JSON.stringify({ data: { campaign: { messages } } });
};

const answerRequest = inBatches(
  async (/** @type {{ parts: Buffer[], response: import("node:http").ServerResponse }} */ { parts, response }) => {
    const text = await answer(textOf(parts));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  },
);

createServer((request, response) => {
  /** @type {Buffer[]} */
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => answerRequest({ parts, response }));
}).listen(Number(process.env.PORT), '127.0.0.1');
