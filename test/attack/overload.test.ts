import { expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
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

const service = serviceUnderAttack();

const tooLarge = (name: string, idea: string, query: string, variables?: Record<string, unknown>): Attack => ({
  name,
  idea,
  request: operation(query, variables),
  status: 400,
  code: 'OPERATION_LIMIT_EXCEEDED',
});

const inside = (selection: string): string => `{ campaign(trackingId: "c") { ${selection} } }`;
const deep = (levels: number, open: string, end: string, core: string): string =>
  open.repeat(levels) + core + end.repeat(levels);
const introspection = getIntrospectionQuery();
const schemaFragments = introspection.slice(introspection.indexOf('fragment FullType'));

describeAttacks(
  'documents that are too large',
  service,
  underEveryMediaType([
    tooLarge(
      '101 aliases of __typename',
      'graphql-cop: alias overloading',
      `{ ${many(101, (n) => `a${n}: __typename`)} }`,
    ),
    tooLarge('101 aliases below the root', 'graphql-armor: max-aliases', inside(many(101, (n) => `a${n}: __typename`))),
    tooLarge(
      'aliases spread over fragments',
      'graphql-armor: max-aliases',
      `{ campaign(trackingId: "c") { ${many(60, (n) => `a${n}: name`)} ...F } } fragment F on Campaign { ${many(60, (n) => `b${n}: name`)} }`,
    ),
    tooLarge(
      'aliases in a fragment that is used again and again',
      'graphql-armor: max-aliases',
      `{ campaign(trackingId: "c") { ${many(60, () => '...F')} } } fragment F on Campaign { a: name b: name }`,
    ),
    tooLarge('51 root fields', 'OWASP: batching by fields', `{ ${many(51, () => '__typename')} }`),
    tooLarge(
      '51 root fields through fragments',
      'OWASP: batching by fields',
      `{ ${many(26, () => '...F')} } fragment F on Query { x: __typename __typename }`,
    ),
    tooLarge('the same root field 500 times', 'graphql-cop: field duplication', `{ ${many(500, () => '__typename')} }`),
    tooLarge(
      'the same field 5900 times below the root',
      'graphql-cop: field duplication',
      inside(many(5900, () => 'name')),
    ),
    tooLarge(
      'the same fields again and again at two levels',
      'graphql-cop: field duplication',
      inside(many(70, () => `messages { nodes { ${many(70, () => 'to')} } }`)),
    ),
    tooLarge(
      'hundreds of fragments that must be compared with each other',
      'graphql-cop: field duplication',
      `${inside(many(500, (n) => `...f${n}`))} ${many(500, (n) => `fragment f${n} on Campaign { name }`)}`,
    ),
    tooLarge(
      'a chain of 540 fragments',
      'graphql-armor: max-depth',
      `${inside('...f0')} ${many(540, (n) => `fragment f${n} on Campaign { name ...f${n + 1} }`)} fragment f540 on Campaign { name }`,
    ),
    tooLarge(
      '10 unknown directives on one field, twice over and one more',
      'graphql-cop: directive overloading',
      `{ __typename ${many(21, () => '@aa', '')} }`,
    ),
    tooLarge(
      'directives on an operation',
      'graphql-armor: max-directives',
      `query ${many(21, () => '@a')} { __typename }`,
    ),
    tooLarge(
      'directives in a fragment',
      'graphql-armor: max-directives',
      `{ ...F } fragment F on Query { __typename ${many(21, () => '@skip(if: false)')} }`,
    ),
    tooLarge(
      'directives on a variable',
      'graphql-armor: max-directives',
      `query ($a: Int ${many(21, () => '@a')}) { __typename }`,
    ),
    tooLarge(
      'directives on a fragment that nobody uses',
      'graphql-armor: max-directives',
      `{ __typename } fragment F on Query { ... ${many(21, () => '@a')} { __typename } }`,
    ),
    tooLarge(
      '17 fields deep',
      'OWASP: depth',
      inside(deep(5, 'messages { nodes { campaign {', ' } } }', ' messages { nodes { id } }')),
    ),
    tooLarge(
      '17 fields deep by fragments',
      'graphql-armor: max-depth',
      `${inside('...a0')} ${many(6, (n) => `fragment a${n} on Campaign { messages { nodes { campaign { ...a${n + 1} } } } }`)} fragment a6 on Campaign { id }`,
    ),
    tooLarge(
      '1900 inline fragments in each other',
      'graphql-armor: max-depth',
      `{ ${deep(1900, '... {', '}', '__typename')} }`,
    ),
    tooLarge('a list 2900 lists deep', 'OWASP: input validation', `{ nodes(ids: ${deep(2900, '[', ']', '')}) { id } }`),
    tooLarge(
      'an object 1400 objects deep',
      'OWASP: input validation',
      `{ deliveryReport(by: ${deep(1400, '{a:', '}', '1')}) { id } }`,
    ),
    tooLarge(
      'a default value 101 lists deep',
      'OWASP: input validation',
      `query ($by: [DeliveryReportBy!]! = ${deep(101, '[', ']', '')}) { deliveryReports(by: $by) { id } }`,
    ),
    tooLarge(
      'a type 2900 lists deep',
      'OWASP: input validation',
      `query ($a: ${deep(2900, '[', ']', 'Int')}) { __typename }`,
    ),
    tooLarge(
      'an argument of a directive 101 lists deep',
      'OWASP: input validation',
      `{ __typename @skip(if: ${deep(101, '[', ']', '')}) }`,
    ),
    tooLarge('more than 6000 tokens', 'graphql-armor: max-tokens', inside(many(6001, () => 'name'))),
    tooLarge(
      '6001 tokens in one list',
      'graphql-armor: max-tokens',
      `{ nodes(ids: [${many(6001, () => '1')}]) { id } }`,
    ),
    tooLarge('half a megabyte of fields', 'graphql-armor: character-limit', `{ ${'a '.repeat(262_144)} }`),
    tooLarge(
      'fragments that double 20 times',
      'graphql-armor: max-depth, recursive fragments',
      `{ ...f0 } ${many(20, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`)} fragment f20 on Query { __typename }`,
    ),
    tooLarge(
      'fragments that triple below a list',
      'graphql-armor: max-depth, recursive fragments',
      `${inside('messages { nodes { ...f0 } }')} ${many(10, (n) => `fragment f${n} on ViberMessage { ...f${n + 1} ...f${n + 1} ...f${n + 1} }`)} fragment f10 on ViberMessage { to }`,
    ),
    tooLarge(
      'fragments that double into nothing',
      'graphql-armor: max-depth, recursive fragments',
      `{ ...f0 } ${many(20, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`)} fragment f20 on Query { ...f0 }`,
    ),
    tooLarge(
      '400 operations that share a fragment bomb',
      'BatchQL: batching by names',
      `${many(400, (n) => `query Q${n} { campaign(trackingId: "c") { ...f0 } }`)} ${many(12, (n) => `fragment f${n} on Campaign { ...f${n + 1} ...f${n + 1} }`)} fragment f12 on Campaign { name }`,
    ),
    tooLarge(
      'the schema 50 times',
      'OWASP: introspection',
      `{ ${many(50, (n) => `a${n}: __schema { types { ...FullType } }`)} } ${schemaFragments}`,
    ),
    tooLarge(
      'the types of the schema 90 times',
      'OWASP: introspection',
      `{ __schema { ${many(90, (n) => `a${n}: types { ...FullType }`)} } } ${schemaFragments}`,
    ),
  ]),
);

const invalid = (name: string, idea: string, query: string, code = 'GRAPHQL_VALIDATION_FAILED'): Attack => ({
  name,
  idea,
  request: operation(query),
  status: 200,
  code,
});

describeAttacks('documents that are not valid', service, [
  invalid(
    'circular fragments',
    'graphql-cop: circular fragment',
    '{ __schema { ...A } } fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }',
  ),
  invalid('a fragment that opens itself', 'graphql-cop: circular fragment', '{ ...F } fragment F on Query { ...F }'),
  invalid(
    'fragments that open each other without any field',
    'graphql-armor: max-aliases',
    'query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  ),
  invalid(
    'circular introspection',
    'graphql-cop: circular introspection',
    '{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }',
  ),
  invalid(
    'circular introspection through possible types',
    'graphql-cop: circular introspection',
    '{ __type(name: "Node") { possibleTypes { interfaces { possibleTypes { interfaces { name } } } } } }',
  ),
  invalid('10 unknown directives', 'graphql-cop: directive overloading', `{ __typename ${many(10, () => '@aa', '')} }`),
  invalid(
    '600 fragments that nobody uses',
    'graphql-armor: max-tokens',
    `{ __typename } ${many(600, (n) => `fragment f${n} on Campaign { name }`)}`,
  ),
  invalid(
    '1400 variables that nobody uses',
    'graphql-armor: max-tokens',
    `query (${many(1400, (n) => `$a${n}: Int`)}) { __typename }`,
  ),
  invalid(
    'fields that conflict',
    'graphql-cop: field duplication',
    inside(many(90, (n) => `x: ${['name', 'type', 'label', 'state'][n % 4]}`)),
  ),
  invalid('a field name of 900 KB', 'graphql-armor: character-limit', `{ ${'a'.repeat(900_000)} }`),
  invalid(
    'a type name of 900 KB',
    'graphql-armor: character-limit',
    `query ($a: ${'A'.repeat(900_000)}) { __typename }`,
  ),
  invalid(
    '900 KB of comments and nothing else',
    'graphql-armor: character-limit',
    `#${'x'.repeat(900_000)}`,
    'GRAPHQL_PARSE_FAILED',
  ),
  invalid('900 KB of brackets in a text', 'graphql-armor: max-tokens', `{ a(b: "${'{'.repeat(900_000)}") }`),
]);

describeAttacks('documents that do no harm', service, [
  {
    name: '100 aliases',
    idea: 'graphql-armor: max-aliases',
    request: operation(`{ ${many(50, (n) => `a${n}: __typename`)} }`),
    status: 200,
    code: null,
  },
  {
    name: 'a comment of 900 KB',
    idea: 'graphql-armor: character-limit',
    request: operation(`{ __typename } #${'x'.repeat(900_000)}`),
    status: 200,
    code: null,
  },
  {
    name: 'commas of 900 KB',
    idea: 'graphql-armor: character-limit',
    request: operation(`{ __typename ${','.repeat(900_000)} }`),
    status: 200,
    code: null,
  },
]);

test('aliases by names of the prototype change no prototype, also once the operation is compiled', async () => {
  const query = '{ __proto__: __typename constructor: __typename toString: __typename then: __typename }';
  for (const _round of [1, 2, 3]) {
    const reply = await sendRequest(service().url, operation(query));
    expect(reply.status).toBe(200);
    expect(errorsOf(reply)).toEqual([]);
    const { data } = JSON.parse(reply.text) as { data: Record<string, unknown> };
    expect(data).toMatchObject({ constructor: 'Query', toString: 'Query', then: 'Query' });
    expect(String({})).toBe('[object Object]');
  }
});

test('the largest operation that is answered is answered, compiled or not', async () => {
  const query = `${inside('messages(first: 1) { nodes { ...f0 } }')} ${many(7, (n) => `fragment f${n} on ViberMessage { ...f${n + 1} ...f${n + 1} ...f${n + 1} }`)} fragment f7 on ViberMessage { to from country }`;
  for (const _round of [1, 2, 3]) {
    const reply = await sendRequest(service().url, operation(query));
    expect(errorsOf(reply).map(({ extensions }) => extensions['code'])).toEqual(['CAMPAIGN_NOT_FOUND']);
  }
});

test('the schema ten times is answered, compiled or not', async () => {
  const query = `{ ${many(10, (n) => `a${n}: __schema { types { ...FullType } }`)} } ${schemaFragments}`;
  for (const _round of [1, 2, 3]) {
    const reply = await sendRequest(service().url, operation(query));
    expect(errorsOf(reply)).toEqual([]);
  }
});

test('one introspection as tools ask it is answered', async () => {
  const reply = await sendRequest(service().url, operation(introspection));
  expect(reply.status).toBe(200);
  expect(errorsOf(reply)).toEqual([]);
});

test('at most five mistakes of a document are reported, and that it has more', async () => {
  const reply = await sendRequest(service().url, operation(`{ ${many(40, (n) => `campain${n}`)} }`));
  expect(errorsOf(reply).length).toBeLessThanOrEqual(6);
  requireNothingLeaked(reply);
});
