import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { buildGraphQLWSExecutor } from '@graphql-tools/executor-graphql-ws';
import { composeServices } from '@theguild/federation-composition';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type DocumentNode, parse, print } from 'graphql';
import { createClient } from 'graphql-sse';
import { CHANGES, LIVE_SDL, type LiveService, startLiveService, WATCH, type Watched } from '../clients/live-service.js';
import { until } from '../support/wait.js';

let service: LiveService;
beforeEach(async () => {
  service = await startLiveService();
});
afterEach(async () => {
  await until(() => service.pipeline.limits.open === 0);
  await service.stop();
});

const EXTENDS = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';

interface Request {
  readonly document: DocumentNode;
  readonly variables: Record<string, unknown>;
}

/** The events of a stream, as they come. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<{ event: string; data: string }> {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const read = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(event)?.[1] ?? '';
      if (read('event') !== '') yield { event: read('event'), data: read('data') };
    }
  }
}

test.each([
  [
    'server-sent events',
    (url: string) => {
      const client = createClient({ url });
      return ({ document, variables }: Request) => client.iterate({ query: print(document), variables });
    },
  ],
  [
    'a WebSocket',
    (endpoint: string) => buildGraphQLWSExecutor({ url: endpoint.replace('http', 'ws').replace('/graphql', '/ws') }),
  ],
])('Hive Gateway passes a subscription through to the subgraph by %s', async (_name, executorFor) => {
  const { supergraphSdl } = composeServices([
    { name: 'messaging', url: `${service.url}/graphql`, typeDefs: parse(EXTENDS + LIVE_SDL) },
  ]);
  const gateway = createGatewayRuntime({
    supergraph: supergraphSdl!,
    logging: false,
    transports: () => ({ getSubgraphExecutor: ({ transportEntry }) => executorFor(transportEntry.location!) as never }),
  });
  const response = await gateway.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: WATCH, variables: { trackingId: 'ca' } }),
  });
  expect(response.status).toBe(200);
  const seen: number[] = [];
  for await (const { event, data } of readEvents(response.body as ReadableStream<Uint8Array>)) {
    if (event === 'complete') break;
    seen.push((JSON.parse(data) as { data: Watched }).data.campaignUpdated.campaign.delivered);
    if (seen.length < CHANGES) service.publish(seen.length + 1);
  }
  expect(seen).toEqual([1, 2, 3, 4]);
  await gateway[Symbol.asyncDispose]();
});
