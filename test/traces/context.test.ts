import { afterEach, describe, expect, test } from '@jest/globals';
import { sandboxIds } from '../support/sandbox.js';
import { CLIENT, SERVER } from './collector.js';
import { startTracedService, type TracedService } from './traced-service.js';

const CAMPAIGN = `query Named { campaign(trackingId: "${sandboxIds.campaign12}") { name } }`;

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';
const SAMPLED = { traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` };
const UNSAMPLED = { traceparent: `00-${TRACE_ID}-${PARENT_ID}-00` };
const STATE = { tracestate: 'router=1,other=two' };
/** A service that only routers with the secret may ask as routers. */
const CLOSED = { NODE_ENV: 'production', SUBGRAPH_SECRET: 'between-router-and-subgraph' };
const SECRET = { 'x-subgraph-secret': CLOSED.SUBGRAPH_SECRET };

let service: TracedService;
afterEach(() => service.stop());

const start = async (settings: Record<string, string> = {}): Promise<void> =>
  void (service = await startTracedService(settings));

/** The spans of one campaign that is asked for with these headers: of the operation, and of its request to the vendor. */
async function spansWith(headers: Record<string, string>) {
  await service.read(CAMPAIGN, {}, headers);
  const spans = await service.stopped();
  return {
    server: spans.find(({ kind }) => kind === SERVER),
    client: spans.find(({ kind, attributes }) => kind === CLIENT && attributes['messaging_graph.call.kind'] === 'READ'),
  };
}

const lineOf = (event: string) =>
  service
    .log()
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the context of a request', () => {
  test('makes its span a child of the caller’s, and is on its line of the log', async () => {
    await start();
    const { server, client } = await spansWith(SAMPLED);
    expect(server).toMatchObject({ traceId: TRACE_ID, parentSpanId: PARENT_ID });
    expect(client).toMatchObject({ traceId: TRACE_ID, parentSpanId: server!.spanId });
    expect(lineOf('operation')).toMatchObject([{ operation: 'Named', traceId: TRACE_ID }]);
  });

  test('decides that nothing of it is recorded; the log has its id all the same', async () => {
    await start();
    expect(await spansWith(UNSAMPLED)).toEqual({ server: undefined, client: undefined });
    expect(lineOf('operation')).toMatchObject([{ operation: 'Named', traceId: TRACE_ID }]);
  });

  test('does not decide where the sampler follows no parent', async () => {
    await start({ OTEL_TRACES_SAMPLER: 'always_on' });
    expect((await spansWith(UNSAMPLED)).server).toMatchObject({ traceId: TRACE_ID, parentSpanId: PARENT_ID });
  });

  test('does not decide for a sampler that keeps nothing', async () => {
    await start({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' });
    expect((await spansWith(SAMPLED)).server).toBeUndefined();
  });

  test('is not taken where OTEL_PROPAGATORS is none', async () => {
    await start({ OTEL_PROPAGATORS: 'none' });
    const { server } = await spansWith(SAMPLED);
    expect(server).toMatchObject({ parentSpanId: '' });
    expect(server!.traceId).not.toBe(TRACE_ID);
  });

  test.each([
    'nonsense',
    `00-${'0'.repeat(32)}-${PARENT_ID}-01`,
    `00-${TRACE_ID}-${'0'.repeat(16)}-01`,
    `00-${TRACE_ID.toUpperCase()}-${PARENT_ID}-01`,
    `ff-${TRACE_ID}-${PARENT_ID}-01`,
    `00-${TRACE_ID}-${PARENT_ID}-01-more`,
    `00-${TRACE_ID}-${PARENT_ID}-01, 00-${TRACE_ID}-${PARENT_ID}-01`,
    '00-+306912345678-00f067aa0ba902b7-01',
  ])('that is not valid starts a trace of its own: %s', async (traceparent) => {
    await start();
    const { server } = await spansWith({ traceparent });
    expect(server).toMatchObject({ parentSpanId: '' });
    expect(server!.traceId).not.toBe(TRACE_ID);
    expect(service.collector.text()).not.toContain('306912345678');
  });

  test('has its state where the caller proves to be a router, and not from others', async () => {
    await start(CLOSED);
    await service.read(CAMPAIGN, {}, { ...SAMPLED, ...STATE });
    await service.read(CAMPAIGN, {}, { ...SAMPLED, ...STATE, 'x-subgraph-secret': 'wrong' });
    await service.read(CAMPAIGN, {}, { ...SAMPLED, ...STATE, ...SECRET });
    const spans = (await service.stopped()).filter(({ kind }) => kind === SERVER);
    expect(spans.map(({ traceState }) => traceState)).toEqual(['', '', STATE.tracestate]);
  });
});

describe('the context that vendors are given', () => {
  test('is none', async () => {
    await start();
    await spansWith({ ...SAMPLED, ...STATE, baggage: 'user=one' });
    expect(service.vendorHeaders).toHaveLength(1);
    for (const name of ['traceparent', 'tracestate', 'baggage'])
      expect(service.vendorHeaders[0]).not.toHaveProperty(name);
  });

  test('is that of the request to them, where they are named', async () => {
    await start({ ...CLOSED, TRACE_CONTEXT_VENDORS: 'routee' });
    const { client } = await spansWith({ ...SAMPLED, ...STATE, ...SECRET, baggage: 'user=one' });
    expect(service.vendorHeaders).toMatchObject([
      {
        traceparent: `00-${TRACE_ID}-${client!.spanId}-01`,
        ...STATE,
        authorization: expect.stringMatching(/^Bearer /),
      },
    ]);
    expect(service.vendorHeaders[0]).not.toHaveProperty('baggage');
  });

  test('says that nothing is recorded where nothing is', async () => {
    await start({ TRACE_CONTEXT_VENDORS: 'routee' });
    await spansWith(UNSAMPLED);
    const [{ traceparent } = {}] = service.vendorHeaders;
    expect(traceparent).toMatch(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-00$`));
  });

  test('is none for a vendor that is not named', async () => {
    await start({ TRACE_CONTEXT_VENDORS: 'gms' });
    await spansWith(SAMPLED);
    expect(service.vendorHeaders[0]).not.toHaveProperty('traceparent');
  });
});

describe('without a collector', () => {
  test('lines of the log have no trace, and vendors are given none', async () => {
    await start({ OTEL_SDK_DISABLED: 'true', TRACE_CONTEXT_VENDORS: 'routee' });
    expect(await spansWith(SAMPLED)).toEqual({ server: undefined, client: undefined });
    expect(service.collector.exports).toEqual([]);
    expect(service.log()).not.toContain('traceId');
    expect(service.vendorHeaders[0]).not.toHaveProperty('traceparent');
  });
});
