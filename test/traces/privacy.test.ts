import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sandboxIds } from '../support/sandbox.js';
import { CLIENT, type ReceivedSpan, SERVER } from './collector.js';
import { startTracedService, type TracedService } from './traced-service.js';

/** What callers and vendors say in this suite, none of which may leave in a span. */
const PRIVATE = {
  phone: '+12025550160',
  otherPhone: '+12025550162',
  name: 'Spring sale of Papadopoulos',
  text: 'Dear Maria, your parcel arrives',
  key: 'idempotency-key-of-maria',
  apiKey: 'api-key-of-maria',
  requestId: 'request-of-maria',
  baggage: 'user=maria',
  state: 'user=maria-state',
  agent: 'browser-of-maria',
  forwarded: '203.0.113.77',
};

const HEADERS = {
  authorization: `Bearer ${PRIVATE.apiKey}`,
  'x-request-id': PRIVATE.requestId,
  baggage: PRIVATE.baggage,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  tracestate: PRIVATE.state,
  'user-agent': PRIVATE.agent,
  'x-forwarded-for': PRIVATE.forwarded,
};

const SEND_CAMPAIGN = `mutation Send($input: SendViberCampaignInput!) {
  sendViberCampaign(input: $input) { campaign { trackingId name } }
}`;
const SEND_MESSAGE = `mutation Send($input: SendViberMessageInput!) {
  sendViberMessage(input: $input) { viberMessage { trackingId to } }
}`;

describe.each(['http/json', 'http/protobuf'])('spans in %s', (protocol) => {
  let service: TracedService;
  let spans: readonly ReceivedSpan[];
  let trackingIds: readonly string[];
  beforeAll(async () => {
    service = await startTracedService({ NODE_ENV: 'production', OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
    const recipients = { phoneNumbers: [PRIVATE.phone, PRIVATE.otherPhone] };
    const content = { text: PRIVATE.text };
    const input = { idempotencyKey: PRIVATE.key, senderId: sandboxIds.sender, name: PRIVATE.name, recipients, content };
    const campaign = await service.read<{ sendViberCampaign: { campaign: { trackingId: string } } }>(
      SEND_CAMPAIGN,
      { input },
      HEADERS,
    );
    const { to, message } = { to: PRIVATE.phone, message: { content } };
    const message2 = { idempotencyKey: `${PRIVATE.key}-2`, senderId: sandboxIds.sender, to, message };
    const sent = await service.read<{ sendViberMessage: { viberMessage: { trackingId: string } } }>(
      SEND_MESSAGE,
      { input: message2 },
      HEADERS,
    );
    trackingIds = [campaign.sendViberCampaign.campaign.trackingId, sent.sendViberMessage.viberMessage.trackingId];
    const [ofCampaign, ofMessage] = trackingIds;
    await service.read(
      `query Of_12025550160 { campaign(trackingId: "${ofCampaign}") { name messages(first: 5) { nodes { to status { state } } } } }`,
      {},
      HEADERS,
    );
    await service.read('query ($id: ID!) { viberMessage(trackingId: $id) { to } }', { id: ofMessage }, HEADERS);
    // refused ones quote what was sent
    await service.query(`{ campaign(trackingId: "${PRIVATE.phone}", name: "${PRIVATE.name}") { name } }`, {}, HEADERS);
    await service.query(`query { "${PRIVATE.text}" }`, {}, HEADERS);
    await service.query(SEND_CAMPAIGN, { input: { ...input, recipients: { phoneNumbers: ['maria'] } } }, HEADERS);
    spans = await service.stopped();
  });
  afterAll(() => service.stop());

  test('are of operations, reads, sends and tokens', () => {
    expect(spans.filter(({ kind }) => kind === SERVER)).toHaveLength(7);
    const kinds = spans
      .filter(({ kind }) => kind === CLIENT)
      .map(({ attributes }) => attributes['messaging_graph.call.kind']);
    expect([...new Set(kinds)].sort()).toEqual(['READ', 'SEND', 'TOKEN']);
  });

  test('hold nothing that a caller or a vendor said', () => {
    const { exports } = service.collector;
    const exported = exports.map(({ body, headers }) => body.toString('utf8') + JSON.stringify(headers)).join('\n');
    for (const [what, value] of Object.entries(PRIVATE))
      expect([what, exported.includes(value)]).toEqual([what, false]);
    for (const id of trackingIds) expect(exported).not.toContain(id);
    expect(exported).not.toContain(sandboxIds.sender);
    expect(exported).not.toContain('12025550160');
    expect(exported).not.toMatch(/maria/i);
    expect(exported).not.toContain('Bearer');
  });

  test('hold the attributes that the documentation lists, and no others', () => {
    const names = new Set(spans.flatMap(({ attributes }) => Object.keys(attributes)));
    expect([...names].filter((name) => !DOCUMENTED.has(name))).toEqual([]);
  });
});

const DOCUMENTED = new Set([
  'graphql.operation.type',
  'graphql.operation.name',
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'http.request.resend_count',
  'url.template',
  'server.address',
  'server.port',
  'error.type',
  'messaging_graph.tenant',
  'messaging_graph.error.codes',
  'messaging_graph.calls',
  'messaging_graph.coalesced',
  'messaging_graph.cache_hits',
  'messaging_graph.retries',
  'messaging_graph.joined',
  'messaging_graph.vendor',
  'messaging_graph.call.kind',
  'messaging_graph.call.operations',
]);
