import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import type { Vendor } from '../../src/vendors/vendor.js';
import { VENDORS } from '../../src/vendors/vendors.js';
import { type LiveSandbox, startLiveSandbox } from '../live/live-sandbox.js';
import { EVENTS } from '../operating/documented.js';
import { sandboxIds } from '../support/sandbox.js';
import { until } from '../support/wait.js';
import { type Collector, type ReceivedSpan, SERVER, startCollector } from './collector.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';
const CONTEXT = { traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` };
const CALLBACK = 'POST /callbacks/{vendor}/{token}';

/** A message to it is sent although its campaign is cancelled. */
const SENT_ALTHOUGH_CANCELLED = '+12025550194';
/** A send to it is answered with 200 and another JSON object. */
const WITHOUT_ID = '+12025550152';

const SEND = `mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }`;
const CANCEL = `mutation ($input: CancelViberCampaignInput!) { cancelViberCampaign(input: $input) { campaign { state } } }`;

/** Stands before the graph, and adds the context to what vendors post. */
async function startContextProxy(target: () => string): Promise<Server> {
  const proxy = createServer((incoming, response) => {
    const { method, headers, url = '' } = incoming;
    const handed = ask(target() + url, { method, headers: { ...headers, ...CONTEXT } }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(handed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return proxy;
}

/** The vendor with a mistake in its code: the report that it is asked for is read from nothing. */
const withoutReports = (vendor: Vendor): Vendor => ({
  ...vendor,
  open(account, deps) {
    const opened = vendor.open(account, deps);
    if (!opened.sources.deliveryReports) return opened;
    const deliveryReports = { get: () => Promise.reject(new TypeError('a mistake in the code')) };
    return { ...opened, sources: { ...opened.sources, deliveryReports } };
  },
});

type Line = Readonly<Record<string, unknown>>;

let lines: readonly Line[];
let spans: readonly ReceivedSpan[];
let service: LiveSandbox;
let collector: Collector;
let proxy: Server;

beforeAll(async () => {
  collector = await startCollector();
  proxy = await startContextProxy(() => service.url);
  service = await startLiveSandbox(
    {
      PUBLIC_URL: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '600000',
    },
    { headers: CONTEXT, random: () => 0, vendors: VENDORS.map(withoutReports) },
  );
  const query = (text: string, variables = {}) => service.query(text, variables, CONTEXT);

  await query('{ viberMessage(trackingId: "magic-503-first") { to } }');
  await query('{ unknown }');
  await service.send(WITHOUT_ID).catch(() => undefined);
  await cancelWhatGoesOut();
  await subscribeOnce();
  await query('{ deliveryReport(by: { extraId: "report-sms" }) { id } }');
  // requests that no route takes, and one to an address of callbacks that is not valid
  for (const [path, method] of [
    ['/graphql', 'PUT'],
    ['/callbacks/routee/none', 'POST'],
  ] as const)
    await (await fetch(service.url + path, { method, headers: CONTEXT })).text();
  await new Promise((resolve) =>
    new WebSocket(service.endpoint.replace('http', 'ws'), 'graphql-transport-ws', {
      headers: CONTEXT,
      origin: 'http://elsewhere.example',
    }).on('error', resolve),
  );
  await service.stop();
  lines = service
    .log()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  spans = collector.spans();

  /** A campaign that was cancelled, and of which a message goes out: its callback contradicts the record. */
  async function cancelWhatGoesOut(): Promise<void> {
    const input = {
      idempotencyKey: 'cancelled',
      senderId: sandboxIds.sender,
      name: 'Cancelled',
      recipients: { phoneNumbers: [SENT_ALTHOUGH_CANCELLED] },
      content: { text: 'Your parcel arrives today.' },
      scheduledAt: new Date(Date.now() + 20_000).toISOString(),
    };
    const { data } = await query(SEND, { input });
    const { trackingId } = (data as { sendViberCampaign: { campaign: Line } }).sendViberCampaign.campaign;
    await query(CANCEL, { input: { trackingId } });
    await service.pass(30_000);
  }

  async function subscribeOnce(): Promise<void> {
    const text = `subscription { viberMessageUpdated(trackingId: "${sandboxIds.messageSeen}") { isLast } }`;
    const response = await fetch(service.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...CONTEXT },
      body: JSON.stringify({ query: text }),
    });
    await response.text();
    await until(() => service.open() === 0);
  }
});
afterAll(async () => {
  await collector.close();
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

const OF_REQUEST = [...EVENTS].filter(([, { fields }]) => fields.includes('requestId')).map(([event]) => event);

describe('of requests that name their trace', () => {
  test.each(OF_REQUEST)('every line of the event %s has its id and that of the request', (event) => {
    const ofEvent = lines.filter((line) => line['event'] === event && line['kind'] !== 'TOKEN');
    expect(ofEvent.length).toBeGreaterThan(0);
    for (const { requestId, traceId } of ofEvent)
      expect({ requestId, traceId }).toEqual({ requestId: expect.any(String), traceId: TRACE_ID });
  });

  test('no line has a trace without a request', () => {
    expect(lines.filter(({ requestId, traceId }) => traceId !== undefined && typeof requestId !== 'string')).toEqual(
      [],
    );
  });
});

describe('a callback', () => {
  test('is a SERVER span with its vendor, its tenant and the status that it was answered', () => {
    const callbacks = spans.filter(({ name }) => name === CALLBACK);
    const [first] = callbacks;
    expect(first).toMatchObject({
      kind: SERVER,
      traceId: TRACE_ID,
      parentSpanId: PARENT_ID,
      status: 0,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/callbacks/{vendor}/{token}',
        'http.response.status_code': 200,
        'messaging_graph.tenant': 'default',
        'messaging_graph.vendor': 'ROUTEE',
      },
    });
    expect(callbacks).toHaveLength(lines.filter(({ event }) => event === 'callback').length);
  });

  test('to an address that is not valid has neither vendor nor tenant', () => {
    const refused = spans.filter(({ attributes }) => attributes['http.response.status_code'] === 404);
    expect(refused.map(({ name, attributes }) => [name, Object.keys(attributes).sort()])).toEqual([
      [CALLBACK, ['http.request.method', 'http.response.status_code', 'http.route']],
    ]);
  });
});

test('a WebSocket that is refused is a span with its route and its status', () => {
  const refused = spans.filter(({ attributes }) => attributes['http.response.status_code'] === 403);
  expect(refused).toMatchObject([{ traceId: TRACE_ID, attributes: { 'http.route': '/graphql' } }]);
});

test('a request that is refused before its route is known is a span without a route', () => {
  const refused = spans.filter(({ attributes }) => attributes['http.response.status_code'] === 405);
  expect(refused).toMatchObject([{ name: 'GraphQL Operation', attributes: { 'http.request.method': 'PUT' } }]);
  expect(refused[0]!.attributes).not.toHaveProperty('http.route');
});
