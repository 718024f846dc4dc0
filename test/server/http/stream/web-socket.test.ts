import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { closeServer } from '../../../../src/server/http/close-server.js';
import { MessagingError } from '../../../../src/errors/error.js';
import { refuse, RequestError } from '../../../../src/server/answer/request-error.js';
import { until } from '../../../support/wait.js';
import { openConnection, rawPost } from '../../by-hand.js';
import { answerOf, CALLER, SHEDDING } from '../http-service.js';
import { type FedService, giveUntilUnsent, startFedService, SUBSCRIPTION } from './fed-stream.js';

const PROTOCOL = 'graphql-transport-ws';

/** Longer than any test, milliseconds. */
const LONG = 600_000;

interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A WebSocket on which a test writes the messages itself. */
class Peer {
  readonly messages: Message[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;
  /** Of the answer to the upgrade, where it was refused. */
  status: number | null = null;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(data.toString()) as Message));
    socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => {
      this.status = response.statusCode ?? 0;
      socket.terminate();
    });
  }

  send(message: Message | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(id: string, query = SUBSCRIPTION): void {
    this.send({ id, type: 'subscribe', payload: { query } });
  }

  async init(payload?: unknown): Promise<this> {
    this.send({ type: 'connection_init', payload });
    await until(() => this.messages.length > 0 || this.closed !== null);
    return this;
  }

  of(id: string): Message[] {
    return this.messages.filter((message) => message.id === id);
  }
}

const peers: Peer[] = [];
const services: FedService[] = [];
afterEach(async () => {
  for (const { socket } of peers.splice(0)) socket.terminate();
  for (const service of services.splice(0)) await service.stop();
});
async function start(...given: Parameters<typeof startFedService>): Promise<FedService> {
  const service = await startFedService(...given);
  services.push(service);
  return service;
}
interface OpenOptions {
  readonly path?: string;
  readonly protocols?: string | string[];
  readonly headers?: Readonly<Record<string, string>>;
}
/** Resolves when it is open, or refused. */
async function open(
  { url }: FedService,
  { path = '/graphql', protocols = PROTOCOL, headers = {} }: OpenOptions = {},
): Promise<Peer> {
  const peer = new Peer(new WebSocket(`${url.replace('http', 'ws')}${path}`, protocols, { headers }));
  peers.push(peer);
  await until(() => peer.socket.readyState === WebSocket.OPEN || peer.status !== null || peer.closed !== null);
  return peer;
}
const ready = async (service: FedService, options?: OpenOptions): Promise<Peer> =>
  (await open(service, options)).init();

const code = ({ payload }: Message): unknown =>
  (payload as { extensions: { code: string } }[]).map(({ extensions }) => extensions.code);

describe('a WebSocket', () => {
  test.each(['/graphql', '/ws'])('carries a subscription at %s: ack, next, complete', async (path) => {
    const service = await start();
    const peer = await ready(service, { path });
    peer.subscribe('a');
    await until(() => service.streams.length === 1);
    service.streams[0]!.give(1);
    service.streams[0]!.finish('COMPLETE');
    await until(() => peer.messages.length === 3);
    expect(peer.messages).toEqual([
      { type: 'connection_ack' },
      { id: 'a', type: 'next', payload: { data: { n: 1 } } },
      { id: 'a', type: 'complete' },
    ]);
    expect(service.begun[0]).toMatchObject({ transport: 'websocket', method: 'POST' });
    expect(JSON.parse(service.begun[0]!.text)).toEqual({ query: SUBSCRIPTION });
    expect(service.streams[0]!.bytes).toBe(JSON.stringify(peer.messages[1]).length);
    expect(service.answered).toEqual([]);
  });

  test('carries queries and mutations, which are logged as operations', async () => {
    const service = await start();
    const peer = await ready(service, { headers: { 'x-request-id': 'mine' } });
    peer.subscribe('a', '{ n }');
    await until(() => peer.of('a').length === 2);
    expect(peer.of('a')).toEqual([
      { id: 'a', type: 'next', payload: { data: { n: 0 } } },
      { id: 'a', type: 'complete' },
    ]);
    expect(service.answered).toMatchObject([{ requestId: 'mine-1', caller: 'shop/key', status: 200 }]);
  });

  test('reports an operation that did not run by one error message, with its request', async () => {
    const service = await start({
      answerOperation: () => Promise.reject(refuse(403, 'FORBIDDEN', 'not open')),
    });
    const peer = await ready(service, { headers: { 'x-request-id': 'mine' } });
    peer.subscribe('a', '{ n }');
    peer.subscribe('b', '{ n }');
    await until(() => peer.messages.length === 3);
    const [error, ...rest] = peer.of('a');
    expect(rest).toEqual([]);
    expect(error).toMatchObject({
      type: 'error',
      payload: [{ message: 'not open', extensions: { code: 'FORBIDDEN', requestId: 'mine-1' } }],
    });
    expect(service.answered).toMatchObject([
      { status: 403, codes: ['FORBIDDEN'] },
      { status: 403, codes: ['FORBIDDEN'] },
    ]);
  });

  test('goes through rates and load shedding, each operation', async () => {
    const limited = await start({
      rates: {
        admit: () =>
          Promise.reject(new RequestError(429, new MessagingError('RATE_LIMITED', { retryAfterSeconds: 9 }))),
        reserveCalls: () => undefined,
        refundCalls: () => undefined,
        headersFor: () => null,
      },
    });
    const peer = await ready(limited);
    peer.subscribe('a');
    await until(() => peer.of('a').length === 1);
    expect(peer.of('a')[0]).toMatchObject({
      payload: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 9 } }],
    });
    const shedding = await start({ limiter: { ...SHEDDING, tenants: 2 } });
    const other = await ready(shedding);
    other.subscribe('a');
    await until(() => other.of('a').length === 1);
    expect(code(other.of('a')[0]!)).toEqual(['OVERLOADED']);
    expect([...limited.begun, ...shedding.begun]).toEqual([]);
  });

  test('ends a subscription at the caller’s complete, and its id is free again', async () => {
    const service = await start();
    const peer = await ready(service);
    for (let round = 0; round < 3; round++) {
      peer.subscribe('a');
      await until(() => service.streams.length === round + 1 && service.streams[round]!.asked > 0);
      peer.send({ id: 'a', type: 'complete' });
      await until(() => service.streams[round]!.isReturned);
    }
    expect(peer.messages).toHaveLength(1);
  });

  test('cancels a query at the caller’s complete', async () => {
    let isCancelled = false;
    const service = await start({
      answerOperation: ({ disconnect }) =>
        new Promise((resolve) => {
          disconnect!.onDisconnect(() => {
            isCancelled = true;
            resolve(answerOf('{"data":null}'));
          });
        }),
    });
    const peer = await ready(service);
    peer.subscribe('a', '{ n }');
    await until(() => service.begun.length === 1);
    peer.send({ id: 'a', type: 'complete' });
    await until(() => service.answered.length === 1);
    expect(isCancelled).toBe(true);
    expect(service.answered).toMatchObject([{ status: 499 }]);
    expect(peer.messages).toHaveLength(1);
  });

  test('has the answer to a request that came before it on the same connection first', async () => {
    let answer: () => void = () => undefined;
    const service = await start({
      answerOperation: () => new Promise((resolve) => (answer = () => resolve(answerOf('{"data":{"first":1}}')))),
    });
    const connection = await openConnection(service.url);
    const upgrade = `GET /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: ${PROTOCOL}\r\n\r\n`;
    connection.write(rawPost('{ first }') + upgrade);
    await until(() => service.begun.length === 1);
    expect(connection.received()).toBe('');
    answer();
    await connection.receives('101 Switching Protocols');
    expect(connection.received().indexOf('"first"')).toBeLessThan(connection.received().indexOf('101 Switching'));
    expect(connection.received()).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    connection.socket.destroy();
    await until(() => service.server.streams.size === 0);
  });

  test('is not what a request gets that offers another protocol', async () => {
    const service = await start();
    const connection = await openConnection(service.url);
    const offer = 'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n';
    for (let round = 1; round <= 2; round++) {
      connection.write(rawPost('{ n }').replace('host:', `${offer}host:`));
      await until(() => connection.received().split('{"data":{"n":0}}').length === round + 1);
    }
    expect(connection.received()).toMatch(/^HTTP\/1\.1 200 OK/);
    connection.socket.destroy();
  });
});

describe('credentials of a WebSocket', () => {
  /** Who says `key` as a token or key. */
  const start401 = () =>
    start({
      identify({ headers }) {
        if (headers['authorization'] !== 'Bearer key' && headers['x-api-key'] !== 'key')
          throw refuse(401, 'UNAUTHENTICATED');
        return CALLER;
      },
    });

  test.each<[string, Record<string, string>, unknown]>([
    ['authorization of the upgrade', { authorization: 'Bearer key' }, undefined],
    ['x-api-key of the upgrade', { 'x-api-key': 'key' }, {}],
    ['authorization', {}, { authorization: 'Bearer key' }],
    ['Authorization without Bearer', {}, { Authorization: 'key' }],
    ['x-api-key', {}, { 'X-API-Key': 'key' }],
    ['token', {}, { token: 'key' }],
    ['token with Bearer', {}, { token: 'Bearer key' }],
    ['Apollo Router’s connectionParams.token', {}, { connectionParams: { token: 'Bearer key' } }],
    ['the payload before the upgrade', { authorization: 'Bearer other' }, { token: 'key' }],
  ])('come by %s', async (_name, headers, payload) => {
    const service = await start401();
    const peer = await open(service, { headers });
    await peer.init(payload);
    expect(peer.messages).toEqual([{ type: 'connection_ack' }]);
    peer.subscribe('a', '{ n }');
    await until(() => peer.of('a').length === 2);
  });

  test.each<[string, unknown]>([
    ['none', undefined],
    ['a wrong one', { token: 'other' }],
    ['one that is no text', { token: { toString: 'key' } }],
    ['an inherited name', JSON.parse('{"__proto__":{"token":"key"}}')],
  ])('that are %s are refused with 4403', async (_name, payload) => {
    const service = await start401();
    const peer = await open(service);
    await peer.init(payload);
    await until(() => peer.closed !== null);
    expect(peer.closed).toEqual({ code: 4403, reason: 'Forbidden' });
    expect(peer.messages).toEqual([]);
  });

  test.each<[string, unknown, number, object]>([
    ['are not valid', refuse(401, 'UNAUTHENTICATED'), 4403, { status: 401, codes: ['UNAUTHENTICATED'] }],
    ['cannot be checked', refuse(503, 'OVERLOADED'), 1013, { status: 503, codes: ['OVERLOADED'] }],
    ['break the check', new Error('a mistake'), 1013, { status: 500, codes: ['INTERNAL_SERVER_ERROR'] }],
  ])('that %s are one refused request of the socket, for log and metrics', async (_name, thrown, closed, refusal) => {
    const service = await start({ identify: () => Promise.reject(thrown as Error) });
    const peer = await open(service, { headers: { 'x-request-id': 'mine' } });
    await peer.init({ token: 'guess' });
    await until(() => peer.closed !== null);
    expect(peer.closed?.code).toBe(closed);
    expect(service.answered).toEqual([expect.objectContaining({ requestId: 'mine', caller: null, ...refusal })]);
    expect(service.unexpected).toEqual(thrown instanceof RequestError ? [] : [thrown]);
  });

  test.each<[string, RequestError, number, object]>([
    ['not valid any more', refuse(401, 'UNAUTHENTICATED'), 4403, { status: 401, codes: ['UNAUTHENTICATED'] }],
    ['not to be checked', refuse(503, 'OVERLOADED'), 1013, { status: 503, codes: ['OVERLOADED'] }],
  ])(
    'that are %s at an operation are one refused request, of the operation',
    async (_name, thrown, closed, refusal) => {
      let isValid = true;
      const service = await start({
        identify: () => (isValid ? CALLER : Promise.reject(thrown)),
      });
      const peer = await ready(service, { headers: { 'x-request-id': 'mine' } });
      isValid = false;
      peer.subscribe('a', '{ n }');
      await until(() => peer.closed !== null);
      expect(peer.closed?.code).toBe(closed);
      expect(service.answered).toEqual([expect.objectContaining({ requestId: 'mine-1', ...refusal })]);
    },
  );

  test('are checked at each operation', async () => {
    let isValid = true;
    const service = await start({
      identify() {
        if (!isValid) throw refuse(401, 'UNAUTHENTICATED');
        return CALLER;
      },
    });
    const peer = await ready(service);
    isValid = false;
    peer.subscribe('a', '{ n }');
    await until(() => peer.closed !== null);
    expect(peer.closed?.code).toBe(4403);
    expect(service.begun).toEqual([]);
  });

  test('that are over end the subscription with 4403, and nothing says that it is complete', async () => {
    const service = await start();
    const peer = await ready(service);
    peer.subscribe('a');
    await until(() => service.streams.length === 1);
    service.streams[0]!.finish('UNAUTHENTICATED');
    await until(() => peer.closed !== null);
    expect(peer.closed).toEqual({ code: 4403, reason: 'Forbidden' });
    expect(peer.messages).toHaveLength(1);
  });

  test('of a router are those of its upgrade alone', async () => {
    const service = await start();
    const peer = await open(service, {
      headers: { 'x-subgraph-secret': 'of the upgrade', 'cache-control': 'no-cache' },
    });
    await peer.init({ 'x-subgraph-secret': 'of the payload' });
    peer.subscribe('a', '{ n }');
    await until(() => service.begun.length === 1);
    expect(service.begun[0]!.headers).toMatchObject({ 'x-subgraph-secret': 'of the upgrade' });
    expect(service.begun[0]!.headers).not.toHaveProperty('cache-control'); // which browsers send with every upgrade
  });
});

describe('the handshake of a router', () => {
  test('Apollo Router: the token in connectionParams, pings of its own, and complete', async () => {
    const service = await start();
    const peer = await open(service, { path: '/ws' });
    peer.send('{"type":"connection_init","payload":{"connectionParams":{"token":"Bearer key"}}}');
    await until(() => peer.messages.length === 1);
    const id = '0b1d0e4c-3a5f-4d0c-8a58-1c8f4e1f2a77';
    peer.send(
      `{"type":"subscribe","id":"${id}","payload":{"query":"${SUBSCRIPTION}","operationName":"Watch","variables":{}}}`,
    );
    await until(() => service.streams.length === 1);
    service.streams[0]!.give(1);
    peer.send('{"type":"ping"}');
    await until(() => peer.messages.length === 3);
    peer.send(`{"type":"complete","id":"${id}"}`);
    await until(() => service.streams[0]!.isReturned);
    expect(peer.messages).toHaveLength(3);
    expect(peer.messages).toContainEqual({ id, type: 'next', payload: { data: { n: 1 } } });
    expect(peer.messages).toContainEqual({ type: 'pong' });
    expect(service.begun[0]!.headers).toMatchObject({ authorization: 'Bearer key' });
  });

  test('Apollo Router without credentials: a payload that is null', async () => {
    const service = await start();
    const peer = await open(service, { path: '/ws' });
    peer.send('{"type":"connection_init","payload":null}');
    await until(() => peer.messages.length === 1);
    expect(peer.messages).toEqual([{ type: 'connection_ack' }]);
  });

  test('Cosmo: both protocols offered, the payload of its client passed on', async () => {
    const service = await start();
    const peer = await open(service, { protocols: ['graphql-ws', PROTOCOL] });
    expect(peer.socket.protocol).toBe(PROTOCOL);
    peer.send('{"type":"connection_init","payload":{"Authorization":"Bearer key"}}');
    await until(() => peer.messages.length === 1);
    peer.send(`{"id":"1","type":"subscribe","payload":{"query":"${SUBSCRIPTION}"}}`);
    await until(() => service.streams.length === 1);
    service.streams[0]!.give(1);
    await until(() => peer.messages.length === 2);
    peer.send('{"id":"1","type":"complete"}');
    await until(() => service.streams[0]!.isReturned);
    expect(peer.messages).toEqual([{ type: 'connection_ack' }, { id: '1', type: 'next', payload: { data: { n: 1 } } }]);
  });
});

describe('a WebSocket of a page', () => {
  test.each([
    ['of another site', { origin: 'https://evil.example' }, 403],
    ['without an origin of its own', { origin: 'null' }, 403],
    ['of a host that begins alike', { origin: 'http://{host}.evil.example' }, 403],
    ['of the same host', { origin: 'http://{host}' }, null],
    ['of an allowed origin', { origin: 'https://shop.example' }, null],
    ['that is none', {}, null],
  ])('%s', async (_name, given, status) => {
    const service = await start({ corsOrigins: ['https://shop.example'] });
    const { host } = new URL(service.url);
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace('{host}', host)]),
    );
    const peer = await open(service, { headers });
    expect(peer.status).toBe(status);
    if (status === null) return void (await peer.init());
    expect(service.answered).toMatchObject([{ status: 403, codes: ['FORBIDDEN'] }]);
    await until(() => service.server.connections.size === 0);
  });

  test('under a host that is not served', async () => {
    const service = await start({ allowsHost: (host) => host?.startsWith('127.') === true });
    expect((await open(service, { headers: { host: 'evil.example' } })).status).toBe(421);
  });

  test.each([
    ['/', 404],
    ['/graphql/x', 404],
    ['/readyz', 200],
  ])('elsewhere, at %s, is answered as without the upgrade', async (path, status) => {
    expect((await open(await start(), { path })).status).toBe(status);
  });
});

describe('a peer that does not keep to the protocol', () => {
  test.each<[string, (peer: Peer) => void, number]>([
    ['that is no JSON', (peer) => peer.send('{'), 4400],
    ['of an unknown type', (peer) => peer.send({ type: 'start' }), 4400],
    ['without its type', (peer) => peer.send('{"id":"a"}'), 4400],
    ['that is null', (peer) => peer.send('null'), 4400],
    ['that is binary', (peer) => peer.socket.send(Buffer.from('{"type":"connection_init"}'), { binary: true }), 4400],
    ['to subscribe before the ack', (peer) => peer.subscribe('a'), 4401],
    ['over 1 MB', (peer) => peer.send({ type: 'ping', payload: { text: 'x'.repeat(1024 * 1024) } }), 1009],
    ['that servers send', (peer) => peer.send({ id: 'a', type: 'next', payload: {} }), 4400],
    ['of errors', (peer) => peer.send({ id: 'a', type: 'error', payload: [] }), 4400],
    ['of acknowledgement', (peer) => peer.send({ type: 'connection_ack' }), 4400],
  ])('is closed at a message %s', async (_name, act, expected) => {
    const service = await start();
    const peer = await open(service, { headers: { 'x-request-id': 'mine' } });
    act(peer);
    await until(() => peer.closed !== null);
    expect(peer.closed?.code).toBe(expected);
    expect(service.begun).toEqual([]);
    const status = expected === 1009 ? 413 : 400;
    expect(service.answered).toEqual([expect.objectContaining({ requestId: 'mine', status, codes: ['BAD_REQUEST'] })]);
    await until(() => service.server.connections.size === 0 && service.server.streams.size === 0);
  });

  test('is closed at a second connection_init', async () => {
    const service = await start();
    const peer = await ready(service);
    peer.send({ type: 'connection_init' });
    await until(() => peer.closed !== null);
    expect(peer.closed?.code).toBe(4429);
    expect(service.answered).toMatchObject([{ caller: 'shop/key', status: 400, codes: ['BAD_REQUEST'] }]);
  });

  test('is closed at an id that is in use, with all its subscriptions', async () => {
    const service = await start();
    const peer = await ready(service);
    peer.subscribe('a');
    peer.subscribe('b');
    await until(() => service.streams.length === 2);
    peer.subscribe('a');
    await until(() => peer.closed !== null && service.streams.every(({ isReturned }) => isReturned));
    expect(peer.closed?.code).toBe(4409);
    expect(service.answered).toMatchObject([{ status: 400, codes: ['BAD_REQUEST'] }]);
    expect(service.streams).toHaveLength(2);
  });

  test('is refused an id of more than 128 characters', async () => {
    const service = await start();
    const peer = await ready(service);
    peer.subscribe('a'.repeat(129));
    await until(() => peer.messages.length === 2);
    expect(code(peer.messages[1]!)).toEqual(['BAD_REQUEST']);
    expect(JSON.stringify(peer.messages[1])).toContain('The id of an operation has 129 characters; 128 are allowed.');
    expect(service.begun).toEqual([]);
  });

  test('is refused variables that nest too deeply to be written', async () => {
    const service = await start();
    const peer = await ready(service);
    const depth = 100_000;
    peer.send(
      `{"id":"a","type":"subscribe","payload":{"query":"{ n }","variables":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}}`,
    );
    await until(() => peer.of('a').length > 0 || peer.closed !== null);
    expect(peer.closed).toBeNull();
    expect(service.begun).toEqual([]);
  });

  test('is closed at frames that are none', async () => {
    const service = await start();
    const peer = await ready(service);
    const { _socket: raw } = peer.socket as unknown as { _socket: { write(bytes: Buffer): void } };
    raw.write(Buffer.from('ffffffffffffffffffff', 'hex'));
    await until(() => peer.closed !== null && service.server.connections.size === 0);
    expect(service.answered).toMatchObject([{ status: 400, codes: ['BAD_REQUEST'] }]);
  });

  test('is closed where it offers another protocol alone', async () => {
    const service = await start();
    const peer = await open(service, { protocols: 'graphql-ws' });
    await until(() => service.server.connections.size === 0);
    expect(peer.messages).toEqual([]);
    expect(service.answered).toMatchObject([{ status: 400, codes: ['BAD_REQUEST'] }]);
  });

  test('is no refusal where it leaves by itself, whatever code it gives', async () => {
    const service = await start();
    const peers = [await open(service), await ready(service), await ready(service)];
    peers[0]!.socket.close(1000);
    peers[1]!.socket.close(4400);
    peers[2]!.socket.terminate();
    await until(() => service.server.connections.size === 0 && service.server.streams.size === 0);
    expect(service.answered).toEqual([]);
  });

  test('is closed without connection_init in its time', async () => {
    const service = await start({ limits: { initMs: 20 } });
    const peer = await open(service);
    await until(() => peer.closed !== null);
    expect(peer.closed?.code).toBe(4408);
    expect(service.answered).toMatchObject([{ status: 408, codes: ['BAD_REQUEST'] }]);
  });

  test('keeps no other from its place: the oldest socket without connection_init is closed for a new one', async () => {
    const service = await start({ limits: { socketsWithoutInit: 3, initMs: LONG } });
    const waiting = [await open(service), await open(service), await open(service)];
    await waiting[0]!.init();
    const another = await open(service);
    expect(waiting.map(({ closed }) => closed)).toEqual([null, null, null]);

    const caller = await ready(service);
    await until(() => waiting[1]!.closed !== null);
    expect(caller.messages).toEqual([{ type: 'connection_ack' }]);
    expect(service.answered).toMatchObject([{ caller: null, status: 503, codes: ['OVERLOADED'] }]);

    waiting[2]!.socket.terminate();
    await until(() => service.server.streams.size === 3);
    await ready(service);
    await ready(service);
    expect([waiting[0]!.closed, another.closed, service.answered.length]).toEqual([null, null, 1]);
  });

  test('takes no place from those whose credentials are being checked', async () => {
    const checks: (() => void)[] = [];
    const service = await start({
      limits: { socketsWithoutInit: 1, initMs: LONG },
      identify: () => new Promise((resolve) => checks.push(() => resolve(CALLER))),
    });
    const peers: Peer[] = [await open(service)];
    peers[0]!.send({ type: 'connection_init' });
    await until(() => checks.length === 1);
    peers.push(await open(service), await open(service));
    await until(() => peers[1]!.closed !== null);
    checks[0]!();
    await until(() => peers[0]!.messages.length === 1);
    expect([peers[0]!.closed, peers[2]!.closed]).toEqual([null, null]);
  });

  test('is closed at once where it is replaced, also without its answer to the close frame', async () => {
    const service = await start({ limits: { socketsWithoutInit: 1, initMs: LONG, closeMs: LONG } });
    const silent = await open(service);
    silent.socket.pause();
    for (let round = 0; round < 5; round++) (await open(service)).socket.pause();
    await until(() => service.server.connections.size === 1);
  });

  test('holds no connection where its credentials are refused and it does not answer the close frame', async () => {
    const service = await start({
      limits: { socketsWithoutInit: 1, initMs: LONG, closeMs: LONG },
      identify: () => Promise.reject(refuse(401, 'UNAUTHENTICATED')),
    });
    for (let round = 1; round <= 5; round++) {
      const peer = await open(service);
      peer.send({ type: 'connection_init' });
      peer.socket.pause();
      await until(() => service.answered.length === round);
    }
    await until(() => service.server.connections.size === 1);
    expect(service.answered.every(({ status }) => status === 401)).toBe(true);
  });

  test('is noticed at the second heartbeat where it is gone', async () => {
    const service = await start({ limits: { heartbeatMs: 2000 } }); // a peer in the same process answers within it
    const peer = await open(service);
    const alive = await ready(service);
    peer.socket.pause(); // it sees no ping
    await until(() => service.server.connections.size === 1);
    expect(alive.closed).toBeNull();
  });
});

describe('a WebSocket that is not read', () => {
  test('holds one update of a subscription, and is closed after the write deadline', async () => {
    const service = await start({ limits: { writeMs: 2000, checkMs: 10 } });
    const peer = await ready(service);
    peer.subscribe('a');
    await until(() => service.streams.length === 1);
    peer.socket.pause();
    const body = JSON.stringify({ data: 'x'.repeat(1024 * 1024) });
    const stream = service.streams[0]!;
    await giveUntilUnsent(service, stream, { body });
    await until(() => {
      expect(service.server.connections.unsentBytes).toBeLessThan(2 * body.length);
      if (!stream.isReturned) stream.giveAhead({ body });
      return stream.isReturned;
    });
    expect(stream.asked).toBeLessThanOrEqual(stream.given);
    expect(service.server.connections.unsentBytes).toBe(0);
  });

  test('is read no more while answers wait for it, so that pings make no queue', async () => {
    const service = await start();
    const peer = await ready(service);
    peer.socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(256 * 1024) } });
    let sent = 0;
    let pings = 0;
    const ahead = 100; // far more than the bound below, whatever the kernel buffers
    await until(() => {
      if (service.server.connections.unsentBytes > 0) return true;
      for (; pings < sent + ahead; pings++) peer.socket.send(ping, () => (sent += 1));
      return false;
    });
    expect(service.server.connections.unsentBytes).toBeLessThan(10 * ping.length);
    peer.socket.resume();
    await until(() => sent === pings && peer.messages.length === pings + 1);
  });
});

describe('what is left of WebSockets', () => {
  test('is nothing, where callers leave with subscriptions that run', async () => {
    const service = await start();
    for (let round = 0; round < 100; round++) {
      const callers = await Promise.all(Array.from({ length: 10 }, () => ready(service)));
      for (const caller of callers) caller.subscribe('a');
      await until(() => service.streams.length === 10 * (round + 1));
      for (const { socket } of callers.splice(0, 5)) socket.terminate();
      for (const { socket } of callers) socket.close();
      await until(() => service.server.streams.size === 0 && service.server.connections.size === 0);
    }
    expect(service.streams.filter(({ isReturned }) => !isReturned)).toEqual([]);
  });

  test('is closed with 1012 where the server drains: no complete, also without a subscription', async () => {
    const service = await start();
    const [busy, idle] = await Promise.all([ready(service), ready(service)]);
    busy!.subscribe('a');
    busy!.subscribe('b');
    await until(() => service.streams.length === 2);
    await closeServer(service.server, {
      drainMs: 0,
      answersMs: 60_000,
      sendsMs: 0,
      sendsDone: () => Promise.resolve(),
    });
    await Promise.all([busy!, idle!].map(({ socket, closed }) => closed ?? once(socket, 'close')));
    expect([busy!.closed?.code, idle!.closed?.code]).toEqual([1012, 1012]);
    expect(busy!.messages).toHaveLength(1);
    expect(service.streams.every(({ isReturned }) => isReturned)).toBe(true);
  });
});
