import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import type { ViberPrices } from '../../src/graph/preview/preview.source.js';
import { canonicalInput } from '../../src/sends/canonical.js';
import { AS_OF, sentCampaign } from '../support/graph-samples.js';
import { type AskOptions, graph, type Graph, type World } from '../support/fake-sources.js';

const PREVIEW = (fields: string): string =>
  `query ($input: SendViberCampaignInput!) { previewViberCampaign(input: $input) { ${fields} } }`;
const SEND = 'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { replayed } }';
const VERDICT = 'isSendable keyState violations { code message inputPath }';
const COST = 'estimatedCost { amount currency pricedAt basis }';

const input = {
  idempotencyKey: 'key-1',
  senderId: 'sender',
  recipients: { phoneNumbers: ['+306912345678', '+35797123456', '+306912345679'] },
  content: { text: 'Hello' },
};
const image = 'https://example.com/a.png';
const action = { caption: 'Buy', targetUrl: 'https://example.com' };
const file = { name: 'terms', type: 'pdf', url: 'https://example.com/a.pdf' };
const video = { url: 'https://example.com/a.mp4', thumbnailUrl: image, sizeMegabytes: 2, durationSeconds: 6 };

const pricesOf = (viber: Readonly<Record<string, ViberPrices>>): World => ({
  prices: { currency: 'EUR', pricedAt: AS_OF, viber: new Map(Object.entries(viber)) },
});
const PRICED = pricesOf({
  GR: { transactional: '0.012', promotional: '0.1' },
  CY: { transactional: '0.013', promotional: '0.0345' },
});

/** What the preview shows, and the calls to vendors that it made. */
async function preview(
  { ask }: Graph,
  fields: string,
  changed: Record<string, unknown> = {},
  options: AskOptions = {},
): Promise<{ shown: Record<string, unknown> | null; calls: readonly string[]; codes: readonly (string | null)[] }> {
  const { data, calls, errors } = await ask(PREVIEW(fields), { input: { ...input, ...changed } }, options);
  const { previewViberCampaign: shown = null } = (data ?? {}) as Record<string, Record<string, unknown>>;
  return { shown, calls, codes: errors.map(({ code }) => code) };
}

describe('a preview', () => {
  test('sends nothing, binds nothing and calls no vendor for what the input shows', async () => {
    const fake = await graph();
    const fields = `${VERDICT} contentKind billing characterCount recipientCount recipientsPerCountry { country count }`;
    const { shown, calls } = await preview(fake, fields);
    expect(shown).toEqual({
      isSendable: true,
      keyState: 'FREE',
      violations: [],
      contentKind: 'TEXT',
      billing: null,
      characterCount: 5,
      recipientCount: 3,
      recipientsPerCountry: [
        { country: 'CY', count: 1 },
        { country: 'GR', count: 2 },
      ],
    });
    expect(calls).toEqual([]);
    expect(fake.sentInputs).toEqual([]);
    expect((await preview(fake, 'keyState', { content: { text: 'Another' } })).shown).toEqual({ keyState: 'FREE' });
  });

  test('names every rule that the send names, with the same messages, and places as text', async () => {
    const fake = await graph();
    const broken = {
      ttlSeconds: 5,
      name: 'x',
      recipients: { phoneNumbers: ['+306912345678', '69'] },
      content: { text: 'a', imageUrl: image },
    };
    const { result } = await fake.ask(SEND, { input: { ...input, ...broken } });
    const refusal = result.errors?.[0]?.originalError;
    const violations = refusal instanceof MessagingError ? refusal.details.violations : undefined;
    const { shown } = await preview(fake, VERDICT, broken);
    expect(violations?.map(({ code }) => code)).toEqual([
      'UNSUPPORTED_CONTENT_COMBINATION',
      'BAD_USER_INPUT',
      'INVALID_RECIPIENT',
      'TTL_OUT_OF_RANGE',
    ]);
    expect(shown).toEqual({
      isSendable: false,
      keyState: 'FREE',
      violations: violations?.map((one) => ({ ...one, inputPath: one.inputPath.map(String) })),
    });
  });

  test('of a key that breaks its own rule asks nobody what it is bound to', async () => {
    const fake = await graph();
    fake.ledger.look = () => Promise.reject(new Error('asked'));
    const { shown } = await preview(fake, VERDICT, { idempotencyKey: '' });
    expect(shown).toMatchObject({
      isSendable: false,
      keyState: null,
      violations: [{ inputPath: ['input', 'idempotencyKey'] }],
    });
  });

  test('says so where no account is configured', async () => {
    const fake = await graph({ without: ['ROUTEE'] });
    const { shown, codes } = await preview(fake, `${VERDICT} ${COST} balance { amount }`, { ttlSeconds: 5 });
    expect(shown).toMatchObject({
      isSendable: false,
      keyState: 'FREE',
      violations: [{ code: 'VENDOR_NOT_CONFIGURED', inputPath: ['input'] }, { code: 'TTL_OUT_OF_RANGE' }],
      estimatedCost: null,
      balance: null,
    });
    expect(codes).toEqual([]);
  });

  test('is refused where the ledger cannot be asked, as the send is', async () => {
    const fake = await graph();
    fake.ledger.look = () => Promise.reject(new MessagingError('LEDGER_UNAVAILABLE'));
    expect(await preview(fake, VERDICT)).toEqual({ shown: null, calls: [], codes: ['LEDGER_UNAVAILABLE'] });
  });

  describe('while the ledger can be read and not written', () => {
    const unwritable = async (): Promise<Graph> => {
      const fake = await graph();
      await fake.ask(SEND, { input });
      fake.ledger.requireWritable = () => {
        throw new MessagingError('LEDGER_UNAVAILABLE');
      };
      return fake;
    };

    test('is refused for a key that is free, as the send is', async () => {
      expect(await preview(await unwritable(), VERDICT, { idempotencyKey: 'free' })).toEqual({
        shown: null,
        calls: [],
        codes: ['LEDGER_UNAVAILABLE'],
      });
    });

    test('answers for a key that would be replayed', async () => {
      const { shown } = await preview(await unwritable(), VERDICT);
      expect(shown).toEqual({ isSendable: true, keyState: 'SAME_INPUT', violations: [] });
    });

    test('shows the rules that a send breaks, which come first', async () => {
      const { shown } = await preview(await unwritable(), VERDICT, { idempotencyKey: 'free', ttlSeconds: 1 });
      expect(shown).toMatchObject({ isSendable: false, violations: [{ code: 'TTL_OUT_OF_RANGE' }] });
    });
  });

  test('is open to a caller who may send and not read', async () => {
    const { shown } = await preview(await graph(), 'isSendable balance { amount currency }', {}, { scopes: ['send'] });
    expect(shown).toEqual({ isSendable: true, balance: { amount: '41.37', currency: 'EUR' } });
  });
});

describe('the state of a key', () => {
  const past = { scheduledAt: '2020-01-01T00:00Z' };

  test('comes before the vendor that is not configured, for PENDING and SAME_INPUT alike', async () => {
    const fake = await graph({ without: ['ROUTEE'] });
    const { idempotencyKey: key, ...rest } = { ...input, ttlSeconds: 5 };
    const canonical = canonicalInput('VIBER_CAMPAIGN', rest);
    const bound = await fake.ledger.bind({ key, kind: 'VIBER_CAMPAIGN', input: canonical, scheduledAt: null });
    const broken = { ttlSeconds: 5 };
    const answered = { isSendable: true, violations: [] };
    expect((await preview(fake, VERDICT, broken)).shown).toEqual({ ...answered, keyState: 'PENDING' });
    if (bound.isNew) await fake.ledger.accept(bound.send.id, { vendorId: 'c1', receipt: sentCampaign('c1') });
    expect((await preview(fake, VERDICT, broken)).shown).toEqual({ ...answered, keyState: 'SAME_INPUT' });
    expect((await preview(fake, VERDICT, { ttlSeconds: 6 })).shown).toMatchObject({
      isSendable: false,
      keyState: 'OTHER_INPUT',
      violations: [{ code: 'VENDOR_NOT_CONFIGURED' }, { code: 'TTL_OUT_OF_RANGE' }],
    });
  });

  test('is SAME_INPUT after an accepted send, whose answer comes before any rule', async () => {
    const fake = await graph();
    await fake.ask(SEND, { input });
    expect((await preview(fake, VERDICT)).shown).toEqual({ isSendable: true, keyState: 'SAME_INPUT', violations: [] });
  });

  test('is PENDING while a send of the same input is under way, and UNKNOWN_OUTCOME when it was lost', async () => {
    const fake = await graph();
    const { idempotencyKey: key, ...rest } = { ...input, scheduledAt: '2020-01-01T00:00:00.000Z' };
    const canonical = canonicalInput('VIBER_CAMPAIGN', rest);
    const result = await fake.ledger.bind({ key, kind: 'VIBER_CAMPAIGN', input: canonical, scheduledAt: null });
    expect((await preview(fake, VERDICT, past)).shown).toEqual({
      isSendable: true,
      keyState: 'PENDING',
      violations: [],
    });
    if (result.isNew) await fake.ledger.lose(result.send.id);
    expect((await preview(fake, VERDICT, past)).shown).toMatchObject({
      isSendable: false,
      keyState: 'UNKNOWN_OUTCOME',
      violations: [{ inputPath: ['input', 'scheduledAt'] }],
    });
  });

  test('is OTHER_INPUT after a send of another input, and then the rules are reported too', async () => {
    const fake = await graph();
    await fake.ask(SEND, { input });
    expect((await preview(fake, VERDICT, { ttlSeconds: 60 })).shown).toEqual({
      isSendable: false,
      keyState: 'OTHER_INPUT',
      violations: [],
    });
    expect((await preview(fake, VERDICT, { ttlSeconds: 5 })).shown).toMatchObject({
      keyState: 'OTHER_INPUT',
      violations: [{ code: 'TTL_OUT_OF_RANGE' }],
    });
  });

  test('is UNKNOWN_OUTCOME where the key was bound with an input that cannot be compared', async () => {
    const fake = await graph();
    const { idempotencyKey: key, ...rest } = input;
    const later = { ...canonicalInput('VIBER_CAMPAIGN', rest), form: 2 };
    await fake.ledger.bind({ key, kind: 'VIBER_CAMPAIGN', input: later, scheduledAt: null });
    expect((await preview(fake, VERDICT)).shown).toEqual({
      isSendable: false,
      keyState: 'UNKNOWN_OUTCOME',
      violations: [],
    });
  });

  test('is FREE again after a refused send', async () => {
    const fake = await graph({ send: () => Promise.reject(new MessagingError('CAMPAIGN_NAME_TAKEN')) });
    await fake.ask(SEND, { input });
    expect((await preview(fake, 'isSendable keyState')).shown).toEqual({ isSendable: true, keyState: 'FREE' });
  });
});

describe('what is sent is shown', () => {
  test.each<[string, Record<string, unknown>, string, string | null]>([
    ['a text', { content: { text: 'a' } }, 'TEXT', null],
    ['a text in a session', { content: { text: 'a' }, isSession: true }, 'TEXT', 'SESSION'],
    ['an image', { content: { imageUrl: image } }, 'IMAGE', 'PROMOTIONAL'],
    ['a text and a button', { content: { text: 'a', action } }, 'TEXT_ACTION', 'PROMOTIONAL'],
    [
      'a text, an image and a button',
      { content: { text: 'a', imageUrl: image, action } },
      'TEXT_IMAGE_ACTION',
      'PROMOTIONAL',
    ],
    ['a file', { content: { file } }, 'FILE', 'PROMOTIONAL'],
    ['a video', { content: { video } }, 'VIDEO', 'PROMOTIONAL'],
    ['a video and a text', { content: { video, text: 'a' } }, 'VIDEO_TEXT', 'PROMOTIONAL'],
    [
      'a video, a text and an image',
      { content: { video, text: 'a', imageUrl: image } },
      'VIDEO_TEXT_IMAGE',
      'PROMOTIONAL',
    ],
    ['no layout', { content: { text: 'a', imageUrl: image } }, 'OTHER', null],
    ['nothing', { content: {} }, 'OTHER', null],
  ])('%s by its kind and its billing', async (_what, changed, contentKind, billing) => {
    expect((await preview(await graph(), 'contentKind billing', changed)).shown).toEqual({ contentKind, billing });
  });

  test('a text outside a template with a warning, but not in a session or with a button', async () => {
    const fake = await graph();
    const fields = 'warnings { code message inputPath }';
    expect((await preview(fake, fields)).shown).toEqual({
      warnings: [
        {
          code: 'TEXT_OUTSIDE_TEMPLATE',
          message: expect.stringContaining('2026-07-01'),
          inputPath: ['input', 'content'],
        },
      ],
    });
    for (const changed of [{ isSession: true }, { content: { text: 'a', action } }]) {
      expect((await preview(fake, fields, changed)).shown).toEqual({ warnings: [] });
    }
  });

  test('a text by its characters as people count them', async () => {
    const fake = await graph();
    expect((await preview(fake, 'characterCount', { content: { text: '😀é' } })).shown).toEqual({ characterCount: 2 });
    expect((await preview(fake, 'characterCount', { content: { imageUrl: image } })).shown).toEqual({
      characterCount: null,
    });
  });

  test.each<[string, Record<string, unknown>, number | null, [string, number][]]>([
    ['contacts', { contactIds: ['1'] }, null, []],
    ['groups beside numbers', { groups: ['vip'], phoneNumbers: ['+306912345678'] }, null, [['GR', 1]]],
    ['empty lists beside numbers', { groups: [], contactIds: [], phoneNumbers: ['+306912345678'] }, 1, [['GR', 1]]],
    [
      'numbers of countries that share a code',
      { phoneNumbers: ['+14155552671', '+14165550123'] },
      2,
      [
        ['CA', 1],
        ['US', 1],
      ],
    ],
    ['a number of no one country', { phoneNumbers: ['+881612345678', '+306912345678'] }, 2, [['GR', 1]]],
    ['a text that is no number', { phoneNumbers: ['Anna'] }, 1, []],
    [
      'more than 1000 numbers',
      { phoneNumbers: Array.from({ length: 1001 }, (_, i) => `+3069${10_000_000 + i}`) },
      1001,
      [],
    ],
  ])('its recipients: %s', async (_what, recipients, recipientCount, countries) => {
    const fields = 'recipientCount recipientsPerCountry { country count }';
    expect((await preview(await graph(), fields, { recipients })).shown).toEqual({
      recipientCount,
      recipientsPerCountry: countries.map(([country, count]) => ({ country, count })),
    });
  });
});

describe('the estimated cost', () => {
  test('is exact: recipients per country, times the promotional price; one call', async () => {
    const { shown, calls } = await preview(await graph(PRICED), COST);
    expect(shown).toEqual({
      estimatedCost: {
        amount: '0.2345',
        currency: 'EUR',
        pricedAt: AS_OF,
        basis: expect.stringMatching(/promotional.*1 to CY, 2 to GR/),
      },
    });
    expect(calls).toEqual(['prices']);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a session', { isSession: true }],
    ['a contact', { recipients: { contactIds: ['1'], phoneNumbers: ['+306912345678'] } }],
    ['a group', { recipients: { groups: ['vip'] } }],
    ['no recipient', { recipients: {} }],
    ['a number of no one country', { recipients: { phoneNumbers: ['+306912345678', '+881612345678'] } }],
  ])('is null for %s, without a call', async (_what, changed) => {
    expect(await preview(await graph(PRICED), COST, changed)).toEqual({
      shown: { estimatedCost: null },
      calls: [],
      codes: [],
    });
  });

  test.each([
    ['a country that is not listed', pricesOf({ GR: { transactional: '1', promotional: '1' } })],
    [
      'a country without that price',
      pricesOf({ GR: { transactional: '1', promotional: '1' }, CY: { transactional: '1', promotional: null } }),
    ],
  ])('is null for %s', async (_what, world) => {
    expect(await preview(await graph(world), COST)).toMatchObject({
      shown: { estimatedCost: null },
      calls: ['prices'],
    });
  });

  test('fails alone', async () => {
    const fake = await graph({ failures: { prices: new MessagingError('UPSTREAM_TIMEOUT') } });
    expect(await preview(fake, `isSendable ${COST} balance { amount }`)).toEqual({
      shown: { isSendable: true, estimatedCost: null, balance: { amount: '41.37' } },
      calls: ['balance', 'prices'],
      codes: ['UPSTREAM_TIMEOUT'],
    });
  });
});

const templated = {
  template: {
    templateId: '5b1f3f0e-0b0a-4c4e-9f43-0d2a4a3c1b2d',
    language: 'el',
    parameters: [{ name: 'pin', value: '1' }],
  },
};
const ALL = `isSendable warnings { code inputPath } contentKind billing characterCount recipientCount
  recipientsPerCountry { country count } ${COST}`;

describe('a preview of a Viber message', () => {
  const previewMessage = async (fake: Graph, changed: Record<string, unknown>) => {
    const { data, calls } = await fake.ask(
      `query ($input: SendViberMessageInput!) { previewViberMessage(input: $input) { ${ALL} } }`,
      { input: { idempotencyKey: 'key-1', senderId: 'sender', to: '+306912345678', ...changed } },
    );
    return { shown: (data as { previewViberMessage: unknown }).previewViberMessage, calls };
  };

  test('of a template is transactional, in its kind, its billing and its price', async () => {
    expect(await previewMessage(await graph(PRICED), { message: templated })).toEqual({
      shown: {
        isSendable: true,
        warnings: [],
        contentKind: 'OTHER',
        billing: 'TRANSACTIONAL',
        characterCount: null,
        recipientCount: 1,
        recipientsPerCountry: [{ country: 'GR', count: 1 }],
        estimatedCost: {
          amount: '0.012',
          currency: 'EUR',
          pricedAt: AS_OF,
          basis: 'The transactional outbound Viber price of each country, times the messages: 1 to GR.',
        },
      },
      calls: ['prices'],
    });
  });

  test('of a text outside a template is warned of, and estimated at the promotional price', async () => {
    const { shown } = await previewMessage(await graph(PRICED), { message: { content: { text: 'Hello' } } });
    expect(shown).toMatchObject({
      isSendable: true,
      warnings: [{ code: 'TEXT_OUTSIDE_TEMPLATE', inputPath: ['input', 'message', 'content'] }],
      contentKind: 'TEXT',
      billing: null,
      estimatedCost: { amount: '0.1' },
    });
  });
});

describe('a preview of a failover flow', () => {
  const viber = (message: unknown, more: Record<string, unknown> = {}) => ({
    viber: { senderId: 'sender', message, ...more },
  });
  const sms = { sms: { from: 'Shop', text: 'Hello you' } };
  const previewFlow = async (fake: Graph, steps: readonly unknown[]) => {
    const { data, calls } = await fake.ask(
      `query ($input: SendFailoverFlowInput!) { previewFailoverFlow(input: $input) { ${ALL} } }`,
      { input: { idempotencyKey: 'key-1', to: '+306912345678', steps } },
    );
    return { shown: (data as { previewFailoverFlow: unknown }).previewFailoverFlow, calls };
  };

  test('shows its first step, and says so of the cost', async () => {
    const steps = [viber({ content: { text: 'Hello', action } }, { expireOnDelivery: true }), sms];
    expect(await previewFlow(await graph(PRICED), steps)).toEqual({
      shown: {
        isSendable: true,
        warnings: [{ code: 'STEP_AFTER_DELIVERY', inputPath: ['input', 'steps', '0', 'viber', 'expireOnDelivery'] }],
        contentKind: 'TEXT_ACTION',
        billing: 'PROMOTIONAL',
        characterCount: 5,
        recipientCount: 1,
        recipientsPerCountry: [{ country: 'GR', count: 1 }],
        estimatedCost: {
          amount: '0.1',
          currency: 'EUR',
          pricedAt: AS_OF,
          basis:
            'The promotional outbound Viber price of each country, times the messages of the first step alone: 1 to GR.',
        },
      },
      calls: ['prices'],
    });
  });

  test('that begins with a template is transactional', async () => {
    const { shown } = await previewFlow(await graph(PRICED), [viber(templated), sms]);
    expect(shown).toMatchObject({ billing: 'TRANSACTIONAL', estimatedCost: { amount: '0.012' } });
  });

  test('that does not begin with Viber has no billing and no estimate, without a call', async () => {
    const { shown, calls } = await previewFlow(await graph(PRICED), [sms, viber({ content: { text: 'Hello' } })]);
    expect(shown).toMatchObject({
      isSendable: true,
      contentKind: null,
      billing: null,
      characterCount: 9,
      estimatedCost: null,
    });
    expect(calls).toEqual([]);
  });

  test('of no step is not sendable, and has neither content nor cost', async () => {
    expect(await previewFlow(await graph(PRICED), [])).toEqual({
      shown: {
        isSendable: false,
        warnings: [],
        contentKind: null,
        billing: null,
        characterCount: null,
        recipientCount: 1,
        recipientsPerCountry: [{ country: 'GR', count: 1 }],
        estimatedCost: null,
      },
      calls: [],
    });
  });
});
