import { expect, test } from '@jest/globals';
import {
  type Attack,
  describeAttacks,
  errorsOf,
  many,
  operation,
  requireNothingLeaked,
  serviceUnderAttack,
  sendRequest,
  underEveryMediaType,
} from './attack.js';

const SECRET = 'between-router-and-subgraph';
const service = serviceUnderAttack({ SUBGRAPH_SECRET: SECRET });
const open = { 'x-subgraph-secret': SECRET };

const refused =
  (code: string, status = 400) =>
  (
    name: string,
    idea: string,
    query: string,
    variables?: Record<string, unknown>,
    headers: Record<string, string> = {},
  ): Attack => ({
    name,
    idea,
    request: operation(query, variables, headers),
    status,
    code,
    secrets: [SECRET],
  });

const tooExpensive = refused('OPERATION_TOO_EXPENSIVE');
const REPORTED = 'nodes { deliveryReport { id } }';
const page = (first: number | string, below = REPORTED): string => `messages(first: ${first}) { ${below} }`;
const reports = (count: number) => Array.from({ length: count }, (_, n) => ({ messageId: `m${n}` }));
const references = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ __typename: 'ViberMessage', trackingId: `m${n}` }));
const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on ViberMessage { to } } }';

describeAttacks(
  'operations that could cost too many vendor calls',
  service,
  underEveryMediaType([
    tooExpensive(
      '99 999 999 messages with their reports',
      'OWASP: amount',
      `{ campaign(trackingId: "c") { ${page(99_999_999)} } }`,
    ),
    tooExpensive(
      '100 campaigns with 100 messages with their reports',
      'OWASP: cost analysis',
      `{ campaigns(first: 100) { nodes { ${page(100)} } } }`,
    ),
    tooExpensive(
      '100 campaigns with their messages',
      'OWASP: cost analysis',
      `{ campaigns(first: 100) { nodes { ${page(100, 'totalCount')} ...F } } } fragment F on Campaign { a: messages(last: 5) { totalCount } b: messages(last: 6) { totalCount } }`,
    ),
    tooExpensive(
      '100 nodes that are campaigns, with messages and reports',
      'OWASP: cost analysis',
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Campaign { ${page(100)} } } }`,
      { ids: Array.from({ length: 100 }, (_, n) => `n${n}`) },
    ),
    tooExpensive(
      'campaigns of messages of campaigns of messages',
      'OWASP: depth and amount',
      `{ campaign(trackingId: "c") { ${page(100, 'nodes { campaign { messages(first: 2) { nodes { deliveryReport { id } } } } }')} } }`,
    ),
    tooExpensive(
      '100 flows with the messages and reports of their steps',
      'OWASP: cost analysis',
      '{ failoverFlows(first: 100) { nodes { steps { ... on ViberStep { message { deliveryReport { id } } } } } } }',
    ),
    tooExpensive(
      '600 reports under aliases',
      'OWASP: batching by fields',
      `query (${many(6, (n) => `$r${n}: [DeliveryReportBy!]!`)}) { ${many(6, (n) => `a${n}: deliveryReports(by: $r${n}) { id }`)} }`,
      Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`r${n}`, reports(100)])),
    ),
    tooExpensive(
      '50 pages of 100 messages with reports',
      'graphql-cop: alias overloading',
      `{ ${many(50, (n) => `a${n}: campaign(trackingId: "c${n}") { ${page(100)} }`)} }`,
    ),
    tooExpensive(
      'the amount in a variable',
      'OWASP: amount',
      `query ($n: Int) { campaign(trackingId: "c") { ${page('$n')} } }`,
      { n: 1000 },
    ),
    tooExpensive(
      'the amount in a default value',
      'OWASP: amount',
      `query ($n: Int = 1000) { campaign(trackingId: "c") { ${page('$n')} } }`,
    ),
    tooExpensive(
      'the amount in a fragment',
      'graphql-armor: cost-limit',
      `{ campaign(trackingId: "c") { ...F } } fragment F on Campaign { ${page(1000)} }`,
    ),
    tooExpensive(
      'fields that are switched off',
      'graphql-armor: cost-limit',
      `query ($off: Boolean = false) { campaign(trackingId: "c") @include(if: $off) { ${page(1000)} } }`,
    ),
    tooExpensive(
      'a large page beside one that counts below zero',
      'OWASP: amount',
      `{ a: campaign(trackingId: "c") { ${page(-1_000_000)} } b: campaign(trackingId: "d") { ${page(600)} } }`,
    ),
    tooExpensive(
      'a large page beside a list below zero from its end',
      'OWASP: amount',
      `{ a: campaign(trackingId: "c") { messages(last: -1000000) { ${REPORTED} } } b: campaign(trackingId: "d") { ${page(600)} } }`,
    ),
    tooExpensive(
      '500 references, each with a report',
      'OWASP: cost analysis',
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on ViberMessage { deliveryReport { id } campaign { id } } } }',
      { r: references(500) },
      open,
    ),
  ]),
);

test('reports that repeat cost once', async () => {
  const by = Array.from({ length: 100 }, () => ({ messageId: 'the-same' }));
  const query = `query ($by: [DeliveryReportBy!]!) { ${many(50, (n) => `a${n}: deliveryReports(by: $by) { id }`)} }`;
  service().sandbox.clearCalls();
  const reply = await sendRequest(service().url, operation(query, { by }));
  expect(errorsOf(reply)).toEqual([]);
  expect(service().sandbox.calls().length).toBeLessThanOrEqual(1);
});

const tooMany = refused('OPERATION_LIMIT_EXCEEDED');
const shut = refused('FORBIDDEN', 403);
const SDL = '{ _service { sdl } }';

describeAttacks(
  'the fields of routers',
  service,
  underEveryMediaType([
    tooMany('501 references', 'OWASP: amount limiting', ENTITIES, { r: references(501) }, open),
    tooMany(
      '501 references that are all the same',
      'OWASP: amount limiting',
      ENTITIES,
      { r: Array.from({ length: 501 }, () => references(1)[0]) },
      open,
    ),
    tooMany(
      '20 times 26 references',
      'OWASP: batching by fields',
      `query ($r: [_Any!]!) { ${many(20, (n) => `a${n}: _entities(representations: $r) { __typename }`)} }`,
      { r: references(26) },
      open,
    ),
    tooMany(
      '501 literal references',
      'OWASP: amount limiting',
      `{ _entities(representations: [${many(501, () => '{ a: 1 }')}]) { __typename } }`,
      undefined,
      open,
    ),
    shut('the schema text without the secret', 'graphql-cop: introspection', SDL),
    shut(
      'the schema text under an alias in fragments',
      'graphql-cop: introspection',
      'query { ...F } fragment F on Query { ... { ...G } } fragment G on Query { x: _service { sdl } }',
    ),
    shut('the schema text switched off', 'graphql-cop: introspection', '{ _service @skip(if: true) { sdl } }'),
    shut('the schema text with an empty secret', 'OWASP: access control', SDL, undefined, { 'x-subgraph-secret': '' }),
    shut('the schema text with half a secret', 'OWASP: access control', SDL, undefined, {
      'x-subgraph-secret': SECRET.slice(0, 10),
    }),
    shut('the schema text with a secret twice', 'OWASP: access control', SDL, undefined, {
      'x-subgraph-secret': `${SECRET}, ${SECRET}`,
    }),
    shut('entities without the secret', 'OWASP: access control', ENTITIES, { r: references(1) }),
    shut('501 entities without the secret', 'OWASP: access control', ENTITIES, { r: references(501) }),
  ]),
);

const malformed: readonly (readonly [string, unknown])[] = [
  ['null in a list', [null]],
  ['a text', ['ViberMessage']],
  ['a list', [[]]],
  ['a number', [1]],
  ['no type', [{ trackingId: 'a' }]],
  ['an unknown type', [{ __typename: 'secret-type', trackingId: 'a' }]],
  ['a type that is no entity', [{ __typename: 'Query' }]],
  ['a name of the prototype', [{ __typename: 'constructor', trackingId: 'a' }]],
  ['no key', [{ __typename: 'ViberMessage' }]],
  ['a key that is an object', [{ __typename: 'ViberMessage', trackingId: { $ne: 'secret-value' } }]],
  ['a key that climbs', [{ __typename: 'ViberMessage', trackingId: '..' }]],
];

test.each(malformed)('a reference that is %s is refused alone, before any vendor call', async (_name, r) => {
  const { url, sandbox } = service();
  sandbox.clearCalls();
  const reply = await sendRequest(url, operation(ENTITIES, { r }, open));
  expect(reply.status).toBe(200);
  expect(errorsOf(reply).map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
  expect(sandbox.calls()).toEqual([]);
  requireNothingLeaked(reply, ['secret-type', 'secret-value', '$ne']);
});

const send = (alias: string): string =>
  `${alias}: sendViberCampaign(input: { idempotencyKey: "${alias}", senderId: "s", recipients: { groups: ["g"] }, content: { text: "x" } }) { replayed }`;
const tooManySends = refused('TOO_MANY_SENDS');

describeAttacks(
  'more than one send',
  service,
  underEveryMediaType([
    tooManySends('under aliases', 'OWASP: batching by fields', `mutation { ${send('a')} ${send('b')} }`),
    tooManySends('under 20 aliases', 'OWASP: batching by fields', `mutation { ${many(20, (n) => send(`a${n}`))} }`),
    tooManySends(
      'in a fragment',
      'BatchQL: batching by names',
      `mutation { ${send('a')} ...F } fragment F on Mutation { ${send('b')} }`,
    ),
    tooManySends(
      'in inline fragments',
      'BatchQL: batching by names',
      `mutation { ... { ${send('a')} } ... on Mutation { ... { ${send('b')} } } }`,
    ),
    tooManySends(
      'behind @include',
      'BatchQL: batching by names',
      `mutation ($a: Boolean = false) { ${send('a')} ... @include(if: $a) { ${send('b')} } }`,
    ),
    tooManySends(
      'behind @skip',
      'BatchQL: batching by names',
      `mutation { ... @skip(if: true) { ${send('a')} } ${send('b')} }`,
    ),
    tooManySends(
      'chosen among several operations',
      'BatchQL: batching by names',
      `mutation { ...F ...G } fragment F on Mutation { ${send('a')} } fragment G on Mutation { ${send('b')} }`,
    ),
  ]),
);
