import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import type { Violation } from '../../src/errors/error.js';
import { errorCatalogue, type MessagingErrorCode } from '../../src/errors/catalogue.js';
import { magicValues } from '../support/sandbox.js';
import { sandboxIds } from '../support/sandbox.js';
import { fakeClock } from '../support/fake-clock.js';
import { requireDiscreet } from '../support/discretion.js';
import { type Reply, type SandboxedService, startSandboxedService } from '../support/running-service.js';
import { eventually, until } from '../support/wait.js';

const SEND_TIMEOUT_MS = 10_000;

/** The clock of the sandbox and of the calls to it. A message comes to its end within ten seconds. */
const clock = fakeClock();
let service: SandboxedService;
beforeAll(async () => {
  service = await startSandboxedService(
    { SEND_TIMEOUT_MS: String(SEND_TIMEOUT_MS) },
    { now: () => clock.wallTime(), tokenLifeSeconds: 86_400 },
    { clock, random: () => 0 },
  );
});
afterAll(() => service.stop());

const SEND = `mutation Send($input: SendViberCampaignInput!) {
  sendViberCampaign(input: $input) {
    replayed
    campaign {
      id trackingId name recipients state type createdAt totalMessages ttlSeconds cost label isSession
      sender { id name } content { kind text } fallbackValues { label value }
      analysis { recipientCount recipientsPerCountry { country count } recipientCountries { phoneNumber country } characterCount }
    }
  }
}`;

interface Sent {
  readonly sendViberCampaign: {
    readonly replayed: boolean;
    readonly campaign: { readonly id: string; readonly trackingId: string };
  } | null;
}

let keys = 0;
const newKey = (): string => `key-${++keys}`;
const inputOf = (more: Readonly<Record<string, unknown>> = {}) => ({
  idempotencyKey: newKey(),
  senderId: sandboxIds.sender,
  recipients: { phoneNumbers: ['+306900000001'] },
  content: { text: 'Hello' },
  ...more,
});
const to = (...phoneNumbers: string[]) => ({ recipients: { phoneNumbers } });
const send = (input: ReturnType<typeof inputOf>): Promise<Reply<Sent>> => service.query<Sent>(SEND, { input });
const sentOf = ({ data, errors }: Reply<Sent>): NonNullable<Sent['sendViberCampaign']> => {
  expect(errors).toEqual([]);
  return data!.sendViberCampaign!;
};
/** A send that the vendor answers late or never: its deadline passes once the vendor has it. */
async function sendUnanswered(input: ReturnType<typeof inputOf>): Promise<Reply<Sent>> {
  const before = sendCalls();
  const reply = send(input);
  await until(() => sendCalls() > before && clock.timers() === 1);
  clock.advance(SEND_TIMEOUT_MS);
  return reply;
}
const codeOf = ({ errors }: Reply<Sent>): string | undefined => errors[0]?.extensions.code;
const sendCalls = (): number => service.sandbox.calls().filter(({ route }) => route === '/viber/campaign').length;

/** Keeps the way to the vendor well: many lost answers on end would close it for a second. */
async function sendWell(): Promise<void> {
  sentOf(await send(inputOf()));
  sentOf(await send(inputOf()));
}

describe('a send', () => {
  const input = inputOf({
    ...to('+306900000001', '+306900000002'),
    name: 'Autumn 2026',
    ttlSeconds: 3600,
    label: 'autumn',
    content: { text: 'Hello [~{name}]' },
    fallbackValues: [
      { label: 'name', value: 'you' },
      { label: 'city', value: 'Athens' },
    ],
  });
  let first: NonNullable<Sent['sendViberCampaign']>;
  beforeAll(async () => {
    service.sandbox.clearCalls();
    first = sentOf(await send(input));
  });

  it('is answered with what the vendor made of it', () => {
    expect(first).toMatchObject({
      replayed: false,
      campaign: {
        name: 'Autumn 2026',
        recipients: ['+306900000001', '+306900000002'],
        totalMessages: 2,
        ttlSeconds: 3600,
        label: 'autumn',
        sender: { id: sandboxIds.sender },
        content: { kind: 'TEXT', text: 'Hello [~{name}]' },
        fallbackValues: [
          { label: 'city', value: 'Athens' },
          { label: 'name', value: 'you' },
        ],
        analysis: { recipientCount: 2, recipientsPerCountry: [{ country: 'GR', count: 2 }] },
      },
    });
    expect(sendCalls()).toBe(1);
  });

  it('is replayed under its key, without a vendor call and however its members are ordered', async () => {
    service.sandbox.clearCalls();
    const reordered = Object.fromEntries(Object.entries(input).toReversed()) as typeof input;
    const replay = sentOf(await send(reordered));
    expect(replay).toEqual({ ...first, replayed: true });
    expect(service.sandbox.calls()).toEqual([]);
  });

  it('is refused under its key with other input', async () => {
    service.sandbox.clearCalls();
    const reply = await send({ ...input, content: { text: 'Another' } });
    expect(reply.data).toEqual({ sendViberCampaign: null });
    expect(reply.errors).toMatchObject([
      {
        path: ['sendViberCampaign'],
        extensions: {
          code: 'IDEMPOTENCY_KEY_REUSED',
          category: 'CONFLICT',
          inputPath: ['input', 'idempotencyKey'],
        },
      },
    ]);
    expect(service.sandbox.calls()).toEqual([]);
  });

  it('shows up as a campaign, in the list of campaigns and behind its id', async () => {
    const { trackingId, id } = first.campaign;
    const data = await service.read(
      `query ($trackingId: ID!, $id: ID!) {
        campaign(trackingId: $trackingId) { id name label totalMessages messages { totalCount nodes { to } } }
        campaigns(first: 1) { totalCount nodes { id trackingId name } pageInfo { hasNextPage hasPreviousPage } }
        node(id: $id) { ... on Campaign { name label } }
      }`,
      { trackingId, id },
    );
    expect(data).toMatchObject({
      campaign: {
        id,
        name: 'Autumn 2026',
        label: 'autumn',
        totalMessages: 2,
        messages: { totalCount: 2, nodes: [{ to: '+306900000001' }, { to: '+306900000002' }] },
      },
      campaigns: { nodes: [{ id, trackingId, name: 'Autumn 2026' }] },
      node: { name: 'Autumn 2026', label: 'autumn' },
    });
  });

  it('is followed until its messages are settled', async () => {
    const { trackingId } = sentOf(await send(inputOf(to('+12025550160', '+12025550162')))).campaign;
    const document = `query ($id: ID!) {
      campaign(trackingId: $id) { messages { nodes { status { state isFinal isSettled } deliveryReport { extraId } } } }
    }`;
    type Data = { campaign: { messages: { nodes: { status: { state: string; isSettled: boolean } }[] } } };
    const states = async () =>
      (await service.read<Data>(document, { id: trackingId })).campaign.messages.nodes.map(({ status }) => status);
    expect((await states()).map(({ isSettled }) => isSettled)).toEqual([false, false]);
    clock.advance(5000);
    expect((await states()).map(({ state }) => state)).toEqual(['DELIVERED', 'UNDELIVERED']);
    clock.advance(5000);
    expect(await states()).toEqual([
      { state: 'SEEN', isFinal: true, isSettled: true },
      { state: 'UNDELIVERED', isFinal: true, isSettled: true },
    ]);
  });
});

describe('the list of campaigns', () => {
  it('shifts nothing when a new one is sent, and costs no vendor call', async () => {
    const sent: string[] = [];
    for (let index = 0; index < 5; index++) sent.unshift(sentOf(await send(inputOf())).campaign.trackingId);
    const document = `query ($first: Int, $after: String, $last: Int, $before: String) {
      campaigns(first: $first, after: $after, last: $last, before: $before) {
        nodes { trackingId } pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
      }
    }`;
    type Data = {
      campaigns: {
        nodes: { trackingId: string }[];
        pageInfo: { startCursor: string; endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean };
      };
    };
    const list = async (variables: Record<string, unknown>) => {
      const { campaigns } = await service.read<Data>(document, variables);
      return { ...campaigns, ids: campaigns.nodes.map(({ trackingId }) => trackingId) };
    };
    const page = await list({ first: 2 });
    expect(page.ids).toEqual(sent.slice(0, 2));
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    await send(inputOf());
    service.sandbox.clearCalls();
    const next = await list({ first: 2, after: page.pageInfo.endCursor });
    expect(next.ids).toEqual(sent.slice(2, 4));
    expect(next.pageInfo.hasPreviousPage).toBe(true);
    const back = await list({ last: 2, before: next.pageInfo.startCursor });
    expect(back.ids).toEqual(sent.slice(0, 2));
    expect(back.pageInfo.hasPreviousPage).toBe(true);
    expect(service.sandbox.calls()).toEqual([]);
  });
});

describe('two sends under one key at once', () => {
  it('are one vendor call and one campaign', async () => {
    service.sandbox.clearCalls();
    const input = inputOf(to('+12025550136'));
    const [one, two, other] = await Promise.all([
      send(input),
      send(input),
      send({ ...input, content: { text: 'Another' } }),
    ]);
    expect(sendCalls()).toBe(1);
    const sent = [one, two].map((reply) => sentOf(reply));
    expect(sent.map(({ replayed }) => replayed).sort()).toEqual([false, true]);
    expect(sent[0]!.campaign).toEqual(sent[1]!.campaign);
    expect(codeOf(other)).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

interface Refusal {
  readonly code: MessagingErrorCode;
  readonly vendorStatus: number;
  readonly vendorCode?: string;
  readonly vendorErrorCode?: string;
  readonly inputPath?: readonly string[];
  readonly category?: string;
  readonly retryAfterSeconds?: number;
}
const content = (...path: string[]) => ['input', 'content', ...path];
const recipient = {
  code: 'INVALID_RECIPIENT',
  vendorStatus: 400,
  vendorCode: '400019002',
  vendorErrorCode: '001',
  inputPath: ['input', 'recipients', 'phoneNumbers'],
} as const;
const ttl = {
  code: 'TTL_OUT_OF_RANGE',
  vendorStatus: 400,
  vendorCode: '400000000',
  inputPath: ['input', 'ttlSeconds'],
} as const;

// prettier-ignore
const refusals: Readonly<Record<string, Refusal>> = {
  '01': { code: 'INSUFFICIENT_BALANCE', vendorStatus: 400, vendorCode: '400001009' },
  '02': recipient,
  '03': recipient,
  '04': { code: 'UNSUPPORTED_CONTENT_COMBINATION', vendorStatus: 400, vendorCode: '400019002', vendorErrorCode: '007', inputPath: content() },
  '05': { code: 'FILE_TOO_LARGE', vendorStatus: 400, vendorCode: '400019002', vendorErrorCode: '016', inputPath: content('file') },
  '06': { code: 'UNSUPPORTED_FILE_TYPE', vendorStatus: 400, vendorCode: '400019002', vendorErrorCode: '019', inputPath: content('file') },
  '07': { code: 'UNSUPPORTED_SESSION_CONTENT', vendorStatus: 400, vendorCode: '400019002', vendorErrorCode: '020', inputPath: content() },
  '08': { code: 'UNSUPPORTED_VIDEO_COMBINATION', vendorStatus: 400, vendorCode: '400019002', inputPath: content() },
  '09': { code: 'VIDEO_NOT_ALLOWED_IN_SESSION', vendorStatus: 400, vendorCode: '400019002', inputPath: content('video') },
  '10': { code: 'INVALID_IMAGE_URL', vendorStatus: 400, vendorCode: '400000000', inputPath: content('imageUrl') },
  '11': { code: 'IMAGE_URL_TOO_LONG', vendorStatus: 400, vendorCode: '400000000', inputPath: content('imageUrl') },
  '12': { code: 'IMAGE_URL_NOT_SECURE', vendorStatus: 400, vendorCode: '400000000', inputPath: content('imageUrl') },
  '13': ttl,
  '14': { code: 'INVALID_THUMBNAIL_URL', vendorStatus: 400, vendorCode: '400000000', inputPath: content('video', 'thumbnailUrl') },
  '15': { code: 'VIDEO_TOO_LARGE', vendorStatus: 400, vendorCode: '400000000', inputPath: content('video', 'sizeMegabytes') },
  '16': { code: 'VIDEO_TOO_LONG', vendorStatus: 400, vendorCode: '400000000', inputPath: content('video', 'durationSeconds') },
  '17': { code: 'CONTACT_NOT_FOUND', vendorStatus: 404, vendorCode: '404002001', inputPath: ['input', 'recipients', 'contactIds'] },
  '18': { code: 'SENDER_NOT_FOUND', vendorStatus: 404, vendorCode: '404020001', inputPath: ['input', 'senderId'] },
  '19': { code: 'CAMPAIGN_NAME_TAKEN', vendorStatus: 409, vendorCode: '409009003', inputPath: ['input', 'name'] },
  '20': { code: 'UPSTREAM_REJECTED', vendorStatus: 400, vendorCode: '400019002' },
  '21': { code: 'UPSTREAM_REJECTED', vendorStatus: 400, vendorCode: '400000000' },
  '22': { code: 'UPSTREAM_REJECTED', vendorStatus: 400, vendorCode: '400123456' },
  '23': { code: 'INSUFFICIENT_BALANCE', vendorStatus: 400, vendorCode: '400001009' },
  '24': ttl,
  '31': { code: 'UPSTREAM_UNAUTHENTICATED', vendorStatus: 401 },
  '32': { code: 'UPSTREAM_FORBIDDEN', vendorStatus: 403 },
  '33': { code: 'UPSTREAM_FORBIDDEN', vendorStatus: 403 },
  '34': { code: 'UPSTREAM_RATE_LIMITED', vendorStatus: 429, retryAfterSeconds: 2 },
};

const sends = magicValues.filter(({ places }) => places.includes('recipient'));
const refused = sends.filter(({ code }) => code !== null && code !== 'SEND_OUTCOME_UNKNOWN');
const lost = sends.filter(({ code }) => code === 'SEND_OUTCOME_UNKNOWN');
/** Acts once, on the token of its time: it has a test of its own. */
const WITHDRAWS_THE_TOKEN = '+12025550130';
const well = sends.filter(({ code, value }) => code === null && value !== WITHDRAWS_THE_TOKEN);

describe('a send that the vendor refuses', () => {
  it.each(refused.map(({ value, happens }) => [value, happens] as const))('%s: %s', async (number) => {
    const expected = refusals[number.slice(-2)];
    if (!expected) throw new Error(`say what ${number} is answered`);
    const input = inputOf(to('+306900000009', number));
    const { status, data, errors, text } = await send(input);
    expect(status).toBe(200);
    expect(data).toEqual({ sendViberCampaign: null });
    expect(errors).toHaveLength(1);
    expect(errors[0]!.path).toEqual(['sendViberCampaign']);
    const entry: { category: string; retryable?: boolean } = errorCatalogue[expected.code];
    expect(errors[0]!.extensions).toEqual({
      category: entry.category,
      retryable: entry.retryable ?? false,
      vendor: 'ROUTEE',
      requestId: expect.any(String),
      ...expected,
    });
    requireDiscreet(text, [input.idempotencyKey, input.senderId]);
    clock.advance(1000 * (expected.retryAfterSeconds ?? 0));
    // the key is free again, also for corrected input
    expect(sentOf(await send({ ...input, ...to('+306900000009') })).replayed).toBe(false);
  });
});

const UNANSWERED = /no answer is ever sent/;

describe('a send whose outcome nobody knows', () => {
  it.each(lost.map(({ value, happens }) => [value, happens] as const))('%s: %s', async (number, happens) => {
    await sendWell();
    service.sandbox.clearCalls();
    const input = inputOf(to(number));
    const { status, data, errors, text } = await (UNANSWERED.test(happens) ? sendUnanswered(input) : send(input));
    expect(status).toBe(200);
    expect(data).toEqual({ sendViberCampaign: null });
    expect(errors).toMatchObject([
      {
        path: ['sendViberCampaign'],
        message: expect.stringMatching(/reconcileSend/),
        extensions: {
          code: 'SEND_OUTCOME_UNKNOWN',
          category: 'UNAVAILABLE',
          retryable: false,
          outcome: 'UNKNOWN',
          vendor: 'ROUTEE',
        },
      },
    ]);
    requireDiscreet(text, [input.idempotencyKey, number]);
    expect(sendCalls()).toBe(1);

    const again = await send(input);
    expect(codeOf(again)).toBe('SEND_OUTCOME_UNKNOWN');
    expect(codeOf(await send({ ...input, content: { text: 'Another' } }))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(sendCalls()).toBe(1);
  });
});

describe('a send that is accepted', () => {
  it.each(well.map(({ value, happens }) => [value, happens] as const))('%s: %s', async (number, happens) => {
    const isSlow = happens.includes('3 s') && happens.startsWith('accepted, answered');
    if (isSlow) return expect(codeOf(await sendUnanswered(inputOf(to(number))))).toBe('SEND_OUTCOME_UNKNOWN');
    const reply = await send(inputOf(to(number)));
    const { trackingId } = sentOf(reply).campaign;
    const { data, errors } = await service.query<{ campaign: { messages: unknown } }>(
      `query ($id: ID!) { campaign(trackingId: $id) { state messages { totalCount nodes { to } } } }`,
      { id: trackingId },
    );
    if (number === '+12025550172') {
      expect(data).toMatchObject({ campaign: { state: expect.any(String), messages: null } });
      return expect(errors).toMatchObject([
        { path: ['campaign', 'messages'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } },
      ]);
    }
    expect(errors).toEqual([]);
    const isUnknownToTracking = number === '+12025550170' || number === '+12025550171';
    expect(data?.campaign.messages).toEqual(
      isUnknownToTracking ? { totalCount: 0, nodes: [] } : { totalCount: 1, nodes: [{ to: number }] },
    );
  });

  it('is in tracking once tracking knows it', async () => {
    const { trackingId } = sentOf(await send(inputOf(to('+12025550171')))).campaign;
    const count = async () =>
      (
        await service.read<{ campaign: { messages: { totalCount: number } } }>(
          `query ($id: ID!) { campaign(trackingId: $id) { messages { totalCount } } }`,
          { id: trackingId },
        )
      ).campaign.messages.totalCount;
    expect(await count()).toBe(0);
    clock.advance(6000);
    expect(await eventually(count, (total) => total === 1)).toBe(1);
  });

  it('goes out once with a new token where the vendor had withdrawn the old one', async () => {
    service.sandbox.clearCalls();
    sentOf(await send(inputOf(to(WITHDRAWS_THE_TOKEN))));
    expect(service.sandbox.calls().map(({ route, status }) => [route, status])).toEqual([
      ['/viber/campaign', 401],
      ['/oauth/token', 200],
      ['/viber/campaign', 200],
    ]);
  });
});

describe('input that breaks rules', () => {
  const image = (imageUrl: string) => inputOf({ content: { imageUrl } });
  const video = {
    url: 'https://example.com/v.mp4',
    thumbnailUrl: 'https://example.com/t.png',
    sizeMegabytes: 1,
    durationSeconds: 1,
  };
  const broken: readonly (readonly [string, ReturnType<typeof inputOf>, string, readonly (string | number)[]])[] = [
    ['an empty key', inputOf({ idempotencyKey: '' }), 'BAD_USER_INPUT', ['input', 'idempotencyKey']],
    [
      'a key that is too long',
      inputOf({ idempotencyKey: 'k'.repeat(256) }),
      'BAD_USER_INPUT',
      ['input', 'idempotencyKey'],
    ],
    ['no recipient', inputOf(to()), 'BAD_USER_INPUT', ['input', 'recipients']],
    [
      'a number without a plus',
      inputOf(to('+306900000001', '306900000002')),
      'INVALID_RECIPIENT',
      ['input', 'recipients', 'phoneNumbers', 1],
    ],
    [
      'a number with spaces',
      inputOf(to('+30 690 000 0001')),
      'INVALID_RECIPIENT',
      ['input', 'recipients', 'phoneNumbers', 0],
    ],
    [
      'a number twice',
      inputOf(to('+306900000001', '+306900000001')),
      'BAD_USER_INPUT',
      ['input', 'recipients', 'phoneNumbers', 1],
    ],
    [
      'too many recipients',
      inputOf({ recipients: { groups: Array.from({ length: 1001 }, (_, n) => `g${n}`) } }),
      'BAD_USER_INPUT',
      ['input', 'recipients', 'groups'],
    ],
    ['a short name', inputOf({ name: 'x' }), 'BAD_USER_INPUT', ['input', 'name']],
    ['a past time', inputOf({ scheduledAt: '2020-01-01T00:00:00Z' }), 'BAD_USER_INPUT', ['input', 'scheduledAt']],
    ['a short life', inputOf({ ttlSeconds: 29 }), 'TTL_OUT_OF_RANGE', ['input', 'ttlSeconds']],
    ['a long life', inputOf({ ttlSeconds: 86_401 }), 'TTL_OUT_OF_RANGE', ['input', 'ttlSeconds']],
    ['nothing to say', inputOf({ content: {} }), 'BAD_USER_INPUT', ['input', 'content']],
    ['a long text', inputOf({ content: { text: 'x'.repeat(1001) } }), 'BAD_USER_INPUT', ['input', 'content', 'text']],
    ['an image that is no address', image('not an address'), 'INVALID_IMAGE_URL', ['input', 'content', 'imageUrl']],
    [
      'an image without https',
      image('http://example.com/a.png'),
      'IMAGE_URL_NOT_SECURE',
      ['input', 'content', 'imageUrl'],
    ],
    [
      'a long image address',
      image(`https://example.com/${'x'.repeat(1000)}`),
      'IMAGE_URL_TOO_LONG',
      ['input', 'content', 'imageUrl'],
    ],
    [
      'an image on a private host',
      image('https://192.168.0.1/a.png'),
      'INVALID_IMAGE_URL',
      ['input', 'content', 'imageUrl'],
    ],
    [
      'a layout that is none',
      inputOf({ content: { text: 'x', imageUrl: 'https://example.com/a.png' } }),
      'UNSUPPORTED_CONTENT_COMBINATION',
      ['input', 'content'],
    ],
    [
      'a video in a session',
      inputOf({ isSession: true, content: { video } }),
      'VIDEO_NOT_ALLOWED_IN_SESSION',
      ['input', 'content', 'video'],
    ],
    [
      'a large video',
      inputOf({ content: { video: { ...video, sizeMegabytes: 201 } } }),
      'VIDEO_TOO_LARGE',
      ['input', 'content', 'video', 'sizeMegabytes'],
    ],
    [
      'a long video',
      inputOf({ content: { video: { ...video, durationSeconds: 601 } } }),
      'VIDEO_TOO_LONG',
      ['input', 'content', 'video', 'durationSeconds'],
    ],
    [
      'a label twice',
      inputOf({
        fallbackValues: [
          { label: 'a', value: '1' },
          { label: 'a', value: '2' },
        ],
      }),
      'BAD_USER_INPUT',
      ['input', 'fallbackValues', 1, 'label'],
    ],
    [
      'a callback without https',
      inputOf({ statusCallbackUrl: 'http://example.com/' }),
      'BAD_USER_INPUT',
      ['input', 'statusCallbackUrl'],
    ],
  ];

  it.each(broken)('%s is refused before any call', async (_name, input, code, inputPath) => {
    service.sandbox.clearCalls();
    const { status, data, errors } = await send(input);
    expect(status).toBe(200);
    expect(data).toEqual({ sendViberCampaign: null });
    expect(errors[0]?.extensions).toMatchObject({ code, inputPath, violations: [{ code, inputPath }] });
    expect(service.sandbox.calls()).toEqual([]);
  });

  it('is reported all at once, sorted by its places', async () => {
    const { errors, text } = await send(
      inputOf({
        ...to('12', '+306900000001', '34'),
        ttlSeconds: 1,
        name: '!',
        content: { imageUrl: 'http://10.0.0.1/secret.png' },
      }),
    );
    const number = 'phoneNumbers: a + and the digits of a possible E.164 number, 15 at most, are needed';
    const violations = errors[0]!.extensions['violations'] as Violation[];
    expect(violations).toEqual([
      {
        code: 'IMAGE_URL_NOT_SECURE',
        inputPath: ['input', 'content', 'imageUrl'],
        message: 'imageUrl: an https address on a public host is needed',
      },
      { code: 'BAD_USER_INPUT', inputPath: ['input', 'name'], message: 'name: 1 character; 2 to 30 are allowed' },
      { code: 'INVALID_RECIPIENT', inputPath: ['input', 'recipients', 'phoneNumbers', 0], message: number },
      { code: 'INVALID_RECIPIENT', inputPath: ['input', 'recipients', 'phoneNumbers', 2], message: number },
      { code: 'TTL_OUT_OF_RANGE', inputPath: ['input', 'ttlSeconds'], message: 'ttlSeconds: 30 to 86400 are allowed' },
    ]);
    const [{ code, inputPath, message }] = violations as [Violation];
    expect(errors[0]).toMatchObject({ message, extensions: { code, inputPath } });
    requireDiscreet(text, ['secret', '10.0.0.1']);
  });

  it('binds no key', async () => {
    const input = inputOf();
    expect(codeOf(await send({ ...input, ...to('12') }))).toBe('INVALID_RECIPIENT');
    expect(sentOf(await send(input)).replayed).toBe(false);
  });
});

describe('the log of all this', () => {
  it('holds no key, number, text or answer of a vendor', () => {
    expect(service.log()).toContain('SEND_OUTCOME_UNKNOWN');
    const keysGiven = Array.from({ length: keys }, (_, index) => `"key-${index + 1}"`);
    requireDiscreet(service.log(), [...keysGiven, sandboxIds.sender, 'Autumn', 'Hello']);
  });
});
