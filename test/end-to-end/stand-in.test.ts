import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import 'reflect-metadata';
import type { ServiceOptions } from '../../src/app/service.js';
import { requireDiscreet } from '../support/discretion.js';
import { fakeClock } from '../support/fake-clock.js';
import { type Reply, type RunningService, type Settings, startRunningService } from '../support/running-service.js';
import { eventually } from '../support/wait.js';
import {
  CAMPAIGN,
  createTokenIssuer,
  gmsSettings,
  MESSAGE,
  REPORT,
  routeeSettings,
  type Script,
  type Scripts,
  SEND,
  type StandInVendor,
  startStandInVendor,
  TOKEN,
} from '../support/stand-in-vendor.js';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one.close();
});

async function start(
  scripts: Scripts,
  settings: Settings = {},
  vendors: 'both' | 'routee' | 'gms' = 'both',
  options: ServiceOptions = {},
): Promise<{ vendor: StandInVendor; service: RunningService }> {
  const vendor = await startStandInVendor(scripts);
  running.push(vendor);
  const service = await startRunningService(
    {
      UPSTREAM_REPORT: 'on',
      ...(vendors === 'gms' ? {} : routeeSettings(vendor)),
      ...(vendors === 'routee' ? {} : gmsSettings(vendor)),
      ...settings,
    },
    options,
  );
  running.push({ close: () => service.stop() });
  return { vendor, service };
}

const idOf = (path: string): string => decodeURIComponent(path.split('/').at(-1)!);
const message = (trackingId: string) => ({
  trackingId,
  to: '306912345678',
  country: 'Greece',
  status: { status: 'delivered', date: '2026-01-02T03:04:05Z' },
  message: 'Hello',
  ttl: '60',
});
const messageScript: Script = ({ path }) => ({ body: message(idOf(path)) });
const MESSAGE_QUERY = `query ($id: ID!) { viberMessage(trackingId: $id) { trackingId to country status { state } } }`;

/** A list of so many messages, in pages of at most so many. */
const campaignScript =
  (total: number, largest = 1000): Script =>
  ({ search }) => {
    const page = Number(search.get('page'));
    const size = Math.min(Number(search.get('size')), largest);
    const rows = Array.from({ length: Math.max(0, Math.min(size, total - page * size)) }, (_, index) =>
      message(`m-${page * size + index}`),
    );
    return { body: { content: rows, totalElements: total, size, number: page } };
  };

describe('a burst of operations', () => {
  const ask = (service: RunningService, count: number, name: string) =>
    Promise.all(Array.from({ length: count }, (_, n) => service.query(MESSAGE_QUERY, { id: `${name}-${n}` })));
  const requireWell = (replies: readonly Reply<unknown>[]): void => {
    for (const { errors, status } of replies) expect([status, errors]).toEqual([200, []]);
  };

  it('of a thousand fetches the token once', async () => {
    const tokens = createTokenIssuer({ delay: 50 });
    const { vendor, service } = await start({ [TOKEN]: tokens.script, [MESSAGE]: tokens.guard(messageScript) });
    requireWell(await ask(service, 1000, 'id'));
    expect(tokens.issued()).toBe(1);
    expect(vendor.seen(MESSAGE)).toHaveLength(1000);
    expect(vendor.seen(TOKEN)[0]).toMatchObject({
      authorization: `Basic ${Buffer.from('stand-in-application:stand-in-secret').toString('base64')}`,
      body: 'grant_type=client_credentials',
    });
  });

  it('fetches it once more when it has expired', async () => {
    const clock = fakeClock();
    const tokens = createTokenIssuer({ expiresInSeconds: 60, delay: 50, clock });
    const { service } = await start({ [TOKEN]: tokens.script, [MESSAGE]: tokens.guard(messageScript) }, {}, 'both', {
      clock,
    });
    for (let expiries = 0; expiries < 3; expiries++) {
      requireWell(await ask(service, 100, `after-${expiries}`));
      expect(tokens.issued()).toBe(expiries + 1);
      clock.advance(60_000);
    }
  });

  it('fetches it once more when it was revoked, however many were refused', async () => {
    const tokens = createTokenIssuer({ delay: 50 });
    const { service } = await start({ [TOKEN]: tokens.script, [MESSAGE]: tokens.guard(messageScript) });
    requireWell(await ask(service, 1, 'before'));
    tokens.revoke();
    requireWell(await ask(service, 300, 'after'));
    expect(tokens.issued()).toBe(2);
  });

  it('asks the vendor once where all ask the same', async () => {
    const tokens = createTokenIssuer();
    const { vendor, service } = await start(
      { [TOKEN]: tokens.script, [MESSAGE]: tokens.guard((request) => ({ ...messageScript(request), delay: 300 })) },
      { CACHE: 'on' }, // for those that come after the answer
    );
    const shared = { 'cache-control': '', 'x-upstream-report': '' };
    const replies = Array.from({ length: 200 }, () => service.query(MESSAGE_QUERY, { id: 'same' }, shared));
    for (const { data } of await Promise.all(replies)) {
      expect(data).toMatchObject({ viberMessage: { trackingId: 'same' } });
    }
    expect(vendor.seen(MESSAGE)).toHaveLength(1);
  });
});

describe('random windows of a campaign', () => {
  const WINDOW = `query ($first: Int, $after: String, $last: Int, $before: String) {
    campaign(trackingId: "c") {
      messages(first: $first, after: $after, last: $last, before: $before) {
        nodes { trackingId } totalCount pageInfo { hasNextPage hasPreviousPage }
      }
    }
  }`;
  interface Window {
    readonly campaign: {
      readonly messages: {
        readonly nodes: readonly { readonly trackingId: string }[];
        readonly totalCount: number;
        readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean };
      };
    };
  }
  const TOTAL = 431;

  async function cursorsOf(service: RunningService): Promise<string[]> {
    const cursors: string[] = [];
    type Page = { campaign: { messages: { edges: { cursor: string }[]; pageInfo: { endCursor: string } } } };
    const document = `query ($after: String) {
      campaign(trackingId: "c") { messages(first: 100, after: $after) { edges { cursor } pageInfo { endCursor } } }
    }`;
    for (let after: string | null = null; cursors.length < TOTAL;) {
      const { messages }: Page['campaign'] = (await service.read<Page>(document, { after })).campaign;
      cursors.push(...messages.edges.map(({ cursor }) => cursor));
      after = messages.pageInfo.endCursor;
    }
    return cursors;
  }

  it.each([
    ['100', 1000],
    ['37', 1000],
    ['100', 60],
  ])('with a largest page of %s, and a vendor that gives %d, hold what they should', async (size, largest) => {
    const tokens = createTokenIssuer();
    const { vendor, service } = await start(
      { [TOKEN]: tokens.script, [CAMPAIGN]: tokens.guard(campaignScript(TOTAL, largest)) },
      { ROUTEE_MAX_PAGE_SIZE: size },
    );
    const cursors = await cursorsOf(service);
    expect(new Set(cursors).size).toBe(TOTAL);
    const maxPage = Math.min(Number(size), largest);

    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.integer({ min: 1, max: 100 }),
        fc.option(fc.integer({ min: 0, max: TOTAL - 1 })),
        async (isForward, count, from) => {
          const cursor = from === null ? null : cursors[from];
          const before = vendor.requests.length;
          const { messages } = (
            await service.read<Window>(
              WINDOW,
              isForward ? { first: count, after: cursor } : { last: count, before: cursor },
            )
          ).campaign;
          const calls = vendor.requests.length - before;

          const start = isForward ? (from === null ? 0 : from + 1) : Math.max(0, (from ?? TOTAL) - count);
          const end = isForward ? Math.min(TOTAL, start + count) : (from ?? TOTAL);
          expect(messages.nodes.map(({ trackingId }) => trackingId)).toEqual(
            Array.from({ length: end - start }, (_, index) => `m-${start + index}`),
          );
          expect(messages.totalCount).toBe(TOTAL);
          expect(messages.pageInfo).toEqual({ hasNextPage: end < TOTAL, hasPreviousPage: start > 0 });

          const learnsTheTotal = !isForward && from === null ? 1 : 0;
          const learnsTheSize = largest < Number(size) ? 2 : 0;
          const most = count <= maxPage ? 2 : Math.ceil(count / maxPage) + 1;
          expect(calls).toBeLessThanOrEqual(most + learnsTheTotal + learnsTheSize);
          if (size === '100' && largest === 1000 && count <= 50) expect(calls).toBeLessThanOrEqual(1 + learnsTheTotal);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a vendor that misbehaves', () => {
  const answers: readonly (readonly [string, ReturnType<Script>, string])[] = [
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/secret' } }, 'UPSTREAM_BAD_RESPONSE'],
    ['another message than was asked for', { body: message('another') }, 'UPSTREAM_BAD_RESPONSE'],
    [
      'a page of HTML',
      { headers: { 'content-type': 'text/html' }, body: '<html>secret</html>' },
      'UPSTREAM_BAD_RESPONSE',
    ],
    ['nothing', {}, 'UPSTREAM_BAD_RESPONSE'],
    ['JSON that is no object', { body: '42' }, 'UPSTREAM_BAD_RESPONSE'],
    [
      'a secret under 400',
      { status: 400, body: { code: 'https://secret/+306912345678', developerMessage: 'secret' } },
      'UPSTREAM_REJECTED',
    ],
    ['a teapot', { status: 418, body: 'secret' }, 'UPSTREAM_REJECTED'],
    ['500', { status: 500, body: 'secret' }, 'UPSTREAM_UNAVAILABLE'],
  ];
  it.each(answers)('with %s, is recognized and not quoted', async (_name, answer, code) => {
    const tokens = createTokenIssuer();
    const { service } = await start({ [TOKEN]: tokens.script, [MESSAGE]: tokens.guard(() => answer) });
    const { status, data, errors, text } = await service.query(MESSAGE_QUERY, { id: 'asked' });
    expect(status).toBe(200);
    expect(data).toEqual({ viberMessage: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    requireDiscreet(text, ['secret', 'asked']);
    requireDiscreet(service.log(), ['secret', 'asked']);
  });

  it('with a token that it refuses itself, is asked for one more and not again', async () => {
    const tokens = createTokenIssuer();
    const { vendor, service } = await start({ [TOKEN]: tokens.script, [MESSAGE]: () => ({ status: 403 }) });
    const { errors } = await service.query(MESSAGE_QUERY, { id: 'x' });
    expect(errors[0]?.extensions.code).toBe('UPSTREAM_FORBIDDEN');
    expect([vendor.seen(TOKEN).length, vendor.seen(MESSAGE).length]).toEqual([2, 2]);
  });

  it('with a page that says another thing than its rows, spoils that page alone', async () => {
    const tokens = createTokenIssuer();
    const { service } = await start({
      [TOKEN]: tokens.script,
      [CAMPAIGN]: tokens.guard((request) =>
        request.path.endsWith('bad')
          ? { body: { content: [message('m-1')], totalElements: 5, size: 20, number: 0 } }
          : campaignScript(3)(request),
      ),
    });
    const { data, errors } = await service.query(
      `{ bad: campaign(trackingId: "bad") { messages { totalCount } } good: campaign(trackingId: "good") { messages { totalCount } } }`,
    );
    expect(data).toEqual({ bad: null, good: { messages: { totalCount: 3 } } });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([[['bad'], 'UPSTREAM_BAD_RESPONSE']]);
  });

  it('with a page whose rows lag behind its total, is asked once more, and the rows that came are shown', async () => {
    const tokens = createTokenIssuer();
    const { vendor, service } = await start({
      [TOKEN]: tokens.script,
      [CAMPAIGN]: tokens.guard(() => ({
        body: {
          content: vendor.seen(CAMPAIGN).length === 1 ? [message('m-1')] : [message('m-1'), message('m-2')],
          totalElements: 2,
          size: 20,
          number: 0,
        },
      })),
    });
    const data = await service.read(`{ campaign(trackingId: "c") { messages { nodes { trackingId } totalCount } } }`);
    expect(data).toEqual({
      campaign: { messages: { nodes: [{ trackingId: 'm-1' }, { trackingId: 'm-2' }], totalCount: 2 } },
    });
    expect(vendor.seen(CAMPAIGN)).toHaveLength(2);
  });

  it('with a page whose rows repeat, shows each of them once', async () => {
    const tokens = createTokenIssuer();
    const { service } = await start({
      [TOKEN]: tokens.script,
      [CAMPAIGN]: tokens.guard(() => ({
        body: { content: [message('a'), message('a'), message('b')], totalElements: 3, size: 20, number: 0 },
      })),
    });
    const data = await service.read(`{ campaign(trackingId: "c") { messages { nodes { trackingId } totalCount } } }`);
    expect(data).toEqual({
      campaign: { messages: { nodes: [{ trackingId: 'a' }, { trackingId: 'b' }], totalCount: 3 } },
    });
  });
});

describe('a send that is in doubt', () => {
  const input = (idempotencyKey: string) => ({
    idempotencyKey,
    senderId: 's',
    recipients: { phoneNumbers: ['+306912345678'] },
    content: { text: 'x' },
  });
  const document = `mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }`;

  it('is one request, however many send it at once under one key', async () => {
    const tokens = createTokenIssuer();
    const { vendor, service } = await start({
      [TOKEN]: tokens.script,
      [SEND]: tokens.guard(() => ({ delay: 100, body: { trackingId: 'c-1', totalMessages: 1 } })),
    });
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => service.query(document, { input: input('one') })),
    );
    for (const { data } of replies) expect(data).toEqual({ sendViberCampaign: { campaign: { trackingId: 'c-1' } } });
    expect(vendor.seen(SEND)).toHaveLength(1);
    expect(JSON.parse(vendor.seen(SEND)[0]!.body)).toMatchObject({ senderInfoTrackingId: 's', to: ['+306912345678'] });
  });

  it.each([
    ['an answer without an id', { body: { totalMessages: 1 } }],
    ['a redirect', { status: 307, headers: { location: '/viber/campaign' } }],
    ['503', { status: 503 }],
  ])('after %s, is never repeated', async (_name, answer) => {
    const tokens = createTokenIssuer();
    const { vendor, service } = await start({ [TOKEN]: tokens.script, [SEND]: tokens.guard(() => answer) });
    for (let turn = 0; turn < 3; turn++) {
      const { errors } = await service.query(document, { input: input('doubt') });
      expect(errors[0]?.extensions).toMatchObject({ code: 'SEND_OUTCOME_UNKNOWN', outcome: 'UNKNOWN' });
    }
    expect(vendor.seen(SEND)).toHaveLength(1);
  });

  it('without a token, is a proof that nothing went out, and the key is free', async () => {
    let isWell = false;
    const tokens = createTokenIssuer();
    const { vendor, service } = await start({
      [TOKEN]: () => (isWell ? tokens.script() : { status: 400, body: { error: 'invalid_client' } }),
      [SEND]: tokens.guard(() => ({ body: { trackingId: 'c-1' } })),
    });
    const refused = await service.query(document, { input: input('free') });
    expect(refused.errors[0]?.extensions.code).toBe('UPSTREAM_UNAUTHENTICATED');
    expect(vendor.seen(SEND)).toHaveLength(0);
    isWell = true;
    const sent = await eventually(
      () => service.query(document, { input: input('free') }),
      ({ errors }) => errors.length === 0,
    );
    expect(sent.data).toMatchObject({ sendViberCampaign: { campaign: { trackingId: 'c-1' } } });
  });
});

describe('with one vendor configured', () => {
  const report = {
    status: 2,
    substatus: 23,
    hyber_status: 23011,
    message_id: 'g-1',
    extra_id: 'm-1',
    last_partner: 'sms',
  };

  it('Routee alone: reports are VENDOR_NOT_CONFIGURED, and edges to them null without an error', async () => {
    const tokens = createTokenIssuer();
    const { service } = await start({ [TOKEN]: tokens.script, [MESSAGE]: tokens.guard(messageScript) }, {}, 'routee');
    const { data, errors } = await service.query(`{
      viberMessage(trackingId: "m-1") { trackingId deliveryReport { messageId } }
      deliveryReport(by: { extraId: "m-1" }) { messageId }
      deliveryReports(by: [{ extraId: "m-1" }]) { messageId }
    }`);
    expect(data).toEqual({
      viberMessage: { trackingId: 'm-1', deliveryReport: null },
      deliveryReport: null,
      deliveryReports: [null],
    });
    expect(
      errors.map(({ path, extensions }) => [path, extensions.code, extensions['category'], extensions['vendor']]),
    ).toEqual([
      [['deliveryReport'], 'VENDOR_NOT_CONFIGURED', 'FAILED_PRECONDITION', 'GMS'],
      [['deliveryReports', 0], 'VENDOR_NOT_CONFIGURED', 'FAILED_PRECONDITION', 'GMS'],
    ]);
  });

  it('GMS alone: what Routee knows is VENDOR_NOT_CONFIGURED, each at its own path', async () => {
    const { service } = await start({ [REPORT]: () => ({ body: report }) }, {}, 'gms');
    const { data, errors } = await service.query(`{
      deliveryReport(by: { extraId: "m-1" }) { messageId status { state } }
      campaign(trackingId: "c") { id }
      viberMessage(trackingId: "m") { id }
      failoverFlow(trackingId: "f") { id }
      failoverFlows { totalCount }
      campaigns { totalCount }
    }`);
    expect(data).toEqual({
      deliveryReport: { messageId: 'g-1', status: { state: 'DELIVERED' } },
      campaign: null,
      viberMessage: null,
      failoverFlow: null,
      failoverFlows: null,
      campaigns: { totalCount: 0 },
    });
    expect(errors.map(({ path, extensions }) => [path?.[0], extensions.code]).sort()).toEqual([
      ['campaign', 'VENDOR_NOT_CONFIGURED'],
      ['failoverFlow', 'VENDOR_NOT_CONFIGURED'],
      ['failoverFlows', 'VENDOR_NOT_CONFIGURED'],
      ['viberMessage', 'VENDOR_NOT_CONFIGURED'],
    ]);
    const sent = await service.query(
      `mutation { sendViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { groups: ["g"] }, content: { text: "x" } }) { replayed } }`,
    );
    expect(sent.errors[0]?.extensions.code).toBe('VENDOR_NOT_CONFIGURED');
  });

  it('GMS: a login that it refuses is asked once', async () => {
    const { vendor, service } = await start({ [REPORT]: () => ({ status: 401 }) }, {}, 'gms');
    const { errors } = await service.query(`{ deliveryReport(by: { extraId: "m-1" }) { id } }`);
    expect(errors[0]?.extensions).toMatchObject({ code: 'UPSTREAM_UNAUTHENTICATED', vendor: 'GMS', vendorStatus: 401 });
    expect(vendor.requests).toHaveLength(1);
    expect(vendor.requests[0]!.authorization).toBe(
      `Basic ${Buffer.from('stand-in-login:stand-in-password').toString('base64')}`,
    );
  });
});
