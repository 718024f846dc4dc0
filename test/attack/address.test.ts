import { describe, expect, test } from '@jest/globals';
import { errorsOf, operation, requireNothingLeaked, serviceUnderAttack, sendRequest } from './attack.js';

const service = serviceUnderAttack();
const SEND = 'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { replayed } }';

/** Where else than outside an address can lead (OWASP: server-side request forgery). */
const HOSTS: readonly string[] = [
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'a.localhost.',
    '127.0.0.1',
    '127.0.0.1.',
    '127.1',
    '127.0.1',
  ],
  ...[
    '127.255.255.254',
    '0.0.0.0',
    '0',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
    '0x7f.1',
  ],
  ...['10.0.0.1', '10.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.257', '0xc0a80001', '100.64.0.1'],
  ...['169.254.169.254', '169.254.0.1', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518'],
  ...[
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
  ],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:169.254.169.254]'],
  ...['[::ffff:10.0.0.1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[2001::1]', '[fe80::1]'],
  ...['[fc00::1]', '[fd00:ec2::254]', '[fd12:3456::1]', '[ff02::1]', '[2001:db8::1]', '[100::1]'],
  ...['router', 'metadata', 'kubernetes', 'printer.local', 'printer.local.', 'a.internal', 'metadata.google.internal'],
  ...['a.intranet', 'nas.lan', 'a.home', 'a.corp', 'a.home.arpa', 'a.private'],
  ...[
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '127．0．0．1',
    '１２７.0.0.1',
    'ⓛocalhost',
    'localhost%00',
    '%6c%6f%63alhost',
    '127.0.0.1%2f',
  ],
  ...['user@public.example.com', 'user:secret@public.example.com', 'public.example.com@127.0.0.1'],
  ...['[::127.0.0.1]', 'localhost..', 'a..b.com', 'localhost.localdomain', 'a.test', 'a.invalid', 'a.onion', 'a.arpa'],
  ...['good.example.com\\\\@127.0.0.1', 'a.example.com\t', '@a.example.com', ':@a.example.com'],
  ...['', ' ', '.', '256.256.256.256', '[::g]', 'a b.example.com', 'public.example.com:99999'],
];
const SCHEMES: readonly string[] = [
  ...['http://public.example.com/a', 'HTTP://public.example.com/a', 'ftp://public.example.com/a', 'file:///etc/passwd'],
  ...[
    'gopher://public.example.com:25/_a',
    'dict://public.example.com:11211/',
    'ldap://public.example.com/',
    'javascript:alert(1)',
  ],
  ...[
    'data:text/html,a',
    'jar:https://public.example.com!/',
    'ws://public.example.com/',
    '//public.example.com/a',
    'public.example.com/a',
  ],
  ...[
    '/a',
    'https:',
    'https://',
    'https:///',
    'blob:https://public.example.com/a',
    'view-source:https://public.example.com',
  ],
];
const addresses = [...HOSTS.map((host) => `https://${host}/a`), ...SCHEMES];

const inputWith = (url: string, place: string): Readonly<Record<string, unknown>> => {
  const rest = { idempotencyKey: 'k', senderId: 's', recipients: { groups: ['g'] } };
  const safe = 'https://public.example.com/a';
  switch (place) {
    case 'imageUrl':
      return { ...rest, content: { imageUrl: url } };
    case 'file.url':
      return { ...rest, content: { file: { name: 'a.pdf', type: 'pdf', url } } };
    case 'video.url':
      return { ...rest, content: { video: { url, thumbnailUrl: safe, sizeMegabytes: 1, durationSeconds: 1 } } };
    case 'video.thumbnailUrl':
      return { ...rest, content: { video: { url: safe, thumbnailUrl: url, sizeMegabytes: 1, durationSeconds: 1 } } };
    default:
      return { ...rest, content: { text: 'x' }, [place]: url };
  }
};

const PLACES: readonly (readonly [string, readonly string[]])[] = [
  ['statusCallbackUrl', ['BAD_USER_INPUT']],
  ['inboundCallbackUrl', ['BAD_USER_INPUT']],
  ['imageUrl', ['INVALID_IMAGE_URL', 'IMAGE_URL_NOT_SECURE']],
  ['file.url', ['BAD_USER_INPUT']],
  ['video.url', ['BAD_USER_INPUT']],
  ['video.thumbnailUrl', ['INVALID_THUMBNAIL_URL']],
];

describe.each(PLACES)('%s leads outside', (place, codes) => {
  test.each(addresses.map((address) => [address] as const))('and not to "%s"', async (address) => {
    const { url, sandbox } = service();
    sandbox.clearCalls();
    const reply = await sendRequest(url, operation(SEND, { input: inputWith(address, place) }));
    const [error, ...others] = errorsOf(reply);
    expect(reply.status).toBe(200);
    expect(others).toEqual([]);
    expect(codes).toContain(error?.extensions['code']);
    const path = ['input', ...(place.endsWith('CallbackUrl') ? [] : ['content']), ...place.split('.')];
    expect(error?.extensions['inputPath']).toEqual(path);
    expect(sandbox.calls()).toEqual([]);
    requireNothingLeaked(reply, [address.length > 3 ? address : '']);
  });
});

test('addresses of a megabyte are refused', async () => {
  const address = `https://${'a.'.repeat(400_000)}example.com/`;
  for (const [place] of PLACES) {
    const reply = await sendRequest(service().url, operation(SEND, { input: inputWith(address, place) }));
    expect(errorsOf(reply)).toHaveLength(1);
  }
});
