import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { drip, pour } from '../support/odd-writing.js';
import { messageOf } from '../support/stand-in-routee.js';
import { JSON_TYPE, OK, whole, type VendorFault, written } from './fault-answer.js';
import { flatBodies } from './flat-bodies.js';

const MESSAGE = JSON.stringify(messageOf('odd'));

/** The good message of that id, with members added behind its own. */
const messageWith = (trackingId: string, ...members: string[]): string =>
  `${JSON.stringify(messageOf(trackingId)).slice(0, -1)},${members.join()}}`;

const ODD_BUT_WELL: Readonly<Record<string, readonly string[]>> = {
  'repeats its keys': ['"price":1', '"price":2', '"status":{"status":"Seen"}'],
  'sends keys of prototypes': ['"__proto__":{"polluted":true}', '"constructor":{"prototype":{"polluted":true}}'],
  'sends numbers beyond 2^53': ['"price":9007199254740993123', '"ttl":1e400'],
};

/** Four times what the largest answer may hold. */
const bomb = (): Buffer => Buffer.alloc(64 * 1024 * 1024, 0x20);
/** It is written in 60 ms where the highest quality, the default, takes 860 ms, and is as small: 102 bytes. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

export const vendorFaults: readonly VendorFault[] = [
  { name: 'hangs', code: 'UPSTREAM_TIMEOUT', answer: () => undefined },
  {
    name: 'drips its body',
    code: 'UPSTREAM_TIMEOUT',
    answer: (socket) => {
      socket.write(`${OK}content-length: 9999\r\n\r\n`);
      drip(socket, ' ');
    },
  },
  {
    name: 'drips its head',
    code: 'UPSTREAM_TIMEOUT',
    answer: (socket) => {
      socket.write(OK);
      drip(socket, 'a: b\r\n');
    },
  },
  {
    name: 'sends a head only',
    code: 'UPSTREAM_TIMEOUT',
    answer: (socket) => void socket.write(`${OK}content-length: 10\r\n\r\n`),
  },
  {
    name: 'pours without end',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: (socket) => {
      socket.write(`${OK}transfer-encoding: chunked\r\n\r\n`);
      pour(socket, `1000\r\n${'x'.repeat(0x1000)}\r\n`);
    },
  },
  {
    name: 'pours chunks of one byte',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: (socket) => {
      socket.write(`${OK}transfer-encoding: chunked\r\n\r\n`);
      pour(socket, '1\r\nx\r\n'.repeat(2000));
    },
  },
  {
    name: 'pours headers',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: (socket) => {
      socket.write(OK);
      pour(socket, `a: ${'b'.repeat(1000)}\r\n`);
    },
  },
  { name: 'resets', code: 'UPSTREAM_UNAVAILABLE', answer: (socket) => socket.resetAndDestroy() },
  { name: 'closes without a word', code: 'UPSTREAM_UNAVAILABLE', answer: (socket) => socket.end() },
  {
    name: 'cuts its answer',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: (socket) => socket.end(`${OK}content-length: 999\r\n\r\n{"trackingId":`),
  },
  { name: 'cuts its JSON', code: 'UPSTREAM_BAD_RESPONSE', answer: whole(MESSAGE.slice(0, 40)) },
  {
    name: 'says a shorter length',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: (socket) => void socket.write(`${OK}${JSON_TYPE}content-length: 20\r\n\r\n${MESSAGE}`),
  },
  {
    name: 'says two lengths',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: (socket) => void socket.write(`${OK}content-length: 5\r\ncontent-length: 9\r\n\r\n${MESSAGE}`),
  },
  {
    name: 'speaks no HTTP',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: (socket) => socket.end('\u0000\u0001\u0002 garbage \r\n\r\n'),
  },
  {
    name: 'says status 999',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: whole(MESSAGE, `HTTP/1.1 999 Odd\r\n${JSON_TYPE}`),
  },
  {
    name: 'redirects to itself',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: whole('', 'HTTP/1.1 302 Found\r\nlocation: /viber/tracking/redirects%20to%20itself\r\n'),
  },
  {
    name: 'sends a bomb in gzip',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: written(() => whole(gzipSync(bomb()), `${OK}${JSON_TYPE}content-encoding: gzip\r\n`)),
  },
  {
    name: 'sends a bomb in brotli',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: written(() => whole(brotliCompressSync(bomb(), BROTLI), `${OK}${JSON_TYPE}content-encoding: br\r\n`)),
  },
  {
    name: 'sends 200 000 nested arrays',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: whole(`${'['.repeat(200_000)}${']'.repeat(200_000)}`),
  },
  {
    name: 'nests 200 000 arrays in a good message',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: whole(
      messageWith('nests 200 000 arrays in a good message', `"extra":${'['.repeat(200_000)}${']'.repeat(200_000)}`),
    ),
  },
  { name: 'sends HTML with 200', code: 'UPSTREAM_BAD_RESPONSE', answer: whole('<html><title>Welcome</title></html>') },
  { name: 'sends nothing with 200', code: 'UPSTREAM_BAD_RESPONSE', answer: whole('') },
  { name: 'sends broken UTF-8', code: 'UPSTREAM_BAD_RESPONSE', answer: whole(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])) },
  {
    name: 'sends wrong types',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: whole('{"trackingId":{"a":1},"to":[1],"status":"Sent","price":"x","viberAction":7}'),
  },
  ...Object.entries(ODD_BUT_WELL).map(([name, members]) => ({
    name,
    code: null,
    answer: whole(messageWith(name, ...members)),
  })),
  ...flatBodies,
];
