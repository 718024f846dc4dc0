import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { estimateCalls } from '../../src/server/graphql/call-cost.js';
import { walkDocument } from '../../src/server/graphql/document-walk.js';

const schema = buildGraphSchema();
const callsOf = (query: string, variables: Record<string, unknown>): number =>
  estimateCalls(walkDocument(schema, parse(query))[0]!.selections, { __proto__: null, ...variables }).calls;

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
