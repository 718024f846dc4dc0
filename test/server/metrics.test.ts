import 'reflect-metadata';
import { afterEach, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import { createLog } from '../../src/server/observability/log.js';
import { createMetrics } from '../../src/server/observability/metrics.js';
import type { AnsweredRequest } from '../../src/server/answer/answer.js';
import { startService, type Service } from '../../src/app/service.js';
import { fakeClock } from '../support/fake-clock.js';
import { startSandbox } from '../support/sandbox.js';
import { accountsOf } from '../support/running-service.js';
import { askByHand } from './by-hand.js';

const services: Service[] = [];
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop();
  for (const stop of stops.splice(0)) await stop();
});

async function start(settings: Record<string, string>): Promise<Service> {
  const config = readConfig({ PORT: '0', DRAIN_SECONDS: '0', ...settings });
  const memory = { kind: 'memory' } as const;
  const inMemory = { ...config, ledger: memory, events: { ...config.events, place: memory } };
  const service = await startService(inMemory, createLog('silent', process.stdout), {
    clock: fakeClock(), // a circuit that opened stays open
    random: () => 0,
  });
  services.push(service);
  return service;
}

const ask = (service: Service, query: string, headers = {}): Promise<Response> =>
  fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
const read = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();
const line = (text: string, start: string): string | undefined =>
  text.split('\n').find((candidate) => candidate.startsWith(`messaging_graph_${start}`));
const valueOf = (text: string, start: string): number => Number(line(text, start)?.split(' ').at(-1));

describe('metrics', () => {
  test.each(['query', 'mutation', 'subscription', 'none'])(
    'count internal errors of the type %s from 0, so that an alert sees the first one',
    async (type) => {
      const text = await createMetrics().text();
      expect(valueOf(text, `operations_total{type="${type}",code="INTERNAL_SERVER_ERROR"}`)).toBe(0);
    },
  );

  test('count operations, vendor calls, circuits, queues and the ledger', async () => {
    const sandbox = await startSandbox();
    stops.push(() => sandbox.close());
    const service = await start({ ...accountsOf(sandbox), METRICS_PORT: '0' });
    await ask(service, '{ viberMessage(trackingId: "magic-503-first") { to } }');
    await ask(
      service,
      '{ viberMessage(trackingId: "magic-404") { to } deliveryReport(by: { extraId: "report-sms" }) { id } }',
    );
    await ask(service, '{ deliveryReport(by: { extraId: "report-sms" }) { id } }');
    await ask(service, 'query Hostile_name { nothing }');
    await ask(
      service,
      `mutation { sendViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { phoneNumbers: ["+306900000001"] }, content: { text: "x" } }) { replayed } }`,
    );
    const broken = Array.from({ length: 8 }, (_, n) => `m${n}: viberMessage(trackingId: "magic-reset~${n}") { to }`);
    await ask(service, `{ ${broken.join(' ')} }`);
    await ask(service, '{ viberMessage(trackingId: "any") { to } }');

    const text = await read(service.metricsUrl!);
    expect(valueOf(text, 'operations_total{type="query",code="OK"}')).toBe(2);
    expect(valueOf(text, 'operations_total{type="query",code="VIBER_MESSAGE_NOT_FOUND"}')).toBe(1);
    expect(valueOf(text, 'operations_total{type="query",code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
    expect(valueOf(text, 'operation_duration_seconds_count{type="query"}')).toBe(6);
    expect(valueOf(text, 'reads_cached_total')).toBe(1);
    expect(valueOf(text, 'calls_retried_total')).toBeGreaterThan(0); // magic-503-first is always repeated
    const routee = 'tenant="default",vendor="ROUTEE"';
    const route = 'route="/viber/tracking/{trackingId}"';
    expect(valueOf(text, `vendor_requests_total{${routee},kind="READ",${route},outcome="5xx"}`)).toBe(1);
    expect(valueOf(text, `vendor_requests_total{${routee},kind="READ",${route},outcome="404"}`)).toBe(1);
    expect(valueOf(text, `vendor_requests_total{${routee},kind="READ",${route},outcome="RESET"}`)).toBeGreaterThan(4);
    expect(valueOf(text, `vendor_requests_total{${routee},kind="TOKEN",route="/oauth/token",outcome="2xx"}`)).toBe(1);
    expect(valueOf(text, `vendor_calls_refused_total{${routee},kind="READ",reason="CIRCUIT_OPEN"}`)).toBeGreaterThan(0);
    expect(valueOf(text, `vendor_circuit_state{${routee},kind="READ"}`)).toBe(2);
    expect(valueOf(text, 'vendor_circuit_state{tenant="default",vendor="GMS",kind="READ"}')).toBe(0);
    expect(valueOf(text, `vendor_queue_length{${routee}}`)).toBe(0);
    expect(valueOf(text, `vendor_calls_in_flight{${routee}}`)).toBe(0);
    expect(valueOf(text, 'operations_running')).toBe(0);
    expect(valueOf(text, 'ledger_records')).toBe(0);
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toMatch(/Hostile_name|306900000001|magic-/);
  });

  test('have as many lines however many names, ids and texts come', async () => {
    const service = await start({ METRICS_PORT: '0' });
    const askMany = async (from: number): Promise<number> => {
      for (let n = from; n < from + 50; n++) {
        await ask(service, `query Name${n} { viberMessage(trackingId: "id-${n}") { to } }`, {
          'x-request-id': `r${n}`,
        });
      }
      return (await read(service.metricsUrl!)).split('\n').filter((one) => one.includes('messaging_graph')).length;
    };
    expect(await askMany(0)).toBe(await askMany(50));
  });

  test('with a key stand beside the graph, for those alone who bring it', async () => {
    const service = await start({ METRICS_KEY: 'metrics-key' });
    expect(service.metricsUrl).toBeNull();
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${service.url}/metrics`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer metrics-ke' })).toBe(401);
    expect(await status({ authorization: 'Bearer metrics-key' })).toBe(200);
    expect(await status({ 'x-api-key': 'metrics-key' })).toBe(200);
  });

  test('are nowhere unless asked for, and never beside the graph without a key', async () => {
    const none = await start({});
    expect((await fetch(`${none.url}/metrics`)).status).toBe(404);
    const own = await start({ METRICS_PORT: '0' });
    expect((await fetch(`${own.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${own.metricsUrl!}/graphql`)).status).toBe(404);
    expect((await askByHand(`${own.metricsUrl!}/metrics`, { host: 'evil.example' })).status).toBe(421);
  });

  test('count each answered operation once, however many are kept until they are read, and however often', async () => {
    const metrics = createMetrics();
    for (let n = 0; n < 1000; n++) metrics.answered(ANSWERED);
    const text = await metrics.text();
    expect(valueOf(text, 'operations_total{type="query",code="OK"}')).toBe(1000);
    expect(valueOf(text, 'operation_duration_seconds_count{type="query"}')).toBe(1000);
    expect(valueOf(text, 'reads_coalesced_total')).toBe(1000);
    expect(valueOf(await metrics.text(), 'operations_total{type="query",code="OK"}')).toBe(1000);
  });
});

const ANSWERED: AnsweredRequest = {
  account: {
    operationName: 'Any',
    operationType: 'query',
    calls: 1,
    coalesced: 1,
    cacheHits: 1,
    retries: 0,
    joined: false,
  },
  requestId: 'r',
  trace: null,
  tenant: 'default',
  caller: 'everyone',
  status: 200,
  codes: [],
  milliseconds: 12,
};
