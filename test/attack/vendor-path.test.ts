import { describe, expect, test } from '@jest/globals';
import { encodeOpaque } from '../../src/graph/opaque.js';
import { errorsOf, operation, requireNothingLeaked, serviceUnderAttack, sendRequest } from './attack.js';

const service = serviceUnderAttack();

const LOOKUPS = [
  ['campaign', 'query ($id: ID!) { campaign(trackingId: $id) { name } }'],
  ['viberMessage', 'query ($id: ID!) { viberMessage(trackingId: $id) { to } }'],
  ['failoverFlow', 'query ($id: ID!) { failoverFlow(trackingId: $id) { status } }'],
  ['deliveryReport', 'query ($id: ID!) { deliveryReport(by: { messageId: $id }) { clicks } }'],
] as const;

/** What cannot be one segment of a path (OWASP: path traversal). */
const IMPOSSIBLE = ['', '.', '..', 'x'.repeat(257), '\ud800', 'a\udc00b'];

/** What a careless client would let out of its segment. */
const HOSTILE = [
  ...[
    '../../admin',
    '..%2f..%2fadmin',
    '%2e%2e',
    '%2e%2e%2f',
    '%252e%252e%252f',
    '..\\..\\admin',
    '..;/admin',
    './..',
    '.../',
    '/',
  ],
  ...[
    '//evil.example/',
    'https://evil.example/',
    '@evil.example',
    'a?b=c',
    'a#b',
    'a&size=1000',
    'a;b=c',
    'a:80',
    '\\',
    '%',
    '%zz',
    '%00',
  ],
  ...[
    'a\u0000b',
    'a\r\nhost: evil.example',
    'a\nb',
    'a\tb',
    '\u001b[31m',
    '\u007f',
    '\u0085',
    '\u2028',
    '\u202ea',
    'ａ',
    '．．',
    '‥',
    '。。',
    '\ufeff',
  ],
  ...[
    "' OR '1'='1",
    '"; DROP TABLE a; --',
    '{"$ne":null}',
    '${7*7}',
    '{{7*7}}',
    '$(id)',
    '`id`',
    '<script>',
    '*)(uid=*',
    '__proto__',
    'constructor',
  ],
  ...[' ', ' a', 'a ', 'é', '😀', 'x'.repeat(256)],
];

describe.each(LOOKUPS)('%s', (_name, query) => {
  test.each(IMPOSSIBLE.map((id) => [JSON.stringify(id).slice(0, 12), id] as const))(
    'refuses the id %s before any vendor call',
    async (_shown, id) => {
      const { url, sandbox } = service();
      sandbox.clearCalls();
      const reply = await sendRequest(url, operation(query, { id }));
      expect(reply.status).toBe(200);
      expect(errorsOf(reply).map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
      expect(sandbox.calls()).toEqual([]);
      requireNothingLeaked(reply);
    },
  );

  test.each(HOSTILE.map((id) => [JSON.stringify(id).slice(0, 30), id] as const))(
    'keeps the id %s in its segment',
    async (_shown, id) => {
      const { url, sandbox } = service();
      sandbox.clearCalls();
      const reply = await sendRequest(url, operation(query, { id }, { 'cache-control': 'no-cache' }));
      expect(errorsOf(reply).map(({ extensions }) => extensions['code'])).toEqual([
        expect.stringMatching(/^(CAMPAIGN|VIBER_MESSAGE|FAILOVER_FLOW|DELIVERY_REPORT)_NOT_FOUND$/),
      ]);
      const reads = sandbox.calls().filter(({ path }) => !/oauth|auth\/token/.test(path));
      expect(reads.length).toBeGreaterThan(0);
      for (const { path, route } of reads) {
        expect(route).not.toBeNull();
        const segments = path.split('?')[0]!.split('/');
        expect(segments.filter((segment) => segment === encodeURIComponent(id))).toHaveLength(1);
        expect(segments).toHaveLength(route!.split('/').length);
      }
      requireNothingLeaked(reply, id.length > 3 ? [id] : []);
    },
  );
});

const opaque = (text: string): string => Buffer.from(text).toString('base64url');

test.each([
  ['made up', opaque('Campaign:AAAAAAAA:c')],
  ['made up by who knows the form', encodeOpaque('Campaign:AAAAAAAA:c')],
  ['of a type of the prototype', encodeOpaque('constructor:AAAAAAAA:c')],
  ['that climbs', encodeOpaque('ViberMessage:AAAAAAAA:..')],
  ['of another spelling', `${encodeOpaque('Campaign:AAAAAAAA:c')}=`],
  ['that is empty', ''],
  ['that is no base64', '../../etc/passwd'],
  ['of 256 KB', 'x'.repeat(262_144)],
  ['of zero bytes', '\u0000'.repeat(50)],
])('a global id %s is simply not found, without any vendor call', async (_name, id) => {
  const { url, sandbox } = service();
  sandbox.clearCalls();
  const reply = await sendRequest(
    url,
    operation('query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }', { id }),
  );
  expect(JSON.parse(reply.text)).toEqual({ data: { node: null, nodes: [null] } });
  expect(sandbox.calls()).toEqual([]);
});

test.each([
  'x',
  '',
  '__proto__',
  opaque('0'),
  opaque('{"position":-1}'),
  encodeOpaque('AAAAAAAAAAAA.0.'),
  'x'.repeat(200_000),
  '\u0000',
])('a cursor that is made up is refused', async (after) => {
  const reply = await sendRequest(
    service().url,
    operation('query ($after: String) { campaigns(after: $after) { totalCount } }', { after }),
  );
  expect(errorsOf(reply).map(({ extensions }) => extensions['code'])).toEqual(['INVALID_CURSOR']);
  requireNothingLeaked(reply, after.length > 3 ? [after] : []);
});
