import { describe, expect, it } from '@jest/globals';
import type { CampaignMessagesRequest } from '../../../src/graph/campaign/campaign.source.js';
import { Operation } from '../../../src/operation.js';
import { rejection } from '../rejection.js';
import { sample, type StubAnswer } from '../vendor-stub.js';
import { withRoutee } from './routee-under-test.js';

const page = sample('routee-campaign-page');
const row = (page.content as Record<string, unknown>[])[0] ?? {};

const ask = (answer: StubAnswer, request: Partial<CampaignMessagesRequest> = {}) =>
  withRoutee(async (routee, stub) => {
    stub.answer(answer);
    const messages = await routee.campaigns.messages(
      { trackingId: 'c', page: 0, size: 20, order: null, ...request },
      new Operation(),
    );
    return { messages, path: stub.requests[0]?.path };
  });

const read = async (body: unknown, request?: Partial<CampaignMessagesRequest>) =>
  (await ask({ body }, request)).messages;
const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ ...row, trackingId: `m${n}` }));

describe('the messages of a campaign of Routee', () => {
  it('have what a message does not have by its own id', async () => {
    const messages = await read(page);
    expect(messages).toMatchObject({ total: 1, size: 20 });
    expect(messages?.rows).toEqual([
      expect.objectContaining({
        trackingId: '0a047b46-a4dd-4ca8-b817-a6a134dd5678',
        asOf: messages?.asOf,
        groups: ['customers'],
        campaignTrackingId: 'ef03cac2-c03c-4554-b1ce-aabdc1dfc186',
        campaignName: 'Campaign8936',
        sessionId: null,
        ttlSeconds: 86400,
        content: {
          kind: 'OTHER',
          text: 'Hello',
          imageUrl: 'https://example.com/image.png',
          action: { caption: 'Go', targetUrl: 'https://www.routee.net/' },
          file: { id: 'f-1', name: 'terms', type: 'pdf', url: 'https://example.com/terms.pdf' },
          video: null,
        },
      }),
    ]);
  });

  it('belong to the session that stands beside them, unless they name their own', async () => {
    const messages = await read({
      content: [row, { ...row, sessionId: 'own' }],
      totalElements: 2,
      sessionId: 'beside',
    });
    expect(messages?.rows.map((message) => message?.sessionId)).toEqual(['beside', 'own']);
  });

  it('leave a place for a row that cannot be read', async () => {
    const messages = await read({ content: [row, { ...row, trackingId: null }, null, 'x'], totalElements: 4 });
    expect(messages?.rows.map((message) => message?.trackingId ?? null)).toEqual([row.trackingId, null, null, null]);
  });

  it.each([
    [
      'a page smaller than asked for, when the envelope says so',
      { content: rows(10), totalElements: 50, size: 10, number: 1 },
      1,
      10,
    ],
    ['a last page', { content: rows(5), totalElements: 25, size: 20, number: 1 }, 1, 20],
    ['a page behind the end', { content: [], totalElements: 20, size: 20, number: 1 }, 1, 20],
    ['an envelope that has nothing else', { content: rows(20), totalElements: 99 }, 1, 20],
  ])('come as %s', async (_what, body, number, size) =>
    expect(await read(body, { page: number })).toMatchObject({ size, total: body.totalElements }),
  );

  it.each([
    ['more rows than the page has', { content: rows(21), totalElements: 50, size: 20 }],
    ['fewer rows than the page has', { content: rows(19), totalElements: 50, size: 20 }],
    ['another page', { content: rows(20), totalElements: 50, size: 20, number: 2 }],
    ['a larger page', { content: rows(50), totalElements: 50, size: 50 }],
    ['a count that no Int holds', { content: rows(20), totalElements: 2 ** 31 }],
  ])('are not believed: %s', async (_what, body) => {
    expect(await rejection(read(body))).toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE', vendor: 'ROUTEE' });
  });

  it.each([
    ['STATUS_UPDATED_AT', 'ASC', 'status.date,asc'],
    ['TO', 'DESC', 'to,desc'],
    ['COUNTRY', 'ASC', 'country,asc'],
    ['PRICE', 'DESC', 'price,desc'],
  ] as const)('are ordered by %s %s in the form of Spring', async (field, direction, sort) => {
    const { path } = await ask(
      { body: { content: [], totalElements: 0 } },
      { page: 3, size: 7, order: { field, direction } },
    );
    expect(path).toBe(`/viber/tracking/campaign/c?page=3&size=7&sort=${sort}`);
  });

  it.each([404009001, '404009001'])('are null when the code %j says that there is no campaign', async (code) => {
    expect((await ask({ status: 400, body: { code, developerMessage: 'campaign not found' } })).messages).toBeNull();
  });

  it.each([
    [400, { code: '400005000' }, 'BAD_REQUEST', '400005000'],
    [409, { code: 409000000 }, 'CONFLICT', '409000000'],
    [422, { errors: [{ code: '422000001', developerMessage: 'x' }] }, 'BAD_REQUEST', '422000001'],
    [418, '<html>', 'BAD_REQUEST', undefined],
    [400, { code: '+306912345678' }, 'BAD_REQUEST', undefined],
    [400, { code: 306912345678 }, 'BAD_REQUEST', undefined],
  ])('that are refused with %i %j are UPSTREAM_REJECTED', async (status, body, category, vendorCode) => {
    const reported = await rejection(ask({ status, body }));
    expect(reported).toMatchObject({ code: 'UPSTREAM_REJECTED', category, vendor: 'ROUTEE', vendorStatus: status });
    expect(reported.vendorCode).toBe(vendorCode);
  });

  it('that are refused do not name an input that nobody gave', async () => {
    const reported = await rejection(ask({ status: 409, body: { code: '409009003' } }));
    expect(reported).toMatchObject({ code: 'CAMPAIGN_NAME_TAKEN', category: 'CONFLICT' });
    expect(reported).not.toHaveProperty('inputPath');
  });
});
