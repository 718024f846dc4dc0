import { describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import {
  type Attack,
  describeAttacks,
  get,
  many,
  operation,
  post,
  requireNothingLeaked,
  serviceUnderAttack,
  sendRequest,
} from './attack.js';

const service = serviceUnderAttack({ INTROSPECTION: 'off', UPSTREAM_REPORT: 'off' });

const invalid = (
  name: string,
  idea: string,
  request: Attack['request'],
  code = 'GRAPHQL_VALIDATION_FAILED',
  secrets: readonly string[] = [],
): Attack => ({
  name,
  idea,
  request,
  status: 200,
  code,
  secrets,
});

describeAttacks('where introspection is off', service, [
  invalid('the whole schema', 'graphql-cop: introspection', operation(getIntrospectionQuery()), undefined, [
    'sendViberCampaign',
  ]),
  invalid(
    'one type',
    'OWASP: introspection',
    operation('{ __type(name: "Mutation") { fields { name } } }'),
    undefined,
    ['sendViberCampaign'],
  ),
  invalid('the schema by GET', 'graphql-cop: introspection', get({ query: '{ __schema { types { name } } }' })),
  invalid('the schema under an alias', 'BatchQL: introspection', operation('{ a: __schema { queryType { name } } }')),
  invalid(
    'the schema in a fragment',
    'BatchQL: introspection',
    operation('{ ...F } fragment F on Query { __schema { queryType { name } } }'),
  ),
  invalid(
    'the schema in a mutation',
    'BatchQL: introspection',
    operation('mutation { __schema { queryType { name } } }'),
  ),
  invalid(
    'the schema beside a comment and line breaks',
    'BatchQL: introspection',
    operation('{\n#\n__schema\n{queryType{name}}}'),
  ),
]);

describeAttacks('where nothing of it is off', service, [
  { name: '__typename', idea: 'OWASP: introspection', request: operation('{ __typename }'), status: 200, code: null },
]);

describeAttacks('guesses of names', service, [
  invalid(
    'a field that is almost there',
    'graphql-armor: block-field-suggestions',
    operation('{ campain(trackingId: "c") { id } }'),
    undefined,
    ['campaign'],
  ),
  invalid(
    'a field below',
    'graphql-armor: block-field-suggestions',
    operation('{ campaign(trackingId: "c") { trackngId } }'),
    undefined,
    ['"trackingId"'],
  ),
  invalid(
    'an argument',
    'graphql-armor: block-field-suggestions',
    operation('{ campaign(trackngId: "c") { id } }'),
    undefined,
    ['trackingId"?'],
  ),
  invalid(
    'a type',
    'graphql-armor: block-field-suggestions',
    operation('{ node(id: "c") { ... on Campain { id } } }'),
    undefined,
    ['"Campaign"'],
  ),
  invalid(
    'a type of a variable',
    'graphql-armor: block-field-suggestions',
    operation('query ($a: SendViberCampainInput) { __typename }'),
    undefined,
    ['SendViberCampaignInput'],
  ),
  invalid(
    'a value of an enum',
    'graphql-armor: block-field-suggestions',
    operation('{ failoverFlows(filter: { status: FAILD }) { totalCount } }'),
    undefined,
    ['FAILED"?', '"FAILED"'],
  ),
  invalid(
    'a member of an input',
    'graphql-armor: block-field-suggestions',
    operation('mutation { sendViberCampaign(input: { idempotencyKy: "k" }) { replayed } }'),
    undefined,
    ['idempotencyKey"?'],
  ),
  invalid('a directive', 'graphql-cop: field suggestions', operation('{ __typename @skp(if: true) }'), undefined, [
    '"@skip"',
    '"skip"',
  ]),
  invalid(
    'a field of the schema',
    'graphql-cop: field suggestions',
    operation('{ __schema { directive } }'),
    undefined,
    ['"directives"'],
  ),
  invalid(
    'a thousand words',
    'BatchQL: suggestions',
    operation(`{ campaign(trackingId: "c") { ${many(1000, (n) => `word${n}`)} } }`),
  ),
  invalid(
    'names for batches',
    'BatchQL: query name based batching',
    operation('{ a: Query { hacktheplanet } b: Query { hacktheplanet } }'),
  ),
]);

describeAttacks('values in documents', service, [
  invalid(
    'a phone number in the place of a number',
    'OWASP: errors',
    operation('{ campaigns(first: "+306912345678") { totalCount } }'),
    undefined,
    ['306912345678'],
  ),
  invalid(
    'a text in the place of an object',
    'OWASP: errors',
    operation('{ deliveryReport(by: "secret-value") { id } }'),
    undefined,
    ['secret-value'],
  ),
  invalid(
    'an address in the place of an enum',
    'OWASP: errors',
    operation('{ failoverFlows(filter: { status: "https://secret.example/a" }) { totalCount } }'),
    undefined,
    ['secret.example'],
  ),
  invalid('a text where a name must be', 'OWASP: errors', operation('{ "secret-value" }'), 'GRAPHQL_PARSE_FAILED', [
    'secret-value',
  ]),
  invalid('a text that does not end', 'OWASP: errors', operation('{ a(b: "secret-value'), 'GRAPHQL_PARSE_FAILED', [
    'secret-value',
  ]),
  invalid('a zero byte', 'OWASP: injection', operation('{ __typename\u0000 }'), 'GRAPHQL_PARSE_FAILED'),
  invalid('an escape sequence of terminals', 'OWASP: injection', operation('{ \u001b[31m }'), 'GRAPHQL_PARSE_FAILED', [
    '[31m',
  ]),
  invalid(
    'half a surrogate pair',
    'OWASP: character encoding',
    operation('{ viberMessage(trackingId: "\\uD800") { id } }'),
    'GRAPHQL_PARSE_FAILED',
  ),
  invalid(
    'words that are no GraphQL',
    'graphql-cop: unhandled errors',
    operation('qwerty cop { abc }'),
    'GRAPHQL_PARSE_FAILED',
  ),
  invalid('a script', 'OWASP: injection', operation('<script>alert(1)</script>'), 'GRAPHQL_PARSE_FAILED', ['<script>']),
  invalid('a definition of a type', 'OWASP: input validation', operation('type Query { a: Int }')),
]);

const noSuch = (name: string, request: Attack['request'], secrets: readonly string[] = []): Attack =>
  invalid(name, 'OWASP: errors', request, 'OPERATION_RESOLUTION_FAILURE', secrets);
const named = (operationName: string): Attack['request'] =>
  post(JSON.stringify({ query: 'query A { __typename }', operationName }));

describeAttacks('names of operations', service, [
  noSuch('an operation that is not there', named('secret-name'), ['secret-name']),
  noSuch('a name with line breaks', named('secret-a\r\nset-cookie: secret-b'), ['secret-a', 'secret-b']),
  noSuch('a name with a zero byte', named('secret-a\u0000'), ['secret-a']),
  noSuch('a name with marks that turn the text', named('\u202esecret-a'), ['secret-a']),
  noSuch('a name of 900 KB', named('secret'.repeat(150_000)), ['secret']),
  noSuch('a name of the prototype', named('__proto__')),
  noSuch('a name that is a path', named('../../etc/passwd'), ['passwd']),
  noSuch('none among several', operation('query A { __typename } query B { __typename }')),
]);

const refused = (
  name: string,
  idea: string,
  status: number,
  request: Attack['request'],
  secrets: readonly string[] = [],
): Attack => ({
  name,
  idea,
  request,
  status,
  code: 'BAD_REQUEST',
  secrets,
});

describeAttacks('pages for developers', service, [
  refused('GraphQL in a browser', 'graphql-cop: GraphQL IDE', 400, {
    headers: { accept: 'text/html,application/xhtml+xml,*/*' },
  }),
  refused(
    'an answer type that is none',
    'OWASP: content negotiation',
    406,
    operation('{ __typename }', undefined, { accept: 'secret/type' }),
    ['secret/type'],
  ),
  refused(
    'parts of an answer',
    'OWASP: content negotiation',
    406,
    operation('{ __typename }', undefined, { accept: 'multipart/mixed' }),
  ),
  refused(
    'a subscription whose updates one answer cannot hold',
    'GraphQL over HTTP: subscriptions',
    400,
    operation('subscription { deliveryReportUpdated(by: { messageId: "1" }) { cursor } }'),
  ),
]);

const PAGES = [
  '/graphiql',
  '/playground',
  '/console',
  '/altair',
  '/voyager',
  '/graphql/console',
  '/graphql/explorer/graphiql.js',
  '/graphql/explorer/..%2f..%2fpackage.json',
  '/.env',
  '/.git/config',
  '/v1/graphql',
  '/metrics',
  '/debug',
  '/schema.graphql',
  '/',
];
test.each(PAGES)('there is nothing at %s', async (path) => {
  const { status, text } = await sendRequest(service().url, { path, headers: { accept: 'text/html' } });
  expect({ status, text }).toEqual({ status: 404, text: 'not found\n' });
});

describe('nothing is traced or debugged', () => {
  const requests: readonly Readonly<Record<string, string>>[] = [
    { 'apollo-federation-include-trace': 'ftv1' },
    { 'x-apollo-tracing': '1' },
    { 'x-upstream-report': '1' },
    { 'x-debug': '1', 'x-hasura-admin-secret': 'x' },
    { 'graphql-tracing': '1', cookie: 'XDEBUG_SESSION=1' },
  ];
  test.each(requests)('for a request with %j', async (headers) => {
    const reply = await sendRequest(service().url, operation('{ __typename }', undefined, headers));
    expect(JSON.parse(reply.text)).toEqual({ data: { __typename: 'Query' } });
  });

  test('for extensions of the request', async () => {
    const reply = await sendRequest(
      service().url,
      post('{"query":"{ __typename }","extensions":{"tracing":true,"debug":true,"captureTraces":true}}'),
    );
    expect(JSON.parse(reply.text)).toEqual({ data: { __typename: 'Query' } });
  });

  test('nor does an answer show what the server is made of', async () => {
    const reply = await sendRequest(service().url, operation('{ nope }'));
    expect(Object.keys(reply.headers)).not.toEqual(expect.arrayContaining(['x-powered-by']));
    expect(reply.headers['server']).toBeUndefined();
    requireNothingLeaked(reply);
  });
});
