import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { partId, sandboxIds } from '../support/sandbox.js';
import { pick, rows, startCaller, type Caller } from './caller.js';

describe('Viber tracking in the sandbox', () => {
  let caller: Caller;
  beforeAll(async () => {
    caller = await startCaller();
    await caller.authorize();
  });
  afterAll(() => caller.sandbox.close());
  const page = (id: string, query = '') => caller.routee(`/viber/tracking/campaign/${id}${query}`);

  test.each([
    [sandboxIds.messageSeen, 'SEEN'],
    [sandboxIds.messageDelivered, 'DELIVERED'],
    [sandboxIds.messageUndelivered, 'UNDELIVERED'],
    [sandboxIds.messageExpired, 'EXPIRED'],
    [sandboxIds.messageQueued, 'QUEUED'],
    [sandboxIds.messageFailed, 'FAILED'],
    [sandboxIds.messageSent, 'SENT'],
    [sandboxIds.messageUnsent, 'UNSENT'],
    [sandboxIds.messageExpiredAfterDelivery, 'EXPIRED'],
  ])('message %s is %s', async (id, word) => {
    const { body } = await caller.routee(`/viber/tracking/${id}`);
    expect(String(pick(body, 'status', 'status')).toUpperCase()).toBe(word);
    expect(body).not.toHaveProperty('campaignTrackingId');
  });

  test('a page is an envelope of 20 unless asked otherwise, and of 100 at most', async () => {
    const usual = await page(sandboxIds.campaign237);
    expect(usual.body).toMatchObject({
      totalElements: 237,
      totalPages: 12,
      size: 20,
      number: 0,
      first: true,
      last: false,
      numberOfElements: 20,
    });
    const large = await page(sandboxIds.campaign237, '?size=2000&page=2');
    expect(large.body).toMatchObject({
      totalPages: 3,
      size: 100,
      number: 2,
      first: false,
      last: true,
      numberOfElements: 37,
    });
    expect((await page(sandboxIds.campaign237, '?page=99')).body).toMatchObject({ content: [], numberOfElements: 0 });
    expect((await page(sandboxIds.campaignEmpty)).body).toMatchObject({
      content: [],
      totalElements: 0,
      first: true,
      last: true,
    });
  });

  test('pages together hold every message once, in any order', async () => {
    for (const sort of ['', '&sort=status.date,desc', '&sort=to,asc', '&sort=country', '&sort=price,desc']) {
      const pages = await Promise.all(
        [0, 1, 2].map((number) => page(sandboxIds.campaign237, `?size=100&page=${number}${sort}`)),
      );
      const ids = pages.flatMap((answer) => rows(answer).map((row) => row['trackingId']));
      expect(new Set(ids).size).toBe(237);
    }
  });

  test('sort orders by the field that it names', async () => {
    const prices = rows(await page(sandboxIds.campaign237, '?size=100&sort=price,desc')).map((row) =>
      Number(row['price']),
    );
    expect(prices).toEqual([...prices].sort((a, b) => b - a));
    const dates = rows(await page(sandboxIds.campaign237, '?size=100&sort=status.date,asc')).map((row) =>
      Date.parse(String(pick(row, 'status', 'date'))),
    );
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
  });

  test.each(['?page=-1', '?size=0', '?size=many', '?sort=ttl', '?sort=to,up'])('%s is refused', async (query) => {
    const answer = await page(sandboxIds.campaign12, query);
    expect(answer.status).toBe(400);
    expect(answer.body).toHaveProperty('code', '400000000');
  });

  test('a row of the page and the message by itself report the same, each in its own spelling', async () => {
    for (const row of rows(await page(sandboxIds.campaign12))) {
      const { body } = await caller.routee(`/viber/tracking/${String(row['trackingId'])}`);
      for (const name of [
        'trackingId',
        'to',
        'from',
        'status',
        'ttl',
        'message',
        'price',
        'viberAction',
        'sessionMessage',
      ]) {
        expect(body[name]).toEqual(row[name]);
      }
      expect(body['imageURL']).toBe(row['imageUrl']);
      expect(pick(body, 'viberVideo', 'videoURL')).toBe(pick(row, 'viberVideo', 'videoUrl'));
    }
  });

  test('a campaign of 5000 has all layouts, countries and ways to write a date', async () => {
    const all = rows(await page(sandboxIds.campaign5000, '?size=100&page=49'));
    expect(new Set(all.map((row) => row['country'])).size).toBe(7);
    expect(
      all.some((row) => 'viberFile' in row) &&
        all.some((row) => 'viberVideo' in row) &&
        all.some((row) => 'sessionId' in row),
    ).toBe(true);
    const digits = all.map((row) => /(?:\.(\d+))?Z$/.exec(String(pick(row, 'status', 'date')))?.[1]?.length ?? 0);
    expect(new Set(digits)).toEqual(new Set([0, 2, 3]));
  });

  test('what moves goes from QUEUED to its end within ten seconds', async () => {
    const words = async () =>
      rows(await page(sandboxIds.campaignMoving)).map((row) => String(pick(row, 'status', 'status')).toUpperCase());
    const before = caller.time.now;
    expect(new Set(await words())).toEqual(new Set(['QUEUED']));
    caller.time.now += 3_000;
    expect(await words()).toContain('DELIVERED');
    caller.time.now += 7_000;
    expect(await words()).toEqual(['SEEN', 'DELIVERED', 'UNDELIVERED', 'EXPIRED', 'FAILED', 'EXPIRED']);
    caller.time.now = before;
  });

  test('unknown ids are 404 with the codes of their kind', async () => {
    expect((await page('unknown')).body).toHaveProperty('code', '404009001');
    expect((await caller.routee('/viber/tracking/unknown')).body).toHaveProperty('code', '404019006');
    expect((await caller.routee(`/viber/tracking/${partId(sandboxIds.campaign12, 13)}`)).status).toBe(404);
  });

  test('calls are noted with their route and status', async () => {
    caller.sandbox.clearCalls();
    await page(sandboxIds.campaign12, '?size=1');
    expect(caller.sandbox.calls()).toEqual([
      {
        vendor: 'routee',
        method: 'GET',
        path: `/viber/tracking/campaign/${sandboxIds.campaign12}?size=1`,
        route: '/viber/tracking/campaign/{trackingId}',
        status: 200,
        at: caller.time.now,
      },
    ]);
  });
});
