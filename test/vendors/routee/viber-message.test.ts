import { describe, expect, it } from '@jest/globals';
import { Operation } from '../../../src/operation.js';
import type { ViberMessage } from '../../../src/graph/viber-message/viber-message.type.js';
import { sample } from '../vendor-stub.js';
import { rejection } from '../rejection.js';
import { withRoutee } from './routee-under-test.js';

const example = sample('routee-viber-message');
const trackingId = example.trackingId as string;

const answered = (body: unknown): Promise<ViberMessage | null> =>
  withRoutee((routee, stub) => {
    stub.answer({ body });
    return routee.viberMessages.get(trackingId, new Operation());
  });

const withMembers = (members: Record<string, unknown>) => answered({ trackingId, ...members });

describe('a Viber message of Routee', () => {
  it('has every member in a fixed order', async () => {
    const message = await answered(example);
    expect(message).toEqual({
      __typename: 'ViberMessage',
      trackingId,
      asOf: expect.any(String),
      to: '+306912345678',
      from: 'Routeetest',
      groups: null,
      country: 'GR',
      status: {
        state: 'DELIVERED',
        isFinal: false,
        vendorStatus: 'Delivered',
        detailedStatus: 'Delivered',
        description: 'The message was delivered to its recipient.',
        updatedAt: '2021-12-30T14:18:31.120Z',
      },
      applicationName: 'default',
      originatingService: 'Viber',
      direction: 'OUTBOUND',
      ttlSeconds: 300,
      content: {
        kind: 'TEXT_IMAGE_ACTION',
        text: 'Hello',
        imageUrl: 'https://example.com/image.png',
        action: { caption: 'Go', targetUrl: 'https://www.routee.net/' },
        file: null,
        video: null,
      },
      template: null,
      price: 0.035,
      isSession: false,
      sessionId: null,
      expireOnDelivery: false,
      campaignTrackingId: null,
      campaignName: null,
    });
    const bare = await withMembers({});
    expect(Object.keys(bare ?? {})).toEqual(Object.keys(message ?? {}));
    expect(bare).toMatchObject({
      to: null,
      status: { state: 'UNKNOWN', isFinal: false, vendorStatus: null, updatedAt: null },
      content: { kind: 'OTHER', text: null, imageUrl: null, action: null, file: null, video: null },
      isSession: null,
    });
  });

  it('shows the template that it was sent with', async () => {
    const members = { templateId: 'template-1', templateLang: 'en', templateParams: { day: 'Friday' } };
    expect(await withMembers(members)).toMatchObject({
      content: { kind: 'OTHER' },
      template: {
        templateId: 'template-1',
        language: 'en',
        parameters: [{ name: 'day', value: 'Friday' }],
        deliveryScope: null,
      },
    });
  });

  it.each([
    ['a list of one', [example]],
    ['a page of one', { content: [example], totalElements: 1 }],
    ['an object with members that nobody knows', { ...example, __proto__x: 1, extra: { deep: [1] } }],
  ])('reads the same from %s', async (_what, body) => {
    const { asOf: _a, ...expected } = (await answered(example)) ?? {};
    expect(await answered(body)).toMatchObject(expected);
  });

  it('reads the same in the spelling of callbacks and failover', async () => {
    const callback = sample('routee-viber-callback');
    expect(await answered(callback)).toMatchObject({
      status: { state: 'SEEN', isFinal: true, vendorStatus: 'SEEN', updatedAt: '2021-12-30T14:19:02.500Z' },
      content: {
        kind: 'TEXT_IMAGE_ACTION',
        text: 'Hello',
        imageUrl: 'https://example.com/image.png',
        action: { caption: 'Go' },
      },
      ttlSeconds: 86400,
    });
  });

  it('never has what only the tracking of a campaign has', async () => {
    const row = (sample('routee-campaign-page').content as Record<string, unknown>[])[0];
    expect(await answered({ ...row, trackingId, sessionId: 's' })).toMatchObject({
      groups: null,
      campaignTrackingId: null,
      campaignName: null,
      sessionId: null,
      isSession: false,
    });
  });

  it.each([
    [{ imageURL: 'i' }, { imageUrl: 'i' }],
    [{ imageUrl: 'i' }, { imageUrl: 'i' }],
    [{ action: { caption: 'c', targetUrl: 't' } }, { action: { caption: 'c', targetUrl: 't' } }],
    [{ viberAction: { caption: 'c' } }, { action: { caption: 'c', targetUrl: null } }],
    [
      { viberFile: { fileName: 'n', fileType: 'pdf', fileUrl: 'u' } },
      { file: { id: null, name: 'n', type: 'pdf', url: 'u' } },
    ],
    [{ viberFile: { fileURL: 'u' } }, { file: { id: null, name: null, type: null, url: 'u' } }],
    [{ file: { fileUrl: 'u', fileId: 4 } }, { file: { id: '4', name: null, type: null, url: 'u' } }],
    [
      { viberVideo: { videoURL: 'v', videoThumbnail: 't', fileSize: 12.5, duration: '42' } },
      { video: { url: 'v', thumbnailUrl: 't', sizeMegabytes: 12.5, durationSeconds: 42 } },
    ],
    [
      { viberVideo: { videoUrl: 'v' } },
      { video: { url: 'v', thumbnailUrl: null, sizeMegabytes: null, durationSeconds: null } },
    ],
    [{ message: 'm' }, { text: 'm' }],
    [{ body: { text: 'm', imageURL: 'i' } }, { text: 'm', imageUrl: 'i' }],
    [{ body: 'm' }, { text: 'm' }],
    [
      { viberFile: {}, viberAction: { caption: '' }, viberVideo: null },
      { kind: 'OTHER', file: null, action: null, video: null },
    ],
    [{ action: 'none', viberAction: { caption: 'c' } }, { action: { caption: 'c', targetUrl: null } }],
  ])('reads the content %j', async (reported, content) =>
    expect(await withMembers(reported)).toMatchObject({ content }),
  );

  const text = { message: 'm' };
  const image = { imageUrl: 'i' };
  const action = { viberAction: { caption: 'c' } };
  const file = { viberFile: { fileUrl: 'u' } };
  const video = { viberVideo: { videoUrl: 'v' } };
  it.each([
    ['TEXT', text],
    ['IMAGE', image],
    ['TEXT_ACTION', { ...text, ...action }],
    ['TEXT_IMAGE_ACTION', { ...text, ...image, ...action }],
    ['FILE', file],
    ['VIDEO', video],
    ['VIDEO_TEXT', { ...video, ...text }],
    ['VIDEO_TEXT_IMAGE', { ...video, ...text, ...image }],
    ['OTHER', { ...text, ...image }],
    ['OTHER', action],
    ['OTHER', { ...file, ...text }],
    ['OTHER', {}],
  ])('derives the layout %s from its parts', async (kind, reported) =>
    expect(await withMembers(reported)).toMatchObject({ content: { kind } }),
  );

  it.each([
    ['QUEUED', 'QUEUED', false],
    ['Sent', 'SENT', false],
    ['delivered', 'DELIVERED', false],
    ['Seen', 'SEEN', true],
    ['UN_DELIVERED', 'UNDELIVERED', true],
    ['EXPIRED', 'EXPIRED', true],
    ['Failed', 'FAILED', true],
    ['UNSENT', 'UNSENT', true],
    ['Completed', 'UNKNOWN', false],
    ['constructor', 'UNKNOWN', false],
  ])('reports %s as %s', async (reported, state, isFinal) => {
    const expected = { status: { state, isFinal, vendorStatus: reported } };
    expect(await withMembers({ status: { status: reported, date: '2021-01-01T00:00Z' } })).toMatchObject(expected);
    expect(await withMembers({ status: { name: reported } })).toMatchObject(expected);
    expect(await withMembers({ status: reported })).toMatchObject(expected);
  });

  it.each([
    ['Greece', 'GR'],
    ['greece', 'GR'],
    ['gr', 'GR'],
    ['UK', 'GB'],
    ['United States', 'US'],
    ['Turkey', 'TR'],
    ['Viet Nam', 'VN'],
    ['Swaziland', 'SZ'],
    ['Macedonia', 'MK'],
    ['Macedonia, the former Yugoslav Republic of', 'MK'],
    ['Iran, Islamic Republic of', 'IR'],
    ['Iran (Islamic Republic of)', 'IR'],
    ['Tanzania, United Republic of', 'TZ'],
    ['Micronesia (Federated States of)', 'FM'],
    ['Bosnia & Herzegovina', 'BA'],
    ['St. Kitts & Nevis', 'KN'],
    ['Côte d’Ivoire', 'CI'],
    ['Réunion', 'RE'],
    ['the Bahamas', 'BS'],
    [`${'the '.repeat(50)}Bahamas`, `${'the '.repeat(50)}Bahamas`],
    ['British Virgin Islands', 'VG'],
    ['U.S. Virgin Islands', 'VI'],
    ['Guinea Bissau', 'GW'],
    ['Congo', 'CG'],
    ['Congo, the Democratic Republic of the', 'CD'],
    ['Korea', 'Korea'],
    ['Niger 2', 'Niger 2'],
    ['Côte d’Azur', 'Côte d’Azur'],
    [30, null],
    ['__proto__', '__proto__'],
  ])('reads the country %j as %j', async (country, read) =>
    expect(await withMembers({ country })).toMatchObject({ country: read }),
  );

  it.each([
    [{ ttl: '300' }, { ttlSeconds: 300 }],
    [{ ttl: 86400 }, { ttlSeconds: 86400 }],
    [{ ttl: 'long' }, { ttlSeconds: null }],
    [{ isSessionMessage: true }, { isSession: true }],
    [{ sessionMessage: true }, { isSession: true }],
    [{ sessionMessage: 'yes' }, { isSession: null }],
    [{ expireOnDelivery: true }, { expireOnDelivery: true }],
    [{ status: { expireOnDelivery: true } }, { expireOnDelivery: true }],
    [{ direction: 'INBOUND' }, { direction: 'INBOUND' }],
    [{ direction: 'sideways' }, { direction: null }],
    [{ to: 306912345678 }, { to: '+306912345678' }],
    [{ price: '0.035' }, { price: 0.035 }],
    [{ price: {} }, { price: null }],
    [
      { status: [], to: [], from: {}, price: true, country: {}, viberAction: [], ttl: null },
      { to: null, from: null, status: { state: 'UNKNOWN' } },
    ],
  ])('reads %j', async (reported, read) => expect(await withMembers(reported)).toMatchObject(read));

  it('is not there when the code says so under another 4xx, and only then', () =>
    withRoutee(async (routee, stub) => {
      const get = () => routee.viberMessages.get(trackingId, new Operation());
      stub.answer({ status: 400, body: { code: 404019006, developerMessage: 'viberTracking was not found' } });
      expect(await get()).toBeNull();
      stub.answer({ status: 400, body: { code: '404009001', developerMessage: 'campaign was not found' } });
      expect(await rejection(get())).toMatchObject({ code: 'CAMPAIGN_NOT_FOUND' });
    }));
});
