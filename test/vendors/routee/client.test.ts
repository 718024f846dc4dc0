import { describe, expect, it } from '@jest/globals';
import { Operation } from '../../../src/operation.js';
import { describeVendorContract } from '../vendor-contract.js';
import { rejection } from '../rejection.js';
import type { VendorEvent } from '../../../src/vendor-client/vendor-client.js';
import { sample, startVendorStub, type VendorStub } from '../vendor-stub.js';
import { type Routee, routeeAt, withRoutee } from './routee-under-test.js';

const MEBIBYTE = 1024 * 1024;
const search = {
  createdFrom: null,
  createdUntil: '2025-05-05T15:00:00.000Z',
  status: null,
  terminationChannel: null,
  channel: null,
  recipient: null,
  kind: null,
};

describe('an answer with success that cannot be used', () => {
  /** What is observed of answers that cannot be used. */
  const unusable = (events: readonly VendorEvent[]) => events.filter(({ type }) => type === 'UNUSABLE');

  async function observed(run: (routee: Routee, stub: VendorStub) => Promise<unknown>): Promise<VendorEvent[]> {
    const stub = await startVendorStub();
    const events: VendorEvent[] = [];
    const routee = routeeAt(stub.url, { observe: (event) => void events.push(event) });
    try {
      await run(routee, stub).catch(() => undefined);
      return events;
    } finally {
      await routee.close();
      await stub.close();
    }
  }

  const route = '/viber/tracking/{trackingId}';
  it.each([
    ['NOT_JSON', ''],
    ['NOT_JSON', '<html>4711</html>'],
    ['OTHER_SHAPE', '{"balance":"4711"}'],
  ])('is observed as %s where it is %j, after its request and without its data', async (misfit, body) => {
    const events = await observed((routee, stub) => {
      stub.answer({ body });
      return routee.viberMessages.get('m', new Operation({ requestId: 'mine-1' }));
    });
    expect(events.map(({ type }) => type)).toEqual(['REQUEST', 'REQUEST', 'UNUSABLE']);
    expect(unusable(events)).toEqual([
      {
        type: 'UNUSABLE',
        kind: 'READ',
        request: { vendor: 'ROUTEE', method: 'GET', route, status: 200 },
        requestId: 'mine-1',
        trace: null,
        misfit,
      },
    ]);
    expect(JSON.stringify(events)).not.toContain('4711');
  });

  it('is observed as FEWER_ROWS where a page has fewer rows than it counts', async () => {
    const request = { page: 0, size: 20 };
    const body = { content: [], number: 0, size: 20, totalElements: 3, totalPages: 1, numberOfElements: 0 };
    const events = await observed((routee, stub) => {
      stub.answer({ body });
      return routee.campaigns.messages({ trackingId: 'c', order: null, ...request }, new Operation());
    });
    expect(unusable(events)).toMatchObject([{ kind: 'READ', misfit: 'FEWER_ROWS' }]);
  });

  it.each([
    ['NOT_JSON', 'OK'],
    ['OTHER_SHAPE', '{"token":"4711"}'],
  ])('is observed as %s of a token, too', async (misfit, body) => {
    const events = await observed((routee, stub) => {
      stub.answerToken(() => ({ body }));
      return routee.viberMessages.get('m', new Operation());
    });
    expect(unusable(events)[0]).toEqual({
      type: 'UNUSABLE',
      kind: 'TOKEN',
      request: { vendor: 'ROUTEE', method: 'POST', route: '/oauth/token', status: 200 },
      misfit,
    });
  });

  it.each([302, 404, 503])('is none where its status is %i', async (status) => {
    const events = await observed((routee, stub) => {
      stub.answer({ status, body: 'OK' });
      return routee.viberMessages.get('m', new Operation());
    });
    expect(unusable(events)).toEqual([]);
  });
});

describeVendorContract({
  vendor: 'ROUTEE',
  isRenewed: true,
  authorization: 'Bearer token-1',
  create: (url, clock) => routeeAt(url, { clock }),
  reads: [
    {
      name: 'Routee: one Viber message',
      method: 'GET',
      path: (segment) => `/viber/tracking/${segment}`,
      isLookup: true,
      maxBytes: MEBIBYTE,
      wrongShapes: [
        [{}, {}],
        { trackingId: 5 },
        { trackingId: '' },
        { trackingId: 'ID-1' },
        { content: [] },
        { content: [{ to: '+30' }] },
        { code: '404019006' },
      ],
      answer: (id) => ({ ...sample('routee-viber-message'), trackingId: id }),
      run: (routee, id, operation) => routee.viberMessages.get(id, operation),
    },
    {
      name: 'Routee: messages of a campaign',
      method: 'GET',
      path: (segment) => `/viber/tracking/campaign/${segment}?page=0&size=20`,
      isLookup: true,
      maxBytes: MEBIBYTE,
      wrongShapes: [
        { content: [] },
        { content: [], totalElements: -1 },
        { content: [], totalElements: 0.5 },
        { content: [], totalElements: '0' },
        { content: {}, totalElements: 0 },
        { content: [], totalElements: 0, size: 0 },
        { content: [], totalElements: 0, size: 21 },
        { content: [], totalElements: 0, size: 1.5 },
        { content: [], totalElements: 0, number: 1 },
        { content: [], totalElements: 1 },
        { content: [{}], totalElements: 0 },
        { content: [{}, {}], totalElements: 2, size: 1 },
      ],
      answer: () => sample('routee-campaign-page'),
      run: (routee, trackingId, operation) =>
        routee.campaigns.messages({ trackingId, page: 0, size: 20, order: null }, operation),
    },
    {
      name: 'Routee: one failover flow',
      method: 'GET',
      path: (segment) => `/failover/tracking/${segment}`,
      isLookup: true,
      maxBytes: MEBIBYTE,
      wrongShapes: [{ messages: [] }, { trackingId: 'another' }],
      answer: (id) => ({ ...sample('routee-failover-flow'), trackingId: id }),
      run: (routee, id, operation) => routee.failoverFlows.get(id, operation),
    },
    {
      name: 'Routee: a search for failover flows',
      method: 'POST',
      path: () => '/failover/tracking?dateEnd=2025-05-05T15:00Z&page=0&size=20',
      isLookup: false,
      maxBytes: MEBIBYTE,
      wrongShapes: [{ content: [{}], totalElements: 2 }],
      answer: () => ({ content: [sample('routee-failover-flow')], totalElements: 1, size: 20, number: 0 }),
      run: (routee, _id, operation) => routee.failoverFlows.search(search, { page: 0, size: 20 }, operation),
    },
    {
      name: 'Routee: the price list',
      method: 'GET',
      path: () => '/system/prices?service=Viber',
      isLookup: false,
      maxBytes: 8 * MEBIBYTE,
      wrongShapes: [{ viber: [] }, { currency: { code: 'EUR' } }, { currency: { name: 'Euro' }, viber: [] }],
      answer: () => sample('routee-prices'),
      run: async (routee, _id, operation) => {
        const { pricedAt, ...prices } = await routee.account.prices(operation);
        return { ...prices, asOf: pricedAt };
      },
    },
    {
      name: 'Routee: the balance',
      method: 'GET',
      path: () => '/accounts/me/balance',
      isLookup: false,
      isUndated: true,
      maxBytes: MEBIBYTE,
      wrongShapes: [{ balance: 1 }, { currency: { code: 'EUR' } }, { balance: 'much', currency: { code: 'EUR' } }],
      answer: () => sample('routee-balance'),
      run: (routee, _id, operation) => routee.account.balance(operation),
    },
  ],
});

describe("Routee's token", () => {
  const message = { ...sample('routee-viber-message'), trackingId: 'm' };
  const get = (routee: ReturnType<typeof routeeAt>) => routee.viberMessages.get('m', new Operation());

  it('is asked for once with HTTP Basic and a form', () =>
    withRoutee(async (routee, stub) => {
      stub.answer({ body: message });
      await Promise.all([get(routee), routee.failoverFlows.get('m', new Operation()).catch(() => null)]);
      expect(stub.tokenRequests).toMatchObject([
        {
          method: 'POST',
          path: '/auth/oauth/token',
          headers: {
            authorization: `Basic ${btoa('app:secret')}`,
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: 'grant_type=client_credentials',
        },
      ]);
    }));

  it.each([401, 403])('is renewed once after a %i', (status) =>
    withRoutee(async (routee, stub) => {
      stub.answer(({ headers }) =>
        headers.authorization === 'Bearer token-1' ? { status, body: '{}' } : { body: message },
      );
      expect(await get(routee)).toMatchObject({ trackingId: 'm' });
      expect(stub.tokenRequests).toHaveLength(2);
    }),
  );

  it.each([
    [400, { error: 'invalid_request', error_description: 'no' }, 'UPSTREAM_UNAUTHENTICATED'],
    [401, { error: 'unauthorized', message: 'no' }, 'UPSTREAM_UNAUTHENTICATED'],
    [403, '', 'UPSTREAM_FORBIDDEN'],
    [429, '', 'UPSTREAM_RATE_LIMITED'],
    [500, '<html>', 'UPSTREAM_UNAVAILABLE'],
    [200, '<html>', 'UPSTREAM_BAD_RESPONSE'],
    [200, { token_type: 'bearer' }, 'UPSTREAM_BAD_RESPONSE'],
    [200, { access_token: 'two\r\nlines' }, 'UPSTREAM_BAD_RESPONSE'],
  ])('that is refused with %i and %j fails the call before it is made', (status, body, code) =>
    withRoutee(async (routee, stub) => {
      stub.answerToken(() => ({ status, body }));
      expect(await rejection(get(routee))).toMatchObject({ code, vendor: 'ROUTEE', vendorStatus: status });
      expect(stub.requests).toHaveLength(0);
    }),
  );

  it('that cannot be read fails a send with a message that says that nothing is sent', () =>
    withRoutee(async (routee, stub) => {
      stub.answerToken(() => ({ body: { access_token: '' } }));
      const message = expect.stringContaining('request for a token could not be read; without a token nothing is sent');
      expect(await rejection(routee.viberMessageSender.prepare())).toMatchObject({
        code: 'UPSTREAM_BAD_RESPONSE',
        message,
      });
      expect(stub.requests).toHaveLength(0);
    }));

  it('may live without saying how long, or for twenty years', () =>
    withRoutee(async (routee, stub) => {
      stub.answer({ body: message });
      stub.answerToken(() => ({ body: { access_token: 't', expires_in: 631139040 } }));
      expect(await get(routee)).toMatchObject({ trackingId: 'm' });
      expect(await get(routee)).toMatchObject({ trackingId: 'm' });
      expect(stub.tokenRequests).toHaveLength(1);
    }));
});

describe('what Routee answers', () => {
  it('is remembered as long as it cannot have changed, and a send clears a remembered absence', async () => {
    await withRoutee(async (_unused, stub) => {
      const routee = routeeAt(stub.url, { cacheBytes: MEBIBYTE });
      const messages = () =>
        routee.campaigns.messages({ trackingId: 'c', page: 0, size: 1, order: null }, new Operation());
      stub.answer({ status: 404 });
      expect([await messages(), await messages()]).toEqual([null, null]);
      expect(stub.requests).toHaveLength(1);
      stub.answer({ body: { trackingId: 'c' } });
      await routee.campaignSender.send(
        {
          idempotencyKey: 'k',
          senderId: 's',
          recipients: { groups: ['g'] },
          content: { text: 'hello' },
          isSession: false,
        },
        new Operation(),
      );
      stub.answer({ body: { content: [], totalElements: 0 } });
      expect(await messages()).toMatchObject({ rows: [], total: 0, size: 1 });
      await routee.close();
    });
  });
});
