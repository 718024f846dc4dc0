import { gql } from '@apollo/client';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, isAbstractType, isObjectType } from 'graphql';
import { WebSocket } from 'ws';
import { cacheConfig, createCache } from '../../examples/console/src/graph/cache.js';
import { createClient } from '../../examples/console/src/graph/client.js';
import possible from '../../examples/console/src/generated/possible-types.js';
import { cacheOptions } from '../../examples/clients/urql.js';
import { OF_THE_VENDOR, partsOf } from './parts.js';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'), { assumeValid: true });

describe('the cache of Apollo Client', () => {
  test('knows the types of every interface and union: npm --prefix examples/console run types', () => {
    const found = Object.values(schema.getTypeMap())
      .filter(isAbstractType)
      .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)] as const);
    const sorted = (types: Record<string, readonly string[]>) =>
      Object.fromEntries(Object.entries(types).map(([name, all]) => [name, [...all].sort()]));
    expect(sorted(possible.possibleTypes)).toEqual(sorted(Object.fromEntries(found)));
  });

  test('keeps together what two selections bring of an object without an id of its own', () => {
    const { policies } = createCache();
    const parts = partsOf(schema);
    expect(parts.length).toBeGreaterThan(20);
    expect(parts.filter(({ parent, field, type }) => !policies.getMergeFunction(parent, field, type))).toEqual([]);
    for (const __typename of OF_THE_VENDOR) expect(policies.identify({ __typename, id: 'one' })).toEqual([undefined]);
  });

  test('has policies for types and fields that exist alone', () => {
    for (const [name, policy] of Object.entries(cacheConfig.typePolicies!)) {
      const type = schema.getType(name);
      if (!isObjectType(type)) throw new Error(`${name} is no object type`);
      const keys = Array.isArray(policy.keyFields) ? (policy.keyFields as string[]) : [];
      for (const field of [...keys, ...Object.keys(policy.fields ?? {})])
        expect(type.getFields()).toHaveProperty(field);
    }
  });
});

test('the cache of urql keeps every type without an id in what contains it', () => {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const withoutId = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !roots.includes(type) && !Object.hasOwn(type.getFields(), 'id'))
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('_'));
  expect(Object.keys(cacheOptions.keys!).sort()).toEqual([...withoutId, ...OF_THE_VENDOR].sort());
});

describe('the client of the console', () => {
  let server: Server;
  let answers: { status: number; body: unknown }[];
  let asked: { body: { query: string }; key: string | undefined }[];
  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        asked.push({ body: JSON.parse(text), key: request.headers.authorization });
        const answer = answers.shift();
        if (!answer) return void request.socket.destroy();
        response.writeHead(answer.status, { 'content-type': 'application/graphql-response+json' });
        response.end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));
  const client = (key: string | null = null) =>
    createClient({
      uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
      key: () => key,
      webSocketImpl: WebSocket,
    });
  const query = gql('query Total { campaigns { totalCount } }');
  const total = { status: 200, body: { data: { campaigns: { __typename: 'CampaignConnection', totalCount: 3 } } } };

  it('finds a campaign of a list by its tracking id, without a request', async () => {
    const { cache, query: read } = client();
    const node = { __typename: 'Campaign', id: 'a', trackingId: 't-1', name: 'Autumn' };
    cache.writeQuery({
      query: gql('{ campaigns { edges { cursor node { id trackingId name } } pageInfo { hasNextPage endCursor } } }'),
      data: {
        campaigns: {
          __typename: 'CampaignConnection',
          edges: [{ __typename: 'CampaignEdge', cursor: 'c', node }],
          pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: 'c' },
        },
      },
    });
    const { data } = await read({ query: gql('{ campaign(trackingId: "t-1") { trackingId name } }') });
    expect(data).toEqual({ campaign: { __typename: 'Campaign', trackingId: 't-1', name: 'Autumn' } });
    expect(asked).toEqual([]);
  });

  it('sends the key of the moment with every request', async () => {
    answers = [total];
    await client('secret').query({ query });
    expect(asked[0]!.key).toBe('Bearer secret');
  });
});
