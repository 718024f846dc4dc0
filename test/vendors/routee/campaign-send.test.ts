import { describe, expect, it } from '@jest/globals';
import type { SendViberCampaignInput } from '../../../src/graph/campaign/campaign.input.js';
import { Operation } from '../../../src/operation.js';
import { rejection } from '../rejection.js';
import { sample, type Answer, type StubAnswer } from '../vendor-stub.js';
import { withRoutee } from './routee-under-test.js';

const accepted = sample('routee-campaign-accepted');

const small: SendViberCampaignInput = {
  idempotencyKey: 'key',
  senderId: 'sender-1',
  recipients: { phoneNumbers: ['+375298603938'] },
  content: { text: 'Test' },
  isSession: false,
};

const send = (answer: Answer | StubAnswer, input: Partial<SendViberCampaignInput> = {}) =>
  withRoutee(async (routee, stub) => {
    stub.answer(answer);
    const campaign = await routee.campaignSender.send({ ...small, ...input }, new Operation());
    return { campaign, requests: stub.requests };
  });

const sent = async (input: Partial<SendViberCampaignInput>): Promise<unknown> =>
  JSON.parse((await send({ body: accepted }, input)).requests[0]?.body ?? '');
const answered = async (members: Record<string, unknown>) =>
  (await send({ body: { ...accepted, ...members } })).campaign;

describe('a campaign sent through Routee', () => {
  it('goes out once, with nothing but what was given', async () => {
    const { requests } = await send({ body: accepted });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: '/viber/campaign',
      headers: { 'content-type': 'application/json', authorization: 'Bearer token-1' },
    });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      senderInfoTrackingId: 'sender-1',
      to: ['+375298603938'],
      isSessionMessage: false,
      body: { text: 'Test' },
    });
  });

  it('carries everything in the documented spelling', async () => {
    expect(
      await sent({
        recipients: { phoneNumbers: ['+30'], contactIds: ['contact'], groups: ['group'] },
        name: 'Autumn 1',
        scheduledAt: '2030-01-02T03:04:05.678Z',
        content: {
          text: 'Hi [~{name}]',
          imageUrl: 'https://e.com/i.png',
          action: { caption: 'Go', targetUrl: 'https://e.com' },
          file: { name: 'terms', type: 'pdf', url: 'https://e.com/t.pdf' },
          video: {
            url: 'https://e.com/v.mp4',
            thumbnailUrl: 'https://e.com/v.jpg',
            sizeMegabytes: 1.5,
            durationSeconds: 20,
          },
        },
        fallbackValues: [
          { label: 'name', value: 'you' },
          { label: '__proto__', value: 'own' },
        ],
        ttlSeconds: 60,
        isSession: true,
        statusCallbackUrl: 'https://e.com/s',
        inboundCallbackUrl: 'https://e.com/r',
        label: 'mine',
      }),
    ).toEqual({
      senderInfoTrackingId: 'sender-1',
      to: ['+30'],
      contacts: ['contact'],
      groups: ['group'],
      campaignName: 'Autumn 1',
      isSessionMessage: true,
      scheduledDate: '2030-01-02T03:04:05Z',
      body: {
        text: 'Hi [~{name}]',
        imageURL: 'https://e.com/i.png',
        action: { caption: 'Go', targetUrl: 'https://e.com' },
        viberFile: { fileName: 'terms', fileType: 'pdf', fileUrl: 'https://e.com/t.pdf' },
        viberVideo: {
          videoURL: 'https://e.com/v.mp4',
          videoThumbnail: 'https://e.com/v.jpg',
          fileSize: 1.5,
          duration: 20,
        },
        fallbackValues: JSON.parse('{"name":"you","__proto__":"own"}') as unknown,
      },
      ttl: 60,
      callbackUrl: 'https://e.com/s',
      inboundUrl: 'https://e.com/r',
      label: 'mine',
    });
  });

  it('leaves out what is null or empty', async () => {
    const nothing = {
      name: null,
      scheduledAt: null,
      fallbackValues: [],
      ttlSeconds: null,
      statusCallbackUrl: null,
      inboundCallbackUrl: null,
      label: null,
    };
    expect(
      await sent({
        ...nothing,
        recipients: { phoneNumbers: null, contactIds: [], groups: ['g'] },
        content: { text: 'x', action: null },
      }),
    ).toEqual({
      senderInfoTrackingId: 'sender-1',
      groups: ['g'],
      isSessionMessage: false,
      body: { text: 'x' },
    });
  });

  it('is what Routee answered', async () => {
    const { campaign } = await send({ body: accepted });
    expect(campaign).toEqual({
      __typename: 'Campaign',
      trackingId: 'ef03cac2-c03c-4554-b1ce-aabdc1dfc186',
      name: 'Campaign8936',
      asOf: expect.any(String),
      recipients: ['+375298603938'],
      groups: null,
      statusCallbackUrl: null,
      inboundCallbackUrl: null,
      fallbackValues: null,
      respectQuietHours: false,
      type: 'Viber',
      state: 'Queued',
      createdAt: '2021-12-30T14:18:26.303Z',
      scheduledAt: null,
      sender: { id: '39f12735-16ba-4d6a-b4c7-a354b6ddf155', name: 'viber' },
      content: { kind: 'TEXT', text: 'Test', imageUrl: null, action: null, file: null, video: null },
      ttlSeconds: 30,
      cost: 0,
      isSession: null,
      label: null,
      analysis: {
        recipientCount: 1,
        recipientsPerCountry: [{ country: 'BY', count: 1 }],
        recipientCountries: [{ phoneNumber: '+375298603938', country: 'BY' }],
        recipientsPerGroup: [],
        totalInGroups: 0,
        characterCount: 4,
      },
      applicationName: null,
      totalMessages: 1,
      isRecorded: true,
    });
    const bare = (await send({ body: { trackingId: 'only' } })).campaign;
    expect(Object.keys(bare)).toEqual(Object.keys(campaign));
    expect(bare).toMatchObject({
      trackingId: 'only',
      recipients: null,
      sender: null,
      content: null,
      analysis: null,
      totalMessages: null,
    });
  });

  it.each([
    [{ to: ['375298603938', 5, null] }, { recipients: ['+375298603938', '+5'] }],
    [{ groups: ['a', 'b'] }, { groups: ['a', 'b'] }],
    [{ scheduledDate: '2022-01-01T10:00Z' }, { scheduledAt: '2022-01-01T10:00:00.000Z' }],
    [
      { callbackUrl: 's', inboundUrl: 'r', label: 'l' },
      { statusCallbackUrl: 's', inboundCallbackUrl: 'r', label: 'l' },
    ],
    [{ isSessionMessage: true }, { isSession: true }],
    [{ sessionMessage: true }, { isSession: true }],
    [
      { ttl: '60', cost: '1.5', totalMessages: '3' },
      { ttlSeconds: 60, cost: 1.5, totalMessages: 3 },
    ],
    [
      { body: { text: 'x', fallbackValues: { b: '2', a: '1', c: 3 } } },
      {
        content: { kind: 'TEXT' },
        fallbackValues: [
          { label: 'a', value: '1' },
          { label: 'b', value: '2' },
        ],
      },
    ],
    [{ body: { viberAction: { caption: 'c' }, text: 't' } }, { content: { kind: 'TEXT_ACTION' } }],
    [{ viberAnalysis: {} }, { analysis: null }],
    [
      { viberAnalysis: [], to: {}, body: 'x', senderInfoTrackingId: null },
      { analysis: null, recipients: null, content: null, sender: null },
    ],
    [
      {
        viberAnalysis: {
          numberOfRecipients: 3,
          recipientsPerCountry: { Greece: 2, BY: 1, __none: 'x' },
          recipientCountries: { '306900000002': 'Greece', '+306900000001': 'GR', x: null },
          recipientsPerGroup: { b: 1, a: 2 },
          totalInGroups: 3,
        },
      },
      {
        analysis: {
          recipientsPerCountry: [
            { country: 'BY', count: 1 },
            { country: 'GR', count: 2 },
          ],
          recipientCountries: [
            { phoneNumber: '+306900000001', country: 'GR' },
            { phoneNumber: '+306900000002', country: 'GR' },
          ],
          recipientsPerGroup: [
            { group: 'a', count: 2 },
            { group: 'b', count: 1 },
          ],
          characterCount: null,
        },
      },
    ],
  ])('is read tolerantly: %#', async (reported, expected) => expect(await answered(reported)).toMatchObject(expected));

  it('is sent again with a new token after a 401, and only then', async () => {
    const { requests } = await send(({ headers }) =>
      headers.authorization === 'Bearer token-1' ? { status: 401 } : { body: accepted },
    );
    expect(requests).toHaveLength(2);
  });

  it.each([
    [200, ''],
    [200, '<html>'],
    [200, '{"trackingId":"ab'],
    [200, {}],
    [201, { trackingId: 5 }],
    [200, []],
    [204, ''],
    [302, ''],
    [408, ''],
    [500, { code: '400001009' }],
    [502, '<html>'],
    [503, ''],
  ])('may have gone out after %i with %j', async (status, body) => {
    expect(await rejection(send({ status, body }))).toMatchObject({
      code: 'SEND_OUTCOME_UNKNOWN',
      outcome: 'UNKNOWN',
      vendor: 'ROUTEE',
      vendorStatus: status,
    });
  });

  it.each([
    [401, 'UPSTREAM_UNAUTHENTICATED'],
    [403, 'UPSTREAM_FORBIDDEN'],
    [429, 'UPSTREAM_RATE_LIMITED'],
  ])('was refused after %i', async (status, code) => {
    expect(await rejection(send({ status, body: '' }))).toMatchObject({ code, vendorStatus: status });
  });

  it('has not gone out when there is no token', () =>
    withRoutee(async (routee, stub) => {
      stub.answerToken(() => ({ status: 401 }));
      expect(await rejection(routee.campaignSender.send(small, new Operation()))).toMatchObject({
        code: 'UPSTREAM_UNAUTHENTICATED',
      });
      expect(stub.requests).toHaveLength(0);
    }));

  const url = 'https://shop.example.com/video-image-https-ttl.png?phone=306912345678';
  it.each([
    [400, { code: '400001009', developerMessage: 'Not enough balance' }, 'INSUFFICIENT_BALANCE', undefined],
    [
      400,
      { code: '400019002', errorCode: '001', developerMessage: 'x' },
      'INVALID_RECIPIENT',
      ['input', 'recipients', 'phoneNumbers'],
    ],
    [
      400,
      { code: 400019002, errorCode: 1, developerMessage: 'x' },
      'INVALID_RECIPIENT',
      ['input', 'recipients', 'phoneNumbers'],
    ],
    [
      400,
      { code: '400019002', developerMessage: 'Bad number +306912345678 (errorCode: 001)' },
      'INVALID_RECIPIENT',
      ['input', 'recipients', 'phoneNumbers'],
    ],
    [400, { code: '400019002', message: 'errorCode: 007' }, 'UNSUPPORTED_CONTENT_COMBINATION', ['input', 'content']],
    [
      400,
      { code: '400019002', developerMessage: 'x', properties: { errorCode: '016' } },
      'FILE_TOO_LARGE',
      ['input', 'content', 'file'],
    ],
    [
      400,
      { code: '400019002', developerMessage: 'error code 019' },
      'UNSUPPORTED_FILE_TYPE',
      ['input', 'content', 'file'],
    ],
    [
      400,
      { code: '400019002', errorCode: '020', developerMessage: 'video in a session' },
      'UNSUPPORTED_SESSION_CONTENT',
      ['input', 'content'],
    ],
    [
      400,
      {
        code: '400019002',
        developerMessage: 'Unsupported combination; Video, Video+Text, Video+Text+Image are supported',
      },
      'UNSUPPORTED_VIDEO_COMBINATION',
      ['input', 'content'],
    ],
    [
      400,
      { code: '400019002', developerMessage: 'Video is not supported by a session message' },
      'VIDEO_NOT_ALLOWED_IN_SESSION',
      ['input', 'content', 'video'],
    ],
    [400, { code: '400019002', developerMessage: 'Something else' }, 'UPSTREAM_REJECTED', undefined],
    [
      400,
      { code: '400000000', developerMessage: 'Image URL is not valid' },
      'INVALID_IMAGE_URL',
      ['input', 'content', 'imageUrl'],
    ],
    [
      400,
      { code: '400000000', developerMessage: `The image URL ${url} is not valid` },
      'INVALID_IMAGE_URL',
      ['input', 'content', 'imageUrl'],
    ],
    [
      400,
      { code: '400000000', developerMessage: 'imageURL is longer than 1000 characters' },
      'IMAGE_URL_TOO_LONG',
      ['input', 'content', 'imageUrl'],
    ],
    [
      400,
      { code: '400000000', developerMessage: 'Image URL must start with https://' },
      'IMAGE_URL_NOT_SECURE',
      ['input', 'content', 'imageUrl'],
    ],
    [
      400,
      { code: '400000000', errors: [{ property: 'body.imageURL', developerMessage: 'must be https' }] },
      'IMAGE_URL_NOT_SECURE',
      ['input', 'content', 'imageUrl'],
    ],
    [
      400,
      { code: '400000000', developerMessage: 'ttl is greater than 86400' },
      'TTL_OUT_OF_RANGE',
      ['input', 'ttlSeconds'],
    ],
    [
      400,
      { code: '400000000', developerMessage: 'SRVC_BAD_THUMBNAIL: image longer than 1000' },
      'INVALID_THUMBNAIL_URL',
      ['input', 'content', 'video', 'thumbnailUrl'],
    ],
    [
      400,
      { code: '400000000', developerMessage: 'Video file is bigger than 200 MB' },
      'VIDEO_TOO_LARGE',
      ['input', 'content', 'video', 'sizeMegabytes'],
    ],
    [
      400,
      { code: '400000000', developerMessage: 'Video is longer than 600 seconds' },
      'VIDEO_TOO_LONG',
      ['input', 'content', 'video', 'durationSeconds'],
    ],
    [400, { code: '400000000', developerMessage: `Not good: ${url}` }, 'UPSTREAM_REJECTED', undefined],
    [
      404,
      { code: '404002001', developerMessage: 'no contact' },
      'CONTACT_NOT_FOUND',
      ['input', 'recipients', 'contactIds'],
    ],
    [404, { code: '404020001' }, 'SENDER_NOT_FOUND', ['input', 'senderId']],
    [409, { code: '409009003' }, 'CAMPAIGN_NAME_TAKEN', ['input', 'name']],
    [409, { code: '409000001' }, 'UPSTREAM_REJECTED', undefined],
    [400, '<html>', 'UPSTREAM_REJECTED', undefined],
  ])('was refused after %i %j: %s', async (status, body, code, inputPath) => {
    const reported = await rejection(send({ status, body }));
    expect(reported).toMatchObject({ code, vendor: 'ROUTEE', vendorStatus: status });
    expect(reported.inputPath).toEqual(inputPath);
    expect(JSON.stringify(reported)).not.toMatch(/shop\.example|306912345678/);
    if (typeof body === 'object') expect(reported.vendorCode).toBe(String(body.code));
  });

  it('reports the digits of the cause', async () => {
    const body = { code: '400019002', developerMessage: 'new (errorCode: 042)' };
    expect(await rejection(send({ status: 400, body }))).toMatchObject({
      code: 'UPSTREAM_REJECTED',
      category: 'BAD_REQUEST',
      vendorCode: '400019002',
      vendorErrorCode: '042',
    });
  });
});
