import 'reflect-metadata';
import { describe, expect, test } from '@jest/globals';
import { GraphQLInt, GraphQLObjectType, GraphQLSchema, OperationTypeNode, parse, visit } from 'graphql';
import { withFederation } from '../../src/graph/entity/federation.js';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { estimateCalls } from '../../src/server/graphql/call-cost.js';
import { walkDocument } from '../../src/server/graphql/document-walk.js';
import { ROOT_RULES } from '../../src/server/graphql/root-scopes.js';

const schema = buildGraphSchema();
const NONE = Object.create(null) as Record<string, unknown>;

/** Counts how often each selection set of a document is looked into. */
function countVisits(text: string) {
  const document = parse(text);
  let sets = 0;
  let visits = 0;
  visit(document, {
    SelectionSet(node) {
      sets += 1;
      const { selections } = node;
      Object.defineProperty(node, 'selections', {
        get() {
          visits += 1;
          return selections;
        },
      });
    },
  });
  visits = 0;
  return { document, sets, visits: () => visits };
}

const CHAIN = 500;
const chained = (type: string, core: string, doublings: number): string =>
  [
    ...Array.from({ length: CHAIN }, (_, n) => `fragment c${n} on ${type} { ...c${n + 1} }`),
    `fragment c${CHAIN} on ${type} { ...d0 }`,
    ...Array.from({ length: doublings }, (_, n) => `fragment d${n} on ${type} { ...d${n + 1} ...d${n + 1} }`),
    `fragment d${doublings} on ${type} { ${core} }`,
  ].join('\n');

/** Selections that come out of fragments which double, the last of which selects one field. */
const doubled = (doublings: number): number => (doublings === 0 ? 1 : 2 + 2 * doubled(doublings - 1));

describe('the walk over a document', () => {
  test('visits every selection set once, however often its fragment is spread', () => {
    const { document, sets, visits } = countVisits(
      `{ a: campaign(trackingId: "c") { ...c0 } ...r0 } ${chained('Campaign', 'x: name', 5)} ${chained(
        'Query',
        '__typename',
        4,
      )
        .replaceAll(/\b([cd])(\d+)/g, 'r$1$2')
        .replaceAll('rc0', 'r0')}`,
    );
    const [operation] = walkDocument(schema, document);
    expect(visits()).toBe(sets);
    expect(operation?.selections).toMatchObject({
      fields: 1 + 16,
      aliases: 1 + 32,
      depth: 2,
      selections: 2 + (1 + CHAIN) + 1 + doubled(5) + CHAIN + 1 + doubled(4),
    });
  });

  test('ends with fragments that spread each other in a circle', () => {
    const { document, sets, visits } = countVisits(
      '{ ...a } fragment a on Query { ...b ...b } fragment b on Query { ...a ...c } fragment c on Query { __typename ...c }',
    );
    expect([...walkDocument(schema, document)[0]!.rootFields]).toEqual(['__typename']);
    expect(visits()).toBe(sets);
  });

  test.each([
    '{ campaigns(first: "x") { nodes { trackingId } } }',
    '{ campaigns(first: { a: 1 }, last: [2]) { nope { nodes } } nope(first: 1) { a } }',
    'query ($constructor: Int, $__proto__: Int) { campaigns(first: $constructor, last: $__proto__) { totalCount } }',
    'query ($n: Int) { campaign(trackingId: "c") { messages(first: $n) { nodes { deliveryReport { id } } } } }',
    '{ nodes(ids: "x") { ... on Nope { a } } deliveryReports(by: 1) { id } _entities(representations: 7) { __typename } }',
    'mutation { campaigns { totalCount } sendViberCampaign { replayed } }',
    'subscription { campaigns { totalCount } }',
  ])('finds a number of calls for %s, valid or not', (text) => {
    for (const [operation] of [schema, withFederation(schema)].map((one) => walkDocument(one, parse(text)))) {
      for (const n of [undefined, 'x', {}, [], null, Number.NaN, -1, () => 1])
        expect(estimateCalls(operation!.selections, { __proto__: null, n }).calls).toBeGreaterThanOrEqual(0);
    }
  });

  test('reads no variable from the prototype of everything', () => {
    const callsOf = (argument: string): number =>
      estimateCalls(
        walkDocument(
          schema,
          parse(
            `query ($constructor: Int) { campaign(trackingId: "c") { messages${argument} { nodes { deliveryReport { id } } } } }`,
          ),
        )[0]!.selections,
        NONE,
      ).calls;
    expect(callsOf('(first: $constructor)')).toBe(callsOf(''));
  });
});

describe('the estimate', () => {
  test('computes the cost of every fragment once, and counts it as often as it is spread', () => {
    let computed = 0;
    const cost = {
      calls: () => {
        computed += 1;
        return 3;
      },
    };
    const query = new GraphQLObjectType({ name: 'Query', fields: { f: { type: GraphQLInt, extensions: { cost } } } });
    const [operation] = walkDocument(
      new GraphQLSchema({ query }),
      parse(
        '{ ...a ...a } fragment a on Query { ...b ...b } fragment b on Query { ...c ...c } fragment c on Query { f }',
      ),
    );
    expect(estimateCalls(operation!.selections, NONE).calls).toBe(8 * 3);
    expect(computed).toBe(1);
  });
});

describe('the rules of root fields', () => {
  test.each([OperationTypeNode.QUERY, OperationTypeNode.MUTATION] as const)(
    'there is one for every root field of a %s, and none for others',
    (type) => {
      const root = withFederation(schema).getRootType(type);
      const served = [
        ...Object.keys(root!.getFields()),
        '__typename',
        ...(type === OperationTypeNode.QUERY ? ['__schema', '__type'] : []),
      ];
      expect([...ROOT_RULES[type].keys()].sort()).toEqual(served.sort());
    },
  );
});
