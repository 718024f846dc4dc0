import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { errorsOf, many, operation, serviceUnderAttack, sendRequest, sendBytes } from './attack.js';

const service = serviceUnderAttack();

const HOST = 'host: 127.0.0.1\r\n';
const TYPE = 'content-type: application/json\r\n';
const BODY = '{"query":"{ __typename }"}';
const LENGTH = `content-length: ${BODY.length}\r\n`;
const head = (...lines: string[]): string => `POST /graphql HTTP/1.1\r\n${HOST}${TYPE}${lines.join('')}\r\n`;
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

/** What no HTTP library would write (OWASP: request smuggling, CRLF injection, resources). */
const broken: readonly (readonly [string, string, number])[] = [
  ['a length and chunks', head(LENGTH, 'transfer-encoding: chunked\r\n') + chunk(BODY) + chunk(''), 400],
  ['chunks that are called something else', head('transfer-encoding: xchunked\r\n') + chunk(BODY) + chunk(''), 400],
  ['chunks after a space', head('transfer-encoding : chunked\r\n') + chunk(BODY) + chunk(''), 400],
  ['two lengths', head('content-length: 5\r\n', LENGTH) + BODY, 400],
  ['a length below zero', head('content-length: -5\r\n') + BODY, 400],
  ['a length with a sign', head(`content-length: +${BODY.length}\r\n`) + BODY, 400],
  ['a length that is a word', head('content-length: all\r\n') + BODY, 400],
  ['a length that is too short', head('content-length: 5\r\n') + BODY, 400],
  ['a length beyond everything', head('content-length: 99999999999\r\n') + BODY, 413],
  ['a chunk whose length is no number', head('transfer-encoding: chunked\r\n') + `zz\r\n${BODY}\r\n`, 400],
  ['a chunk of 2 MB', head('transfer-encoding: chunked\r\n') + chunk(' '.repeat(2 * 1024 * 1024)), 413],
  ['a header that goes on in the next line', head('x-a: b\r\n c: d\r\n', LENGTH) + BODY, 400],
  ['a zero byte in a header', head('x-request-id: a\0b\r\n', LENGTH) + BODY, 400],
  [
    'a bare line feed in a header',
    head('x-request-id: a\nset-cookie: b\r\n', LENGTH).replace('\nset', '\r set') + BODY,
    400,
  ],
  ['a header of 20 KB', head(`x-a: ${'a'.repeat(20_000)}\r\n`, LENGTH) + BODY, 431],
  [
    '3000 headers',
    head(
      many(3000, (n) => `x-${n}: 1\r\n`, ''),
      LENGTH,
    ) + BODY,
    431,
  ],
  ['an address of 20 KB', `GET /graphql?query=${'a'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`, 431],
  ['no host', `GET /graphql?query={__typename} HTTP/1.1\r\n\r\n`, 400],
  ['an empty host', `GET /graphql?query={__typename} HTTP/1.1\r\nhost:\r\n\r\n`, 421],
  ['no host in HTTP/1.0', `GET /graphql?query={__typename} HTTP/1.0\r\n\r\n`, 421],
  ['two hosts', `GET /graphql?query={__typename} HTTP/1.1\r\n${HOST}${HOST}\r\n`, 400],
  [
    'two credentials',
    `GET /graphql?query={__typename} HTTP/1.1\r\n${HOST}Authorization: Bearer a\r\nauthorization: Bearer b\r\n\r\n`,
    400,
  ],
  [
    'a second host behind 2500 lines',
    `GET /graphql?query={__typename} HTTP/1.1\r\n${HOST}${'a:\r\n'.repeat(2500)}${HOST}\r\n`,
    400,
  ],
  ['an address of another host', `GET http://evil.example/graphql?query={__typename} HTTP/1.1\r\n${HOST}\r\n`, 421],
  ['chunks of gzip', head('transfer-encoding: gzip, chunked\r\n') + chunk(BODY) + chunk(''), 501],
  ['an unknown method', `BREW /graphql HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['an unknown expectation', head('expect: tea\r\n', LENGTH) + BODY, 417],
  ['HTTP/2 at once', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003', 400],
  ['TRACE', `TRACE /graphql HTTP/1.1\r\n${HOST}connection: close\r\ncookie: secret\r\n\r\n`, 405],
];

test.each(broken)('%s is refused', async (_name, bytes, status) => {
  const { url, sandbox } = service();
  sandbox.clearCalls();
  // some of it leaves the connection open, for the rest that never comes
  const reply = await sendBytes(url, bytes, (answer) => /^HTTP\/1\.1 \d{3}[^]*\r\n\r\n/.test(answer));
  expect(reply.status).toBe(status);
  expect(reply.text).not.toMatch(/secret|node_modules|\n\s+at /);
  expect(sandbox.calls()).toEqual([]);
});

test('what follows a body that is too short for its words runs as nothing', async () => {
  const { url, sandbox } = service();
  sandbox.clearCalls();
  const hidden = `POST /graphql HTTP/1.1\r\n${HOST}${TYPE}content-length: 70\r\n\r\n{"query":"{ viberMessage(trackingId: \\"smuggled\\") { to } }"}`;
  await sendBytes(url, head('content-length: 3\r\n', 'transfer-encoding: chunked\r\n') + `0\r\n\r\n${hidden}`);
  expect(sandbox.calls()).toEqual([]);
});

test('a body that never comes to its end costs nothing when its sender leaves', async () => {
  const { url, sandbox } = service();
  sandbox.clearCalls();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await new Promise<void>((written) => socket.write(head('content-length: 1000\r\n') + BODY, () => written()));
  const gone = new Promise<void>((closed) => socket.on('close', () => closed()));
  socket.destroy();
  await gone;
  expect(errorsOf(await sendRequest(url, operation('{ __typename }')))).toEqual([]);
  expect(sandbox.calls()).toEqual([]);
});

test('50 bodies that never come do not keep others waiting', async () => {
  const { url } = service();
  const sockets = await Promise.all(
    Array.from(
      { length: 50 },
      () =>
        new Promise<ReturnType<typeof connect>>((ready) => {
          const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
            socket.write(head('content-length: 1000\r\n'), () => ready(socket)),
          );
          socket.on('error', () => undefined);
        }),
    ),
  );
  const reply = await sendRequest(url, operation('{ __typename }'));
  for (const socket of sockets) socket.destroy();
  expect(reply.status).toBe(200);
});

test('a target in absolute form is answered as its path is', async () => {
  const { url } = service();
  const bytes = `POST http://127.0.0.1/graphql HTTP/1.1\r\n${HOST}${TYPE}${LENGTH}connection: close\r\n\r\n${BODY}`;
  const reply = await sendBytes(url, bytes);
  expect([reply.status, reply.text]).toEqual([200, expect.stringContaining('"__typename":"Query"')]);
  const live = await sendBytes(url, `GET HTTP://127.0.0.1/livez HTTP/1.1\r\n${HOST}connection: close\r\n\r\n`);
  expect(live.status).toBe(200);
});
