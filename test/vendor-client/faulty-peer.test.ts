import { deflateRawSync, deflateSync, brotliCompressSync, gzipSync } from 'node:zlib';
import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { Operation } from '../../src/operation.js';
import { clientOf, failureOf, textOf } from './support/client.js';
import { drip, pour } from '../support/odd-writing.js';
import { deadUrl, httpPeer, rawPeer, silentPeer } from './support/peer.js';

const DEADLINE = 500;
const LIMIT = 256 * 1024;
const OK = 'HTTP/1.1 200 OK\r\n';

const faults: [string, string, (socket: Socket) => void][] = [
  ['never answers', 'UPSTREAM_TIMEOUT', () => undefined],
  ['sends headers only', 'UPSTREAM_TIMEOUT', (s) => s.write(`${OK}content-length: 10\r\n\r\n`)],
  ['drips its body', 'UPSTREAM_TIMEOUT', (s) => (s.write(`${OK}content-length: 9999\r\n\r\n`), drip(s, 'x'))],
  ['drips its headers', 'UPSTREAM_TIMEOUT', (s) => (s.write(OK), drip(s, 'a: b\r\n'))],
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
  test.each(faults)('%s is told as %s in time, and no connection leaks', async (_, code, misbehave) => {
    const peer = await rawPeer(misbehave);
    const client = clientOf({ timeoutMs: DEADLINE });
    const started = performance.now();
    const failure = await failureOf(client.read(textOf(`${peer.url}/secret-id`, { maxBytes: LIMIT }), new Operation()));
    expect(performance.now() - started).toBeLessThan(DEADLINE + 100);
    expect(failure.code).toBe(code);
    expect(failure.details.vendor).toBe('ROUTEE');
    expect(JSON.stringify({ ...failure, message: failure.message, cause: failure.cause })).not.toMatch(
      /secret-id|127\.0\.0\.1|Bearer/,
    );
    expect(client.state().inFlight).toBe(0);
    await client.close();
    await peer.abandoned();
    expect(peer.written()).toBeLessThan(16 * 1024 * 1024);
  });

  test('never reads costs a deadline', async () => {
    const peer = await silentPeer();
    const failure = await failureOf(clientOf({ timeoutMs: 100 }).read(textOf(peer.url), new Operation()));
    expect(failure.code).toBe('UPSTREAM_TIMEOUT');
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

  test('invents the status 999 is heard', async () => {
    const peer = await rawPeer((socket) => socket.end('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'));
    expect(await clientOf().read(textOf(peer.url), new Operation())).toBe('999 ');
  });
});

describe('a compressed body', () => {
  const encodings: [string, (text: string) => Buffer][] = [
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
    const before = process.memoryUsage().arrayBuffers;
    const failure = await failureOf(clientOf().read(textOf(peer.url, { maxBytes: LIMIT }), new Operation()));
    expect(failure.code).toBe('UPSTREAM_BAD_RESPONSE');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
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
