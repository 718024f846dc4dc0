import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { readReply, type Reply } from '../support/running-service.js';
import { until } from '../support/wait.js';
import { type HiveGateway, startHiveGateway } from './hive-gateway.js';

const QUERY = '{ campaigns { totalCount } }';
const SEND = `mutation { sendViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { groups: ["g"] }, content: { text: "t" } }) { replayed } }`;
const DATA = { campaigns: { totalCount: 7 } };

const UPDATE = { data: { deliveryEventAdded: { cursor: 'c1' } } };
/** A stream of one update, by server-sent events. */
const UPDATES = `event: next\ndata: ${JSON.stringify(UPDATE)}\n\nevent: complete\ndata:\n\n`;

type Answer = (response: ServerResponse) => void;

/** What the subgraph got, in the order of arrival. */
let received: { readonly headers: IncomingHttpHeaders; readonly body: string; readonly response: ServerResponse }[];
/** How it answers the first requests. It answers later ones with `DATA`. */
let answers: Answer[];
let subgraph: Server;
let messaging: string;
beforeAll(async () => {
  subgraph = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body, response });
      (answers.shift() ?? json(200, { data: DATA }))(response);
    });
  });
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
  messaging = `http://127.0.0.1:${(subgraph.address() as AddressInfo).port}`;
});
afterAll(async () => {
  subgraph.closeAllConnections();
  await new Promise((resolve) => subgraph.close(resolve));
});
beforeEach(() => {
  received = [];
  answers = [];
});

const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const refuse = (status: number, code: string, headers: Record<string, string> = {}): Answer =>
  json(status, { errors: [{ message: `It is ${code}.`, extensions: { code } }] }, headers);
const breakConnection: Answer = (response) => void response.socket?.destroy();
const hang: Answer = () => undefined;

const post = ({ url }: HiveGateway, query: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
const ask = async (gateway: HiveGateway, query: string, headers?: Record<string, string>): Promise<Reply<unknown>> =>
  readReply(await post(gateway, query, headers));

describe('Hive Gateway, as the example configures it,', () => {
  let gateway: HiveGateway;
  beforeAll(async () => {
    gateway = await startHiveGateway(messaging);
  });
  afterAll(() => gateway.stop());

  const refusals = [
    ['a rate', 'RATE_LIMITED', refuse(429, 'RATE_LIMITED', { 'retry-after': '1' })],
    ['overload', 'OVERLOADED', refuse(503, 'OVERLOADED', { 'retry-after': '1' })],
    ['its cost', 'OPERATION_TOO_EXPENSIVE', refuse(400, 'OPERATION_TOO_EXPENSIVE')],
    ['a vendor', 'UPSTREAM_UNAVAILABLE', refuse(200, 'UPSTREAM_UNAVAILABLE')],
  ] as const;
  const failures = [
    ['breaks the connection', breakConnection],
    ['answers 503 without Retry-After', refuse(503, 'BUSY')],
    ['answers 502 without GraphQL', (response: ServerResponse) => void response.writeHead(502).end('bad gateway')],
  ] as const;

  test.each(refusals)('asks a query once that is refused for %s, and hands on its code', async (_, code, answer) => {
    answers = [answer];
    const { errors } = await ask(gateway, QUERY);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect(received).toHaveLength(1);
  });

  test.each(failures)('asks a query once more, with its headers, where the subgraph %s', async (_, answer) => {
    answers = [answer];
    const headers = { authorization: 'Bearer one', 'x-request-id': 'request-1' };
    const { data, errors } = await ask(gateway, QUERY, headers);
    expect({ data, errors }).toEqual({ data: DATA, errors: [] });
    expect(received).toHaveLength(2);
    for (const request of received)
      expect(request.headers).toMatchObject({ ...headers, 'x-subgraph-secret': 'secret' });
  });

  test.each(failures)('asks a query twice at most, where the subgraph always %s', async (_, answer) => {
    answers = [answer, answer];
    const { errors } = await ask(gateway, QUERY);
    expect(errors).toHaveLength(1);
    expect(received).toHaveLength(2);
  });

  test.each([...refusals.map(([name, , answer]) => [`refuses it for ${name}`, answer] as const), ...failures])(
    'sends a mutation once, where the subgraph %s',
    async (_, answer) => {
      answers = [answer];
      const { errors } = await ask(gateway, SEND);
      expect(errors).toHaveLength(1);
      expect(received).toHaveLength(1);
    },
  );
});

describe('a subscription through Hive Gateway, as the example configures it,', () => {
  let gateway: HiveGateway;
  beforeAll(async () => {
    gateway = await startHiveGateway(messaging, { timeoutDivisor: 1000 });
  });
  afterAll(() => gateway.stop());

  test('goes on when a query that began later has met the timeout', async () => {
    answers = [
      (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n'),
      hang,
      hang,
    ];
    const stream = await post(gateway, 'subscription { deliveryEventAdded { cursor } }', {
      accept: 'text/event-stream',
    });
    await until(() => received.length === 1);
    const { errors } = await ask(gateway, QUERY);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['GATEWAY_TIMEOUT']);
    received[0]!.response.end(UPDATES);
    expect(await stream.text()).toContain(JSON.stringify(UPDATE));
  });

  const subscribe = (connectionParams: Record<string, string>, headers: Record<string, string>) => {
    class SocketWithHeaders extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, { headers });
      }
    }
    const url = `${gateway.url.replace('http', 'ws')}/graphql`;
    const client = createClient({ url, webSocketImpl: SocketWithHeaders, connectionParams, retryAttempts: 0 });
    return client.iterate({ query: 'subscription { deliveryEventAdded { cursor } }' }).next();
  };
  test.each([
    ['its connection_init', { authorization: 'Bearer one', 'x-request-id': 'r' }, {}],
    ['its connection_init, in any case', { Authorization: 'Bearer one', 'X-Request-Id': 'r' }, {}],
    ['its upgrade', {}, { authorization: 'Bearer one', 'x-request-id': 'r' }],
    [
      'both, of which the first comes first',
      { authorization: 'Bearer one', 'x-request-id': 'r' },
      { authorization: 'Bearer two' },
    ],
  ])('has the headers that a WebSocket gives in %s', async (_, connectionParams, headers) => {
    answers = [(response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(UPDATES)];
    const all = { ...connectionParams, 'x-subgraph-secret': 'guess', 'x-other': '1' };
    expect((await subscribe(all, headers)).value).toEqual(UPDATE);
    expect(received).toHaveLength(1);
    expect(received[0]!.headers).toMatchObject({
      authorization: 'Bearer one',
      'x-request-id': 'r',
      'x-subgraph-secret': 'secret',
    });
    expect(received[0]!.headers).not.toHaveProperty('x-other');
  });
});
