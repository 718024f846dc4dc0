import { describe, expect, it } from '@jest/globals';
import { Operation } from '../../../src/operation.js';
import { rejection } from '../rejection.js';
import { sample } from '../vendor-stub.js';
import { type routeeAt, withRoutee } from './routee-under-test.js';

const MEBIBYTE = 1024 * 1024;

describe("a page of Routee's", () => {
  const messages = (routee: ReturnType<typeof routeeAt>, size: number) =>
    routee.campaigns.messages({ trackingId: 'c', page: 0, size, order: null }, new Operation());

  it.each([1, 100, 1000])('of %i rows can hold rows whose texts are all as long as they may be', (size) =>
    withRoutee(async (routee, stub) => {
      const address = `https://example.test/${'a'.repeat(980)}`;
      const row = {
        ...sample('routee-viber-message'),
        message: 'ω'.repeat(1000),
        imageURL: address,
        viberAction: { caption: 'ω'.repeat(30), targetUrl: address },
        viberVideo: { videoURL: address, videoThumbnail: address },
        groups: Array.from({ length: 30 }, (_, index) => `a group of recipients ${index}`),
      };
      stub.answer({ body: { content: Array(size).fill(row), totalElements: size, size, number: 0 } });
      expect((await messages(routee, size))?.rows).toHaveLength(size);
    }),
  );

  it('may be the larger the more rows were asked for', () =>
    withRoutee(async (routee, stub) => {
      const page = JSON.stringify({ content: [], totalElements: 0 }).padEnd(2 * MEBIBYTE);
      stub.answer({ body: page });
      expect(await messages(routee, 1000)).toMatchObject({ rows: [] });
      expect(await rejection(messages(routee, 100))).toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE' });
    }));

  it.each([
    ['no rows', 0, 0, 5],
    ['one row too few', 0, 19, 40],
    ['fewer rows than the last page has', 1, 4, 25],
  ])('with %s says that it may be read again', (_what, page, count, totalElements) =>
    withRoutee(async (routee, stub) => {
      const content = Array(count).fill(sample('routee-viber-message'));
      stub.answer({ body: { content, totalElements, size: 20, number: page } });
      const request = { trackingId: 'c', page, size: 20, order: null };
      expect(await rejection(routee.campaigns.messages(request, new Operation()))).toMatchObject({
        code: 'UPSTREAM_BAD_RESPONSE',
        vendorStatus: 200,
        retryable: true,
      });
    }),
  );

  it.each([
    ['more rows than its total', { content: [{}, {}], totalElements: 1, size: 20, number: 0 }],
    ['the number of another', { content: [], totalElements: 5, size: 20, number: 1 }],
  ])('with %s does not', (_what, body) =>
    withRoutee(async (routee, stub) => {
      stub.answer({ body });
      const { code, retryable } = await rejection(messages(routee, 20));
      expect([code, retryable ?? false]).toEqual(['UPSTREAM_BAD_RESPONSE', false]);
    }),
  );
});
