import { createServer } from 'node:http';
import { fetchJson } from './fetch-json.js';
import { PAGE_HEADERS, REPORT_HEADERS, readConnection, readReport, writePagePath, writeReportPath } from './graph.js';

/**
 * The floor of a plain server: what the same answers cost with node:http, undici's promises and JSON alone. No GraphQL
 * (the two operations are told apart by their names), no limits, no deadlines, no log: nobody could use it.
 */

const PAGE_SIZE = 20;

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

createServer((request, response) => {
  /** @type {Buffer[]} */
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    const text = await answer(Buffer.concat(parts).toString());
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
