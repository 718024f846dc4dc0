/**
 * What a large campaign costs: `progress` and a filtered page, first and again, and watching it to its end. Prints the
 * calls to the vendor and the memory; times depend on the machine. Meanwhile a tenth of the
 * messages is delivered, and all are seen once the watch had its first update.
 *
 *   npm run build && node bench/campaign.js --messages 100000
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { residentMegabytes, startGraph } from './reliability/graph-process.js';
import { printTable, readNumbers } from './reliability/options.js';

const { messages } = readNumbers({ messages: 100_000 });
const CAMPAIGN = 'campaign-1';
const STATES = ['Queued', 'Delivered', 'Seen'];
const START = Date.now() - 60_000;

/** How far each tenth of the campaign is, an index of STATES. */
const steps = new Array(10).fill(0);
let calls = 0;

/** @param {number} index */
function rowOf(index) {
  const step = steps[Math.floor((index * 10) / messages)];
  return {
    trackingId: `message-${index}`,
    to: `+3069${String(index).padStart(8, '0')}`,
    country: 'GR',
    status: { status: STATES[step], date: new Date(START + step * 1000).toISOString() },
    direction: 'Outbound',
    message: 'Hello',
    price: 0.035,
    campaign: 'Autumn',
    campaignTrackingId: CAMPAIGN,
  };
}

const vendor = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://vendor');
  const say = (/** @type {number} */ status, /** @type {unknown} */ body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (url.pathname.endsWith('/oauth/token'))
    return void say(200, { access_token: 'token', token_type: 'bearer', expires_in: 36_000 });
  calls++;
  if (!url.pathname.includes('/viber/tracking/campaign/')) return void say(404, { code: '404009001' });
  const [number, size] = [Number(url.searchParams.get('page')), Number(url.searchParams.get('size'))];
  const length = Math.max(0, Math.min(size, messages - number * size));
  const content = Array.from({ length }, (_, index) => rowOf(number * size + index));
  say(200, { content, totalElements: messages, size, number });
}).listen(0, '127.0.0.1');
await once(vendor, 'listening');
const address = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (vendor.address()).port}`;

const dataDir = await mkdtemp(join(tmpdir(), 'bench-campaign-'));
const graph = await startGraph({
  SANDBOX: 'off',
  AUTH: 'none',
  DATA_DIR: dataDir,
  MAX_UPSTREAM_CALLS: String(Math.max(500, Math.ceil(messages / 100) + 100)),
  OPERATION_TIMEOUT_MS: '600000',
  UPSTREAM_TIMEOUT_MS: '60000',
  ROUTEE_API_URL: address,
  ROUTEE_AUTH_URL: address,
  ROUTEE_APPLICATION_ID: 'bench',
  ROUTEE_APPLICATION_SECRET: 'bench-secret',
});

const PROGRESS = `{ campaign(trackingId: "${CAMPAIGN}") { progress { total settled } } }`;
const FILTERED = `{ campaign(trackingId: "${CAMPAIGN}") { messages(first: 100, filter: { states: [DELIVERED] }) { totalCount nodes { trackingId } } } }`;
const WATCH = `subscription { campaignUpdated(trackingId: "${CAMPAIGN}") { isLast campaign { progress { total settled } } } }`;
/** @param {string} query @param {string} accept */
const post = (query, accept) =>
  fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });
/** Without the pages of files, such as those of the event log. */
const anonymousMegabytes = () =>
  Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${graph.pid}/status`, 'utf8'))?.[1]) / 1024;
const memory = () =>
  `${Math.round(residentMegabytes(graph.pid))} MiB (${Math.round(anonymousMegabytes())} without files)`;

/** @type {Record<string, string>} */
const figures = { 'resident after the start': memory() };
/** @param {string} name @param {() => Promise<string>} work */
async function measure(name, work) {
  const before = calls;
  const found = await work();
  figures[name] = `${calls - before} calls, ${memory()} resident: ${found}`;
}
/** @param {string} query */
const ask = async (query) => (await (await post(query, 'application/json')).text()).slice(0, 100);

await measure('progress, first', () => ask(PROGRESS));
steps[0] = 1;
await measure('progress, again', () => ask(PROGRESS));
await measure('filtered page, first', () => ask(FILTERED));
await measure('watching to its end', async () => {
  const response = await post(WATCH, 'text/event-stream');
  let updates = 0;
  let failed = 0;
  let text = '';
  let isLast = false;
  for await (const chunk of /** @type {any} */ (response.body).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      if (!event.includes('event: next')) continue;
      updates++;
      isLast = event.includes('"isLast":true');
      if (event.includes('"errors"')) failed++;
      steps.fill(2);
    }
    if (isLast) break;
  }
  return `${updates} updates, ${failed} of them with an error`;
});
printTable(`A campaign of ${messages} messages`, figures);
await graph.stop();
await rm(dataDir, { recursive: true, force: true });
vendor.closeAllConnections();
vendor.close();
