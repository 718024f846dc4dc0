import { expect, test } from '@jest/globals';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { createOperationPreparer } from '../../src/server/graphql/prepared-operation.js';

const QUERY = 'query ($n: Int, $after: String) { campaigns(first: $n, after: $after) { totalCount } }';
const prepared = createOperationPreparer(buildGraphSchema())(QUERY, null);

test('variables that an operation does not have are not remembered', () => {
  const known = prepared.estimate({ n: 5 });
  for (const name of ['a', 'b', 'x'.repeat(100_000)]) expect(prepared.estimate({ n: 5, [name]: 1 })).toBe(known);
});

test('nor are the texts of those that it has', () => {
  const known = prepared.estimate({ n: 5, after: 'a' });
  expect(prepared.estimate({ n: 5, after: 'b'.repeat(100_000) })).toBe(known);
});

test('numbers decide what an operation may cost', () => {
  const query =
    'query ($n: Int) { campaign(trackingId: "c") { messages(first: $n) { nodes { deliveryReport { id } } } } }';
  const reported = createOperationPreparer(buildGraphSchema())(query, null);
  expect(reported.estimate({ n: 50 }).calls).toBeGreaterThan(reported.estimate({ n: 5 }).calls);
  expect(reported.estimate({ n: -50 }).calls).toBeGreaterThan(0);
});
