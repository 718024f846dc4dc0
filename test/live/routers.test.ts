import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type ClientOptions, WebSocket } from 'ws';
import { keyOf, writeTenants } from '../server/tenants-file.js';
import { until } from '../support/wait.js';
import { type LiveSandbox, startLiveSandbox } from './live-sandbox.js';
import { stateOf, WATCH, type Watched } from './watched-message.js';

/*
 * What routers send, byte for byte where it is text.
 * Apollo Router: https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/configuration and
 *   apollo-router/src/protocols/websocket.rs; its multipart protocol: …/subscriptions/multipart-protocol
 * Cosmo: https://cosmo-docs.wundergraph.com/router/subscriptions and, in graphql-go-tools,
 *   v2/pkg/engine/datasource/graphql_datasource/subscriptionclient
 */

const KEY = 'a-key-of-routers-0123456789-0123456789';
const ID = '4c2c7dd0-7f2f-4d39-a4bd-0f3a3d2cf1a8';
const STATES = ['QUEUED', 'DELIVERED', 'SEEN'];

let service: LiveSandbox;
let trackingId: string;
let open: { stop(): void }[];
beforeAll(async () => {
  service = await startLiveSandbox(writeTenants([{ id: 'shop', keys: [keyOf(KEY)] }]), {
    headers: { 'x-api-key': KEY },
    httpLimits: { heartbeatMs: 3000 }, // a peer in the same process answers within it
  });
});
afterAll(() => service.stop());
beforeEach(async () => {
  open = [];
  trackingId = await service.sendMessage();
});
afterEach(() => {
  for (const one of open) one.stop();
});

/** Waits for each state before the next change, at each of them. */
async function seeAll(...all: readonly (() => readonly string[])[]): Promise<void> {
  for (const [index, passing] of [3000, 5000, 0].entries()) {
    await until(() => all.every((states) => states().length === index + 1));
    await service.pass(passing);
  }
  for (const states of all) expect(states()).toEqual(STATES);
}

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { readonly data: Watched };
}

function openSocket(path: string, protocols: readonly string[], options: ClientOptions = {}) {
  const socket = new WebSocket(service.url.replace('http', 'ws') + path, [...protocols], options);
  const messages: Message[] = [];
  let closed: number | null = null;
  let pings = 0;
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
  socket.on('ping', () => (pings += 1)); // ws answers it, as tungstenite and coder/websocket do
  socket.on('close', (code) => (closed = code));
  socket.on('error', () => undefined);
  open.push({ stop: () => socket.terminate() });
  return {
    socket,
    send: (text: string) => socket.send(text),
    messages,
    types: () => messages.map(({ type }) => type),
    states: () => messages.flatMap(({ type, payload }) => (type === 'next' ? [stateOf(payload!.data)] : [])),
    pings: () => pings,
    closed: () => closed,
  };
}
const opened = (socket: WebSocket): Promise<boolean> => until(() => socket.readyState === socket.OPEN);
const subscribe = (): string =>
  JSON.stringify({
    type: 'subscribe',
    id: ID,
    payload: { query: WATCH, operationName: 'Watch', variables: { trackingId }, extensions: {} },
  });

describe('Apollo Router in passthrough mode, at its default path /ws', () => {
  const headers = { 'content-type': 'application/json', accept: 'application/json, application/graphql-response+json' };

  test.each([
    [
      'the token of its connection params',
      `{"type":"connection_init","payload":{"connectionParams":{"token":"${KEY}"}}}`,
      headers,
    ],
    [
      'a key among the headers that it propagates, and null in the place of connection params',
      '{"type":"connection_init","payload":null}',
      { ...headers, 'x-api-key': KEY },
    ],
  ])('subscribes with %s, sends heartbeats, and closes', async (_, init, given) => {
    const { socket, send, types, states, pings, closed } = openSocket('/ws', ['graphql-transport-ws'], {
      headers: given,
      perMessageDeflate: false,
    });
    await opened(socket);
    expect(socket.protocol).toBe('graphql-transport-ws');
    send(init);
    await until(() => types().length === 1);
    expect(types()).toEqual(['connection_ack']);
    send(subscribe());
    await until(() => states().length === 1);
    send('{"type":"ping"}');
    await until(() => types().includes('pong'));
    if (given === headers) await until(() => pings() > 0);
    await service.pass(3000);
    await until(() => states().length === 2);
    send(`{"type":"complete","id":"${ID}"}`);
    await until(() => service.open() === 0);
    socket.close(1000);
    await until(() => closed() !== null);
    expect([closed(), types().filter((type) => type === 'error' || type === 'complete')]).toEqual([1000, []]);
  });

  test('gets the end by `complete`, and a refusal by `error` with its id', async () => {
    const { socket, send, messages, types, states } = openSocket('/ws', ['graphql-transport-ws'], { headers });
    await opened(socket);
    send(`{"type":"connection_init","payload":{"connectionParams":{"token":"${KEY}"}}}`);
    await until(() => types().length === 1);
    send(subscribe());
    await seeAll(states);
    await until(() => types().includes('complete'));
    send(`{"type":"subscribe","id":"second","payload":{"query":"subscription { nothing }"}}`);
    await until(() => types().includes('error'));
    expect(messages.slice(-2)).toMatchObject([
      { type: 'complete', id: ID },
      { type: 'error', id: 'second', payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ]);
  });

  test('is refused with its legacy subprotocol `graphql-ws`, before anything is sent', async () => {
    const { socket, messages, closed } = openSocket('/ws', ['graphql-ws'], { headers });
    await until(() => socket.readyState === socket.CLOSED);
    expect([messages, closed()]).toEqual([[], 1006]);
  });
});

describe('the multipart protocol, as Apollo’s documentation prints it', () => {
  /** Everything that a connection gets, as text. */
  function ask(accept: string): { readonly text: () => string; readonly isOver: () => boolean } {
    const body = JSON.stringify({ query: WATCH, operationName: 'Watch', variables: { trackingId } });
    const { hostname, port, host } = new URL(service.url);
    let text = '';
    let isOver = false;
    const socket: Socket = connect(Number(port), hostname, () =>
      socket.write(
        `POST /graphql HTTP/1.1\r\nhost: ${host}\r\naccept: ${accept}\r\ncontent-type: application/json\r\n` +
          `x-api-key: ${KEY}\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      ),
    );
    socket.on('data', (data: Buffer) => (text += data.toString())).on('close', () => (isOver = true));
    open.push({ stop: () => socket.destroy() });
    return { text: () => text, isOver: () => isOver };
  }

  const ACCEPTED = [
    'multipart/mixed;subscriptionSpec=1.0, application/json',
    'multipart/mixed;subscriptionSpec="1.0", application/json',
    'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json',
    'application/json, multipart/mixed; boundary="graphql"; subscriptionSpec="1.0"',
  ];

  test('has parts between `--graphql`, heartbeats `{}` and `--graphql--`, for each spelling of Accept', async () => {
    const asked = ACCEPTED.map(ask);
    await until(() => asked.every(({ text }) => text().includes('{}')));
    await seeAll(
      ...asked.map(
        ({ text }) =>
          () =>
            [...text().matchAll(/"state":"(\w+)"/g)].map(([, state]) => state!),
      ),
    );
    await until(() => asked.every(({ isOver }) => isOver()));
    for (const { text } of asked) {
      const head = text().slice(0, text().indexOf('\r\n\r\n'));
      expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(head).toMatch(/^transfer-encoding: chunked$/im);
      expect(head).toMatch(/^content-type: multipart\/mixed;\s*boundary="?graphql"?;\s*subscriptionSpec="?1\.0"?$/im);
      const [, ...parts] = unchunked(text().slice(head.length + 4)).split('--graphql');
      expect(parts.pop()).toBe('--\r\n');
      for (const part of parts) expect(part).toMatch(/^\r\ncontent-type: application\/json\r\n\r\n\{.*\}\r\n$/i);
      const bodies = parts.map((part) => JSON.parse(part.slice(part.indexOf('{'))) as { payload?: { data: Watched } });
      expect(bodies.flatMap(({ payload }) => (payload ? [stateOf(payload.data)] : []))).toEqual(STATES);
      expect(bodies.filter((body) => Object.keys(body).length === 0)).not.toEqual([]);
    }
  });
});

/** The content of chunks, each of which has its length in front of it. */
function unchunked(text: string): string {
  let content = '';
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\r\n', start);
    const length = Number.parseInt(text.slice(start, end), 16);
    content += text.slice(end + 2, end + 2 + length);
    start = end + 2 + length + 2;
  }
  return content;
}

describe('Cosmo', () => {
  const headers = { 'x-api-key': KEY };

  test.each([[['graphql-transport-ws', 'graphql-ws']], [['graphql-ws', 'graphql-transport-ws']]])(
    'negotiates graphql-transport-ws out of %j, without a payload of connection_init',
    async (protocols) => {
      const { socket, send, types, states } = openSocket('/graphql', protocols, { headers });
      await opened(socket);
      expect(socket.protocol).toBe('graphql-transport-ws');
      send('{"type":"connection_init"}\n'); // Go's encoder ends every message so
      await until(() => types().length === 1);
      send(`${subscribe()}\n`);
      await seeAll(states);
      await until(() => types().includes('complete'));
    },
  );

  test('passes the payload of its client’s connection_init on', async () => {
    const { socket, send, types, states } = openSocket('/graphql', ['graphql-transport-ws']);
    await opened(socket);
    send(`{"type":"connection_init","payload":{"Authorization":"Bearer ${KEY}"}}`);
    await until(() => types().length === 1);
    send(
      JSON.stringify({
        id: '1',
        type: 'subscribe',
        payload: {
          query: WATCH,
          variables: { trackingId },
          extensions: { upgradeHeaders: { Authorization: ['Bearer x'] }, initialPayload: {} },
        },
      }),
    );
    await seeAll(states);
    await until(() => types().includes('complete'));
  });

  const bySse = [
    [
      'sse: a GET with the operation in its query',
      () =>
        [
          // Go sorts the parameters, and writes a space as +
          `${service.endpoint}?${new URLSearchParams({ query: WATCH, variables: JSON.stringify({ trackingId }) }).toString()}`,
          { headers: { ...headers, accept: 'text/event-stream', 'cache-control': 'no-cache' } },
        ] as const,
    ],
    [
      'sse_post: a POST whose members that it does not use are null or empty',
      () =>
        [
          service.endpoint,
          {
            method: 'POST',
            headers: {
              ...headers,
              'content-type': 'application/json',
              accept: 'text/event-stream',
              'cache-control': 'no-cache',
            },
            body: JSON.stringify({ extensions: null, operationName: '', query: WATCH, variables: { trackingId } }),
          },
        ] as const,
    ],
  ] as const;
  test.each(bySse)('subscribes by %s', async (_, request) => {
    const leaving = new AbortController();
    open.push({ stop: () => leaving.abort() });
    const [url, init] = request();
    const response = await fetch(url, { ...init, signal: leaving.signal });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    let text = '';
    let isOver = false;
    const decoder = new TextDecoder();
    const reading = (async () => {
      for await (const chunk of response.body!) text += decoder.decode(chunk as Uint8Array, { stream: true });
      isOver = true;
    })();
    const lines = (): string[] => text.split(/[\n\r]+/);
    await seeAll(() =>
      lines().flatMap((line) =>
        line.startsWith('data: {') ? [stateOf((JSON.parse(line.slice(6)) as { data: Watched }).data)] : [],
      ),
    );
    await until(() => isOver);
    await reading;
    // Cosmo's reader knows these lines, and leaves out `id:` and comments
    expect(lines().filter((line) => !/^(?:data:|event: next$|event: complete$|id: |:|$)/.test(line))).toEqual([]);
    expect(lines().filter((line) => line === 'event: complete')).toHaveLength(1);
    expect(lines().some((line) => line.startsWith(':'))).toBe(true);
  });
});
