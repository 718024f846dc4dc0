import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readManifest } from '../../src/server/graphql/persisted-manifest.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { codesOf, get, persistedQuery, post, sha256 } from './persisted-request.js';

const PING = 'query Ping {\n  __typename\n}';
const NODE = 'query Node($id: ID!) {\n  node(id: $id) {\n    __typename\n  }\n}';
const TOUCH = 'mutation Touch {\n  __typename\n}';

const manifest = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [
    { id: sha256(PING), name: 'Ping', type: 'query', body: PING },
    { id: 'node-by-id', name: 'Node', type: 'query', body: NODE },
    { id: sha256(TOUCH), name: 'Touch', type: 'mutation', body: TOUCH },
  ],
};

let directory: string;
let only: RunningService;
let beside: RunningService;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'persisted-'));
  const file = join(directory, 'operations.json');
  await writeFile(file, JSON.stringify(manifest));
  only = await startRunningService({ PERSISTED_OPERATIONS: file, PERSISTED_ONLY: 'on' });
  beside = await startRunningService({ PERSISTED_OPERATIONS: file });
});
afterAll(async () => {
  await only.stop();
  await beside.stop();
  await rm(directory, { recursive: true });
});

describe.each([
  ['POST', post],
  ['GET', get],
] as const)('with PERSISTED_ONLY, by %s,', (_method, ask) => {
  test.each([
    ['its id', { extensions: persistedQuery(sha256(PING)) }],
    ['its exact text', { query: PING }],
    ['both', { query: PING, extensions: persistedQuery(sha256(PING)) }],
    ['its id and its name', { operationName: 'Ping', extensions: persistedQuery(sha256(PING)) }],
  ])('a listed operation runs by %s', async (_name, request) => {
    expect((await ask(only.url, request)).data).toEqual({ __typename: 'Query' });
  });

  test('a listed operation runs by an id that is no hash, with its variables', async () => {
    const request = { extensions: persistedQuery('node-by-id'), variables: { id: 'nothing' } };
    expect((await ask(only.url, request)).data).toEqual({ node: null });
  });

  test('a listed operation runs by its text and the hash of it, whatever its id is', async () => {
    const request = { query: NODE, extensions: persistedQuery(sha256(NODE)), variables: { id: 'nothing' } };
    expect((await ask(only.url, request)).data).toEqual({ node: null });
  });

  test.each([
    ['another text', { query: '{ __typename }' }],
    ['a text that means the same', { query: 'query Ping { __typename }' }],
    ['text that is no GraphQL at all', { query: '}{' }],
    ['text beyond every limit', { query: 'a '.repeat(7000) }],
    ['introspection', { query: '{ __schema { queryType { name } } }' }],
    ['an unknown id', { extensions: persistedQuery(sha256('{ __typename }')) }],
    ['a member of every object', { extensions: persistedQuery('constructor') }],
    ['another text under a listed id', { query: '{ __typename }', extensions: persistedQuery(sha256(PING)) }],
    ['one listed text under the id of another', { query: PING, extensions: persistedQuery('node-by-id') }],
    ['a listed text under an unknown id', { query: PING, extensions: persistedQuery('unknown') }],
  ])('%s is refused before it is parsed', async (_name, request) => {
    const answer = await ask(only.url, request);
    expect(answer.status).toBe(400);
    expect(answer.data).toBeUndefined();
    expect(codesOf(answer)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  test('an automatic persisted query cannot be registered', async () => {
    const query = '{ automatic: __typename }';
    const extensions = persistedQuery(sha256(query));
    expect(codesOf(await ask(only.url, { query, extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect(codesOf(await ask(only.url, { extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  test('a request with neither text nor id is refused with what is missing', async () => {
    expect(codesOf(await ask(only.url, { variables: {} }))).toEqual(['BAD_REQUEST']);
  });
});

test('with PERSISTED_ONLY a listed mutation runs by POST and not by GET', async () => {
  const request = { extensions: persistedQuery(sha256(TOUCH)) };
  expect((await post(only.url, request)).data).toEqual({ __typename: 'Mutation' });
  expect((await get(only.url, request)).status).toBe(405);
});

test('without it the list is an addition: ids, other texts and automatic persisted queries all run', async () => {
  const listed = { extensions: persistedQuery('node-by-id'), variables: { id: 'nothing' } };
  expect((await post(beside.url, listed)).data).toEqual({ node: null });
  expect((await get(beside.url, listed)).data).toEqual({ node: null });
  expect((await post(beside.url, { query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
  const query = '{ automatic: __typename }';
  const extensions = persistedQuery(sha256(query));
  expect((await post(beside.url, { query, extensions })).data).toEqual({ automatic: 'Query' });
  expect((await post(beside.url, { extensions })).data).toEqual({ automatic: 'Query' });
});

test.each([
  ['under the id of a listed operation', 'node-by-id'],
  ['under the hash of a listed operation', sha256(PING)],
])('without it another text %s is refused, and the listed operation does not run', async (_name, id) => {
  const answer = await post(beside.url, { query: '{ other: __typename }', extensions: persistedQuery(id) });
  expect({ status: answer.status, data: answer.data, codes: codesOf(answer) }).toEqual({
    status: 400,
    data: undefined,
    codes: ['BAD_REQUEST'],
  });
});

test('without it a listed operation runs by its id and its text together', async () => {
  const request = { query: NODE, extensions: persistedQuery('node-by-id'), variables: { id: 'nothing' } };
  expect((await post(beside.url, request)).data).toEqual({ node: null });
});

test('the sample of docs/clients.md is a list, and its request runs', async () => {
  const page = await readFile('docs/clients.md', 'utf8');
  const [list, request] = [...page.slice(page.indexOf('## Persisted operations')).matchAll(/```json\n([^]*?)```/g)].map(
    ([, text]) => JSON.parse(text!) as unknown,
  );
  expect(readManifest(list).size).toBe(1);
  const file = join(directory, 'sample.json');
  await writeFile(file, JSON.stringify(list));
  const service = await startRunningService({ PERSISTED_OPERATIONS: file, PERSISTED_ONLY: 'on' });
  const { data, errors } = await post(service.url, request);
  await service.stop();
  expect([errors, data]).toEqual([[], { campaigns: { nodes: expect.any(Array) } }]);
});

describe('a file that cannot be used stops the start', () => {
  const startWith = async (content: unknown): Promise<string> => {
    const file = join(directory, 'broken.json');
    await writeFile(file, JSON.stringify(content));
    try {
      const service = await startRunningService({ PERSISTED_OPERATIONS: file });
      await service.stop();
    } catch (error) {
      return (error as Error).message;
    }
    return 'it started';
  };

  test('with every mistake in one message', async () => {
    const message = await startWith({
      format: 'relay',
      version: 2,
      operations: [
        manifest.operations[0],
        { ...manifest.operations[0], body: PING },
        { name: 'Ping', type: 'query', body: PING },
        { id: 'a', name: 'Pong', type: 'mutation', body: PING },
        { id: 'b', name: 'Ping', type: 'query', body: '{' },
        { id: 'c', name: 'Ping', type: 'query', body: `${PING} query Pong { __typename }` },
        { id: 'd', name: 'Ping', type: 'query' },
        'text',
      ],
    });
    expect(message.split('\n')).toEqual([
      'The settings have 11 mistakes:',
      ...[
        'format: must be "apollo-persisted-query-manifest"',
        'version: must be 1',
        'operations[1].id: is the id of an earlier one as well',
        'operations[2].id: must be a text',
        'operations[3].name: must be the name in its body',
        'operations[3].type: must be that of its body',
        'operations[4].body: is not a GraphQL document',
        'operations[5].body: must hold one operation',
        'operations[6].body: must be the text of the operation',
        'operations[7].id: must be a text',
        'operations[7].body: must be the text of the operation',
      ].map((mistake) => `  PERSISTED_OPERATIONS: ${mistake}`),
    ]);
  });

  test.each([[[]], [{}], [{ ...manifest, operations: {} }], [null]])('as %j does', async (content) => {
    expect(await startWith(content)).toContain('operations: must be a list');
  });

  test('before anything is opened that would have to be closed', async () => {
    const servers = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
    const before = servers();
    await startWith({});
    expect(servers()).toBe(before);
  });

  test('with no more mistakes than can be read', async () => {
    const message = await startWith({ ...manifest, operations: Array.from({ length: 500 }, () => 'text') });
    expect(message.split('\n')).toHaveLength(22);
    expect(message).toContain('and 980 more');
  });
});
