import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { composeSupergraph } from '../../examples/supergraph/compose.js';
import { startGateway } from '../../examples/supergraph/gateway.js';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { printSchemaText } from '../../src/graph/schema-text.js';
import { bearer, keyOf, writeTenants } from '../server/tenants-file.js';
import { fakeClock } from '../support/fake-clock.js';
import { readReply, type Reply, type RunningService, startRunningService } from '../support/running-service.js';

const FULL = 'a-key-for-everything-0123456789-0123456789';
const READER = 'a-key-that-reads-0123456789-0123456789-01';
const ONCE = 'a-key-for-one-operation-0123456789-012345';
const CAMPAIGNS = '{ campaigns { totalCount } }';
const SEND = `mutation { sendViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { groups: ["g"] }, content: { text: "t" } }) { replayed } }`;
const EXPENSIVE = '{ campaigns(first: 100) { nodes { messages(first: 100) { nodes { deliveryReport { id } } } } } }';

type Headers = Readonly<Record<string, string>>;
interface Gateway {
  ask(query: string, headers?: Headers): Promise<Reply<unknown>>;
  stop(): Promise<void>;
}

/** The example's gateway in front of one address. */
async function startGatewayTo(messaging: string): Promise<Gateway> {
  const urls = { messaging: `${messaging}/graphql`, orders: `${messaging}/orders` };
  const supergraphSdl = composeSupergraph(printSchemaText(buildGraphSchema()), urls);
  const { url, stop } = await startGateway({ supergraphSdl, port: 0 });
  return {
    stop,
    ask: async (query, headers = {}) =>
      readReply(
        await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query }),
        }),
      ),
  };
}

describe('a refusal of the graph, through @apollo/gateway as the example has it,', () => {
  let service: RunningService;
  let gateway: Gateway;
  beforeAll(async () => {
    const keys = [keyOf(FULL), keyOf(READER, { scopes: ['read'] }), keyOf(ONCE, { operationsPerMinute: 1 })];
    service = await startRunningService(
      { SANDBOX: 'on', ...writeTenants([{ id: 'shop', keys }]) },
      { clock: fakeClock() },
    );
    gateway = await startGatewayTo(service.url);
    await service.query(CAMPAIGNS, {}, bearer(ONCE));
  });
  afterAll(async () => {
    await gateway.stop();
    await service.stop();
  });

  test.each([
    ['OPERATION_TOO_EXPENSIVE', 400, EXPENSIVE, bearer(FULL), {}],
    ['UNAUTHENTICATED', 401, CAMPAIGNS, {}, {}],
    ['FORBIDDEN', 403, SEND, bearer(READER), {}],
    ['RATE_LIMITED', 429, CAMPAIGNS, { 'x-api-key': ONCE }, { retryAfterSeconds: expect.any(Number) }],
  ] as const)('has its message and extensions: %s (%i)', async (code, status, query, credentials, more) => {
    const headers = { ...credentials, 'x-request-id': 'request-1' };
    const direct = await service.query(query, {}, headers);
    const { message, extensions } = direct.errors[0]!;
    expect(direct.status).toBe(status);
    expect(extensions).toMatchObject({ code, category: expect.any(String), requestId: 'request-1', ...more });
    expect(typeof extensions['retryable']).toBe('boolean');

    const { errors, text } = await gateway.ask(query, headers);
    expect(errors).toEqual([{ message, extensions }]);
    expect(text).not.toContain(service.url);
  });
});

describe('an answer that is not GraphQL, through @apollo/gateway as the example has it,', () => {
  let answer: (response: ServerResponse) => void;
  let subgraph: Server;
  let messaging: string;
  let gateway: Gateway;
  beforeAll(async () => {
    subgraph = createServer((request, response) => void request.resume().on('end', () => answer(response)));
    await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
    messaging = `127.0.0.1:${(subgraph.address() as AddressInfo).port}`;
    gateway = await startGatewayTo(`http://${messaging}`);
  });
  afterAll(async () => {
    await gateway.stop();
    subgraph.closeAllConnections();
    await new Promise((resolve) => subgraph.close(resolve));
  });

  const json = { 'content-type': 'application/json' };
  test.each<[string, typeof answer, object]>([
    [
      'a page of a proxy',
      (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>'),
      { message: '502: Bad Gateway', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ],
    [
      'JSON without errors',
      (response) => response.writeHead(403, json).end('{"errors":[]}'),
      { message: '403: Forbidden', extensions: { code: 'FORBIDDEN' } },
    ],
    [
      'JSON that breaks off',
      (response) => response.writeHead(200, json).end('{"da'),
      { message: 'The subgraph gave no answer that can be read.', extensions: { code: 'SUBREQUEST_HTTP_ERROR' } },
    ],
    [
      'a broken connection',
      (response) => response.socket?.destroy(),
      { message: 'The subgraph gave no answer that can be read.', extensions: { code: 'SUBREQUEST_HTTP_ERROR' } },
    ],
  ])('has a code, and not the address of the graph: %s', async (_, given, error) => {
    answer = given;
    const { errors, text } = await gateway.ask(CAMPAIGNS);
    expect(errors).toEqual([error]);
    expect(text).not.toContain(messaging);
  });
});
