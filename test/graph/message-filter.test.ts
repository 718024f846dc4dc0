import { describe, expect, it, test } from '@jest/globals';
import { Kind, parse } from 'graphql';
import { estimateCalls, type CostedSelections, readCallCost } from '../../src/server/graphql/call-cost.js';
import { graph } from '../support/fake-sources.js';
import { schema } from '../support/fake-sources.js';
import { deliveryStatus, viberMessage } from '../support/graph-samples.js';

const seen = { status: deliveryStatus({ state: 'SEEN', isFinal: true }) };
const campaigns = { c1: ['m1', 'm2', 'm3'].map((id) => viberMessage(id, seen)) };

const messages = (args: string): string =>
  `{ campaign(trackingId: "c1") { messages(${args}) { totalCount pageInfo { endCursor } } } }`;

const endCursor = async (args: string): Promise<string> => {
  const { data } = await (await graph({ campaigns })).ask(messages(args));
  return (data as { campaign: { messages: { pageInfo: { endCursor: string } } } }).campaign.messages.pageInfo.endCursor;
};

describe('a filter of messages', () => {
  test.each([
    ['a cursor of another filter', 'filter: { states: [SEEN, DELIVERED] }, first: 1', 'INVALID_CURSOR'],
    ['a cursor of a filter without one', 'first: 1', 'INVALID_CURSOR'],
    ['its cursor under an order', 'filter: { states: [SEEN] }, orderBy: { field: PRICE }', 'INVALID_CURSOR'],
  ])('refuses %s', async (_what, args, code) => {
    const after = await endCursor('filter: { states: [SEEN] }, first: 1');
    const { errors } = await (await graph({ campaigns })).ask(messages(`${args}, after: "${after}"`));
    expect(errors).toMatchObject([{ path: ['campaign', 'messages'], code, inputPath: ['after'] }]);
  });

  it('takes its cursor however the same filter is written', async () => {
    const after = await endCursor('filter: { states: [SEEN, DELIVERED] }, first: 1');
    const args = `filter: { states: [DELIVERED, SEEN, SEEN], countries: [] }, first: 1, after: "${after}"`;
    expect((await (await graph({ campaigns })).ask(messages(args))).errors).toEqual([]);
  });

  test.each([
    [
      'an order by phone number',
      'filter: { states: [SEEN] }, orderBy: { field: TO }',
      ['BAD_USER_INPUT orderBy.field'],
    ],
    ['a country that is none', 'filter: { countries: ["GR", "Greece"] }', ['BAD_USER_INPUT filter.countries.1']],
    ['a number that is none', 'filter: { to: "123" }', ['INVALID_RECIPIENT filter.to']],
  ])('refuses %s, before any call', async (_what, args, violations) => {
    const { errors, calls } = await (await graph({ campaigns })).ask(messages(args));
    expect(errors).toMatchObject([{ path: ['campaign', 'messages'], violations }]);
    expect(calls).toEqual([]);
  });

  it('by phone number needs the scope read:recipients', async () => {
    const { ask } = await graph({ campaigns });
    const { errors } = await ask(messages('filter: { to: "+306912345678" }'), {}, { scopes: ['read'] });
    expect(errors).toMatchObject([{ code: 'FORBIDDEN', inputPath: ['filter', 'to'] }]);
  });

  it('masks the messages that it shows to callers without that scope', async () => {
    const { ask } = await graph({ campaigns });
    const document = '{ campaign(trackingId: "c1") { messages(filter: { states: [SEEN] }) { nodes { to } } } }';
    const { data } = await ask(document, {}, { scopes: ['read'] });
    expect(JSON.stringify(data)).not.toMatch(/\d{4}/);
  });

  it('that is empty is no filter', async () => {
    const { ask } = await graph({ campaigns });
    const { calls } = await ask(messages('filter: { states: [], to: null }, first: 1'));
    expect(calls).toEqual(['messages c1 0/1']);
  });
});

/** The estimate of an operation without fragments. */
function estimate(document: string): number {
  const [operation] = parse(document).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('an operation is needed');
  const costsOf = (type: string, set: typeof operation.selectionSet): CostedSelections => ({
    fragments: [],
    types: null,
    costs: set.selections.flatMap((node) => {
      if (node.kind !== Kind.FIELD) return [];
      const parent = schema.getType(type) as ReturnType<typeof schema.getQueryType>;
      const field = parent?.getFields()[node.name.value];
      const below = node.selectionSet && costsOf(String(field?.type).replace(/[[\]!]/g, ''), node.selectionSet);
      return readCallCost(field, node, below) ?? [];
    }),
  });
  return estimateCalls(costsOf('Query', operation.selectionSet), {}).calls;
}

describe('the estimate of a walk', () => {
  const filtered = (first: number) => `messages(filter: { states: [SEEN] }, first: ${first}) { totalCount }`;
  test.each([
    [51, '{ campaign(trackingId: "c1") { progress { total } } }'],
    [51, `{ campaign(trackingId: "c1") { progress { total } deliveryCounts { count } ${filtered(20)} } }`],
    [1 + 21, `{ campaign(trackingId: "c1") { ${filtered(20)} } }`],
    [1 + 101, `{ campaign(trackingId: "c1") { ${filtered(100)} progress { total } } }`],
    [
      2 + 50,
      '{ campaign(trackingId: "c1") { progress { total } } again: campaign(trackingId: "c1") { deliveryCounts { count } } }',
    ],
    [
      2 + 50 + 21,
      `{ campaign(trackingId: "c1") { progress { total } } other: campaign(trackingId: "c2") { ${filtered(20)} } }`,
    ],
    [3 * 50, '{ campaigns(first: 3) { nodes { progress { total } deliveryCounts { count } } } }'],
    [1 + 2, '{ campaign(trackingId: "c1") { messages(filter: {}, first: 20) { totalCount } } }'],
  ])('is %i calls: %s', (calls, document) => expect(estimate(document)).toBe(calls));
});
