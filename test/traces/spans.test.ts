import { afterEach, describe, expect, test } from '@jest/globals';
import { sandboxIds } from '../support/sandbox.js';
import { until } from '../support/wait.js';
import { CLIENT, ERROR, type ReceivedSpan, SERVER } from './collector.js';
import { type Intervene, startTracedService, type TracedService } from './traced-service.js';

const CAMPAIGN = `query Named { campaign(trackingId: "${sandboxIds.campaign12}") { name } }`;
const CACHED = { 'cache-control': 'max-age=60', 'x-upstream-report': '0' };

let service: TracedService;
afterEach(() => service.stop());

const start = async (settings: Record<string, string> = {}, intervene?: Intervene): Promise<void> =>
  void (service = await startTracedService(settings, intervene));

const serversOf = (spans: readonly ReceivedSpan[]) => spans.filter(({ kind }) => kind === SERVER);
const readsOf = (spans: readonly ReceivedSpan[]) =>
  spans.filter(({ kind, attributes }) => kind === CLIENT && attributes['messaging_graph.call.kind'] === 'READ');

describe.each(['http/json', 'http/protobuf'])('an operation that needs a vendor, exported by %s', (protocol) => {
  test('is a SERVER span, and its request to the vendor a CLIENT span below it', async () => {
    await start({
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b,authorization=Bearer%20one',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=Bearer%20two',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_SERVICE_NAME: 'shop-graph',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test,service.name=overridden',
    });
    await service.read(CAMPAIGN);
    const spans = await service.stopped();
    const [server] = serversOf(spans);
    const [client] = readsOf(spans);
    expect(serversOf(spans)).toHaveLength(1);
    expect(readsOf(spans)).toHaveLength(1);
    expect(server).toMatchObject({
      name: 'query',
      parentSpanId: '',
      status: 0,
      attributes: {
        'graphql.operation.type': 'query',
        'graphql.operation.name': 'Named',
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
        'messaging_graph.tenant': 'default',
        'messaging_graph.calls': 1,
      },
      resource: {
        'service.name': 'shop-graph',
        'deployment.environment.name': 'test',
        'telemetry.sdk.language': 'nodejs',
      },
    });
    expect(client).toMatchObject({
      name: expect.stringMatching(/^(GET|POST) \/[^?]*$/),
      traceId: server!.traceId,
      parentSpanId: server!.spanId,
      status: 0,
      attributes: {
        'http.request.method': expect.stringMatching(/^(GET|POST)$/),
        'http.response.status_code': 200,
        'server.address': '127.0.0.1',
        'server.port': expect.any(Number),
        'messaging_graph.vendor': 'ROUTEE',
        'messaging_graph.call.kind': 'READ',
      },
    });
    expect(client!.attributes['url.template']).toContain('{');
    const [exported] = service.collector.exports;
    expect(exported).toMatchObject({
      path: '/v1/traces',
      headers: { 'x-tenant': 'a b', authorization: 'Bearer two', 'content-encoding': 'gzip' },
    });
  });
});

describe('a request to a vendor', () => {
  test('that repeats a failed one is a span of its own with its number', async () => {
    let reads = 0;
    await start({}, () => Promise.resolve(reads++ === 0 ? { status: 503 } : null));
    await service.read(CAMPAIGN);
    const [first, second, ...more] = readsOf(await service.stopped());
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      status: ERROR,
      attributes: { 'error.type': '503', 'http.response.status_code': 503 },
    });
    expect(first!.attributes).not.toHaveProperty('http.request.resend_count');
    expect(second).toMatchObject({ status: 0, attributes: { 'http.request.resend_count': 1 } });
    expect(second!.parentSpanId).toBe(first!.parentSpanId);
  });

  test('that several operations wait for is below the first, and names their number and the others', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await start({}, () => released.then(() => null));
    const ask = (name: string) => service.query(CAMPAIGN.replace('Named', name), {}, CACHED);
    const first = ask('First');
    await until(() => service.vendorHeaders.length === 1);
    const second = ask('Second');
    await service.read('{ __typename }'); // written after the second has joined: requests are started in their order
    release();
    await Promise.all([first, second]);
    const spans = await service.stopped();
    const named = (name: string) => spans.find(({ attributes }) => attributes['graphql.operation.name'] === name)!;
    const [client, ...others] = readsOf(spans);
    expect(others).toEqual([]);
    expect(client).toMatchObject({
      parentSpanId: named('First').spanId,
      attributes: { 'messaging_graph.call.operations': 2 },
      links: [{ traceId: named('Second').traceId, spanId: named('Second').spanId }],
    });
    expect(named('Second').attributes).toMatchObject({ 'messaging_graph.calls': 0, 'messaging_graph.coalesced': 1 });
  });

  test('that is answered from the cache is none', async () => {
    await start();
    await service.query(CAMPAIGN, {}, CACHED);
    await service.query(CAMPAIGN, {}, CACHED);
    const spans = await service.stopped();
    expect(serversOf(spans).map(({ attributes }) => attributes['messaging_graph.cache_hits'] ?? 0)).toEqual([0, 1]);
    expect(readsOf(spans)).toHaveLength(1);
  });

  test('for a token is a trace of its own', async () => {
    await start();
    await service.read(CAMPAIGN);
    const tokens = (await service.stopped()).filter(
      ({ attributes }) => attributes['messaging_graph.call.kind'] === 'TOKEN',
    );
    expect(tokens).toMatchObject([
      {
        kind: CLIENT,
        parentSpanId: '',
        attributes: {
          'messaging_graph.vendor': 'ROUTEE',
          'server.address': '127.0.0.1',
          'server.port': expect.any(Number),
        },
      },
    ]);
  });
});

describe('an operation', () => {
  test('that joins an identical one in flight is a span of its own', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await start({}, () => released.then(() => null));
    const first = service.query(CAMPAIGN, {}, CACHED);
    await until(() => service.vendorHeaders.length === 1);
    const second = service.query(CAMPAIGN, {}, CACHED);
    await service.read('{ __typename }');
    release();
    await Promise.all([first, second]);
    const spans = await service.stopped();
    const named = serversOf(spans).filter(({ attributes }) => attributes['graphql.operation.name'] === 'Named');
    expect(named.map(({ attributes }) => attributes['messaging_graph.joined'] ?? false).sort()).toEqual([false, true]);
    expect(new Set(named.map(({ traceId }) => traceId)).size).toBe(2);
    expect(readsOf(spans)).toHaveLength(1);
  });

  test('that the caller got wrong has its code and no error status', async () => {
    await start();
    await service.query('{ nothingOfThat }');
    await service.query('{ campaign(trackingId: "a") {');
    const spans = serversOf(await service.stopped());
    expect(spans.map(({ name, status }) => [name, status])).toEqual([
      [expect.stringMatching(/^(query|GraphQL Operation)$/), 0],
      ['GraphQL Operation', 0],
    ]);
    for (const { attributes } of spans) {
      expect(attributes['messaging_graph.error.codes']).toEqual([expect.stringMatching(/^GRAPHQL_/)]);
      expect(attributes).not.toHaveProperty('error.type');
    }
  });

  test('that a vendor failed has the code as its type of error', async () => {
    await start({}, () => Promise.resolve({ status: 500 }));
    await service.query(CAMPAIGN);
    const [server] = serversOf(await service.stopped());
    expect(server).toMatchObject({
      status: ERROR,
      attributes: { 'error.type': 'UPSTREAM_UNAVAILABLE', 'messaging_graph.error.codes': ['UPSTREAM_UNAVAILABLE'] },
    });
  });
});
