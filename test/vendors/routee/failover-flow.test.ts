import { describe, expect, it } from '@jest/globals';
import type { FailoverSearch } from '../../../src/graph/failover-flow/failover-flow.source.js';
import type { FailoverFlow } from '../../../src/graph/failover-flow/failover-flow.type.js';
import { Operation } from '../../../src/operation.js';
import { systemClock } from '../../../src/clock.js';
import { rejection } from '../rejection.js';
import { sample, startVendorStub, type StubAnswer } from '../vendor-stub.js';
import { routeeAt, withRoutee } from './routee-under-test.js';

const example = sample('routee-failover-flow');
const trackingId = example.trackingId as string;
const [viber = {}, sms = {}] = example.messages as Record<string, unknown>[];

const read = (body: unknown): Promise<FailoverFlow | null> =>
  withRoutee((routee, stub) => {
    stub.answer({ body });
    return routee.failoverFlows.get(trackingId, new Operation());
  });

const withMembers = (members: Record<string, unknown>) => read({ trackingId, ...members });
const step = async (members: Record<string, unknown>) => (await withMembers({ messages: [members] }))?.steps[0];

describe('a failover flow of Routee', () => {
  it('has every member in a fixed order', async () => {
    const flow = await read(example);
    expect(flow).toEqual({
      __typename: 'FailoverFlow',
      trackingId,
      asOf: expect.any(String),
      kind: 'STANDARD',
      status: 'SUCCEEDED',
      vendorStatus: 'Succeeded',
      isFinal: true,
      failureReason: null,
      terminationChannel: 'SMS',
      totalPrice: 0.036,
      originatingService: 'Failover',
      applicationId: '5b223c27e4b04b9cdaa71234',
      createdAt: '2019-07-05T10:28:44.440Z',
      updatedAt: '2019-07-05T10:28:49.634Z',
      steps: [
        {
          __typename: 'ViberStep',
          order: 1,
          channel: 'VIBER',
          status: {
            state: 'EXPIRED',
            isFinal: true,
            vendorStatus: 'EXPIRED',
            detailedStatus: 'TTL Expired',
            description: 'The message was not delivered in time.',
            updatedAt: '2019-07-05T10:28:44.996Z',
          },
          failoverOn: ['EXPIRED', 'FAILED', 'UNDELIVERED'],
          failoverOnStates: ['EXPIRED', 'FAILED', 'UNDELIVERED'],
          to: '+306912345678',
          from: 'Routeetest',
          country: 'GR',
          price: 0.035,
          createdAt: '2019-07-05T10:28:44.566Z',
          trackingId: '0a047b46-a4dd-4ca8-b817-a6a134dd1234',
          content: {
            kind: 'TEXT_IMAGE_ACTION',
            text: 'This is a test, please ignore!',
            imageUrl: 'https://example.com/image.png',
            action: { caption: 'Go', targetUrl: 'https://www.routee.net/' },
            file: null,
            video: null,
          },
          template: null,
          label: 'labelName',
          ttlSeconds: 600,
          inboundUrl: 'https://your-server.com/inbound',
          expireOnDelivery: false,
          expiredOnDeliveryAt: null,
        },
        {
          __typename: 'SmsStep',
          order: 2,
          channel: 'SMS',
          status: {
            state: 'DELIVERED',
            isFinal: true,
            vendorStatus: 'Delivered',
            detailedStatus: 'Delivered',
            description: 'The SMS was sent and it was delivered to its recipient.',
            updatedAt: '2019-07-05T10:28:49.000Z',
          },
          failoverOn: ['Undelivered', 'Failed'],
          failoverOnStates: ['UNDELIVERED', 'FAILED'],
          to: '+306912345678',
          from: 'Routee',
          country: 'GR',
          price: 0.036,
          createdAt: '2019-07-05T10:28:45.227Z',
          messageId: '82a91dc3-e842-41eb-86e5-07d55eb51234',
          smsId: '1274d238-38b7-4c56-b49a-9b70d25c1234',
          text: 'Hello from failover',
          operator: 'Vodafone',
          part: 1,
          parts: 1,
          latencyMilliseconds: 4,
          label: 'labelName',
          ttlSeconds: 900,
        },
      ],
    });
    const bare = await withMembers({});
    expect(Object.keys(bare ?? {})).toEqual(Object.keys(flow ?? {}));
    expect(bare).toMatchObject({
      status: 'UNKNOWN',
      vendorStatus: null,
      isFinal: false,
      terminationChannel: null,
      steps: [],
    });
  });

  it.each([
    [{}, 'STANDARD'],
    [{ flowKind: null }, 'STANDARD'],
    [{ flowKind: 'transactional' }, 'TRANSACTIONAL'],
    [{ flowKind: 'Transactional' }, 'TRANSACTIONAL'],
    [{ flowKind: 'seasonal' }, 'UNKNOWN'],
  ])('with %j is %s', async (members, kind) => {
    expect(await withMembers(members)).toMatchObject({ kind });
  });

  it.each([
    ['Queued', 'QUEUED', false],
    ['In Progress', 'IN_PROGRESS', false],
    ['INPROGRESS', 'IN_PROGRESS', false],
    ['succeeded', 'SUCCEEDED', true],
    ['Failed', 'FAILED', true],
    ['Paused', 'UNKNOWN', false],
  ])('that is %s is %s', async (vendorStatus, status, isFinal) => {
    expect(await withMembers({ status: vendorStatus })).toMatchObject({ status, vendorStatus, isFinal });
  });

  it.each([
    [0, 'SERVER_ERROR'],
    ['1', 'INSUFFICIENT_BALANCE'],
    [2, 'NO_NEXT_STEP'],
    [3, 'NOT_TRIGGERED'],
    [4, 'UNKNOWN'],
    [-1, 'UNKNOWN'],
    [null, null],
    ['', null],
    ['why', null],
    [{}, null],
  ])('that failed with %j failed for %s', async (statusCode, failureReason) => {
    expect(await withMembers({ status: 'Failed', statusCode })).toMatchObject({ failureReason });
    expect(await withMembers({ status: 'Succeeded', statusCode })).toMatchObject({ failureReason: null });
  });

  it.each([
    ['Sms', 'SMS'],
    ['VIBER', 'VIBER'],
    ['voice', 'VOICE'],
    ['Telegram', 'UNKNOWN'],
    ['', null],
    [5, null],
  ])('that ended on %j ended on %s', async (reported, terminationChannel) => {
    expect(await withMembers({ terminationChannel: reported })).toMatchObject({ terminationChannel });
  });

  it('has its steps in order, those of one order as they came, and those without one where they stand', async () => {
    const part = (smsId: string, order?: unknown) => ({ type: 'Sms', smsId, order });
    const flow = await withMembers({
      messages: [part('c', 3), part('a', 1), null, 'x', part('b1', '2'), part('b2', 2), part('e')],
    });
    expect(flow?.steps.map((each) => [each.order, 'smsId' in each ? each.smsId : null])).toEqual([
      [1, 'a'],
      [2, 'b1'],
      [2, 'b2'],
      [3, 'c'],
      [5, 'e'],
    ]);
  });
});

describe('a step of a failover flow', () => {
  it.each([
    ['Queued', 'QUEUED', false],
    ['SENT', 'SENT', false],
    ['Delivered', 'DELIVERED', true],
    ['Undelivered', 'UNDELIVERED', true],
    ['Failed', 'FAILED', true],
    ['Unsent', 'UNSENT', true],
    ['Seen', 'UNKNOWN', false],
  ])('by SMS that is %s is %s', async (reported, state, isFinal) => {
    expect(await step({ type: 'sms', status: { name: reported } })).toMatchObject({
      status: { state, isFinal, vendorStatus: reported },
    });
  });

  it.each([
    ['Queued', 'QUEUED', false],
    ['Initiated', 'IN_PROGRESS', false],
    ['Ringing', 'IN_PROGRESS', false],
    ['InProgress', 'IN_PROGRESS', false],
    ['Completed', 'DELIVERED', true],
    ['Busy', 'UNDELIVERED', true],
    ['NoAnswer', 'UNDELIVERED', true],
    ['No Answer', 'UNDELIVERED', true],
    ['Failed', 'FAILED', true],
    ['Terminated', 'FAILED', true],
    ['Unsent', 'UNSENT', true],
    ['Unknown', 'UNKNOWN', false],
    ['Delivered', 'UNKNOWN', false],
  ])('by voice that is %s is %s', async (reported, state, isFinal) => {
    expect(await step({ type: 'Voice', status: { status: reported } })).toMatchObject({
      status: { state, isFinal, vendorStatus: reported },
    });
  });

  it('by voice has the call', async () => {
    const reported = {
      type: 'Voice',
      messageId: 'v',
      from: '302101234567',
      to: { phone: '306912345678' },
      duration: '12.5',
      answeredBy: 'human',
      order: 1,
    };
    expect(await step(reported)).toEqual({
      __typename: 'VoiceStep',
      order: 1,
      channel: 'VOICE',
      status: null,
      failoverOn: [],
      failoverOnStates: [],
      to: '+306912345678',
      from: '+302101234567',
      country: null,
      price: null,
      createdAt: null,
      messageId: 'v',
      durationSeconds: 12.5,
      answeredBy: 'human',
    });
  });

  it('of a kind that nobody knows keeps the word', async () => {
    expect(await step({ type: 'Rcs', status: { name: 'Delivered' }, failoverOnStatuses: 'Delivered' })).toMatchObject({
      __typename: 'OtherStep',
      channel: 'UNKNOWN',
      vendorType: 'Rcs',
      status: { state: 'UNKNOWN', isFinal: false, vendorStatus: 'Delivered' },
      failoverOnStates: ['UNKNOWN'],
    });
    expect(await step({})).toMatchObject({ __typename: 'OtherStep', channel: 'UNKNOWN', vendorType: '', order: 1 });
  });

  it('of a kind that this graph does not have names its channel where there is one', async () => {
    for (const [type, channel] of [
      ['WhatsApp', 'WHATSAPP'],
      ['whats app', 'WHATSAPP'],
      ['Push', 'PUSH'],
    ]) {
      expect(await step({ type, status: { name: 'Delivered' } })).toMatchObject({
        __typename: 'OtherStep',
        channel,
        vendorType: type,
        status: { state: 'UNKNOWN', isFinal: false, vendorStatus: 'Delivered' },
      });
    }
  });

  it.each([
    [['No Answer', 'BUSY', 'busy'], ['No Answer', 'BUSY', 'busy'], ['UNDELIVERED']],
    [' Busy , Failed,,', ['Busy', 'Failed'], ['UNDELIVERED', 'FAILED']],
    [
      ['Busy', 5, null, 'Strange'],
      ['Busy', 'Strange'],
      ['UNDELIVERED', 'UNKNOWN'],
    ],
    [null, [], []],
    [{}, [], []],
  ])('fails over on %j', async (failoverOnStatuses, failoverOn, failoverOnStates) => {
    expect(await step({ type: 'Voice', failoverOnStatuses })).toMatchObject({ failoverOn, failoverOnStates });
  });

  it.each([
    [{ ...viber, ttl: 0.5 }, { ttlSeconds: 30 }],
    [{ ...viber, ttl: '1.01' }, { ttlSeconds: 61 }],
    [{ ...sms, ttl: 1440 }, { ttlSeconds: 86400 }],
    [
      { ...sms, latency: 2 ** 31, part: 'one' },
      { latencyMilliseconds: null, part: null },
    ],
    [{ ...sms, body: undefined, message: 'older' }, { text: 'older' }],
    [
      {
        ...viber,
        status: { status: 'Seen', date: '2019-07-05T10:28Z', expireOnDelivery: true },
        expireOnDelivery: undefined,
      },
      { expireOnDelivery: true },
    ],
    [
      { ...viber, status: { status: 'Seen', date: '2019-07-05T10:28Z' } },
      { status: { state: 'SEEN', updatedAt: '2019-07-05T10:28:00.000Z' } },
    ],
    [{ ...viber, status: null }, { status: null }],
    [{ ...viber, status: {} }, { status: { state: 'UNKNOWN', vendorStatus: null } }],
    [{ ...viber, body: null }, { content: null }],
    [
      {
        ...viber,
        body: null,
        templateId: 'template-1',
        templateLang: 'el',
        templateParams: { b: 'two', a: 1, c: null },
        deliveryScope: 'all_devices',
      },
      {
        content: null,
        template: {
          templateId: 'template-1',
          language: 'el',
          parameters: [
            { name: 'a', value: '1' },
            { name: 'b', value: 'two' },
          ],
          deliveryScope: 'ALL_DEVICES',
        },
      },
    ],
    [
      { ...viber, templateId: 'template-1', templateLang: 5, templateParams: [], deliveryScope: 'NEW' },
      { template: { templateId: 'template-1', language: null, parameters: [], deliveryScope: null } },
    ],
    [{ ...viber, templateLang: 'el' }, { template: null }],
    [{ ...viber, body: { text: 'x', viberVideo: { videoURL: 'v' } } }, { content: { kind: 'VIDEO_TEXT' } }],
  ])('is read tolerantly: %#', async (reported, expected) => expect(await step(reported)).toMatchObject(expected));
});

describe('a search for failover flows', () => {
  const everything: FailoverSearch = {
    createdFrom: null,
    createdUntil: '2025-05-05T15:00:00.000Z',
    status: null,
    terminationChannel: null,
    channel: null,
    recipient: null,
    kind: null,
  };
  const empty = { content: [], totalElements: 0 };

  const ask = (search: Partial<FailoverSearch>, answer: StubAnswer = { body: empty }) =>
    withRoutee(async (routee, stub) => {
      stub.answer(answer);
      const page = await routee.failoverFlows.search(
        { ...everything, ...search },
        { page: 2, size: 10 },
        new Operation(),
      );
      return { page, request: stub.requests[0] };
    });

  it.each([
    [{}, []],
    [{ channel: 'SMS' }, [{ fieldName: 'type', searchTerm: 'Sms' }]],
    [{ recipient: '+306912345678' }, [{ fieldName: 'to', searchTerm: '+306912345678' }]],
    [{ status: 'IN_PROGRESS' }, [{ fieldName: 'status', searchTerm: 'InProgress' }]],
    [{ terminationChannel: 'VIBER' }, [{ fieldName: 'terminationChannel', searchTerm: 'Viber' }]],
    [
      { channel: 'VOICE', recipient: '+30', status: 'QUEUED', terminationChannel: 'SMS' },
      [
        { fieldName: 'type', searchTerm: 'Voice' },
        { fieldName: 'to', searchTerm: '+30' },
        { fieldName: 'status', searchTerm: 'Queued' },
        { fieldName: 'terminationChannel', searchTerm: 'Sms' },
      ],
    ],
    [{ kind: 'TRANSACTIONAL' }, [{ fieldName: 'flowKind', searchTerm: 'transactional' }]],
    [{ kind: 'STANDARD' }, [{ fieldName: 'flowKind', searchTerm: 'transactional', searchOperator: 'is_not' }]],
    [{ status: 'SUCCEEDED' }, [{ fieldName: 'status', searchTerm: 'Succeeded' }]],
    [{ status: 'FAILED' }, [{ fieldName: 'status', searchTerm: 'Failed' }]],
  ] as [Partial<FailoverSearch>, unknown[]][])('asks for %j by filters', async (search, filters) => {
    const { request } = await ask(search);
    expect(JSON.parse(request?.body ?? '')).toEqual(filters);
    expect(request?.headers['content-type']).toBe('application/json');
  });

  it.each([
    [null, '2025-05-05T15:00:00.000Z', 'dateEnd=2025-05-05T15:00Z'],
    [
      '2025-05-01T00:00:00.000Z',
      '2025-05-05T15:00:01.000Z',
      'dateStart=2025-05-01T00:00Z&dateEnd=2025-05-05T15:00:01Z',
    ],
    [
      '2025-05-01T00:00:30.000Z',
      '2025-05-05T15:00:00.250Z',
      'dateStart=2025-05-01T00:00:30Z&dateEnd=2025-05-05T15:00:00.250Z',
    ],
  ])('asks for flows from %s until %s', async (createdFrom, createdUntil, query) => {
    const { request } = await ask({ createdFrom, createdUntil });
    expect(request?.path).toBe(`/failover/tracking?${query}&page=2&size=10`);
  });

  it('gives a page, with a place for a flow that cannot be read', async () => {
    const { page } = await ask({}, { body: { content: [example, {}], totalElements: 22, size: 10, number: 2 } });
    expect(page).toMatchObject({ total: 22, size: 10, rows: [{ trackingId }, null] });
  });

  it('that is refused with 404 is no empty page', async () => {
    expect(await rejection(ask({}, { status: 404, body: '' }))).toMatchObject({
      code: 'UPSTREAM_REJECTED',
      category: 'NOT_FOUND',
    });
  });
});

describe('a flow that was reported', () => {
  it.each([
    ['for an hour when nothing of it can change', example, 3_599_000, 3_601_000],
    [
      'shortly when the message of a step may yet be seen',
      { ...example, messages: [{ ...viber, status: { name: 'Delivered' } }] },
      900,
      1100,
    ],
  ])('is remembered %s', async (_what, body, still, noLonger) => {
    const stub = await startVendorStub();
    let time = 0;
    const routee = routeeAt(stub.url, { cacheBytes: 100_000, clock: { ...systemClock, now: () => time } });
    stub.answer({ body });
    const callsAt = async (milliseconds: number) => {
      time = milliseconds;
      await routee.failoverFlows.get(trackingId, new Operation());
      return stub.requests.length;
    };
    expect([await callsAt(0), await callsAt(still), await callsAt(noLonger)]).toEqual([1, 1, 2]);
    await routee.close();
    await stub.close();
  });
});
