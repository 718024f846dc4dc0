import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bearer, keyOf, writeTenants } from '../server/tenants-file.js';
import { type HeldVendor, startHeldVendor } from '../server/http/held-vendor.js';
import { eventually } from '../support/wait.js';
import { readReply, type RunningService, startRunningService } from '../support/running-service.js';
import { routeeSettings, type StandInVendor, startStandInVendor, TOKEN } from '../support/stand-in-vendor.js';
import { sample } from '../vendors/vendor-stub.js';

const PRICES = 'GET /system/prices';
const BALANCE = 'GET /accounts/me/balance';

let vendor: StandInVendor;
let held: HeldVendor;
let service: RunningService;
let keyed: RunningService;
const services: RunningService[] = [];
beforeAll(async () => {
  vendor = await startStandInVendor({
    [TOKEN]: () => ({ body: sample('routee-token') }),
    [PRICES]: () => ({ body: sample('routee-prices') }),
    [BALANCE]: () => ({ body: sample('routee-balance') }),
  });
  held = await startHeldVendor(vendor.url);
  const settings = { ...routeeSettings(vendor), ROUTEE_API_URL: held.url, UPSTREAM_REPORT: 'on', METRICS_KEY: 'm' };
  services.push((service = await startRunningService(settings)));
  keyed = await startRunningService({
    ROUTEE_API_URL: settings.ROUTEE_API_URL,
    ROUTEE_AUTH_URL: settings.ROUTEE_AUTH_URL,
    SHOP_SECRET: settings.ROUTEE_APPLICATION_SECRET,
    ...writeTenants([
      {
        id: 'shop',
        routee: { applicationId: settings.ROUTEE_APPLICATION_ID, applicationSecret: { env: 'SHOP_SECRET' } },
        keys: [keyOf('reader', { scopes: ['read', 'read:recipients'] }), keyOf('sender', { scopes: ['send'] })],
      },
    ]),
  });
  services.push(keyed);
});
afterAll(async () => {
  await Promise.all(services.map((one) => one.stop()));
  await held.close();
  await vendor.close();
});
beforeEach(() => void vendor.requests.splice(0));

const input = {
  idempotencyKey: 'key-1',
  senderId: 'sender',
  recipients: { phoneNumbers: ['+306912345678', '+306912345679'] },
  content: { text: 'Hello' },
};
const preview = (fields: string): string =>
  `query ($input: SendViberCampaignInput!) { previewViberCampaign(input: $input) { ${fields} } }`;
const post = (query: string, headers: Readonly<Record<string, string>> = {}, to = service): Promise<Response> =>
  fetch(`${to.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables: { input } }),
  });
const metrics = async (name: string): Promise<number> => {
  const text = await (await fetch(`${service.url}/metrics`, { headers: bearer('m') })).text();
  return Number(new RegExp(`^messaging_graph_${name} (\\d+)$`, 'm').exec(text)?.[1]);
};

describe('a preview', () => {
  test('makes no vendor call for what the input shows', async () => {
    const { data, upstream } = await service.query(
      preview('isSendable keyState recipientCount recipientsPerCountry { country count }'),
      { input },
    );
    expect(data).toEqual({
      previewViberCampaign: {
        isSendable: true,
        keyState: 'FREE',
        recipientCount: 2,
        recipientsPerCountry: [{ country: 'GR', count: 2 }],
      },
    });
    expect(upstream).toMatchObject({ calls: 0 });
    expect(vendor.requests).toEqual([]);
  });

  const some = (count: number, from = 0): string =>
    Array.from(
      { length: count },
      (_, n) => `p${from + n}: previewViberCampaign(input: $input) { isSendable balance { amount } }`,
    ).join(' ');
  const withInput = (fields: string): string => `query ($input: SendViberCampaignInput!) { ${fields} }`;

  test('is one of ten in an operation', async () => {
    const { status, data, errors } = await service.query(withInput(some(10)), { input });
    expect([status, errors, Object.keys(data ?? {}).length]).toEqual([200, [], 10]);
  });

  test.each([
    ['under aliases', withInput(some(11))],
    ['in fragments', `${withInput(`${some(6)} ...F`)} fragment F on Query { ${some(5, 6)} }`],
  ])('is refused with the operation that has eleven, before any call: %s', async (_where, query) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const { status, data, errors } = await service.query(query, { input }, { accept });
      expect([status, data]).toEqual([400, undefined]);
      expect(errors).toMatchObject([
        {
          message: 'An operation has 11 previews; 10 are allowed.',
          extensions: { code: 'OPERATION_LIMIT_EXCEEDED' },
        },
      ]);
    }
    expect(vendor.requests).toEqual([]);
  });

  test('makes one call for the balance every time, and one for the prices, though fresh values are asked for', async () => {
    for (let time = 0; time < 3; time++) {
      const { data } = await service.query(
        preview('estimatedCost { amount currency } balance { amount currency }'),
        { input },
        { 'cache-control': 'no-cache' },
      );
      expect(data).toEqual({
        previewViberCampaign: {
          estimatedCost: { amount: '0.062', currency: 'EUR' },
          balance: { amount: '41.37', currency: 'EUR' },
        },
      });
    }
    expect([vendor.seen(PRICES).length, vendor.seen(BALANCE).length]).toEqual([1, 3]);
  });

  const literal = JSON.stringify(input).replace(/"(\w+)":/g, '$1:');
  const message = `{ idempotencyKey: "k", senderId: "s", to: "+306912345678", message: { content: { text: "a" } } }`;
  test.each([
    ['alone', `{ previewViberCampaign(input: ${literal}) { isSendable } }`],
    ['of a message', `{ previewViberMessage(input: ${message}) { isSendable } }`],
    [
      'of a flow',
      `{ previewFailoverFlow(input: { idempotencyKey: "k", to: "+306912345678", steps: [] }) { isSendable } }`,
    ],
    ['in a fragment', `{ ...P } fragment P on Query { previewViberCampaign(input: ${literal}) { isSendable } }`],
    ['under another name', `{ campaign: previewViberCampaign(input: ${literal}) { isSendable } }`],
    ['beside a read', `{ campaign(trackingId: "c") { name } previewViberCampaign(input: ${literal}) { isSendable } }`],
  ])('by GET is refused as a whole: %s', async (_what, query) => {
    const response = await fetch(`${service.url}/graphql?${new URLSearchParams({ query }).toString()}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(JSON.parse(await response.text())).toEqual({
      errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_REQUEST' }) })],
    });
    expect(vendor.requests).toEqual([]);
  });

  test('is kept by nobody, also beside a read', async () => {
    for (const query of [preview('isSendable'), preview('isSendable').replace('{ preview', '{ __typename preview')]) {
      expect((await post(query)).headers.get('cache-control')).toBe('private, no-store');
    }
    expect((await post('{ __typename }')).headers.get('cache-control')).toBe('private, max-age=0');
  });

  test('is never shared with the same one of another request', async () => {
    held.hold();
    const both = [post(preview('balance { amount }')), post(preview('balance { amount }'))];
    await eventually(
      () => metrics('operations_running'),
      (running) => running === 2,
    );
    held.release();
    for (const response of await Promise.all(both)) expect(response.status).toBe(200);
    expect(await metrics('operations_joined_total')).toBe(0);
  });

  test('needs the scope send, which is enough', async () => {
    const refused = await readReply(await post(preview('isSendable'), bearer('reader'), keyed));
    expect(refused).toMatchObject({ status: 403, data: undefined });
    expect(refused.errors[0]?.message).toContain('`send`');
    const { data } = await readReply(await post(preview('isSendable'), bearer('sender'), keyed));
    expect(data).toEqual({ previewViberCampaign: { isSendable: true } });
  });
});
