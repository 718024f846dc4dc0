import { deflateRawSync, deflateSync, brotliCompressSync, gzipSync } from 'node:zlib';
import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { MessagingError } from '../../src/errors/error.js';
import { Operation } from '../../src/operation.js';
import { fakeClock } from '../support/fake-clock.js';
import { until } from '../support/wait.js';
import { decompress } from '../../src/vendor-client/content-encoding.js';
import { clientOf, failureOf, textOf } from './support/client.js';
import { drip, pour } from '../support/odd-writing.js';
import { deadUrl, httpPeer, rawPeer, silentPeer } from './support/peer.js';

const DEADLINE = 500;
const LIMIT = 256 * 1024;
const OK = 'HTTP/1.1 200 OK\r\n';

/** With how many bytes it has written before the deadline comes. */
const endless: [string, number, (socket: Socket) => void][] = [
  ['never answers', 0, () => undefined],
  ['sends headers only', OK.length + 22, (s) => s.write(`${OK}content-length: 10\r\n\r\n`)],
  ['drips its body', OK.length + 30, (s) => (s.write(`${OK}content-length: 9999\r\n\r\n`), drip(s, 'x'))],
  ['drips its headers', OK.length + 30, (s) => (s.write(OK), drip(s, 'a: b\r\n'))],
];

const faults: [string, string, (socket: Socket) => void][] = [
  ['drips informational answers', 'UPSTREAM_BAD_RESPONSE', (s) => drip(s, 'HTTP/1.1 103 Early Hints\r\n\r\n')],
  [
    'pours an endless chunked body',
    'UPSTREAM_BAD_RESPONSE',
    (s) => (s.write(`${OK}transfer-encoding: chunked\r\n\r\n`), pour(s, `1000\r\n${'x'.repeat(0x1000)}\r\n`)),
  ],
  [
    'pours an endless body in chunks of one byte',
    'UPSTREAM_BAD_RESPONSE',
    (s) => (s.write(`${OK}transfer-encoding: chunked\r\n\r\n`), pour(s, '1\r\nx\r\n'.repeat(2000))),
  ],
  [
    'pours an endless body without a length',
    'UPSTREAM_BAD_RESPONSE',
    (s) => (s.write(`${OK}\r\n`), pour(s, 'x'.repeat(65536))),
  ],
  ['announces too large a body', 'UPSTREAM_BAD_RESPONSE', (s) => s.write(`${OK}content-length: 99999999\r\n\r\n`)],
  ['floods with values and hangs', 'UPSTREAM_BAD_RESPONSE', (s) => s.write(`${OK}\r\n[${'{},'.repeat(50_000)}`)],
  ['pours endless headers', 'UPSTREAM_BAD_RESPONSE', (s) => (s.write(OK), pour(s, `a: ${'b'.repeat(1000)}\r\n`))],
  ['resets at once', 'UPSTREAM_UNAVAILABLE', (s) => s.resetAndDestroy()],
  [
    'resets in the middle of the body',
    'UPSTREAM_UNAVAILABLE',
    (s) => s.write(`${OK}content-length: 10\r\n\r\nabc`, () => setTimeout(() => s.resetAndDestroy(), 20)),
  ],
  ['closes without a word', 'UPSTREAM_UNAVAILABLE', (s) => s.end()],
  ['closes in the middle of the body', 'UPSTREAM_BAD_RESPONSE', (s) => s.end(`${OK}content-length: 10\r\n\r\nabc`)],
  [
    'closes between chunks',
    'UPSTREAM_BAD_RESPONSE',
    (s) => s.end(`${OK}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`),
  ],
  [
    'writes garbage for chunks',
    'UPSTREAM_BAD_RESPONSE',
    (s) => s.write(`${OK}transfer-encoding: chunked\r\n\r\nzz\r\nabc`),
  ],
  ['writes something that is not HTTP', 'UPSTREAM_BAD_RESPONSE', (s) => s.write('220 smtp ready\r\n')],
  [
    'names two lengths',
    'UPSTREAM_BAD_RESPONSE',
    (s) => s.write(`${OK}content-length: 3\r\ncontent-length: 4\r\n\r\nabc`),
  ],
  ['names a length that is no number', 'UPSTREAM_BAD_RESPONSE', (s) => s.write(`${OK}content-length: abc\r\n\r\nabc`)],
  ['names a negative length', 'UPSTREAM_BAD_RESPONSE', (s) => s.write(`${OK}content-length: -1\r\n\r\nabc`)],
  [
    'switches protocols unasked',
    'UPSTREAM_BAD_RESPONSE',
    (s) => s.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  ],
  [
    'uses an encoding that nobody knows',
    'UPSTREAM_BAD_RESPONSE',
    (s) => s.write(`${OK}content-encoding: zstd\r\ncontent-length: 3\r\n\r\nabc`),
  ],
  [
    'stacks encodings',
    'UPSTREAM_BAD_RESPONSE',
    (s) => s.write(`${OK}content-encoding: gzip, gzip\r\ncontent-length: 3\r\n\r\nabc`),
  ],
  [
    'says gzip and does not mean it',
    'UPSTREAM_BAD_RESPONSE',
    (s) => s.write(`${OK}content-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc`),
  ],
  [
    'writes text that is not UTF-8',
    'UPSTREAM_BAD_RESPONSE',
    (s) => s.write(Buffer.from(`${OK}content-length: 2\r\n\r\n\xff\xfe`, 'latin1')),
  ],
];

describe('a peer that', () => {
  function expectReported(failure: MessagingError, code: string): void {
    expect(failure.code).toBe(code);
    expect(failure.details.vendor).toBe('ROUTEE');
    expect(JSON.stringify({ ...failure, message: failure.message, cause: failure.cause })).not.toMatch(
      /secret-id|127\.0\.0\.1|Bearer/,
    );
  }

  test.each(endless)(
    '%s is reported as UPSTREAM_TIMEOUT at the deadline, and no connection leaks',
    async (_, bytes, misbehave) => {
      let asked = false;
      const peer = await rawPeer((socket) => {
        asked = true;
        misbehave(socket);
      });
      const clock = fakeClock();
      const client = clientOf({ timeoutMs: DEADLINE, clock });
      const failure = failureOf(client.read(textOf(`${peer.url}/secret-id`, { maxBytes: LIMIT }), new Operation()));
      await until(() => asked && peer.written() >= bytes);
      clock.advance(DEADLINE - 1);
      expect(client.state().inFlight).toBe(1);
      clock.advance(1);
      expectReported(await failure, 'UPSTREAM_TIMEOUT');
      expect(client.state().inFlight).toBe(0);
      await client.close();
      await peer.abandoned();
    },
  );

  test.each(faults)(
    '%s is reported as %s without waiting for the deadline, and no connection leaks',
    async (_, code, misbehave) => {
      const peer = await rawPeer(misbehave);
      // The clock stands still.
      const client = clientOf({ timeoutMs: DEADLINE, clock: fakeClock() });
      const failure = await failureOf(
        client.read(textOf(`${peer.url}/secret-id`, { maxBytes: LIMIT }), new Operation()),
      );
      expectReported(failure, code);
      expect(client.state().inFlight).toBe(0);
      await client.close();
      await peer.abandoned();
      expect(peer.written()).toBeLessThan(16 * 1024 * 1024);
    },
  );

  test('never reads costs a deadline', async () => {
    const peer = await silentPeer();
    const clock = fakeClock();
    const failure = failureOf(clientOf({ timeoutMs: 100, clock }).read(textOf(peer.url), new Operation()));
    await until(() => peer.connections() === 1);
    clock.advance(100);
    expect((await failure).code).toBe('UPSTREAM_TIMEOUT');
  });

  test('is not there at all is unavailable, and worth another try', async () => {
    const failure = await failureOf(clientOf().read(textOf(await deadUrl()), new Operation()));
    expect(failure.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(failure.retryable).toBe(true);
    expect(failure.cause).toBe('ECONNREFUSED');
  });

  test('redirects is answered with its redirect, which nobody follows', async () => {
    const peer = await httpPeer((request, response) => response.writeHead(302, { location: request.url }).end());
    expect(await clientOf().read(textOf(`${peer.url}/loop`), new Operation())).toBe('302 ');
    expect(peer.connections()).toBe(1);
  });

  test('invents the status 999 is read', async () => {
    const peer = await rawPeer((socket) => socket.end('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'));
    expect(await clientOf().read(textOf(peer.url), new Operation())).toBe('999 ');
  });
});

describe('a compressed body', () => {
  const encodings: ['gzip' | 'deflate' | 'br', (text: string) => Buffer][] = [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ];

  test.each([...encodings, ['deflate', deflateRawSync] as const])(
    'in %s is read though nobody asked for it',
    async (encoding, compress) => {
      const peer = await httpPeer((request, response) => {
        expect(request.headers['accept-encoding']).toBeUndefined();
        response.writeHead(200, { 'content-encoding': encoding }).end(compress('καλημέρα'));
      });
      expect(await clientOf().read(textOf(peer.url), new Operation())).toBe('200 καλημέρα');
    },
  );

  test.each(encodings)('that is a bomb in %s stops at the limit', async (encoding, compress) => {
    const bomb = compress('0'.repeat(64 * 1024 * 1024));
    const peer = await httpPeer((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bomb));
    const failure = await failureOf(clientOf().read(textOf(peer.url, { maxBytes: LIMIT }), new Operation()));
    expect(failure.code).toBe('UPSTREAM_BAD_RESPONSE');
    const stopped = await new Promise((done) => decompress(bomb, encoding, LIMIT, done));
    expect(stopped).toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
  });

  test('that ends too early is unreadable', async () => {
    const whole = gzipSync('a long enough text '.repeat(100));
    const peer = await httpPeer((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(whole.subarray(0, -12)),
    );
    expect((await failureOf(clientOf().read(textOf(peer.url), new Operation()))).code).toBe('UPSTREAM_BAD_RESPONSE');
  });
});

test('one informational answer before the real one is nothing to worry about', async () => {
  const peer = await rawPeer((socket) =>
    socket.end(`HTTP/1.1 103 Early Hints\r\ncontent-encoding: zstd\r\n\r\n${OK}content-length: 2\r\n\r\nhi`),
  );
  expect(await clientOf().read(textOf(peer.url), new Operation())).toBe('200 hi');
});

test('a body in many pieces comes out whole, without its byte order mark', async () => {
  const text = 'é€😀'.repeat(20_000);
  const peer = await httpPeer((_, response) => {
    const bytes = Buffer.from(`\ufeff${text}`);
    for (let i = 0; i < bytes.length; i += 1001) response.write(bytes.subarray(i, i + 1001));
    response.end();
  });
  expect(await clientOf().read(textOf(peer.url), new Operation())).toBe(`200 ${text}`);
});
