import { describe, expect, test } from '@jest/globals';
import { type GraphQLSchema, parse } from 'graphql';
import { withFederation } from '../../src/graph/entity/federation.js';
import { writeGlobalId } from '../../src/graph/node/node.id.js';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { estimateCalls } from '../../src/server/graphql/call-cost.js';
import { createTenant } from '../../src/server/auth/caller.js';
import { walkDocument } from '../../src/server/graphql/document-walk.js';

const schema = buildGraphSchema();
const federated = withFederation(schema);
const callsOf = (query: string, variables: Record<string, unknown>, of: GraphQLSchema = schema): number =>
  estimateCalls(walkDocument(of, parse(query))[0]!.selections, { __proto__: null, ...variables }).calls;

const QUERY =
  'query ($n: Int, $after: String) { campaign(trackingId: "c") { messages(first: $n, after: $after) { nodes { deliveryReport { id } } } } }';

test('variables that an operation does not have, and the texts of those that it has, cost nothing', () => {
  const calls = callsOf(QUERY, { n: 5 });
  for (const name of ['a', 'b', 'x'.repeat(100_000)]) expect(callsOf(QUERY, { n: 5, [name]: 1 })).toBe(calls);
  expect(callsOf(QUERY, { n: 5, after: 'b'.repeat(100_000) })).toBe(calls);
});

test('numbers decide what an operation may cost', () => {
  expect(callsOf(QUERY, { n: 50 })).toBeGreaterThan(callsOf(QUERY, { n: 5 }));
  expect(callsOf(QUERY, { n: -50 })).toBeGreaterThan(0);
});

describe('a list of objects of several types', () => {
  const SELECTED = `__typename
    ... on Campaign { progress { total } messages(first: 5) { nodes { deliveryReport { id } } } }
    ... on Node { ...Message ... on FailoverFlow { steps { ... on ViberStep { message { to } } } } }`;
  const FRAGMENT = 'fragment Message on ViberMessage { to deliveryReport { id } }';
  const tenant = createTenant('shop');
  const lists = {
    '_entities by their __typename': (types: readonly string[]) =>
      callsOf(
        `query ($r: [_Any!]!) { _entities(representations: $r) { ${SELECTED} } } ${FRAGMENT}`,
        { r: types.map((type, n) => ({ __typename: type, trackingId: `t${n}` })) },
        federated,
      ),
    'nodes by the type in their ids': (types: readonly string[]) =>
      callsOf(`query ($ids: [ID!]!) { nodes(ids: $ids) { ${SELECTED} } } ${FRAGMENT}`, {
        ids: types.map((type, n) => (type === '' ? `n${n}` : writeGlobalId(tenant, { type, key: `t${n}` }))),
      }),
  };

  test.each(Object.entries(lists))('costs for each object what is selected of its type: %s', (_, estimate) => {
    const of = (type: string) => estimate([type]);
    expect(of('ViberMessage')).toBe(2); // itself and its report
    expect(of('Campaign')).toBeGreaterThan(of('ViberMessage'));
    expect(of('FailoverFlow')).toBeGreaterThan(1);
    expect(of('Send')).toBe(1);
    const mixed = ['Campaign', ...Array.from({ length: 11 }, () => 'ViberMessage'), 'FailoverFlow', 'FailoverFlow'];
    expect(estimate(mixed)).toBe(of('Campaign') + 11 * of('ViberMessage') + 2 * of('FailoverFlow'));
  });

  test.each(Object.entries(lists))('costs for an object of unknown type all that is selected: %s', (_, estimate) => {
    const parts = ['Campaign', 'ViberMessage', 'FailoverFlow'].map((type) => estimate([type]) - 1);
    expect(estimate([''])).toBe(1 + parts.reduce((sum, part) => sum + part));
  });
});
