import { expect, test } from '@jest/globals';
import { type Attack, describeAttacks, get, operation, post, serviceUnderAttack, sendRequest } from './attack.js';

const service = serviceUnderAttack();
const CSRF = 'OWASP: cross-site request forgery';
const BODY = '{"query":"{ __typename }"}';
const MUTATION =
  'mutation { sendViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { groups: ["g"] }, content: { text: "x" } }) { replayed } }';

const refused = (
  name: string,
  idea: string,
  status: number,
  request: Attack['request'],
  code = 'BAD_REQUEST',
): Attack => ({
  name,
  idea,
  request,
  status,
  code,
});

const form = (type: string, body = `query=${encodeURIComponent(MUTATION)}`): Attack['request'] => ({
  method: 'POST',
  headers: { 'content-type': type, origin: 'https://evil.example' },
  body,
});

describeAttacks('what a page of another site can send without asking', service, [
  refused('a form', 'graphql-cop: POST based url-encoded query', 415, form('application/x-www-form-urlencoded')),
  refused('a form whose parameters are in the address', 'graphql-cop: POST based url-encoded query', 415, {
    ...form('application/x-www-form-urlencoded', ''),
    path: `/graphql?query=${encodeURIComponent(MUTATION)}`,
  }),
  refused('JSON as plain text', CSRF, 415, form('text/plain', BODY)),
  refused('JSON as plain text with the other type behind', CSRF, 415, form('text/plain; application/json', BODY)),
  refused('JSON as a form', CSRF, 415, form('application/x-www-form-urlencoded; a=application/json', BODY)),
  refused(
    'a form with files',
    CSRF,
    415,
    form(
      'multipart/form-data; boundary=b',
      `--b\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${BODY}\r\n--b--\r\n`,
    ),
  ),
  refused('JSON without a type', CSRF, 415, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
    body: BODY,
  }),
  refused('two types at once', CSRF, 415, form('application/json, text/plain', BODY)),
  refused('GraphQL as its own type', CSRF, 415, form('application/graphql', '{ __typename }')),
  refused('JSON as an unknown kind of JSON', CSRF, 415, form('application/ld+json', BODY)),
  refused(
    'XML',
    'OWASP: XXE',
    415,
    form('application/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
  ),
  refused(
    'a query by GET without a header that makes browsers ask',
    'BatchQL: GET based CSRF',
    400,
    get({ query: '{ __typename }' }, {}),
  ),
  refused(
    'a query by GET as an image asks',
    'BatchQL: GET based CSRF',
    400,
    get({ query: '{ __typename }' }, { accept: 'image/*, application/json' }),
  ),
  refused(
    'a query by GET with a type that forms have',
    CSRF,
    400,
    get({ query: '{ __typename }' }, { 'content-type': 'text/plain' }),
  ),
  refused('a mutation by GET', 'graphql-cop: mutation over GET', 405, get({ query: 'mutation { __typename }' })),
  refused('a send by GET', 'graphql-cop: mutation over GET', 405, get({ query: MUTATION })),
  refused(
    'a mutation by GET, chosen by its name',
    'graphql-cop: mutation over GET',
    405,
    get({ query: `query A { __typename } mutation B { __typename }`, operationName: 'B' }),
  ),
  refused('a document twice in an address', 'graphql-cop: mutation over GET', 400, {
    ...get({ query: '{ __typename }' }),
    path: '/graphql?query=%7B__typename%7D&query=mutation%7B__typename%7D',
  }),
  refused('variables in an address that are no JSON', CSRF, 400, get({ query: '{ __typename }', variables: '{' })),
]);

describeAttacks('methods', service, [
  ...['PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((method) =>
    refused(`${method} is none of GraphQL's`, 'OWASP: methods', 405, {
      ...post(BODY, { 'content-length': String(BODY.length) }),
      method,
    }),
  ),
  refused('a POST that says to be another', 'OWASP: methods', 405, {
    ...get({ query: MUTATION }),
    headers: { 'apollo-require-preflight': '1', 'x-http-method-override': 'POST' },
  }),
]);

describeAttacks('names that are not this machine', service, [
  ...[
    'evil.example',
    'evil.example:4000',
    'localhost.evil.example',
    'localhost.',
    '127.0.0.1.nip.io',
    '127.1',
    '2130706433',
    '0.0.0.0',
    '[::]',
    'evil@127.0.0.1',
    '127.0.0.1@evil.example',
    'localhost:80:80',
  ].map((host) =>
    refused(`under the host "${host}"`, 'DNS rebinding', 421, operation('{ __typename }', undefined, { host })),
  ),
  refused(
    'a send under a foreign host',
    'DNS rebinding',
    421,
    operation(MUTATION, undefined, { host: 'evil.example' }),
  ),
]);

test('no other site gets the permission to read', async () => {
  for (const request of [
    operation('{ __typename }', undefined, { origin: 'https://evil.example' }),
    operation('{ __typename }', undefined, { origin: 'null' }),
    { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } },
  ]) {
    const { headers } = await sendRequest(service().url, request);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  }
});

test('a host that is forwarded is not believed', async () => {
  const { status } = await sendRequest(
    service().url,
    operation('{ __typename }', undefined, {
      host: 'evil.example',
      'x-forwarded-host': 'localhost',
      forwarded: 'host=localhost',
    }),
  );
  expect(status).toBe(421);
});
