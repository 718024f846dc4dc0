import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../src/server/auth/caller.js';
import { NO_ACCOUNT } from '../../../src/server/answer/answer.js';
import { refuse } from '../../../src/server/answer/request-error.js';
import { until } from '../../support/wait.js';
import { openConnection, type RawConnection } from '../by-hand.js';
import { answerOf, CALLER, type HttpService, startHttpService } from './http-service.js';

const KILOBYTE = 1024;
const open: RawConnection[] = [];
const services: HttpService[] = [];
afterEach(async () => {
  for (const { socket } of open.splice(0)) socket.destroy();
  for (const service of services.splice(0)) await service.stop();
});
async function start(...given: Parameters<typeof startHttpService>): Promise<HttpService> {
  const service = await startHttpService(...given);
  services.push(service);
  return service;
}
async function connect({ url }: HttpService): Promise<RawConnection> {
  const connection = await openConnection(url);
  open.push(connection);
  return connection;
}

const head = (...lines: string[]): string =>
  `${['POST /graphql HTTP/1.1', 'host: 127.0.0.1', 'content-type: application/json', ...lines].join('\r\n')}\r\n\r\n`;
const CHUNKED = 'transfer-encoding: chunked';
const length = (bytes: number): string => `content-length: ${bytes}`;
const statusOf = (connection: RawConnection): number => Number(/^HTTP\/1\.1 (\d+)/.exec(connection.received())?.[1]);
async function answerTo(service: HttpService, bytes: string): Promise<RawConnection> {
  const connection = await connect(service);
  connection.write(bytes);
  await connection.receives('\r\n\r\n');
  return connection;
}

describe('who can be checked by headers is refused before the body is read', () => {
  const refusing = (status: number) =>
    start({
      identify: () => {
        throw refuse(status, 'UNAUTHENTICATED');
      },
    });

  test.each([
    ['credentials that open nothing', [length(100)], 401],
    ['a length beyond 1 MB', [length(KILOBYTE * KILOBYTE + 1)], 413],
    ['an encoding that is unknown', ['content-encoding: zip', length(100)], 415],
    ['media types that are not written', ['accept: text/html', length(100)], 406],
    ['credentials that open nothing, with a body of unknown length', [CHUNKED], 401],
  ])('%s', async (_name, lines, status) => {
    const service = await refusing(401);
    expect(statusOf(await answerTo(service, head(...lines)))).toBe(status);
    expect(service.begun).toEqual([]);
  });

  test('a caller that expects 100-continue gets no 100', async () => {
    const service = await refusing(401);
    const connection = await answerTo(service, head('expect: 100-continue', length(100)));
    await connection.closed; // its body may follow or not
    expect(connection.received()).not.toContain('100 Continue');
    expect(statusOf(connection)).toBe(401);
  });

  test('one that may ask gets 100 after the checks, and an answer', async () => {
    const service = await start();
    const connection = await connect(service);
    connection.write(head('expect: 100-continue', length(2)));
    await connection.receives('100 Continue');
    connection.write('{}');
    await connection.receives('HTTP/1.1 200');
    expect(service.begun.map(({ text }) => text)).toEqual(['{}']);
  });
});

describe('bodies in many pieces', () => {
  test.each([
    ['of unknown length', [CHUNKED], (n: number) => `1\r\n${n % 10}\r\n`, '0\r\n\r\n'],
    ['of known length', [length(3000)], (n: number) => String(n % 10), ''],
  ])('%s hold no more memory than their bytes, within twice', async (_name, lines, piece, end) => {
    const held: number[] = [];
    const service = await start({
      limits: { bodyBytesInAll: 4 * KILOBYTE },
      answerOperation: ({ text }) => {
        held.push(text.length);
        return Promise.resolve({ status: 200, headers: {}, body: '', codes: [], account: NO_ACCOUNT });
      },
    });
    const connection = await connect(service);
    connection.write(head(...lines));
    for (let n = 0; n < 3000; n++) {
      if (!connection.socket.write(piece(n))) await new Promise((drained) => connection.socket.once('drain', drained));
    }
    connection.write(end);
    await connection.receives('HTTP/1.1 200');
    expect(service.begun[0]?.text).toBe(Array.from({ length: 3000 }, (_, n) => n % 10).join(''));
  });

  test('are bounded together: above the limit they are refused as OVERLOADED, and what was held is free again', async () => {
    const service = await start({ limits: { bodyBytesInAll: 64 * KILOBYTE } });
    const begin = async (): Promise<RawConnection> => {
      const connection = await connect(service);
      connection.write(head(length(20 * KILOBYTE)) + 'x'.repeat(17 * KILOBYTE));
      return connection;
    };
    const all = await Promise.all([1, 2, 3, 4, 5].map(begin));
    await until(() => service.answered.length === 2);
    expect(service.answered.map(({ status, codes }) => [status, ...codes])).toEqual(Array(2).fill([503, 'OVERLOADED']));
    for (const connection of all) connection.socket.destroy();
    await until(() => service.server.connections.size === 0);

    const whole = await answerTo(
      service,
      head(CHUNKED) + `${(50_000).toString(16)}\r\n${'y'.repeat(50_000)}\r\n0\r\n\r\n`,
    );
    expect(statusOf(whole)).toBe(200);
  });

  test('of one tenant leave every other tenant its share, also while what it asked for hangs', async () => {
    const callerOf = (id: string): Caller => ({
      ...CALLER,
      service: { ...CALLER.service, tenant: { id, digest: id } },
    });
    const service = await start({
      limiter: { tenants: 2, shedsLoad: () => false, countRefusal: () => undefined },
      limits: { bodyBytesInAll: 64 * KILOBYTE },
      identify: ({ headers }) => callerOf(String(headers['x-api-key'])),
      answerOperation: ({ caller }) =>
        caller.service.tenant.id === 'a' ? new Promise(() => undefined) : Promise.resolve(answerOf('{}')),
    });
    const send = async (tenant: string): Promise<RawConnection> => {
      const connection = await connect(service);
      const size = 15 * KILOBYTE;
      connection.write(head(`x-api-key: ${tenant}`, CHUNKED));
      for (const part of ['x', 'y']) connection.write(`${size.toString(16)}\r\n${part.repeat(size)}\r\n`);
      connection.write('0\r\n\r\n');
      return connection;
    };
    await Promise.all([1, 2, 3, 4].map(() => send('a')));
    await until(() => service.begun.length === 2 && service.answered.length === 2);
    expect(service.answered.map(({ tenant, status }) => [tenant, status])).toEqual(Array(2).fill(['a', 503]));
    const other = await send('b');
    await other.receives('\r\n\r\n');
    expect(statusOf(other)).toBe(200);
  });

  test('count decompressed', async () => {
    const service = await start({ limits: { bodyBytesInAll: 64 * KILOBYTE } });
    const ask = (size: number) =>
      fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: gzipSync('x'.repeat(size)),
      });
    expect((await ask(65 * KILOBYTE)).status).toBe(503);
    expect((await ask(63 * KILOBYTE)).status).toBe(200);
  });
});

test.each(['gzip', 'GZIP', 'x-gzip', 'X-GZip'])('a body in %s is decompressed', async (encoding) => {
  const service = await start({ answerOperation: ({ text }) => Promise.resolve(answerOf(text)) });
  const answer = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': encoding },
    body: gzipSync('{"a":1}'),
  });
  expect(await answer.text()).toBe('{"a":1}');
});

test('a body as it is may say so in any letter case', async () => {
  const service = await start({ answerOperation: ({ text }) => Promise.resolve(answerOf(text)) });
  const headers = { 'content-type': 'application/json', 'content-encoding': 'Identity' };
  const answer = await fetch(`${service.url}/graphql`, { method: 'POST', headers, body: '{"a":1}' });
  expect(await answer.text()).toBe('{"a":1}');
});

describe('bodies that do not come', () => {
  const slow = (requestMs = 60) => start({ limits: { requestMs, checkMs: 10 } });

  test.each([
    ['a body', head(length(10)) + '{', 408],
    ['a body in chunks', head(CHUNKED) + '1\r\n{\r\n', 408],
    ['a head', 'POST /graphql HTTP/1.1\r\nhost:', 408],
    ['a first request', '', 408],
  ])('%s is waited for until the deadline, then the connection is closed', async (_name, bytes, status) => {
    const service = await slow();
    const connection = await connect(service);
    connection.write(bytes);
    await connection.closed;
    expect(statusOf(connection)).toBe(status);
    expect(service.begun).toEqual([]);
  });

  test('the rest of a refused body is discarded until the deadline, and answered once', async () => {
    const service = await slow(2000); // its head comes in time on a busy machine too
    const connection = await answerTo(service, head(length(5_000_000)) + '{');
    await connection.closed;
    expect(connection.received().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413']);
  });

  test('a body that is no HTTP is answered with 400 and begins nothing', async () => {
    const service = await start();
    const connection = await connect(service);
    connection.write(head(CHUNKED) + '1\r\n{\r\nzz\r\n');
    await connection.closed;
    expect(statusOf(connection)).toBe(400);
    expect(service.begun).toEqual([]);
  });
});
