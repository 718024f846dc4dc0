import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { describeError } from '../../examples/partner/client.js';
import { followCampaign } from '../../examples/partner/follow-campaign.js';
import { followFlow } from '../../examples/partner/follow-flow.js';
import type { SendFailoverFlowInput, SendViberCampaignInput } from '../../examples/partner/generated/graphql.js';
import { keyOf, writeTenants } from '../server/tenants-file.js';
import { sandboxIds } from '../support/sandbox.js';
import {
  type RunningService,
  type SandboxedService,
  startRunningService,
  startSandboxedService,
} from '../support/running-service.js';
import { routeeSettings, type StandInVendor, startStandInVendor, TOKEN } from '../support/stand-in-vendor.js';
import { sample } from '../vendors/vendor-stub.js';

let service: SandboxedService;
/** The sandbox's clock moves one second with each call, so that messages settle after so many reads. */
const startedAt = Date.now();
const now = () => startedAt + 1000 * (service?.sandbox.calls().length ?? 0);

beforeAll(async () => {
  service = await startSandboxedService({ CACHE: 'off' }, { now });
});
afterAll(() => service.stop());

const ACTION = { caption: 'See the offers', targetUrl: 'https://example.com/spring' };
const follow = (idempotencyKey: string, phoneNumbers: string[], maxReads = 120) => {
  const input: SendViberCampaignInput = {
    idempotencyKey,
    senderId: sandboxIds.sender,
    recipients: { phoneNumbers },
    content: {
      text: 'Everything at half price, today only.',
      imageUrl: 'https://example.com/spring.jpg',
      action: ACTION,
    },
  };
  return followCampaign(`${service.url}/graphql`, input, { pauseMilliseconds: 0, maxReads });
};

describe('the example of a partner', () => {
  test('sends a campaign and follows it until every message is settled', async () => {
    const { rows, isSettled } = await follow('first', ['+12025550161', '+12025550162', '+12025550163', '+12025550164']);
    const ends = new Map(rows.map(({ to, state }) => [to, state]));
    expect(ends).toEqual(
      new Map([
        ['+12025550161', 'DELIVERED'],
        ['+12025550162', 'UNDELIVERED'],
        ['+12025550163', 'EXPIRED'],
        ['+12025550164', 'FAILED'],
      ]),
    );
    expect(rows.every(({ country }) => country === 'US')).toBe(true);
    expect(isSettled).toBe(true);
  });

  test('sends nothing twice when it is started again with the same key', async () => {
    const sends = () => service.sandbox.calls().filter(({ route }) => route === '/viber/campaign').length;
    const before = sends();
    const numbers = ['+12025550161'];
    expect(await follow('again', numbers)).toEqual(await follow('again', numbers));
    expect(sends()).toBe(before + 1);
  });

  test('follows a campaign of more messages than one page holds', async () => {
    const numbers = Array.from({ length: 120 }, (_, index) => `+1202555${String(2000 + index)}`);
    const { rows } = await follow('large', numbers);
    expect(rows.map(({ to }) => to).sort()).toEqual(numbers);
  });

  test('gives up after so many reads where a message never settles', async () => {
    const before = service.sandbox.calls().length;
    const followed = await follow('never', ['+12025550166'], 3);
    expect(followed).toMatchObject({ rows: [{ to: '+12025550166', state: 'QUEUED' }], isSettled: false });
    const reads = service.sandbox
      .calls()
      .slice(before)
      .filter(({ route }) => route !== '/viber/campaign');
    expect(reads).toHaveLength(3);
  });

  test('gives up where the vendor never knows the campaign', async () => {
    expect(await follow('absent', ['+12025550170'], 3)).toEqual({ rows: [], isSettled: false });
  });

  test('gets the reason why a campaign is refused', async () => {
    await expect(follow('refused', ['+12025550101'])).rejects.toThrow('balance');
  });
});

describe('the example of a partner, at a graph with API keys', () => {
  const KEY = 'the-api-key-of-the-partner';
  let locked: RunningService;
  beforeAll(async () => {
    locked = await startRunningService({ SANDBOX: 'on', ...writeTenants([{ id: 'shop', keys: [keyOf(KEY)] }]) });
  });
  afterEach(() => {
    delete process.env['MESSAGING_GRAPH_KEY'];
  });
  afterAll(() => locked.stop());

  test('sends with the key of MESSAGING_GRAPH_KEY, and says by its code why it is refused without one', async () => {
    const flow: SendFailoverFlowInput = {
      idempotencyKey: 'locked',
      to: '+12025550162',
      steps: [{ sms: { from: 'Shop', text: 'Your order 1842 arrives on Friday.' } }],
    };
    const send = () => followFlow(`${locked.url}/graphql`, flow, { pauseMilliseconds: 0, maxReads: 1 });
    const refusal: unknown = await send().catch((error: unknown) => error);
    expect(describeError(refusal)).toMatch(/^UNAUTHENTICATED: /);
    expect(describeError(refusal)).not.toContain(flow.to);
    process.env['MESSAGING_GRAPH_KEY'] = KEY;
    expect((await send()).rows).toHaveLength(1);
  });
});

describe('the example of a partner, for a failover flow', () => {
  const SEND = 'POST /failover/transactional';
  const TRACKING = 'GET /failover/tracking/';
  const accepted = sample('routee-failover-transactional-send')['answer'] as object;
  const tracked = sample('routee-failover-flow');
  const running = { ...tracked, status: 'InProgress' };

  let vendor: StandInVendor;
  let graph: RunningService;
  /** What tracking answers, one after another; the last one stays. */
  let reads: object[];
  beforeAll(async () => {
    vendor = await startStandInVendor({
      [TOKEN]: () => ({ body: sample('routee-token') }),
      [SEND]: () => ({ body: { ...accepted, trackingId: `flow-${vendor.seen(SEND).length}` } }),
      [TRACKING]: ({ path }) => ({
        body: { ...(reads.length > 1 ? reads.shift() : reads[0]), trackingId: path.split('/').at(-1) },
      }),
    });
    graph = await startRunningService({ ...routeeSettings(vendor), CACHE: 'off' });
  });
  afterAll(async () => {
    await graph.stop();
    await vendor.close();
  });

  const message = { template: { templateId: '5d0c9b8a-3333-4e2f-a111-c0ffee000001', language: 'en' } };
  const followed = (idempotencyKey: string, maxReads = 120) => {
    const input: SendFailoverFlowInput = {
      idempotencyKey,
      to: '+306912345678',
      steps: [
        { viber: { senderId: '5e4de700-0000-4000-8000-000000000001', message } },
        { sms: { from: 'Shop', text: 'Your order arrives today.' } },
      ],
    };
    return followFlow(`${graph.url}/graphql`, input, { pauseMilliseconds: 0, maxReads });
  };
  const readCount = () => vendor.seen(TRACKING).length;

  test('follows it until nothing further can happen to it', async () => {
    reads = [running, running, tracked];
    const before = readCount();
    expect(await followed('flow')).toEqual({
      rows: [
        { order: 1, channel: 'VIBER', price: 0.035, state: 'EXPIRED' },
        { order: 2, channel: 'SMS', price: expect.any(Number), state: 'DELIVERED' },
      ],
      isSettled: true,
    });
    expect(readCount()).toBe(before + 3);
  });

  test('gives up after so many reads where it never ends', async () => {
    reads = [running];
    const before = readCount();
    expect(await followed('endless', 3)).toMatchObject({ isSettled: false });
    expect(readCount()).toBe(before + 3);
  });

  test('sends nothing twice when it is started again with the same key', async () => {
    reads = [tracked];
    const before = vendor.seen(SEND).length;
    expect(await followed('again')).toEqual(await followed('again'));
    expect(vendor.seen(SEND)).toHaveLength(before + 1);
  });
});
