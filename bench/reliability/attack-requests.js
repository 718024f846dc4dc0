import { getIntrospectionQuery } from 'graphql';
import { writeCampaignId } from '../load/operations.js';

/**
 * The requests of test/attack that cost the server most: documents and variables up to the size limit of a body.
 * @typedef {{ name: string, query: string, variables?: string, isSubgraph?: boolean, status: number, code: string | null }} AttackRequest
 *   variables: as JSON text; code: of the errors, null where the request is answered
 */

/** @param {number} count @param {(n: number) => string} write */
const many = (count, write) => Array.from({ length: count }, (_, n) => write(n)).join(' ');
/** @param {string} selection */
const inCampaign = (selection) => `{ campaign(trackingId: "c") { ${selection} } }`;
/** @param {number} levels @param {string} open @param {string} core @param {string} close */
const nest = (levels, open, core, close) => open.repeat(levels) + core + close.repeat(levels);
/** Each fragment spreads the next one `times` times. @param {string} type @param {number} count @param {number} times @param {string} core */
const multiply = (type, count, times, core) =>
  `${many(count, (n) => `fragment f${n} on ${type} { ${many(times, () => `...f${n + 1}`)} }`)} fragment f${count} on ${type} { ${core} }`;
/** Each of `count` fragments spreads the next one; the last ones double. @param {string} type @param {number} count @param {string} core */
const chain = (type, count, core) =>
  `${many(count, (n) => `fragment c${n} on ${type} { ...c${n + 1} }`)} fragment c${count} on ${type} { ...f0 } ${multiply(type, 5, 2, core)}`;

const introspection = getIntrospectionQuery();
const schemaFragments = introspection.slice(introspection.indexOf('fragment FullType'));
const REFERENCES =
  'query ($r: [_Any!]!) { _entities(representations: $r) { ... on ViberMessage { deliveryReport { id } } } }';

/** @param {string} name @param {string} query @param {string} [variables] */
const tooLarge = (name, query, variables) => ({
  name,
  query,
  variables,
  status: 400,
  code: 'OPERATION_LIMIT_EXCEEDED',
});
/** @param {string} name @param {string} query @param {string} [variables] */
const tooExpensive = (name, query, variables) => ({
  name,
  query,
  variables,
  status: 400,
  code: 'OPERATION_TOO_EXPENSIVE',
});
/** @param {string} name @param {string} query */
const invalid = (name, query) => ({ name, query, status: 200, code: 'GRAPHQL_VALIDATION_FAILED' });
/** @param {string} name @param {string} query */
const harmless = (name, query) => ({ name, query, status: 200, code: null });

/** @type {AttackRequest[]} */
export const attackRequests = [
  tooLarge('101 aliases', `{ ${many(101, (n) => `a${n}: __typename`)} }`),
  tooLarge('one field 5900 times', inCampaign(many(5900, () => 'name'))),
  tooLarge(
    'the same fields 70 times at two levels',
    inCampaign(many(70, () => `messages { nodes { ${many(70, () => 'to')} } }`)),
  ),
  tooLarge(
    '500 fragments beside each other',
    `${inCampaign(many(500, (n) => `...f${n}`))} ${many(500, (n) => `fragment f${n} on Campaign { name }`)}`,
  ),
  tooLarge(
    'a chain of 540 fragments',
    `${inCampaign('...f0')} ${many(540, (n) => `fragment f${n} on Campaign { name ...f${n + 1} }`)} fragment f540 on Campaign { name }`,
  ),
  tooLarge('1900 inline fragments in each other', `{ ${nest(1900, '... {', '__typename', '}')} }`),
  tooLarge('a list 2900 lists deep', `{ nodes(ids: ${nest(2900, '[', '', ']')}) { id } }`),
  tooLarge('6001 tokens', inCampaign(many(6001, () => 'name'))),
  tooLarge('512 KB of fields', `{ ${'a '.repeat(262_144)} }`),
  tooLarge('fragments that double 20 times', `{ ...f0 } ${multiply('Query', 20, 2, '__typename')}`),
  tooLarge(
    'fragments that triple below a list',
    `${inCampaign('messages { nodes { ...f0 } }')} ${multiply('ViberMessage', 10, 3, 'to')}`,
  ),
  tooLarge(
    '400 operations that share fragments which double',
    `${many(400, (n) => `query Q${n} { campaign(trackingId: "c") { ...f0 } }`)} ${multiply('Campaign', 12, 2, 'name')}`,
  ),
  tooLarge(
    'the schema 50 times',
    `{ ${many(50, (n) => `a${n}: __schema { types { ...FullType } }`)} } ${schemaFragments}`,
  ),
  invalid('fragments in a circle', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
  invalid('600 fragments without a use', `{ __typename } ${many(600, (n) => `fragment f${n} on Campaign { name }`)}`),
  invalid('1400 variables without a use', `query (${many(1400, (n) => `$a${n}: Int`)}) { __typename }`),
  invalid('90 fields that conflict', inCampaign(many(90, (n) => `x: ${['name', 'type', 'label', 'state'][n % 4]}`))),
  invalid('a field name of 900 KB', `{ ${'a'.repeat(900_000)} }`),
  tooExpensive(
    '50 pages of 100 messages with reports',
    `{ ${many(50, (n) => `a${n}: campaign(trackingId: "c${n}") { messages(first: 100) { nodes { deliveryReport { id } } } }`)} }`,
  ),
  tooExpensive(
    '100 000 ids',
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    JSON.stringify({ ids: Array.from({ length: 100_000 }, (_, n) => `i${n}`) }),
  ),
  {
    ...tooLarge(
      '501 references',
      REFERENCES,
      JSON.stringify({
        r: Array.from({ length: 501 }, (_, n) => ({ __typename: 'ViberMessage', trackingId: `m${n}` })),
      }),
    ),
    isSubgraph: true,
  },
  tooLarge(
    'variables 400 000 lists deep',
    'query ($by: [DeliveryReportBy!]!) { deliveryReports(by: $by) { id } }',
    `{"by":${nest(400_000, '[', '', ']')}}`,
  ),
  {
    name: '190 000 ids that are null',
    query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: JSON.stringify({ ids: Array.from({ length: 190_000 }, () => null) }),
    status: 200,
    code: 'BAD_USER_INPUT',
  },
  harmless('a comment of 900 KB', `{ __typename } #${'x'.repeat(900_000)}`),
  harmless(
    'the schema ten times',
    `{ ${many(10, (n) => `a${n}: __schema { types { ...FullType } }`)} } ${schemaFragments}`,
  ),
  harmless(
    'fragments that triple seven times, about 6500 fields',
    `{ campaign(trackingId: "${writeCampaignId(0, 0)}") { messages(first: 1) { nodes { ...f0 } } } } ${multiply('ViberMessage', 7, 3, 'to from country')}`,
  ),
  harmless('500 fragments in a row whose last ones double', `{ ...c0 } ${chain('Query', 500, '__typename')}`),
];
