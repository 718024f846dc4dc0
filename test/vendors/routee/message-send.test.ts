import { describe, expect, it } from '@jest/globals';
import type { SendViberMessageInput } from '../../../src/graph/viber-message/viber-message.input.js';
import { Operation } from '../../../src/operation.js';
import type { VendorEvent } from '../../../src/vendor-client/vendor-client.js';
import { rejection } from '../rejection.js';
import { type Answer, sample, startVendorStub, type StubAnswer } from '../vendor-stub.js';
import { routeeAt } from './routee-under-test.js';

const example = sample('routee-viber-send');
const templateExample = sample('routee-viber-transactional-send');
const ID = 'a1d2c3b4-0001-4a6b-9c8d-1e2f3a4b5c01';

const content: SendViberMessageInput = {
  idempotencyKey: 'key',
  senderId: '7b1f4c52-5a0e-4d53-9a44-0c5f3b7d9e11',
  to: '+306900000001',
  message: {
    content: {
      text: 'Your parcel waits at the desk.',
      imageUrl: 'https://shop.example/parcel.png',
      action: { caption: 'Show map', targetUrl: 'https://shop.example/map' },
    },
  },
  ttlSeconds: 600,
  statusCallbackUrl: 'https://hooks.example/routee/viber',
  inboundCallbackUrl: 'https://hooks.example/routee/inbound',
  label: 'parcel-desk',
};

const template: SendViberMessageInput = {
  idempotencyKey: 'key',
  senderId: '7b1f4c52-5a0e-4d53-9a44-0c5f3b7d9e11',
  to: '+306900000001',
  message: {
    template: {
      templateId: '5d0c9b8a-3333-4e2f-a111-c0ffee000001',
      language: 'en',
      parameters: [
        { name: 'order_id', value: 'A-1007' },
        { name: 'day', value: 'Friday' },
      ],
    },
  },
};

/** What was asked, what came of it, and what was logged. */
async function send(input: SendViberMessageInput, answer: Answer | StubAnswer) {
  const stub = await startVendorStub();
  const events: VendorEvent[] = [];
  const routee = routeeAt(stub.url, { observe: (event) => events.push(event) });
  try {
    stub.answer(answer);
    const message = await routee.viberMessageSender.send(input, new Operation()).catch((error: unknown) => error);
    return {
      message: () => (message instanceof Error ? Promise.reject(message) : Promise.resolve(message)),
      requests: stub.requests,
      events,
    };
  } finally {
    await routee.close();
    await stub.close();
  }
}

const received = async (input: SendViberMessageInput, answer: StubAnswer) => (await send(input, answer)).message();
const sent = async (input: SendViberMessageInput): Promise<unknown> =>
  JSON.parse((await send(input, { body: { trackingId: ID } })).requests[0]?.body ?? '');
const failure = async (input: SendViberMessageInput, answer: StubAnswer) => rejection(received(input, answer));

describe('a Viber message sent through Routee', () => {
  it('is one request in the documented spelling', async () => {
    const { requests } = await send(content, { body: example['answer'] });
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /viber']);
    expect(JSON.parse(requests[0]!.body)).toEqual(example['request']);
  });

  it('spells files and videos as this path does', async () => {
    const file = { name: 'terms', type: 'pdf', url: 'https://e.com/t.pdf' };
    const video = {
      url: 'https://e.com/v.mp4',
      thumbnailUrl: 'https://e.com/v.jpg',
      sizeMegabytes: 1.5,
      durationSeconds: 20,
    };
    const common = { senderInfoTrackingId: content.senderId, to: content.to, isSessionMessage: true };
    const bare = { idempotencyKey: 'key', senderId: content.senderId, to: content.to, isSession: true };
    expect(await sent({ ...bare, message: { content: { file } } })).toEqual({
      ...common,
      body: { viberFile: { fileName: 'terms', fileType: 'pdf', fileURL: 'https://e.com/t.pdf' } },
    });
    expect(await sent({ ...bare, message: { content: { video } } })).toEqual({
      ...common,
      body: {
        viberVideo: {
          videoURL: 'https://e.com/v.mp4',
          videoThumbnail: 'https://e.com/v.jpg',
          fileSize: 1.5,
          duration: 20,
        },
      },
    });
  });

  it('is what Routee answered', async () => {
    expect(await received(content, { body: example['answer'] })).toEqual({
      __typename: 'ViberMessage',
      trackingId: ID,
      asOf: expect.any(String),
      to: '+306900000001',
      from: 'ExampleShop',
      groups: null,
      country: 'GR',
      status: {
        state: 'QUEUED',
        isFinal: false,
        vendorStatus: 'Queued',
        detailedStatus: null,
        description: null,
        updatedAt: '2026-11-20T09:00:01.204Z',
      },
      applicationName: 'default',
      originatingService: null,
      direction: 'OUTBOUND',
      ttlSeconds: 600,
      content: {
        kind: 'TEXT_IMAGE_ACTION',
        text: 'Your parcel waits at the desk.',
        imageUrl: 'https://shop.example/parcel.png',
        action: { caption: 'Show map', targetUrl: 'https://shop.example/map' },
        file: null,
        video: null,
      },
      template: null,
      price: null,
      isSession: false,
      sessionId: null,
      expireOnDelivery: null,
      campaignTrackingId: null,
      campaignName: null,
    });
  });

  it('is what was sent, where the answer has nothing but the id', async () => {
    expect(
      await received({ ...content, isSession: true }, { body: { trackingId: ID, to: null, status: null } }),
    ).toMatchObject({
      trackingId: ID,
      to: '+306900000001',
      status: { state: 'QUEUED', isFinal: false, vendorStatus: null },
      ttlSeconds: 600,
      isSession: true,
      content: { kind: 'TEXT_IMAGE_ACTION', text: 'Your parcel waits at the desk.' },
    });
  });

  it.each([403, 400, 404, 409, 429, 500])('of content is not repeated after %s', async (status) => {
    expect((await send(content, { status })).requests).toHaveLength(1);
  });
});

describe('a template message sent through Routee', () => {
  it('is one request with the documented members, and the device that Routee takes by itself', async () => {
    const { requests } = await send(template, { body: { trackingId: ID } });
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /viber/transactional/messages']);
    expect(JSON.parse(requests[0]!.body)).toEqual({
      ...(templateExample['request'] as object),
      deliveryScope: 'PRIMARY_DEVICE',
    });
  });

  it('carries time to live, callback and scope by the names that other sends have', async () => {
    const given = { ...template.message.template!, parameters: null, deliveryScope: 'ALL_DEVICES' as const };
    const all = { ...template, message: { template: given }, ttlSeconds: 60, statusCallbackUrl: 'https://e.com/s' };
    expect(await sent(all)).toEqual({
      senderInfoTrackingId: template.senderId,
      to: template.to,
      templateId: given.templateId,
      templateLang: 'en',
      templateParams: {},
      deliveryScope: 'ALL_DEVICES',
      ttl: 60,
      callbackUrl: 'https://e.com/s',
    });
  });

  it('shows its template, and no content', async () => {
    const empty = { kind: 'OTHER', text: null, imageUrl: null, action: null, file: null, video: null };
    expect(await received(template, { body: { trackingId: ID, message: 'Order A-1007' } })).toMatchObject({
      trackingId: ID,
      to: '+306900000001',
      status: { state: 'QUEUED', isFinal: false, vendorStatus: null },
      content: empty,
      isSession: false,
      template: {
        templateId: '5d0c9b8a-3333-4e2f-a111-c0ffee000001',
        language: 'en',
        parameters: [
          { name: 'day', value: 'Friday' },
          { name: 'order_id', value: 'A-1007' },
        ],
        deliveryScope: 'PRIMARY_DEVICE',
      },
    });
  });

  it.each([401, 403])('is sent again with a new token after a %s, once', async (status) => {
    const { requests, message } = await send(template, ({ headers }) =>
      headers.authorization === 'Bearer token-1' ? { status } : { body: { trackingId: ID } },
    );
    expect(requests).toHaveLength(2);
    expect(await message()).toMatchObject({ trackingId: ID });
    expect((await send(template, { status })).requests).toHaveLength(2);
  });

  it('is refused where every token is: the account lacks the permission', async () => {
    expect(await failure(template, { status: 403 })).toMatchObject({ code: 'UPSTREAM_FORBIDDEN', vendorStatus: 403 });
  });
});

describe.each([
  ['content', content],
  ['a template', template],
])('a send of %s', (_, input) => {
  it.each([
    [200, ''],
    [200, '<html>'],
    [200, '{"trackingId":"ab'],
    [200, {}],
    [200, []],
    [201, { trackingId: 5 }],
    [202, { trackingId: '' }],
    [204, ''],
    [302, ''],
    [408, ''],
    [500, { code: '400001009' }],
    [503, ''],
  ])('may have gone out after %i with %j', async (status, body) => {
    expect(await failure(input, { status, body })).toMatchObject({
      code: 'SEND_OUTCOME_UNKNOWN',
      outcome: 'UNKNOWN',
      vendor: 'ROUTEE',
      vendorStatus: status,
    });
  });

  it('that is answered with success and no id logs the names of its members, and nothing that could be data', async () => {
    const body = { messageToken: 'secret', '+306900000001': 1, 'https://e.com': 2, status: {} };
    const { events } = await send(input, { status: 202, body });
    const route = input.message.template ? '/viber/transactional/messages' : '/viber';
    expect(events.filter(({ type }) => type === 'NO_TRACKING_ID')).toEqual([
      {
        type: 'NO_TRACKING_ID',
        vendor: 'ROUTEE',
        route,
        status: 202,
        requestId: null,
        trace: null,
        members: ['messageToken', 'status'],
      },
    ]);
  });

  it.each([500, 400])('that is answered with %i logs no names', async (status) => {
    const { events } = await send(input, { status, body: { messageToken: 'secret' } });
    expect(events.filter(({ type }) => type === 'NO_TRACKING_ID')).toEqual([]);
  });
});

const refusals = (field: 'content' | 'template') => {
  const at = (...parts: string[]) => ['input', 'message', field, ...(field === 'content' ? parts : [])];
  const text = (developerMessage: string, code = '400000000') => ({ code, developerMessage });
  const numbered = (errorCode: string) => text(`x (errorCode: ${errorCode})`, '400019002');
  return [
    [400, text('x', '400001009'), 'INSUFFICIENT_BALANCE', undefined],
    [400, numbered('001'), 'INVALID_RECIPIENT', ['input', 'to']],
    [400, numbered('007'), 'UNSUPPORTED_CONTENT_COMBINATION', at()],
    [400, numbered('016'), 'FILE_TOO_LARGE', at('file')],
    [400, numbered('019'), 'UNSUPPORTED_FILE_TYPE', at('file')],
    [400, numbered('020'), 'UNSUPPORTED_SESSION_CONTENT', at()],
    [400, text('video combination', '400019002'), 'UNSUPPORTED_VIDEO_COMBINATION', at()],
    [400, text('video in a session', '400019002'), 'VIDEO_NOT_ALLOWED_IN_SESSION', at('video')],
    [400, text('image URL is not valid'), 'INVALID_IMAGE_URL', at('imageUrl')],
    [400, text('image URL is longer than 1000'), 'IMAGE_URL_TOO_LONG', at('imageUrl')],
    [400, text('image must be https'), 'IMAGE_URL_NOT_SECURE', at('imageUrl')],
    [400, text('ttl is greater than 86400'), 'TTL_OUT_OF_RANGE', ['input', 'ttlSeconds']],
    [400, text('SRVC_BAD_THUMBNAIL'), 'INVALID_THUMBNAIL_URL', at('video', 'thumbnailUrl')],
    [400, text('video file is bigger than 200 MB'), 'VIDEO_TOO_LARGE', at('video', 'sizeMegabytes')],
    [400, text('video is longer than 600 seconds'), 'VIDEO_TOO_LONG', at('video', 'durationSeconds')],
    [404, text('x', '404020001'), 'SENDER_NOT_FOUND', ['input', 'senderId']],
    [400, text('template is not approved', '400020077'), 'UPSTREAM_REJECTED', undefined],
    [404, '', 'UPSTREAM_REJECTED', undefined],
    [429, '', 'UPSTREAM_RATE_LIMITED', undefined],
    [401, '', 'UPSTREAM_UNAUTHENTICATED', undefined],
    [403, '', 'UPSTREAM_FORBIDDEN', undefined],
  ] as const;
};

describe('a refusal of Routee', () => {
  it.each(refusals('content'))('of content, %i %j, is %s', async (status, body, code, inputPath) => {
    const raw = await failure(content, { status, body });
    expect(raw).toMatchObject({ code, vendorStatus: status });
    expect(raw['inputPath']).toEqual(inputPath);
  });

  it.each(refusals('template'))('of a template, %i %j, is %s', async (status, body, code, inputPath) => {
    const raw = await failure(template, { status, body });
    expect(raw).toMatchObject({ code, vendorStatus: status });
    expect(raw['inputPath']).toEqual(inputPath);
    if (code === 'UPSTREAM_REJECTED' && typeof body === 'object') expect(raw['vendorCode']).toBe('400020077');
  });
});
