import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { printSchemaText } from '../../src/graph/schema-text.js';
import { type SandboxedService, startSandboxedService } from '../support/running-service.js';

const SECRET = 'between-router-and-subgraph';
const SDL = '{ _service { sdl } }';
const ENTITIES = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }';
const stubs = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ __typename: 'ViberMessage', trackingId: `m${index}` }));

let open: SandboxedService;
let guarded: SandboxedService;
let unguarded: SandboxedService;
let withoutNodes: SandboxedService;
beforeAll(async () => {
  [open, guarded, unguarded, withoutNodes] = await Promise.all([
    startSandboxedService({ NODE_ENV: 'development' }),
    startSandboxedService({ SUBGRAPH_SECRET: SECRET }),
    startSandboxedService(),
    startSandboxedService({ NODE_ENV: 'development', NODE_FIELDS: 'off' }),
  ]);
});
afterAll(async () => {
  await Promise.all([open, guarded, unguarded, withoutNodes].map((service) => service.stop()));
});

describe('the schema text of the subgraph', () => {
  test('is the schema, with its directives and descriptions', async () => {
    const { _service } = await open.read<{ _service: { sdl: string } }>(SDL);
    expect(_service.sdl).toBe(printSchemaText(buildGraphSchema()));
    expect(_service.sdl).toContain('@link(url: "https://specs.apollo.dev/federation/v2');
    expect(_service.sdl).toContain('@key(fields: "trackingId")');
    expect(_service.sdl).toContain('type PageInfo @shareable');
    expect(_service.sdl).not.toMatch(/^ *_(entities|service)|^(scalar|union|type) _/m);
  });

  test('leaves out node and nodes where another subgraph owns them', async () => {
    const { _service } = await withoutNodes.read<{ _service: { sdl: string } }>(SDL);
    expect(_service.sdl).toBe(printSchemaText(buildGraphSchema({ nodeFields: false })));
    expect(_service.sdl).not.toMatch(/^ {2}nodes?\(/m);
    const { errors } = await withoutNodes.query('{ node(id: "x") { id } }');
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });
});

describe('outside development', () => {
  const hidden = [
    ['the schema text', SDL, {}],
    ['the schema text under another name', '{ a: __typename text: _service { sdl } }', {}],
    ['the schema text through a fragment', 'query { ...F } fragment F on Query { ... { _service { sdl } } }', {}],
    ['entities', ENTITIES, { representations: stubs(1) }],
  ] as const;

  test.each(hidden)('a caller without the secret is refused %s', async (_name, document, variables) => {
    for (const service of [guarded, unguarded]) {
      const { status, data, errors } = await service.query(document, variables);
      expect({ status, data }).toEqual({ status: 403, data: undefined });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    }
  });

  test('a caller without the secret is refused what a router has asked by its hash', async () => {
    const extensions = {
      persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(SDL).digest('hex') },
    };
    const ask = (body: object, headers: Record<string, string>) =>
      fetch(`${guarded.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    expect((await ask({ query: SDL, extensions }, { 'x-subgraph-secret': SECRET })).status).toBe(200);
    expect((await ask({ extensions }, { 'x-subgraph-secret': SECRET })).status).toBe(200);
    expect((await ask({ extensions }, {})).status).toBe(403);
  });

  test.each(['', 'wrong', `${SECRET} `.repeat(2), SECRET.toUpperCase()])('%j is not the secret', async (secret) => {
    const { status, text } = await guarded.query(SDL, {}, { 'x-subgraph-secret': secret });
    expect(status).toBe(403);
    expect(text).not.toContain(SECRET);
  });

  test('a router with the secret is served', async () => {
    const headers = { 'x-subgraph-secret': SECRET };
    const { _service } = await guarded.read<{ _service: { sdl: string } }>(SDL, {}, headers);
    expect(_service.sdl).toBe(printSchemaText(buildGraphSchema()));
    const { data } = await guarded.query(ENTITIES, { representations: stubs(2) }, headers);
    expect(data).toEqual({ _entities: [{ __typename: 'ViberMessage' }, { __typename: 'ViberMessage' }] });
  });

  test('everything else needs no secret', async () => {
    expect(await guarded.read('{ __typename }')).toEqual({ __typename: 'Query' });
  });
});

describe('references of one operation', () => {
  test('are served up to 500', async () => {
    const { data, errors } = await open.query<{ _entities: unknown[] }>(ENTITIES, { representations: stubs(500) });
    expect(errors).toEqual([]);
    expect(data?._entities).toHaveLength(500);
  });

  test('more are refused before anything runs, and the error says that routers have to lower their batch', async () => {
    open.sandbox.clearCalls();
    const { status, errors } = await open.query(ENTITIES, { representations: stubs(501) });
    expect(status).toBe(400);
    expect(errors[0]?.extensions.code).toBe('OPERATION_LIMIT_EXCEEDED');
    expect(errors[0]?.message).toBe(
      'An operation has 501 references; 500 are allowed: routers lower their batch size.',
    );
    expect(open.sandbox.calls()).toEqual([]);
  });

  test('are counted over aliases and literals', async () => {
    const { errors } = await open.query(
      `query ($r: [_Any!]!) { a: _entities(representations: $r) { __typename } b: _entities(representations: $r) { __typename } }`,
      { r: stubs(251) },
    );
    expect(errors[0]?.extensions.code).toBe('OPERATION_LIMIT_EXCEEDED');
  });
});

test('no trace is in an answer, also when a router asks for it', async () => {
  const { text } = await open.query('{ __typename }', {}, { 'apollo-federation-include-trace': 'ftv1' });
  expect(text).not.toContain('ftv1');
});
