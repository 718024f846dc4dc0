import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { graph, type World } from '../support/fake-sources.js';
import { deliveryReport, failoverFlow, sentCampaign, viberMessage, viberMessages } from '../support/graph-samples.js';

const world: World = {
  campaigns: { c1: [viberMessage('m0'), null, viberMessage('m2')], c2: viberMessages(3) },
  messages: [viberMessage('m1')],
  flows: [failoverFlow('f1'), failoverFlow('f2')],
  reports: [deliveryReport('g1', 'f1')],
  sent: [sentCampaign('s1')],
  failures: { 'report simple e:m0': new MessagingError('UPSTREAM_TIMEOUT', { retryAfterSeconds: 3 }) },
};

/** `ask` runs everything by graphql-js and as graphql-jit compiles it, and compares data, errors and calls. */
describe('a compiled operation answers as an executed one', () => {
  test.each<[string, string, Record<string, unknown>?]>([
    [
      'aliases of one field',
      '{ a: campaign(trackingId: "c2") { x: name } b: campaign(trackingId: "c2") { x: trackingId } }',
    ],
    [
      'a field selected twice',
      '{ campaign(trackingId: "c2") { messages(first: 1) { totalCount } } campaign(trackingId: "c2") { messages(first: 1) { nodes { to } } } }',
    ],
    [
      'fragments on an interface and its types',
      '{ failoverFlow(trackingId: "f1") { steps { ...s ... on SmsStep { text } } } } fragment s on FailoverStep { order ... on ViberStep { message { trackingId } } ... on OtherStep { vendorType } }',
    ],
    ['type names', '{ __typename failoverFlows { __typename nodes { __typename steps { __typename } } } }'],
    [
      'lists with errors as items',
      '{ campaign(trackingId: "c1") { messages { edges { cursor node { trackingId deliveryReport { clicks } } } } } }',
    ],
    [
      'an error of a list item and one below another',
      '{ deliveryReports(by: [{ messageId: "g1" }, { messageId: ".." }]) { messageId phoneNumber attempts { channel } } }',
    ],
    [
      '@skip and @include with variables',
      'query ($yes: Boolean!, $no: Boolean!) { campaign(trackingId: "c2") { name @include(if: $yes) asOf @skip(if: $yes) messages @include(if: $no) { totalCount } ... @include(if: $yes) { totalMessages } ...f @skip(if: $no) } } fragment f on Campaign { isSession }',
      { yes: true, no: false },
    ],
    [
      '@include on a spread of fields that are also selected without it',
      'query ($no: Boolean!) { campaign(trackingId: "c2") { messages(first: 1) { totalCount } ...f @include(if: $no) } } fragment f on Campaign { messages(first: 1) { nodes { to } } }',
      { no: false },
    ],
    [
      'one of two ids in a variable',
      'query ($by: DeliveryReportBy!) { deliveryReport(by: $by) { messageId } }',
      { by: { extraId: 'f1' } },
    ],
    [
      'a variable in one of two ids',
      'query ($id: String!) { deliveryReport(by: { extraId: $id }) { messageId } }',
      { id: 'f1' },
    ],
    [
      'variables that are left out, with defaults',
      'query ($first: Int = 1, $after: String) { campaign(trackingId: "c2") { messages(first: $first, after: $after) { nodes { trackingId } } } }',
    ],
    [
      'an enum and an input object in variables',
      'query ($order: ViberMessageOrder) { campaign(trackingId: "c2") { messages(orderBy: $order) { nodes { trackingId } } } }',
      { order: { field: 'PRICE' } },
    ],
    ['a number for an id', 'query ($id: ID!) { viberMessage(trackingId: $id) { to } }', { id: 5 }],
    [
      'an instant',
      'query ($t: DateTime) { failoverFlows(filter: { createdUntil: $t }) { totalCount } }',
      { t: '2026-03-01T10:00+02:00' },
    ],
    [
      'nodes of several types, and none',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Campaign { name } } node(id: "x") { id } }',
      { ids: ['x', 'y'] },
    ],
    ['an argument that is refused', '{ campaigns(first: 0) { totalCount } viberMessage(trackingId: "m1") { to } }'],
    [
      'an error that reaches the root',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: Array(101).fill('x') },
    ],
    ['introspection', '{ __type(name: "Campaign") { name fields { name } } }'],
  ])('with %s', async (_, query, variables = {}) => {
    const { ask } = await graph(world);
    const { result } = await ask(query, variables);
    expect(result).toBeDefined();
  });

  test('with its errors reported as errors of the catalogue', async () => {
    const { askCompiled } = await graph(world);
    const { result } = await askCompiled('{ campaign(trackingId: "gone") { name } }');
    expect(result.errors?.[0]?.originalError).toBeInstanceOf(MessagingError);
    expect(result.errors?.[0]?.locations).toEqual([{ line: 1, column: 3 }]);
  });
});
