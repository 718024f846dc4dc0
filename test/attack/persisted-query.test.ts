import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  type Attack,
  describeAttacks,
  errorsOf,
  get,
  many,
  operation,
  post,
  serviceUnderAttack,
  sendRequest,
} from './attack.js';

const service = serviceUnderAttack({ SUBGRAPH_SECRET: 'between-router-and-subgraph' });
const IDEA = 'OWASP: insecure defaults (persisted queries)';

const hashOf = (query: string): string => createHash('sha256').update(query).digest('hex');
const persisted = (sha256Hash: unknown, query?: string, version: unknown = 1): Attack['request'] =>
  post(JSON.stringify({ query, extensions: { persistedQuery: { version, sha256Hash } } }));

const refused = (
  name: string,
  request: Attack['request'],
  status = 400,
  code = 'BAD_REQUEST',
  secrets: readonly string[] = [],
): Attack => ({
  name,
  idea: IDEA,
  request,
  status,
  code,
  secrets,
});

const unknown = (name: string, hash: unknown): Attack =>
  refused(name, persisted(hash), 200, 'PERSISTED_QUERY_NOT_FOUND');

describeAttacks('hashes', service, [
  refused('a hash of another text', persisted(hashOf('{ a }'), '{ __typename }')),
  refused('a hash that is none', persisted('secret-hash', '{ __typename }'), 400, 'BAD_REQUEST', ['secret-hash']),
  refused('a hash in capital letters', persisted(hashOf('{ __typename }').toUpperCase(), '{ __typename }')),
  refused('a version that there is not', persisted(hashOf('{ __typename }'), '{ __typename }', 2)),
  refused(
    'a version that is a text',
    persisted(hashOf('{ __typename }'), '{ __typename }', 'secret'),
    400,
    'BAD_REQUEST',
    ['secret'],
  ),
  unknown('an unknown hash', hashOf('{ b }')),
  unknown('a hash by a name of the prototype', '__proto__'),
  unknown('a hash with a zero byte', '\u0000'),
  unknown('a hash of 500 KB', 'f'.repeat(500_000)),
  unknown('a hash that is a path', '../../etc/passwd'),
]);

test('what is too large, expensive or shut stays so under its hash', async () => {
  const { url, sandbox } = service();
  const documents = [
    [`{ ${many(101, (n) => `a${n}: __typename`)} }`, 400, 'OPERATION_LIMIT_EXCEEDED'],
    ['{ _service { sdl } }', 403, 'FORBIDDEN'],
    [
      '{ campaign(trackingId: "c") { messages(first: 1000) { nodes { deliveryReport { id } } } } }',
      400,
      'OPERATION_TOO_EXPENSIVE',
    ],
  ] as const;
  for (const [query, status, code] of documents) {
    sandbox.clearCalls();
    const registered = await sendRequest(url, persisted(hashOf(query), query));
    expect([registered.status, errorsOf(registered)[0]?.extensions['code']]).toEqual([status, code]);
    const asked = await sendRequest(url, persisted(hashOf(query)));
    expect(errorsOf(asked)[0]?.extensions['code']).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(sandbox.calls()).toEqual([]);
  }
});

test('the variables of a known hash are looked at each time', async () => {
  const query =
    'query ($n: Int) { campaign(trackingId: "c") { messages(first: $n) { nodes { deliveryReport { id } } } } }';
  const { url } = service();
  await sendRequest(url, persisted(hashOf(query), query));
  const extensions = { persistedQuery: { version: 1, sha256Hash: hashOf(query) } };
  const reply = await sendRequest(url, post(JSON.stringify({ variables: { n: 1000 }, extensions })));
  expect([reply.status, errorsOf(reply)[0]?.extensions['code']]).toEqual([400, 'OPERATION_TOO_EXPENSIVE']);
});

test('an operation that a router registered is refused to others who know its hash', async () => {
  const query = '{ _service { sdl } __typename }';
  const { url } = service();
  const extensions = { persistedQuery: { version: 1, sha256Hash: hashOf(query) } };
  await sendRequest(
    url,
    post(JSON.stringify({ query, extensions }), { 'x-subgraph-secret': 'between-router-and-subgraph' }),
  );
  const reply = await sendRequest(url, post(JSON.stringify({ extensions })));
  expect([reply.status, errorsOf(reply)[0]?.extensions['code']]).toEqual([403, 'FORBIDDEN']);
});

test('a mutation is not run by GET through its hash', async () => {
  const query = 'mutation { __typename }';
  const { url } = service();
  await sendRequest(url, persisted(hashOf(query), query));
  const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hashOf(query) } });
  const reply = await sendRequest(url, get({ extensions }));
  expect([reply.status, errorsOf(reply)[0]?.extensions['code']]).toEqual([405, 'BAD_REQUEST']);
});

test('a flood of hashes and of texts leaves the server as it was', async () => {
  const { url } = service();
  for (let round = 0; round < 4; round++) {
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, n) => {
        const query = `{ a${round}x${n}: __typename }`;
        return sendRequest(url, n % 2 === 0 ? persisted(hashOf(query), query) : persisted(hashOf(query)));
      }),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  }
  const reply = await sendRequest(url, operation('{ __typename }'));
  expect([reply.status, errorsOf(reply)]).toEqual([200, []]);
});
