import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { buildGraphQLWSExecutor } from '@graphql-tools/executor-graphql-ws';
import { composeServices } from '@theguild/federation-composition';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type DocumentNode, parse, print } from 'graphql';
import { createClient } from 'graphql-sse';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { printSchemaText } from '../../src/graph/schema-text.js';
import { type LiveSandbox, startLiveSandbox } from '../live/live-sandbox.js';
import { stateOf, WATCH, type Watched } from '../live/watched-message.js';

let service: LiveSandbox;
beforeAll(async () => {
  service = await startLiveSandbox();
});
afterAll(() => service.stop());

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
    { name: 'messaging', url: service.endpoint, typeDefs: parse(printSchemaText(buildGraphSchema())) },
  ]);
  const gateway = createGatewayRuntime({
    supergraph: supergraphSdl!,
    logging: false,
    transports: () => ({ getSubgraphExecutor: ({ transportEntry }) => executorFor(transportEntry.location!) as never }),
  });
  const response = await gateway.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: WATCH, variables: { trackingId: await service.sendMessage() } }),
  });
  expect(response.status).toBe(200);
  const seen: string[] = [];
  for await (const { event, data } of readEvents(response.body as ReadableStream<Uint8Array>)) {
    if (event === 'complete') break;
    seen.push(stateOf((JSON.parse(data) as { data: Watched }).data));
    if (seen.length < 3) await service.pass(seen.length === 1 ? 3000 : 5000);
  }
  expect(seen).toEqual(['QUEUED', 'DELIVERED', 'SEEN']);
  await gateway[Symbol.asyncDispose]();
});
