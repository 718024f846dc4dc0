import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { printSchema } from 'graphql';
import relayRuntime, { type IEnvironment } from 'relay-runtime';
import { WebSocket } from 'ws';
import { createRelayEnvironment } from '../../examples/clients/relay.js';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { openSamples, type Samples, samplesOf } from '../live/document-samples.js';
import { type CompiledForRelay, compileForRelay, type RelayOperation } from './compile-for-relay.js';

Object.assign(globalThis, { WebSocket }); // which browsers have

const { fetchQuery } = relayRuntime;

interface Files {
  readonly viberMessage: { readonly content: { readonly file: { readonly name: string } } };
}

const QUERY = `query FilesQuery($trackingId: ID!) {
  viberMessage(trackingId: $trackingId) { id content { file { id name } } } }`;

let server: Server;
let url: string;
let compiled: CompiledForRelay;
let samples: Samples;
beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { variables } = JSON.parse(text) as { variables: { trackingId: string } };
      const file = { id: 'the-same', name: `${variables.trackingId}.pdf` };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: { viberMessage: { id: variables.trackingId, content: { file } } } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  samples = await openSamples();
  compiled = await compileForRelay('FilesQuery', QUERY, printSchema(buildGraphSchema()));
});
afterAll(async () => {
  await compiled.remove();
  await samples.remove();
  await new Promise((resolve) => server.close(resolve));
});

const ENVIRONMENTS: Readonly<Record<string, () => IEnvironment | Promise<IEnvironment>>> = {
  'examples/clients/relay.ts': () => createRelayEnvironment(`${url}/graphql`),
  'the sample of docs/live.md': async () =>
    (await samples.run<{ environment: IEnvironment }>(samplesOf('Relay', 'ts')[0]!, { url, key: 'a key' })).environment,
};

test.each(Object.entries(ENVIRONMENTS))('%s keeps files apart that have the same id', async (_name, create) => {
  const environment = await create();
  const read = (trackingId: string, fetchPolicy: 'network-only' | 'store-or-network' = 'network-only') =>
    fetchQuery<RelayOperation<Files>>(environment, compiled.artifact, { trackingId }, { fetchPolicy }).toPromise();
  await read('one');
  await read('two');
  for (const trackingId of ['one', 'two'])
    expect((await read(trackingId, 'store-or-network'))?.viberMessage.content.file.name).toBe(`${trackingId}.pdf`);
});
