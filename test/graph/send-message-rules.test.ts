import { describe, expect, test } from '@jest/globals';
import type { MessagingError } from '../../src/errors/error.js';
import { graph } from '../support/fake-sources.js';

const SEND = `mutation ($input: SendViberMessageInput!) {
  sendViberMessage(input: $input) { replayed warnings { code message inputPath } }
}`;
const input = {
  idempotencyKey: 'key',
  senderId: 'sender',
  to: '+306912345678',
  message: { content: { text: 'Hello' } },
};
const templateId = '5d0c9b8a-3333-4e2f-a111-c0ffee000001';
const template = { templateId, language: 'en' };
const ofTemplate = { message: { template } };
const image = 'https://example.com/a.png';

async function answerTo(changed: Record<string, unknown>) {
  const fake = await graph();
  const answer = await fake.ask(SEND, { input: { ...input, ...changed } });
  const key = await fake.ledger.look('key', { form: 1, text: '', inForm: () => '' });
  return { ...answer, isBound: key !== null };
}

/** The rules that an input breaks, with no call and nothing bound; empty where it is sent by one call. */
async function violationsOf(changed: Record<string, unknown>): Promise<readonly string[]> {
  const { errors, calls, isBound } = await answerTo(changed);
  expect({ calls, isBound }).toEqual(
    errors.length > 0 ? { calls: [], isBound: false } : { calls: ['send message'], isBound: true },
  );
  return errors.flatMap(({ violations }) => violations ?? []);
}

describe('a Viber message is sent', () => {
  test.each<[string, Record<string, unknown>]>([
    ['as a text', {}],
    ['as a text in a session', { isSession: true }],
    ['as an image', { message: { content: { imageUrl: image } } }],
    ['with the shortest time to live', { ttlSeconds: 30 }],
    ['with the longest time to live', { ttlSeconds: 86_400 }],
    ['with a time to live of any second', { ttlSeconds: 31 }],
    ['with a label of 350 characters', { label: 'x'.repeat(350) }],
    ['with callbacks', { statusCallbackUrl: 'https://e.com/s', inboundCallbackUrl: 'https://e.com/i' }],
    ['as a template', ofTemplate],
    ['as a template without a session', { ...ofTemplate, isSession: false }],
    ['as a template with a callback', { ...ofTemplate, statusCallbackUrl: 'https://e.com/s', ttlSeconds: 60 }],
    [
      'as a template with parameters',
      { message: { template: { ...template, parameters: [{ name: 'a', value: '' }], deliveryScope: 'ALL_DEVICES' } } },
    ],
  ])('%s', async (_, changed) => {
    expect(await violationsOf(changed)).toEqual([]);
  });
});

describe('a Viber message is refused before any call, with the code and the place of the rule', () => {
  const beside = 'UNSUPPORTED_CONTENT_COMBINATION';
  test.each<[string, Record<string, unknown>, string[]]>([
    ['an empty key', { idempotencyKey: '' }, ['BAD_USER_INPUT input.idempotencyKey']],
    ['a key of 256 characters', { idempotencyKey: 'k'.repeat(256) }, ['BAD_USER_INPUT input.idempotencyKey']],
    ['an empty sender', { senderId: '' }, ['BAD_USER_INPUT input.senderId']],
    ['a recipient without plus', { to: '306912345678' }, ['INVALID_RECIPIENT input.to']],
    [
      'a text of 1001 characters',
      { message: { content: { text: 'x'.repeat(1001) } } },
      ['BAD_USER_INPUT input.message.content.text'],
    ],
    ['no content', { message: { content: {} } }, ['BAD_USER_INPUT input.message.content']],
    [
      'a text and an image',
      { message: { content: { text: 'a', imageUrl: image } } },
      ['UNSUPPORTED_CONTENT_COMBINATION input.message.content'],
    ],
    [
      'an insecure image',
      { message: { content: { imageUrl: 'http://e.com/a.png' } } },
      ['IMAGE_URL_NOT_SECURE input.message.content.imageUrl'],
    ],
    [
      'a button in a session',
      { isSession: true, message: { content: { text: 'a', action: { caption: 'b', targetUrl: 'https://e.com' } } } },
      ['UNSUPPORTED_SESSION_CONTENT input.message.content'],
    ],
    ['a time to live of 29', { ttlSeconds: 29 }, ['TTL_OUT_OF_RANGE input.ttlSeconds']],
    ['a time to live of 86401', { ttlSeconds: 86_401 }, ['TTL_OUT_OF_RANGE input.ttlSeconds']],
    ['a label of 351 characters', { label: 'x'.repeat(351) }, ['BAD_USER_INPUT input.label']],
    ['an insecure callback', { statusCallbackUrl: 'http://e.com' }, ['BAD_USER_INPUT input.statusCallbackUrl']],
    ['a private callback', { inboundCallbackUrl: 'https://10.0.0.1' }, ['BAD_USER_INPUT input.inboundCallbackUrl']],
    [
      'a text with half a letter',
      { message: { content: { text: '\ud83d' } } },
      ['BAD_USER_INPUT input.message.content.text'],
    ],
    ['a template with a label', { ...ofTemplate, label: 'mine' }, [`${beside} input.label`]],
    ['a template with an empty label', { ...ofTemplate, label: '' }, [`${beside} input.label`]],
    ['a template in a session', { ...ofTemplate, isSession: true }, [`${beside} input.isSession`]],
    [
      'a template with an address for replies',
      { ...ofTemplate, inboundCallbackUrl: 'https://e.com/i' },
      [`${beside} input.inboundCallbackUrl`],
    ],
    [
      'a template whose id is no UUID',
      { message: { template: { ...template, templateId: 'greeting' } } },
      ['BAD_USER_INPUT input.message.template.templateId'],
    ],
    [
      'a template without a language',
      { message: { template: { ...template, language: '' } } },
      ['BAD_USER_INPUT input.message.template.language'],
    ],
    [
      'a parameter without a name',
      { message: { template: { ...template, parameters: [{ name: '', value: 'x' }] } } },
      ['BAD_USER_INPUT input.message.template.parameters.0.name'],
    ],
    [
      'a parameter twice',
      {
        message: {
          template: {
            ...template,
            parameters: [
              { name: 'a', value: 'x' },
              { name: 'b', value: 'x' },
              { name: 'a', value: 'y' },
            ],
          },
        },
      },
      ['BAD_USER_INPUT input.message.template.parameters.2.name'],
    ],
  ])('%s', async (_, changed, violations) => {
    expect(await violationsOf(changed)).toEqual(violations);
  });

  test('with all of them at once, sorted by path', async () => {
    const all = { ...ofTemplate, label: 'x'.repeat(351), isSession: true, to: '30', ttlSeconds: 1, senderId: '' };
    expect(await violationsOf(all)).toEqual([
      `${beside} input.isSession`,
      `${beside} input.label`,
      'BAD_USER_INPUT input.label',
      'BAD_USER_INPUT input.senderId',
      'INVALID_RECIPIENT input.to',
      'TTL_OUT_OF_RANGE input.ttlSeconds',
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['ttlSeconds', { ttlSeconds: 1 }, 'ttlSeconds: 30 to 86400 are allowed'],
    ['label', { label: 'x'.repeat(351) }, 'label: 351 characters; at most 350 are allowed'],
    ['label beside a template', { ...ofTemplate, label: 'x' }, 'label: not allowed with a template'],
    ['templateId', { message: { template: { ...template, templateId: '' } } }, 'templateId: a UUID is needed'],
  ])('with a message that has the rule and not the value: %s', async (_, changed, message) => {
    const { result } = await answerTo(changed);
    const { details } = result.errors![0]!.originalError as MessagingError;
    expect(details.violations?.map((one) => one.message)).toEqual([message]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['neither content nor template', {}],
    ['both', { content: { text: 'a' }, template }],
    ['null for both', { content: null, template: null }],
  ])('by the schema: %s', async (_, message) => {
    const { result, calls } = await answerTo({ message });
    expect(result.data ?? null).toBeNull();
    expect(result.errors?.[0]?.message).toMatch(/exactly one|must be non-null/i);
    expect(calls).toEqual([]);
  });
});

describe('a Viber message warns', () => {
  const text = {
    code: 'TEXT_OUTSIDE_TEMPLATE',
    message: 'A text outside an approved template: since 2026-07-01 Routee may bill it as promotional or reject it.',
    inputPath: ['input', 'message', 'content'],
  };
  test.each<[string, Record<string, unknown>, unknown[]]>([
    ['of a text outside a template', {}, [text]],
    ['of no text in a session', { isSession: true }, []],
    ['of no image', { message: { content: { imageUrl: image } } }, []],
    [
      'of no text with a button',
      { message: { content: { text: 'a', action: { caption: 'b', targetUrl: 'https://e.com' } } } },
      [],
    ],
    ['of no template', ofTemplate, []],
  ])('%s', async (_, changed, warnings) => {
    expect((await answerTo(changed)).data).toEqual({ sendViberMessage: { replayed: false, warnings } });
  });

  test('as a campaign does', async () => {
    const { ask } = await graph();
    const campaign = {
      idempotencyKey: 'key',
      senderId: 'sender',
      recipients: { phoneNumbers: ['+306912345678'] },
      content: { text: 'Hello' },
    };
    const send =
      'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { warnings { code inputPath } } }';
    expect((await ask(send, { input: campaign })).data).toEqual({
      sendViberCampaign: { warnings: [{ code: 'TEXT_OUTSIDE_TEMPLATE', inputPath: ['input', 'content'] }] },
    });
    expect((await ask(send, { input: { ...campaign, idempotencyKey: 'other', isSession: true } })).data).toEqual({
      sendViberCampaign: { warnings: [] },
    });
  });
});
