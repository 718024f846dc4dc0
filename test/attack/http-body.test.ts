import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { type Attack, describeAttacks, errorsOf, post, serviceUnderAttack, sendRequest } from './attack.js';

const service = serviceUnderAttack();

const refused = (
  name: string,
  idea: string,
  status: number,
  request: Attack['request'],
  secrets: readonly string[] = [],
): Attack => ({
  name,
  idea,
  request,
  status,
  code: 'BAD_REQUEST',
  secrets,
});

const OPERATION = '{"query":"{ __typename }"}';
const huge = `{"query":"{ __typename }","x":"${'x'.repeat(8 * 1024 * 1024)}"}`;
const bomb = Buffer.alloc(64 * 1024 * 1024, ' ');
const encoded = (body: Buffer | string, encoding: string): Attack['request'] =>
  post(body, { 'content-encoding': encoding });

describeAttacks('bodies that are too large', service, [
  refused(
    'one byte above 1 MB',
    'OWASP: resources',
    413,
    post(OPERATION + ' '.repeat(1024 * 1024 - OPERATION.length + 1)),
  ),
  refused(
    'chunks without a length',
    'OWASP: resources',
    413,
    post(huge.slice(0, 1024 * 1024 + 100), { 'transfer-encoding': 'chunked' }),
  ),
  refused('64 MB in 64 KB of gzip', 'OWASP: resources', 413, encoded(gzipSync(bomb), 'gzip')),
  refused('64 MB in 64 KB of deflate', 'OWASP: resources', 413, encoded(deflateSync(bomb), 'deflate')),
  refused('64 MB in a few bytes of brotli', 'OWASP: resources', 413, encoded(brotliCompressSync(bomb), 'br')),
  refused(
    'one byte above 1 MB in gzip',
    'OWASP: resources',
    413,
    encoded(gzipSync(OPERATION + ' '.repeat(1024 * 1024 - OPERATION.length + 1)), 'gzip'),
  ),
  refused(
    'gzip of several members that grow together',
    'OWASP: resources',
    413,
    encoded(Buffer.concat(Array.from({ length: 40 }, () => gzipSync(Buffer.alloc(64 * 1024, ' ')))), 'gzip'),
  ),
]);

describeAttacks('bodies that cannot be read', service, [
  refused('gzip in gzip', 'OWASP: resources', 415, encoded(gzipSync(gzipSync(OPERATION)), 'gzip, gzip')),
  refused('gzip in gzip, said once', 'OWASP: resources', 400, encoded(gzipSync(gzipSync(OPERATION)), 'gzip')),
  refused('an encoding that nobody knows', 'OWASP: input validation', 415, encoded(OPERATION, 'secret-encoding'), [
    'secret-encoding',
  ]),
  refused('an encoding by a name of the prototype', 'OWASP: input validation', 415, encoded(OPERATION, 'constructor')),
  refused('plain text that is called gzip', 'OWASP: input validation', 400, encoded(OPERATION, 'gzip')),
  refused('gzip that is cut off', 'OWASP: input validation', 400, encoded(gzipSync(OPERATION).subarray(0, 20), 'gzip')),
  ...(
    [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const
  ).map(([name, compress]) =>
    refused(
      `${name} with bytes behind its end`,
      'OWASP: input validation',
      400,
      encoded(Buffer.concat([compress(OPERATION), Buffer.from('secret')]), name),
      ['secret'],
    ),
  ),
  refused('deflate without its head', 'OWASP: input validation', 400, encoded(deflateRawSync(OPERATION), 'deflate')),
  refused(
    'bytes that are no UTF-8',
    'OWASP: character encoding',
    400,
    post(Buffer.from('7b227175657279223a22ff22fe7d', 'hex')),
  ),
  refused(
    'an overlong UTF-8 form',
    'OWASP: character encoding',
    400,
    post(Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')])),
  ),
  refused(
    'half a surrogate pair as UTF-8',
    'OWASP: character encoding',
    400,
    post(Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')])),
  ),
  ...['%', '%4', '%zz', '%FF%FE', '%ed%a0%80'].map((name) =>
    refused(`${name} in an address`, 'OWASP: character encoding', 400, {
      path: `/graphql?query=%7B__typename%7D&operationName=${name}`,
      headers: { 'apollo-require-preflight': '1' },
    }),
  ),
  refused('UTF-16', 'OWASP: character encoding', 400, post(Buffer.from(OPERATION, 'utf16le'))),
  refused('nothing', 'OWASP: input validation', 400, post('')),
  refused('no JSON', 'OWASP: input validation', 400, post('secret-value'), ['secret-value']),
  refused('JSON that is cut off', 'OWASP: input validation', 400, post('{"query":"secret-value'), ['secret-value']),
  refused('two values', 'OWASP: input validation', 400, post(OPERATION + OPERATION)),
  refused('a zero byte in the JSON', 'OWASP: injection', 400, post('{"query":"{ __typename\0 }"}')),
  refused('a line break in a text', 'OWASP: injection', 400, post('{"query":"{ __typename\n }"}')),
  refused('400 000 open brackets', 'OWASP: input validation', 400, post('['.repeat(400_000))),
  refused('NaN', 'OWASP: input validation', 400, post('{"query":"{ __typename }","variables":NaN}')),
]);

const listOf = (count: number): string => `[${Array.from({ length: count }, () => OPERATION).join(',')}]`;

describeAttacks('bodies that are no operation', service, [
  refused('two operations in an array', 'graphql-cop: array-based query batching', 400, post(listOf(2))),
  refused('ten operations in an array', 'BatchQL: JSON list based batching', 400, post(listOf(10))),
  refused('one operation in an array', 'OWASP: batching attacks', 400, post(listOf(1))),
  refused('ten thousand operations in an array', 'OWASP: batching attacks', 400, post(listOf(10_000))),
  refused('no operation in an array', 'OWASP: batching attacks', 400, post('[]')),
  refused(
    'operations under numbers',
    'OWASP: batching attacks',
    400,
    post(`{"0":${OPERATION},"1":${OPERATION},"length":2}`),
  ),
  refused(
    'operations in the place of a text',
    'OWASP: batching attacks',
    400,
    post('{"query":["{ __typename }","{ __typename }"]}'),
  ),
  refused('null', 'OWASP: input validation', 400, post('null')),
  refused('a text', 'OWASP: input validation', 400, post('"{ __typename }"')),
  refused('an object without a document', 'OWASP: input validation', 400, post('{}')),
  refused('a document of the prototype', 'OWASP: injection', 400, post('{"__proto__":{"query":"{ __typename }"}}')),
  refused('an empty document', 'OWASP: input validation', 400, post('{"query":""}')),
  refused('a document that is an object', 'OWASP: injection', 400, post('{"query":{"$gt":"secret-value"}}'), [
    'secret-value',
  ]),
  refused(
    'variables that are a text',
    'OWASP: input validation',
    400,
    post('{"query":"{ __typename }","variables":"{\\"a\\":\\"secret-value\\"}"}'),
    ['secret-value'],
  ),
  refused(
    'variables that are a list',
    'OWASP: input validation',
    400,
    post('{"query":"{ __typename }","variables":[1]}'),
  ),
  refused(
    'extensions that are a text',
    'OWASP: input validation',
    400,
    post('{"query":"{ __typename }","extensions":"secret-value"}'),
    ['secret-value'],
  ),
  refused(
    'an operation name that is a number',
    'OWASP: input validation',
    400,
    post('{"query":"{ __typename }","operationName":306912345678}'),
    ['306912345678'],
  ),
  refused(
    'an operation name that is a list',
    'OWASP: input validation',
    400,
    post('{"query":"{ __typename }","operationName":["A"]}'),
  ),
]);

test.each([
  [
    'a document that is given twice counts as the last one',
    '{"query":"mutation { sendViberCampaign }","query":"{ __typename }"}',
  ],
  [
    'members of the prototype are members like any other',
    '{"query":"{ __typename }","__proto__":{"operationName":"A"},"constructor":{"prototype":{"query":1}}}',
  ],
])('%s', async (_name, body) => {
  const reply = await sendRequest(service().url, post(body));
  expect(reply.status).toBe(200);
  expect(JSON.parse(reply.text)).toEqual({ data: { __typename: 'Query' } });
});

test('small compressed bodies are read', async () => {
  for (const [encoding, body] of [
    ['gzip', gzipSync(OPERATION)],
    ['deflate', deflateSync(OPERATION)],
    ['br', brotliCompressSync(OPERATION)],
  ] as const) {
    expect(errorsOf(await sendRequest(service().url, encoded(body, encoding)))).toEqual([]);
  }
});

test('a body that comes in many pieces is one, wherever it was cut', async () => {
  const body = `{"query":"{ __typename }","x":"${'€'.repeat(300_000)}"}`;
  const reply = await sendRequest(service().url, post(body));
  expect(reply.status).toBe(200);
  expect(JSON.parse(reply.text)).toEqual({ data: { __typename: 'Query' } });
});
