import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sandboxIds } from '../support/sandbox.js';
import { pick, rows, startCaller, type Caller } from './caller.js';

let caller: Caller;
beforeAll(async () => {
  caller = await startCaller();
});
afterAll(() => caller.sandbox.close());

const asApplication = (id: string) => caller.authorize(undefined, `${id}:any`);
const prices = async () => (await caller.routee('/system/prices?service=Viber')).body;
const balance = async () => (await caller.routee('/accounts/me/balance')).body;

describe('prices and balance in the sandbox', () => {
  test('the balance has a currency', async () => {
    await caller.authorize();
    expect(await balance()).toEqual({ balance: 41.37, currency: { code: 'EUR', name: 'Euro', sign: '€' } });
  });

  test('prices of Viber are texts, those of SMS numbers, and a service selects its own', async () => {
    await caller.authorize();
    const all = (await caller.routee('/system/prices')).body;
    expect(Object.keys(all)).toEqual(['currency', 'sms', 'viber', 'voice', 'twoStep', 'lookup', 'numberValidator']);
    expect(pick(all, 'viber', 0)).toEqual({
      country: 'Greece',
      iso: 'GR',
      prices: {
        transactionalOutbound: '0.01',
        promotionalOutbound: '0.035',
        transactionalInbound: '0',
        promotionalInbound: '0',
        fee: '0',
        feePeriod: 'Monthly',
      },
    });
    expect(pick(all, 'sms', 0, 'networks', 0, 'price')).toBe(0.035);
    expect(await prices()).toEqual({ currency: all['currency'], viber: all['viber'] });
    expect((await caller.routee('/system/prices?service=Sms&mcc=202')).body['sms']).toHaveLength(1);
    expect((await caller.routee('/system/prices?service=Pigeon')).status).toBe(400);
  });

  test('a campaign costs what the price list says', async () => {
    await caller.authorize();
    const sent = await caller.post('/viber/campaign', {
      senderInfoTrackingId: sandboxIds.sender,
      to: ['+306900000001', '+447700900001'],
      body: { imageURL: 'https://example.com/i.png' },
    });
    const of = (iso: string, list: Record<string, unknown>) =>
      Number(
        pick(
          (list['viber'] as Record<string, unknown>[]).find((row) => row['iso'] === iso),
          'prices',
          'promotionalOutbound',
        ),
      );
    const list = await prices();
    expect(sent.body['cost']).toBeCloseTo(of('GR', list) + of('GB', list), 6);
  });

  test.each([
    ['magic-prices-none', undefined],
    ['magic-prices-empty', []],
  ])('%s has no prices', async (id, viber) => {
    await asApplication(id);
    expect((await prices())['viber']).toEqual(viber);
  });

  test.each([
    ['magic-prices-missing', undefined],
    ['magic-prices-numbers', 0.035],
    ['magic-prices-words', 'on request'],
  ])('%s has prices of another kind', async (id, price) => {
    await asApplication(id);
    expect(pick(await prices(), 'viber', 0, 'prices', 'promotionalOutbound')).toBe(price);
  });

  test.each([
    ['magic-dollars', 'USD', 'USD', 41.37],
    ['magic-prices-dollars', 'USD', 'EUR', 41.37],
    ['magic-prices-no-currency', undefined, 'EUR', 41.37],
    ['magic-balance-zero', 'EUR', 'EUR', 0],
    ['magic-balance-negative', 'EUR', 'EUR', -0.35],
    ['magic-balance-none', 'EUR', 'EUR', undefined],
  ])('%s: prices in %s, a balance in %s', async (id, pricesIn, balanceIn, amount) => {
    await asApplication(id);
    expect(pick(await prices(), 'currency', 'code')).toBe(pricesIn);
    expect([pick(await balance(), 'currency', 'code'), (await balance())['balance']]).toEqual([balanceIn, amount]);
  });

  test('a token is its application’s own, and without the scope account it is refused', async () => {
    await asApplication('magic-balance-zero');
    expect((await balance())['balance']).toBe(0);
    await caller.authorize();
    expect((await balance())['balance']).toBe(41.37);
    await caller.authorize('grant_type=client_credentials&scope=viber');
    expect((await caller.routee('/accounts/me/balance')).status).toBe(403);
  });
});

describe('cancelling a campaign in the sandbox', () => {
  const sendAt = async (scheduledDate?: string) => {
    const sent = await caller.post('/viber/campaign', {
      senderInfoTrackingId: sandboxIds.sender,
      to: ['+12025550160'],
      ...(scheduledDate !== undefined && { scheduledDate }),
      body: { text: 'Hello' },
    });
    return String(sent.body['trackingId']);
  };
  const cancel = (id: string) => caller.routee(`/viber/campaign/${id}`, { method: 'DELETE' });
  const wordOf = async (id: string) =>
    pick(rows(await caller.routee(`/viber/tracking/campaign/${id}`))[0], 'status', 'status');

  test('one that is scheduled is cancelled once, and its messages never go', async () => {
    const before = caller.time.now;
    await caller.authorize();
    const [cancelled, other] = [await sendAt('2026-03-04T12:30:00Z'), await sendAt('2026-03-04T12:30:00Z')];
    const answer = await cancel(cancelled);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await cancel(cancelled)).body).toHaveProperty('code', '400009002');
    caller.time.now += 3_000_000;
    expect([await wordOf(cancelled), await wordOf(other)]).toEqual(['QUEUED', 'SEEN']);
    caller.time.now = before;
  });

  test('one that was sent, or whose time has passed, or that is unknown is refused', async () => {
    const before = caller.time.now;
    await caller.authorize();
    const scheduled = await sendAt('2026-03-04T12:30:00Z');
    expect((await cancel(await sendAt())).body).toHaveProperty('code', '400009002');
    expect((await cancel(sandboxIds.campaign12)).body).toHaveProperty('code', '400009002');
    caller.time.now += 1_800_000;
    expect((await cancel(scheduled)).body).toHaveProperty('code', '400009002');
    expect((await cancel('unknown')).body).toHaveProperty('code', '404009001');
    caller.time.now = before;
  });
});
