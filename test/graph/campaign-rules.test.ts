import { describe, expect, test } from '@jest/globals';
import { type MessagingError } from '../../src/errors/error.js';
import { violationsOfCampaign } from '../../src/graph/campaign/campaign.rules.js';
import { graph } from '../support/fake-sources.js';

const SEND = 'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { replayed } }';
const input = {
  idempotencyKey: 'key',
  senderId: 'sender',
  recipients: { phoneNumbers: ['+306912345678'] },
  content: { text: 'Hello' },
};
const image = 'https://example.com/a.png';
const action = { caption: 'Buy', targetUrl: 'https://example.com' };
const file = { name: 'terms', type: 'pdf', url: 'https://example.com/a.pdf' };
const video = { url: 'https://example.com/a.mp4', thumbnailUrl: image, sizeMegabytes: 200, durationSeconds: 600 };

/** The rules that an input breaks; empty where it is sent. */
async function violationsOf(changed: Record<string, unknown>): Promise<readonly string[]> {
  const { ask } = await graph();
  const { errors, calls } = await ask(SEND, { input: { ...input, ...changed } });
  expect(calls).toEqual(errors.length > 0 ? [] : ['send']);
  return errors.flatMap(({ code, inputPath, violations }) => {
    expect(violations?.[0]).toBe(`${code} ${inputPath?.join('.')}`);
    return violations ?? [];
  });
}

describe('a campaign is sent', () => {
  test.each<[string, Record<string, unknown>]>([
    ['as a text', {}],
    ['as a text of 1000 characters, counted as people do', { content: { text: '😀'.repeat(1000) } }],
    ['as an image', { content: { imageUrl: image } }],
    ['as a text with a button', { content: { text: 'a', action } }],
    ['as a text, an image and a button', { content: { text: 'a', imageUrl: image, action } }],
    ['as a file', { content: { file } }],
    ['as a file whose type is in capitals', { content: { file: { ...file, type: 'DOCX' } } }],
    ['as a video', { content: { video } }],
    ['as a video and a text', { content: { video, text: 'a' } }],
    ['as a video, a text and an image', { content: { video, text: 'a', imageUrl: image } }],
    ['as a session of a text', { isSession: true }],
    ['as a session of an image', { isSession: true, content: { imageUrl: image } }],
    ['as a session of a file', { isSession: true, content: { file } }],
    ['to contacts', { recipients: { contactIds: ['1'] } }],
    ['to groups', { recipients: { groups: ['vip'], phoneNumbers: [] } }],
    ['with the shortest time to live', { ttlSeconds: 30 }],
    ['with the longest time to live', { ttlSeconds: 86400 }],
    ['with a name of 2', { name: 'A1' }],
    ['with a name of 30', { name: 'a-b '.repeat(7) + 'ab' }],
    ['with a label of 350', { label: 'x'.repeat(350) }],
    ['with callbacks', { statusCallbackUrl: 'https://example.com/s', inboundCallbackUrl: 'https://example.com/i' }],
    ['in the future', { scheduledAt: '2999-01-01T00:00Z' }],
    ['under a key of 255', { idempotencyKey: 'k'.repeat(255) }],
  ])('%s', async (_, changed) => {
    expect(await violationsOf(changed)).toEqual([]);
  });
});

describe('a campaign is refused before any call, with the code and the place of the rule', () => {
  const content = (changed: Record<string, unknown>) => ({ content: changed });
  test.each<[string, Record<string, unknown>, string[]]>([
    ['an empty key', { idempotencyKey: '' }, ['BAD_USER_INPUT input.idempotencyKey']],
    ['a key of 256', { idempotencyKey: 'k'.repeat(256) }, ['BAD_USER_INPUT input.idempotencyKey']],
    ['an empty sender', { senderId: '' }, ['BAD_USER_INPUT input.senderId']],
    ['a name of 1', { name: 'a' }, ['BAD_USER_INPUT input.name']],
    ['a name of 31', { name: 'a'.repeat(31) }, ['BAD_USER_INPUT input.name']],
    ['a name in other letters', { name: 'Άνοιξη' }, ['BAD_USER_INPUT input.name']],
    ['a name with a line end', { name: 'Spring\n' }, ['BAD_USER_INPUT input.name']],
    ['a time that is past', { scheduledAt: '2020-01-01T00:00Z' }, ['BAD_USER_INPUT input.scheduledAt']],
    ['too short a life', { ttlSeconds: 29 }, ['TTL_OUT_OF_RANGE input.ttlSeconds']],
    ['too long a life', { ttlSeconds: 86401 }, ['TTL_OUT_OF_RANGE input.ttlSeconds']],
    ['no life', { ttlSeconds: 0 }, ['TTL_OUT_OF_RANGE input.ttlSeconds']],
    ['a label of 351', { label: 'x'.repeat(351) }, ['BAD_USER_INPUT input.label']],
    ['an insecure callback', { statusCallbackUrl: 'http://example.com' }, ['BAD_USER_INPUT input.statusCallbackUrl']],
    [
      'a callback on this machine',
      { inboundCallbackUrl: 'https://localhost/x' },
      ['BAD_USER_INPUT input.inboundCallbackUrl'],
    ],
    [
      'a callback on a private address',
      { inboundCallbackUrl: 'https://10.0.0.1/x' },
      ['BAD_USER_INPUT input.inboundCallbackUrl'],
    ],
    [
      'a callback on the loopback of IPv6',
      { inboundCallbackUrl: 'https://[::ffff:127.0.0.1]/x' },
      ['BAD_USER_INPUT input.inboundCallbackUrl'],
    ],
    ['no recipients', { recipients: {} }, ['BAD_USER_INPUT input.recipients']],
    [
      'only empty lists of recipients',
      { recipients: { phoneNumbers: [], groups: [] } },
      ['BAD_USER_INPUT input.recipients'],
    ],
    [
      'a number without plus',
      { recipients: { phoneNumbers: ['306912345678'] } },
      ['INVALID_RECIPIENT input.recipients.phoneNumbers.0'],
    ],
    [
      'a number with spaces',
      { recipients: { phoneNumbers: ['+306912345678', '+30 691 234 5679'] } },
      ['INVALID_RECIPIENT input.recipients.phoneNumbers.1'],
    ],
    [
      'a number that is too short',
      { recipients: { phoneNumbers: ['+30'] } },
      ['INVALID_RECIPIENT input.recipients.phoneNumbers.0'],
    ],
    [
      'a number twice',
      { recipients: { phoneNumbers: ['+306912345678', '+306912345678'] } },
      ['BAD_USER_INPUT input.recipients.phoneNumbers.1'],
    ],
    [
      'a contact twice',
      { recipients: { contactIds: ['1', '2', '1'] } },
      ['BAD_USER_INPUT input.recipients.contactIds.2'],
    ],
    ['an empty group', { recipients: { groups: [''] } }, ['BAD_USER_INPUT input.recipients.groups.0']],
    [
      '1001 groups',
      { recipients: { groups: Array.from({ length: 1001 }, (_, index) => `g${index}`) } },
      ['BAD_USER_INPUT input.recipients.groups'],
    ],
    ['no content', content({}), ['BAD_USER_INPUT input.content']],
    ['an empty text alone', content({ text: '' }), ['BAD_USER_INPUT input.content']],
    ['an empty text beside an image', content({ text: '', imageUrl: image }), ['BAD_USER_INPUT input.content.text']],
    ['a text of 1001', content({ text: 'x'.repeat(1001) }), ['BAD_USER_INPUT input.content.text']],
    ['a text with half a letter', content({ text: 'a\ud83d' }), ['BAD_USER_INPUT input.content.text']],
    ['a text and an image', content({ text: 'a', imageUrl: image }), ['UNSUPPORTED_CONTENT_COMBINATION input.content']],
    ['a button alone', content({ action }), ['UNSUPPORTED_CONTENT_COMBINATION input.content']],
    ['an image and a button', content({ imageUrl: image, action }), ['UNSUPPORTED_CONTENT_COMBINATION input.content']],
    ['a file and a text', content({ file, text: 'a' }), ['UNSUPPORTED_CONTENT_COMBINATION input.content']],
    ['a video and an image', content({ video, imageUrl: image }), ['UNSUPPORTED_VIDEO_COMBINATION input.content']],
    ['a video and a file', content({ video, file }), ['UNSUPPORTED_VIDEO_COMBINATION input.content']],
    ['a video and a button', content({ video, text: 'a', action }), ['UNSUPPORTED_VIDEO_COMBINATION input.content']],
    [
      'a video in a session',
      { isSession: true, content: { video } },
      ['VIDEO_NOT_ALLOWED_IN_SESSION input.content.video'],
    ],
    [
      'a button in a session',
      { isSession: true, content: { text: 'a', action } },
      ['UNSUPPORTED_SESSION_CONTENT input.content'],
    ],
    ['an image that has no address', content({ imageUrl: 'picture' }), ['INVALID_IMAGE_URL input.content.imageUrl']],
    ['an image of an empty address', content({ imageUrl: '' }), ['INVALID_IMAGE_URL input.content.imageUrl']],
    [
      'an insecure image',
      content({ imageUrl: 'http://example.com/a.png' }),
      ['IMAGE_URL_NOT_SECURE input.content.imageUrl'],
    ],
    [
      'an image on a private host',
      content({ imageUrl: 'https://intranet/a.png' }),
      ['INVALID_IMAGE_URL input.content.imageUrl'],
    ],
    [
      'an image address of 1001',
      content({ imageUrl: `${image}?${'x'.repeat(1001 - image.length - 1)}` }),
      ['IMAGE_URL_TOO_LONG input.content.imageUrl'],
    ],
    [
      'an empty caption',
      content({ text: 'a', action: { ...action, caption: '' } }),
      ['BAD_USER_INPUT input.content.action.caption'],
    ],
    [
      'a caption of 31',
      content({ text: 'a', action: { ...action, caption: 'x'.repeat(31) } }),
      ['BAD_USER_INPUT input.content.action.caption'],
    ],
    [
      'a button without address',
      content({ text: 'a', action: { ...action, targetUrl: '' } }),
      ['BAD_USER_INPUT input.content.action.targetUrl'],
    ],
    ...[
      'javascript:alert(1)',
      'javascript://example.com/%0aalert(1)',
      'JavaScript://example.com',
      'data:text/html,x',
      'vbscript://example.com',
      'file:///etc/passwd',
      'ftp://example.com/a',
      'intent://example.com',
      'example.com',
      '//example.com',
      'https:example.com',
      'https:///example.com',
      'https://',
      'https://user:word@example.com',
      'https://user@example.com',
      'https://example.com/a b',
      ' https://example.com',
      'https://example.com\n',
      'https://exam\tple.com',
      'https://example.com/\u0000',
      'https://example.com/\u202e',
      'https://example.com\\@evil.example',
    ].map((targetUrl): [string, Record<string, unknown>, string[]] => [
      `a button for ${JSON.stringify(targetUrl)}`,
      content({ text: 'a', action: { ...action, targetUrl } }),
      ['BAD_USER_INPUT input.content.action.targetUrl'],
    ]),
    ['a file without name', content({ file: { ...file, name: '' } }), ['BAD_USER_INPUT input.content.file.name']],
    [
      'a file name of 26',
      content({ file: { ...file, name: 'x'.repeat(26) } }),
      ['BAD_USER_INPUT input.content.file.name'],
    ],
    [
      'a file of another type',
      content({ file: { ...file, type: 'exe' } }),
      ['UNSUPPORTED_FILE_TYPE input.content.file.type'],
    ],
    [
      'an insecure file',
      content({ file: { ...file, url: 'http://example.com/a.pdf' } }),
      ['BAD_USER_INPUT input.content.file.url'],
    ],
    [
      'an insecure video',
      content({ video: { ...video, url: 'http://example.com' } }),
      ['BAD_USER_INPUT input.content.video.url'],
    ],
    [
      'an insecure thumbnail',
      content({ video: { ...video, thumbnailUrl: 'http://example.com' } }),
      ['INVALID_THUMBNAIL_URL input.content.video.thumbnailUrl'],
    ],
    [
      'a video above 200 MB',
      content({ video: { ...video, sizeMegabytes: 200.1 } }),
      ['VIDEO_TOO_LARGE input.content.video.sizeMegabytes'],
    ],
    [
      'a video of no size',
      content({ video: { ...video, sizeMegabytes: 0 } }),
      ['BAD_USER_INPUT input.content.video.sizeMegabytes'],
    ],
    [
      'a video above 600 seconds',
      content({ video: { ...video, durationSeconds: 601 } }),
      ['VIDEO_TOO_LONG input.content.video.durationSeconds'],
    ],
    [
      'a video of no length',
      content({ video: { ...video, durationSeconds: -1 } }),
      ['BAD_USER_INPUT input.content.video.durationSeconds'],
    ],
    [
      'a label twice',
      {
        fallbackValues: [
          { label: 'a', value: '' },
          { label: 'a', value: 'b' },
        ],
      },
      ['BAD_USER_INPUT input.fallbackValues.1.label'],
    ],
    [
      'an empty label',
      { fallbackValues: [{ label: '', value: 'b' }] },
      ['BAD_USER_INPUT input.fallbackValues.0.label'],
    ],
  ])('%s', async (_, changed, violations) => {
    expect(await violationsOf(changed)).toEqual(violations);
  });

  test('every broken rule at once, sorted by place, indexes as numbers', async () => {
    const numbers = Array.from({ length: 12 }, (_, index) =>
      index === 2 || index === 10 ? 'x' : `+3069123456${10 + index}`,
    );
    const violations = await violationsOf({
      ttlSeconds: 1,
      name: '?',
      recipients: { phoneNumbers: numbers, groups: [''] },
      isSession: true,
      content: { video: { ...video, sizeMegabytes: 999, durationSeconds: 999 }, imageUrl: 'x' },
    });
    expect(violations).toEqual([
      'INVALID_IMAGE_URL input.content.imageUrl',
      'VIDEO_NOT_ALLOWED_IN_SESSION input.content.video',
      'VIDEO_TOO_LONG input.content.video.durationSeconds',
      'VIDEO_TOO_LARGE input.content.video.sizeMegabytes',
      'BAD_USER_INPUT input.name',
      'BAD_USER_INPUT input.recipients.groups.0',
      'INVALID_RECIPIENT input.recipients.phoneNumbers.2',
      'INVALID_RECIPIENT input.recipients.phoneNumbers.10',
      'TTL_OUT_OF_RANGE input.ttlSeconds',
    ]);
  });

  test('the first 100 rules of a thousand', async () => {
    const phoneNumbers = Array.from({ length: 1000 }, (_, index) => String(index));
    expect(await violationsOf({ recipients: { phoneNumbers } })).toHaveLength(100);
  });

  test.each([
    ['https://user:word@example.com/a'],
    ['https://example.com/a b'],
    ['https://example.com/\n'],
    ['https://example.com/\u202e'],
    ['javascript://example.com/a'],
    ['data:image/png;base64,AAAA'],
  ])('every address by the same rules: %j', async (url) => {
    const content = { imageUrl: url, file: { ...file, url }, video: { ...video, url, thumbnailUrl: url } };
    const places = await violationsOf({ content, statusCallbackUrl: url, inboundCallbackUrl: url });
    expect(places.map((place) => place.split(' ')[1])).toEqual([
      'input.content',
      'input.content.file.url',
      'input.content.imageUrl',
      'input.content.video.thumbnailUrl',
      'input.content.video.url',
      'input.inboundCallbackUrl',
      'input.statusCallbackUrl',
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['name: 31 characters; 2 to 30 are allowed', { name: 'a'.repeat(31) }],
    ['name: latin letters, digits, spaces and hyphens are allowed', { name: 'Άνοιξη' }],
    ['idempotencyKey: 256 characters; 1 to 255 are allowed', { idempotencyKey: 'k'.repeat(256) }],
    ['label: 351 characters; at most 350 are allowed', { label: 'x'.repeat(351) }],
    ['senderId: 0 characters; at least 1 is needed', { senderId: '' }],
    ['scheduledAt: a time in the future is needed', { scheduledAt: '2020-01-01T00:00Z' }],
    ['ttlSeconds: 30 to 86400 are allowed', { ttlSeconds: 29 }],
    ['text: 1001 characters; 1 to 1000 are allowed', { content: { text: 'x'.repeat(1001) } }],
    [
      'targetUrl: an http or https address is needed',
      { content: { text: 'a', action: { ...action, targetUrl: 'x' } } },
    ],
    [
      'sizeMegabytes: a number above 0 and at most 200 is allowed',
      { content: { video: { ...video, sizeMegabytes: 201 } } },
    ],
    [
      'phoneNumbers: a + and the digits of a possible E.164 number, 15 at most, are needed',
      { recipients: { phoneNumbers: ['1'] } },
    ],
    ['groups: each entry is allowed once', { recipients: { groups: ['a', 'a'] } }],
    [
      'contactIds: 1001 entries; at most 1000 are allowed',
      { recipients: { contactIds: Array.from({ length: 1001 }, (_, index) => String(index)) } },
    ],
  ])('with a message of its own: %s', async (message, changed) => {
    const { ask } = await graph();
    const { errors, result } = await ask(SEND, { input: { ...input, ...changed } });
    const details = (result.errors?.[0]?.originalError as MessagingError).details;
    expect(details.violations?.map((one) => one.message)).toEqual([message]);
    expect(errors[0]?.message).toBe(message);
  });

  test.each([
    ['2030-01-01T00:00:02.900Z', ['scheduledAt: a time in the future is needed']],
    ['2030-01-01T00:00:03.000Z', []],
  ])('when it is scheduled by its whole second, which vendors get: %s', (scheduledAt, messages) => {
    const violations = violationsOfCampaign({ ...input, scheduledAt }, new Date('2030-01-01T00:00:02.217Z'));
    expect(violations.map(({ message }) => message)).toEqual(messages);
  });

  test('without repeating a value in a message', async () => {
    const { ask } = await graph();
    const secret = 'secret!\ud83d';
    const { errors, result } = await ask(SEND, {
      input: {
        idempotencyKey: secret.repeat(100),
        senderId: secret,
        name: secret,
        label: secret.repeat(100),
        ttlSeconds: 777777,
        statusCallbackUrl: secret,
        inboundCallbackUrl: secret,
        content: {
          text: secret.repeat(1000),
          imageUrl: secret,
          action: { caption: secret.repeat(9), targetUrl: secret },
          file: { name: secret.repeat(9), type: secret, url: secret },
          video: { url: secret, thumbnailUrl: secret, sizeMegabytes: 777777, durationSeconds: 777777 },
        },
        recipients: { phoneNumbers: [secret], contactIds: [secret, secret], groups: [secret, secret] },
        fallbackValues: [
          { label: secret, value: secret },
          { label: secret, value: secret },
        ],
      },
    });
    const { violations = [] } = (result.errors?.[0]?.originalError as MessagingError).details;
    expect(new Set(violations.map(({ inputPath }) => inputPath.join('.'))).size).toBeGreaterThanOrEqual(20);
    for (const { message } of violations) expect(message).toMatch(/^\w+: [^!]+$/);
    expect(JSON.stringify([errors, violations])).not.toMatch(/secret|777777/);
  });
});
