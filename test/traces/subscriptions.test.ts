import { afterEach, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { sandboxIds } from '../support/sandbox.js';
import { until } from '../support/wait.js';
import { CLIENT, SERVER } from './collector.js';
import { startTracedService, type TracedService } from './traced-service.js';

const WATCH = `subscription Watch { viberMessageUpdated(trackingId: "${sandboxIds.messageQueued}") { isLast viberMessage { trackingId } } }`;
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const CONTEXT = { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` };

let service: TracedService;
afterEach(() => service.stop());

const linesOf = (event: string) =>
  service
    .log()
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** By the transport: the first update, then the caller leaves. */
const WATCHERS: Record<string, () => Promise<void>> = {
  async sse() {
    const leaving = new AbortController();
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...CONTEXT },
      body: JSON.stringify({ query: WATCH }),
      signal: leaving.signal,
    });
    const reader = response.body!.getReader();
    for (let text = ''; !text.includes('viberMessageUpdated');)
      text += Buffer.from((await reader.read()).value!).toString();
    leaving.abort();
  },
  async websocket() {
    class WithContext extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers: CONTEXT });
      }
    }
    const url = `${service.url.replace('http', 'ws')}/graphql`;
    const client = createClient({ url, webSocketImpl: WithContext, retryAttempts: 0 });
    for await (const _update of client.iterate({ query: WATCH })) break;
    await client.dispose();
  },
};

describe.each(Object.keys(WATCHERS))('a subscription by %s', (transport) => {
  test('is one SERVER span from its start to its end, and its lines of the log have the trace', async () => {
    service = await startTracedService();
    await WATCHERS[transport]!();
    await until(() => linesOf('subscription-end').length === 1);
    const spans = await service.stopped();
    const servers = spans.filter(({ kind }) => kind === SERVER);
    expect(servers).toMatchObject([
      {
        name: 'subscription',
        traceId: TRACE_ID,
        parentSpanId: '00f067aa0ba902b7',
        status: 0,
        attributes: {
          'graphql.operation.type': 'subscription',
          'graphql.operation.name': 'Watch',
          'messaging_graph.subscription.updates': 1,
          'messaging_graph.subscription.end': 'DISCONNECTED',
          'messaging_graph.subscription.transport': transport,
        },
      },
    ]);
    const ids = { requestId: expect.any(String), traceId: TRACE_ID };
    expect(linesOf('subscription-start')).toMatchObject([ids]);
    expect(linesOf('subscription-end')).toMatchObject([ids]);
    // what follows the message for all its subscribers belongs to none of them
    const reads = spans.filter(
      ({ kind, attributes }) => kind === CLIENT && attributes['messaging_graph.call.kind'] === 'READ',
    );
    expect(reads.length).toBeGreaterThan(0);
    for (const { parentSpanId } of reads) expect(['', servers[0]!.spanId]).toContain(parentSpanId);
  });
});

describe('every line of the log that belongs to a request', () => {
  test('has the trace beside the id of the request', async () => {
    service = await startTracedService({}, (path) =>
      Promise.resolve(path.includes(sandboxIds.messageSeen) ? { status: 500 } : null),
    );
    const send = `mutation ($input: SendViberMessageInput!) { sendViberMessage(input: $input) { viberMessage { trackingId } } }`;
    const message = { content: { text: 'Your parcel arrives today.' } };
    const input = { idempotencyKey: 'a', senderId: sandboxIds.sender, to: '+12025550160', message };
    await service.query(send, { input }, CONTEXT);
    await service.query(`{ viberMessage(trackingId: "${sandboxIds.messageSeen}") { trackingId } }`, {}, CONTEXT);
    await service.stopped();
    const lines = ['operation', 'audit', 'vendor-trouble'].flatMap((event) => linesOf(event));
    expect(new Set(lines.map(({ event }) => event))).toEqual(new Set(['operation', 'audit', 'vendor-trouble']));
    for (const line of lines) expect(line).toMatchObject({ requestId: expect.any(String), traceId: TRACE_ID });
    const others = service
      .log()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ requestId }) => typeof requestId === 'string');
    for (const line of others) expect(line).toMatchObject({ traceId: TRACE_ID });
  });
});
