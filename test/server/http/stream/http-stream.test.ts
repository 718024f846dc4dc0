import { afterEach, describe, expect, test } from '@jest/globals';
import { NO_ACCOUNT } from '../../../../src/server/answer/answer.js';
import { closeServer } from '../../../../src/server/http/close-server.js';
import { until } from '../../../support/wait.js';
import { answerOf } from '../http-service.js';
import { askByHand, openConnection, type RawConnection, rawPost } from '../../by-hand.js';
import {
  type FedService,
  FedStream,
  giveUntilUnsent,
  rawSubscription,
  startFedService,
  subscriptionAddress,
} from './fed-stream.js';

const SSE = 'text/event-stream';
const MULTIPART = 'multipart/mixed;subscriptionSpec=1.0';

const open: RawConnection[] = [];
const services: FedService[] = [];
afterEach(async () => {
  for (const { socket } of open.splice(0)) socket.destroy();
  for (const service of services.splice(0)) await service.stop();
});
async function start(...given: Parameters<typeof startFedService>): Promise<FedService> {
  const service = await startFedService(...given);
  services.push(service);
  return service;
}
async function connect({ url }: FedService): Promise<RawConnection> {
  const connection = await openConnection(url);
  open.push(connection);
  return connection;
}
async function subscribe(service: FedService, accept: string): Promise<[RawConnection, FedStream]> {
  const connection = await connect(service);
  const count = service.streams.length;
  connection.write(rawSubscription(accept));
  await until(() => service.streams.length > count);
  return [connection, service.streams.at(-1)!];
}
/** The bytes of an answer behind its head, without the sizes of chunks. */
const bodyOf = (received: string): string =>
  received.slice(received.indexOf('\r\n\r\n') + 4).replace(/(^|\r\n)[\da-f]+\r\n/g, '');

/** Of what is left behind. */
const idle = async ({ server, streams }: FedService): Promise<void> => {
  await until(() => server.connections.size === 0 && server.streams.size === 0);
  expect(streams.filter(({ isReturned }) => !isReturned)).toEqual([]);
  expect(server.connections.unsentBytes).toBe(0);
};

describe('a subscription by server-sent events', () => {
  test('is written as GraphQL over SSE: next with the cursor as its id, then complete with an empty data line', async () => {
    const service = await start();
    const [caller, stream] = await subscribe(service, SSE);
    await caller.receives(':\n\n');
    expect(stream.incoming).toMatchObject({ transport: 'sse', method: 'POST' });
    stream.give(1);
    await caller.receives('{"n":1}');
    stream.give(2, { cursor: null });
    stream.finish('COMPLETE');
    await caller.receives('0\r\n\r\n');
    const [head] = caller.received().split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\nx-request-id: /);
    expect(head).toContain('content-type: text/event-stream; charset=utf-8\r\n');
    expect(head).toContain('cache-control: no-cache, no-transform\r\n');
    expect(head).toContain('x-accel-buffering: no\r\n');
    expect(bodyOf(caller.received())).toContain(
      ':\n\nevent: next\nid: c1\ndata: {"data":{"n":1}}\n\nevent: next\ndata: {"data":{"n":2}}\n\nevent: complete\ndata:\n\n',
    );
  });

  test('leaves the connection to the next request', async () => {
    const service = await start();
    const [caller, stream] = await subscribe(service, SSE);
    caller.write(rawPost('{ n }'));
    stream.finish('COMPLETE');
    await caller.receives('content-length: 16');
    expect(service.streams).toHaveLength(1);
  });

  test('names the request in the errors of its updates', async () => {
    const service = await start();
    const caller = await connect(service);
    caller.write(rawSubscription(SSE, { 'x-request-id': 'mine' }));
    await until(() => service.streams.length === 1);
    service.streams[0]!.finish('UNAUTHENTICATED');
    await caller.receives('event: complete');
    expect(caller.received()).toContain('"code":"UNAUTHENTICATED"');
    expect(caller.received()).toContain('"requestId":"mine"');
  });

  test('gives the pipeline the cursor of Last-Event-ID', async () => {
    const service = await start({}, (stream) => stream.finish('COMPLETE'));
    await askByHand(subscriptionAddress(service.url), { accept: SSE, 'last-event-id': 'c7' });
    expect(service.begun[0]).toMatchObject({ method: 'GET', lastEventId: 'c7' });
  });

  test('answers 204 to a resume of what is over, and complete where it is no resume', async () => {
    const service = await start({}, (stream) => {
      stream.isOver = true;
      stream.finish('COMPLETE');
    });
    const resumed = await askByHand(subscriptionAddress(service.url), { accept: SSE, 'last-event-id': 'c7' });
    expect(resumed).toMatchObject({ status: 204, text: '' });
    expect(service.streams[0]!.isReturned).toBe(true);
    const first = await askByHand(subscriptionAddress(service.url), { accept: SSE });
    expect(first).toMatchObject({ status: 200, text: ':\n\nevent: complete\ndata:\n\n' });
  });

  test('reports that a stream which nobody takes could not be freed', async () => {
    const service = await start({}, (stream) => {
      stream.isOver = true;
      stream.failsToFree = new Error('not freed');
    });
    await askByHand(subscriptionAddress(service.url), { accept: SSE, 'last-event-id': 'c7' });
    expect(service.unexpected).toEqual([new Error('not freed')]);
  });

  test('carries a query too, by POST and GET', async () => {
    const service = await start();
    const text = 'event: next\ndata: {"data":{"n":0}}\n\nevent: complete\ndata:\n\n';
    const headers = { accept: SSE, 'content-type': 'application/json' };
    expect(await askByHand(`${service.url}/graphql`, headers, '{"query":"{ n }"}')).toMatchObject({
      status: 200,
      text,
    });
    expect(await askByHand(subscriptionAddress(service.url, '{ n }'), { accept: SSE })).toMatchObject({ text });
  });

  const refusal = (retryable: boolean, data = ''): string =>
    `{"errors":[{"message":"no","extensions":{"code":"EVENTS_UNAVAILABLE","retryable":${retryable}}}]${data}}`;

  test.each([
    ['alone may be repeated', refusal(true), false],
    ['may be repeated, with data that is null', refusal(true, ',"data":null'), false],
    ['may be repeated, with a field that is null', refusal(true, ',"data":{"n":null}'), false],
    ['is of a field beside data', refusal(true, ',"data":{"n":1}'), true],
    ['may not be repeated', refusal(false), true],
  ])(
    'is complete unless its last result is a refusal that may be repeated: one that %s',
    async (_name, body, isComplete) => {
      const codes = ['EVENTS_UNAVAILABLE'];
      for (const end of ['COMPLETE', 'FAILED'] as const) {
        const service = await start();
        const [caller, stream] = await subscribe(service, SSE);
        stream.give(1);
        stream.give(2, { cursor: null, body, codes });
        stream.finish(end);
        await caller.receives('0\r\n\r\n');
        expect(caller.received()).toContain(body);
        expect(caller.received().includes('event: complete')).toBe(isComplete);
      }
      const account = { ...NO_ACCOUNT, operationType: 'subscription' };
      const refused = await start({
        answerOperation: () => Promise.resolve({ ...answerOf(body), status: 400, codes, account }),
      });
      const { text } = await askByHand(subscriptionAddress(refused.url), { accept: SSE });
      expect(text).toBe(`event: next\ndata: ${body}\n\n${isComplete ? 'event: complete\ndata:\n\n' : ''}`);
    },
  );

  test('is complete for a query that is refused', async () => {
    const service = await start({
      answerOperation: () => Promise.resolve({ ...answerOf(refusal(true)), codes: ['EVENTS_UNAVAILABLE'] }),
    });
    const { text } = await askByHand(subscriptionAddress(service.url, '{ n }'), { accept: SSE });
    expect(text).toMatch(/event: complete\ndata:\n\n$/);
  });

  test('ends without complete while the server drains, and the connection with it', async () => {
    const service = await start();
    const [caller, stream] = await subscribe(service, SSE);
    await caller.receives(':\n\n');
    await closeServer(service.server, {
      drainMs: 0,
      answersMs: 60_000,
      sendsMs: 0,
      sendsDone: () => Promise.resolve(),
    });
    await caller.closed;
    expect(caller.received().endsWith('0\r\n\r\n')).toBe(true);
    expect(caller.received()).not.toContain('complete');
    expect(stream.isReturned).toBe(true);
  });
});

describe('a subscription by multipart', () => {
  test('is written by Apollo’s protocol, each part with the delimiter of the next', async () => {
    const service = await start();
    const [caller, stream] = await subscribe(service, `${MULTIPART}, application/json`);
    stream.give(1);
    await caller.receives('{"n":1}}}\r\n--graphql');
    stream.finish('COMPLETE');
    await caller.receives('0\r\n\r\n');
    expect(caller.received()).toContain('content-type: multipart/mixed;boundary="graphql";subscriptionSpec=1.0\r\n');
    expect(caller.received().replace(/\r\n[\da-f]+\r\n/g, '')).toContain(
      '--graphql\r\ncontent-type: application/json\r\n\r\n{"payload":{"data":{"n":1}}}\r\n--graphql--\r\n',
    );
  });

  test.each([
    ['UNAUTHENTICATED', 'UNAUTHENTICATED'],
    ['DRAINING', 'OVERLOADED'],
  ] as const)('reports the end %s as a fatal error %s', async (end, code) => {
    const service = await start();
    const [caller, stream] = await subscribe(service, MULTIPART);
    stream.finish(end);
    await caller.receives('0\r\n\r\n');
    expect(caller.received()).toContain('{"payload":null,"errors":[{');
    expect(caller.received()).toContain(`"code":"${code}"`);
    expect(caller.received()).toContain('--graphql--');
  });
});

describe.each([
  ['SSE', SSE, ':\n\n'],
  ['multipart', MULTIPART, '\r\ncontent-type: application/json\r\n\r\n{}\r\n--graphql'],
])('any stream by HTTP (%s)', (_name, accept, heartbeat) => {
  test('has heartbeats between its updates', async () => {
    const service = await start({ limits: { heartbeatMs: 5 } });
    const [caller, stream] = await subscribe(service, accept);
    await until(() => caller.received().split(heartbeat).length > 4);
    expect(stream.isReturned).toBe(false);
  });

  test('reports to the pipeline, which logs it, how many bytes were written, and no other line', async () => {
    const service = await start();
    const [caller, stream] = await subscribe(service, accept);
    stream.give(1);
    await caller.receives('{"n":1}');
    await until(() => stream.asked === 2);
    const at = caller.received().indexOf(accept === SSE ? 'event: next' : '\r\ncontent-type: application/json');
    expect(caller.received().slice(at)).toHaveLength(stream.bytes + '\r\n'.length); // of the chunk
    caller.socket.destroy();
    await until(() => stream.isReturned);
    expect(service.answered).toEqual([]);
  });

  test('asks for no update before the one before it was taken', async () => {
    const service = await start();
    const [caller, stream] = await subscribe(service, accept);
    caller.socket.pause();
    const body = JSON.stringify({ data: 'x'.repeat(1024 * 1024) });
    await giveUntilUnsent(service, stream, { body });
    expect(stream.asked).toBeLessThanOrEqual(stream.given);
    expect(service.server.connections.unsentBytes).toBeLessThan(2 * body.length);
    caller.socket.resume();
    await until(() => stream.asked === stream.given + 1);
    await until(() => service.server.connections.unsentBytes === 0);
  });

  test('is closed where its caller does not read, and not for being long', async () => {
    const service = await start({ limits: { writeMs: 2000, checkMs: 10, heartbeatMs: 5 } });
    const [reader] = await subscribe(service, accept);
    const [caller, stream] = await subscribe(service, accept);
    caller.socket.pause();
    stream.give(1, { body: JSON.stringify({ data: 'x'.repeat(16 * 1024 * 1024) }) });
    await until(() => stream.isReturned);
    expect(service.server.streams.size).toBe(1);
    const heartbeats = reader.received().length;
    await until(() => reader.received().length > heartbeats);
  });

  test('frees everything where callers leave: before the first update, after it, by a reset, by closing their side', async () => {
    const service = await start({ limits: { heartbeatMs: 60_000 } });
    for (let round = 0; round < 250; round++) {
      const callers = await Promise.all(Array.from({ length: 4 }, () => connect(service)));
      const count = service.streams.length;
      for (const caller of callers) caller.write(rawSubscription(accept));
      callers[0]!.socket.destroy();
      await until(() => service.streams.length >= count + 3 && service.server.streams.size >= 3);
      service.streams.at(-1)!.give(1);
      callers[1]!.socket.resetAndDestroy();
      callers[2]!.socket.end();
      callers[3]!.socket.destroy();
      await idle(service);
    }
  });

  test('is not started for a caller that left before its subscription was ready', async () => {
    let ready: () => void = () => undefined;
    const isReady = new Promise<void>((resolve) => (ready = resolve));
    const streams: FedStream[] = [];
    const service = await start({
      async answerOperation(incoming) {
        const stream = new FedStream(incoming);
        streams.push(stream);
        await isReady;
        return stream;
      },
    });
    const caller = await connect(service);
    caller.write(rawSubscription(accept));
    await until(() => streams.length === 1);
    caller.socket.resetAndDestroy();
    await until(() => service.server.connections.size === 0);
    streams[0]!.failsToFree = new Error('not freed');
    ready();
    await until(() => service.unexpected.length > 0);
    expect(service.unexpected).toEqual([new Error('not freed')]);
    expect(streams[0]).toMatchObject({ isReturned: true, asked: 0 });
  });

  test('ends where its source fails, which the log reports', async () => {
    const service = await start({
      answerOperation: () =>
        Promise.resolve({
          isOver: false,
          end: () => 'COMPLETE' as const,
          account: () => NO_ACCOUNT,
          written: () => undefined,
          updates: { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('broken')) }) },
        }),
    });
    const caller = await connect(service);
    caller.write(rawSubscription(accept));
    await caller.receives('0\r\n\r\n');
    expect(service.unexpected).toEqual([new Error('broken')]);
  });
});

describe('a page of another site', () => {
  const ask = async (headers: Record<string, string>, query?: string) => {
    const service = await start({ corsOrigins: ['https://shop.example'] }, (stream) => stream.finish('COMPLETE'));
    const { host } = new URL(service.url);
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('{host}', host)]),
    );
    const { status } = await askByHand(subscriptionAddress(service.url, query), { accept: SSE, ...own });
    return status;
  };

  test.each([
    ['with a foreign origin', { origin: 'https://evil.example' }, 403],
    ['without an origin of its own', { origin: 'null' }, 403],
    ['that its browser calls cross-site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['of the same host', { origin: 'http://{host}', 'sec-fetch-site': 'same-origin' }, 200],
    ['of the same host behind a proxy that ends TLS', { origin: 'https://{host}' }, 200],
    ['of an allowed origin', { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' }, 200],
    ['that is none', {}, 200],
  ])('%s', async (_name, headers, status) => {
    expect(await ask(headers)).toBe(status);
    expect(await ask(headers, '{ n }')).toBe(status);
  });

  test('has no query answered as JSON by accepting a stream besides', async () => {
    expect(await ask({ accept: 'application/json, text/event-stream' }, '{ n }')).toBe(400);
  });

  test('may read the headers that say when to try again', async () => {
    const service = await start({ corsOrigins: ['https://shop.example'] }, (stream) => stream.finish('COMPLETE'));
    const { headers } = await askByHand(subscriptionAddress(service.url), {
      accept: SSE,
      origin: 'https://shop.example',
    });
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-expose-headers': 'ratelimit, ratelimit-policy, retry-after, x-request-id',
    });
  });
});
