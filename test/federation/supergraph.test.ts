import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { composeSupergraph } from '../../examples/supergraph/compose.js';
import { startGateway } from '../../examples/supergraph/gateway.js';
import { startOrders } from '../../examples/supergraph/orders.js';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { printSchemaText } from '../../src/graph/schema-text.js';
import { readReply, type Reply, type SandboxedService, startSandboxedService } from '../support/running-service.js';

const SECRET = 'between-router-and-subgraph';
const messagingSdl = printSchemaText(buildGraphSchema());

const ask = async <Data>(url: string, query: string, headers: Record<string, string> = {}): Promise<Reply<Data>> =>
  readReply<Data>(
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    }),
  );

interface Part {
  readonly url: string;
  stop(): Promise<void>;
}

describe('a supergraph of messages and orders, under @apollo/gateway', () => {
  let messaging: SandboxedService;
  let orders: Part;
  let gateway: Part;
  beforeAll(async () => {
    messaging = await startSandboxedService({ SUBGRAPH_SECRET: SECRET });
    orders = await startOrders(0);
    const supergraphSdl = composeSupergraph(messagingSdl, {
      messaging: `${messaging.url}/graphql`,
      orders: orders.url,
    });
    gateway = await startGateway({ supergraphSdl, port: 0, subgraphSecret: SECRET });
  });
  afterAll(async () => {
    await gateway.stop();
    await orders.stop();
    await messaging.stop();
  });

  test('answers the query of the README across both graphs', async () => {
    const readme = readFileSync('examples/supergraph/README.md', 'utf8');
    const block = (language: string) => new RegExp('```' + language + '\\n([\\s\\S]+?)```').exec(readme)?.[1] ?? '';
    const { data, errors } = await ask(gateway.url, block('graphql'));
    expect(errors).toEqual([]);
    expect({ data }).toEqual(JSON.parse(block('json')));
  });

  test('shows the field that the orders add to messages, also on a page of them', async () => {
    const { data, errors } = await ask<{ campaign: { messages: { nodes: { order: unknown }[] } } }>(
      gateway.url,
      `{ campaign(trackingId: "ca000012-0000-4000-8000-000000000000") { messages(first: 3) { nodes { order { number customer } } } } }`,
    );
    expect(errors).toEqual([]);
    const reported = data?.campaign.messages.nodes.map(({ order }) => order);
    expect(reported).toHaveLength(3);
    expect(reported).toEqual(expect.arrayContaining([{ number: '1001', customer: 'Maria' }, null]));
  });

  test('costs no call of a vendor for what an order knows of its message already', async () => {
    messaging.sandbox.clearCalls();
    const { data } = await ask(
      gateway.url,
      `{ order(number: "1002") { message { id trackingId } flow { trackingId } } }`,
    );
    expect(data).toMatchObject({ order: { message: { trackingId: expect.any(String) }, flow: null } });
    expect(messaging.sandbox.calls()).toEqual([]);
  });

  test('reports an error of the subgraph with its code', async () => {
    const { data, errors } = await ask(gateway.url, '{ viberMessage(trackingId: "nowhere") { to } }');
    expect(data).toEqual({ viberMessage: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['VIBER_MESSAGE_NOT_FOUND']);
  });
});

describe('what the gateway sends to a subgraph', () => {
  let received: { headers: IncomingHttpHeaders; body: string }[] = [];
  let subgraph: Server;
  let gateway: Part;
  beforeAll(async () => {
    subgraph = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.writeHead(503).end('busy');
      });
    });
    await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}/graphql`;
    gateway = await startGateway({
      supergraphSdl: composeSupergraph(messagingSdl, { messaging: url, orders: url }),
      port: 0,
      subgraphSecret: SECRET,
    });
  });
  afterAll(async () => {
    await gateway.stop();
    subgraph.closeAllConnections();
    await new Promise((resolve) => subgraph.close(resolve));
  });

  const send = `mutation { sendViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { groups: ["g"] }, content: { text: "t" } }) { replayed } }`;

  test('is a mutation once, also when the subgraph is busy', async () => {
    received = [];
    const { errors } = await ask(gateway.url, send);
    expect(errors).toHaveLength(1);
    expect(received).toHaveLength(1);
  });

  test('carries the credentials, the request id and, to this subgraph alone, its secret', async () => {
    received = [];
    const passedOn = { authorization: 'Bearer one', 'x-api-key': 'two', 'x-request-id': 'request-1' };
    await ask(gateway.url, send, { ...passedOn, 'x-other': '1' });
    await ask(gateway.url, '{ order(number: "1001") { customer } }');
    expect(received[0]?.headers).toMatchObject({ ...passedOn, 'x-subgraph-secret': SECRET });
    expect(received[0]?.headers).not.toHaveProperty('x-other');
    expect(received[1]?.headers).not.toHaveProperty('x-subgraph-secret');
  });
});
