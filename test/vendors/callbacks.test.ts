import { describe, expect, it } from '@jest/globals';
import { readCallbackBody } from '../../src/events/callbacks/read-body.js';
import { reportsOf } from '../../src/graph/subject-reports.js';
import { gms } from '../../src/vendors/gms/gms.js';
import { routee } from '../../src/vendors/routee/routee.js';
import type { Vendor } from '../../src/vendors/vendor.js';
import { vibra } from './vibra/vibra.js';
import { sample } from './vendor-stub.js';

const AS_OF = '2026-11-26T12:00:00.000Z';

/** What a body comes to: its reports in order, and what it proves. Null where it has no shape of the vendor. */
function read({ callbacks }: Vendor, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const whole = readCallbackBody(callbacks!, text, AS_OF);
  if (whole === null) return null;
  const { readings, bad } = whole;
  return {
    reports: readings.flatMap(({ values }) => values.flatMap(reportsOf)),
    sentIds: Object.assign({}, ...readings.map(({ sentIds }) => sentIds)) as unknown,
    bad,
  };
}

/** The kind, the id and the state of each report. */
const reported = (vendor: Vendor, body: unknown) =>
  read(vendor, body)?.reports.map(({ kind, id, status }) => `${kind} ${id} ${status?.state}`);

/** The bodies of a sample by their names. */
function bodiesOf(name: string): Record<string, Record<string, unknown>> {
  const { note: _, ...bodies } = sample(name) as Record<string, Record<string, unknown>>;
  return bodies;
}

const M = 'a1d2c3b4-0001-4a6b-9c8d-1e2f3a4b5c01';
const M2 = 'a1d2c3b4-0001-4a6b-9c8d-1e2f3a4b5c02';
const STEP = 'a1d2c3b4-0001-4a6b-9c8d-1e2f3a4b5c03';
const FLOW = 'f0e1d2c3-7777-4b4a-8888-0a1b2c3d4e01';
const CAMPAIGN = 'c4a9d1e0-2b57-4f0a-8d36-9be1f2a7c001';

describe('Routee: the status of a Viber message', () => {
  const bodies = bodiesOf('routee-viber-status-callback');

  it.each([
    ['delivered', M, 'DELIVERED'],
    ['seen', M, 'SEEN'],
    ['queuedAgain', M, 'QUEUED'],
    ['expired', M, 'EXPIRED'],
    ['rejected', M, 'FAILED'],
    ['unsent', M, 'UNSENT'],
    ['file', M, 'DELIVERED'],
    ['singleMessage', M2, 'UNDELIVERED'],
  ])('%s', (name, id, state) => {
    expect(reported(routee, bodies[name])).toEqual([`VIBER_MESSAGE ${id} ${state}`]);
  });

  it('reports what is kept, and proves the campaign or the message', () => {
    expect(read(routee, bodies['delivered'])).toEqual({
      reports: [
        {
          kind: 'VIBER_MESSAGE',
          id: M,
          status: {
            state: 'DELIVERED',
            isFinal: false,
            vendorStatus: 'DELIVERED',
            detailedStatus: 'Delivered',
            description: 'The message was delivered to its recipient.',
            updatedAt: '2026-11-20T09:00:03.500Z',
          },
          sendOutcome: null,
          channel: 'VIBER',
          stepOrder: null,
          flowTrackingId: null,
          campaignTrackingId: CAMPAIGN,
          extraId: null,
          country: 'GR',
          price: '0.031',
        },
      ],
      sentIds: { VIBER_CAMPAIGN: CAMPAIGN, VIBER_MESSAGE: M },
      bad: 0,
    });
    expect(read(routee, bodies['singleMessage'])?.sentIds).toEqual({ VIBER_MESSAGE: M2 });
    expect(read(routee, { ...bodies['delivered'], campaignTrackingId: '' })?.sentIds).toEqual({ VIBER_MESSAGE: M });
  });

  it.each<[spelling: string, change: Record<string, unknown>, state: string]>([
    ['words of any case', { status: { name: 'Delivered', updatedDate: '2026-11-20T09:00Z' } }, 'DELIVERED'],
    ['a word that is not known', { status: { name: 'Teleported' } }, 'UNKNOWN'],
    ['`status` and `date` in the status', { status: { status: 'Seen', date: '2026-11-20T09:00:03Z' } }, 'SEEN'],
    ['the word alone', { status: 'EXPIRED' }, 'EXPIRED'],
    ['a country in words', { country: 'Greece' }, 'DELIVERED'],
    ['a price as text', { price: '0.031' }, 'DELIVERED'],
  ])('is read with %s', (_, change, state) => {
    const [report] = read(routee, { ...bodies['delivered'], ...change })!.reports;
    expect([report!.status?.state, report!.country, report!.price]).toEqual([state, 'GR', '0.031']);
  });

  it('of the reference without details is read', () => {
    expect(reported(routee, sample('routee-viber-callback'))).toEqual([
      'VIBER_MESSAGE 0a047b46-a4dd-4ca8-b817-a6a134dd5678 SEEN',
    ]);
  });
});

describe('Routee: a failover flow', () => {
  it('step by step reports the steps first, with their messages, and the flow last', () => {
    const { bodies } = sample('routee-failover-callback-onstep') as { bodies: unknown[] };
    expect(bodies.map((body) => reported(routee, body))).toEqual([
      [`FAILOVER_STEP ${FLOW}/1/1 QUEUED`, `VIBER_MESSAGE ${STEP} QUEUED`, `FAILOVER_FLOW ${FLOW} IN_PROGRESS`],
      [`FAILOVER_STEP ${FLOW}/1/1 EXPIRED`, `VIBER_MESSAGE ${STEP} EXPIRED`, `FAILOVER_FLOW ${FLOW} IN_PROGRESS`],
      [
        `FAILOVER_STEP ${FLOW}/1/1 EXPIRED`,
        `VIBER_MESSAGE ${STEP} EXPIRED`,
        `FAILOVER_STEP ${FLOW}/2/1 SENT`,
        `FAILOVER_FLOW ${FLOW} IN_PROGRESS`,
      ],
      [
        `FAILOVER_STEP ${FLOW}/1/1 EXPIRED`,
        `VIBER_MESSAGE ${STEP} EXPIRED`,
        `FAILOVER_STEP ${FLOW}/2/1 DELIVERED`,
        `FAILOVER_FLOW ${FLOW} DELIVERED`,
      ],
    ]);
    expect(bodies.map((body) => read(routee, body)?.sentIds)).toEqual(bodies.map(() => ({ FAILOVER_FLOW: FLOW })));
  });

  it.each<[name: string, reports: string[]]>([
    [
      'succeeded',
      [
        `FAILOVER_STEP ${FLOW}/1/1 EXPIRED`,
        `VIBER_MESSAGE ${STEP} EXPIRED`,
        `FAILOVER_STEP ${FLOW}/2/1 DELIVERED`,
        `FAILOVER_FLOW ${FLOW} DELIVERED`,
      ],
    ],
    [
      'multipart',
      [
        `FAILOVER_STEP ${FLOW}/1/1 EXPIRED`,
        `VIBER_MESSAGE ${STEP} EXPIRED`,
        `FAILOVER_STEP ${FLOW}/2/1 DELIVERED`,
        `FAILOVER_STEP ${FLOW}/2/2 DELIVERED`,
        `FAILOVER_FLOW ${FLOW} DELIVERED`,
      ],
    ],
    [
      'failedNoNextStep',
      [
        `FAILOVER_STEP ${FLOW}/1/1 EXPIRED`,
        `VIBER_MESSAGE ${STEP} EXPIRED`,
        `FAILOVER_STEP ${FLOW}/2/1 UNDELIVERED`,
        `FAILOVER_FLOW ${FLOW} FAILED`,
      ],
    ],
    [
      'failedBalance',
      [`FAILOVER_STEP ${FLOW}/1/1 UNSENT`, `VIBER_MESSAGE ${STEP} UNSENT`, `FAILOVER_FLOW ${FLOW} FAILED`],
    ],
    [
      'transactional',
      [
        `FAILOVER_STEP ${FLOW.replace(/1$/, '2')}/1/1 DELIVERED`,
        `VIBER_MESSAGE ${STEP} DELIVERED`,
        `FAILOVER_FLOW ${FLOW.replace(/1$/, '2')} DELIVERED`,
      ],
    ],
    // without the ids of its messages
    [
      'olderSpelling',
      [`FAILOVER_STEP ${FLOW}/1/1 EXPIRED`, `FAILOVER_STEP ${FLOW}/2/1 DELIVERED`, `FAILOVER_FLOW ${FLOW} DELIVERED`],
    ],
  ])('on completion: %s', (name, reports) => {
    expect(reported(routee, bodiesOf('routee-failover-callback-oncompletion')[name])).toEqual(reports);
  });

  it.each<[name: string, change: Record<string, unknown>]>([
    ['null', { messages: null }],
    ['left out', {}],
    ['left out with everything but the price', { terminationChannel: undefined, statusCode: undefined }],
  ])('is reported without steps where its list of messages is %s', (_, change) => {
    const { messages: _messages, ...flow } = bodiesOf('routee-failover-callback-oncompletion')['failedBalance']!;
    const body = { ...flow, status: 'InProgress', terminationChannel: null, statusCode: null, ...change };
    expect(reported(routee, body)).toEqual([`FAILOVER_FLOW ${String(flow['trackingId'])} IN_PROGRESS`]);
    expect(read(routee, body)?.sentIds).toEqual({ FAILOVER_FLOW: flow['trackingId'] });
  });

  it('reports steps that have not begun, and steps of unknown types, as far as they go', () => {
    const body = {
      trackingId: 'f',
      status: 'InProgress',
      messages: [{ type: 'Viber' }, { type: 'Pigeon', status: 'Flown' }],
    };
    expect(reported(routee, body)).toEqual(['FAILOVER_STEP f/2/1 UNKNOWN', 'FAILOVER_FLOW f IN_PROGRESS']);
  });

  it('reports of a step its channel, order, flow, price and country', () => {
    const { reports } = read(routee, bodiesOf('routee-failover-callback-oncompletion')['succeeded'])!;
    expect(reports[2]).toMatchObject({
      kind: 'FAILOVER_STEP',
      channel: 'SMS',
      stepOrder: 2,
      flowTrackingId: FLOW,
      price: '0.034',
      country: 'GR',
      status: { state: 'DELIVERED', isFinal: true, updatedAt: '2026-11-20T09:12:36.000Z' },
    });
    expect(reports.at(-1)).toMatchObject({ channel: 'SMS', status: { isFinal: true, vendorStatus: 'Succeeded' } });
  });
});

describe('Routee: what is acknowledged and not stored', () => {
  const inbound = Object.entries(bodiesOf('routee-inbound-callback'));
  const sms = Object.entries(bodiesOf('routee-sms-callback'));
  const voice = {
    messageId: 'b2c3d4e5-0002-4b7c-8d9e-2f3a4b5c6d31',
    campaignTrackingId: '',
    to: '+306900000001',
    from: 'ExampleShop',
    country: 'GR',
    price: 0.05,
    originatingService: 'Voice',
    status: { name: 'Completed', updatedDate: '2026-11-20T09:12:36Z' },
    direction: 'Outbound',
    duration: 12,
  };
  const otp = { flowId: 'o1', status: 'InProgress', steps: [] };
  const spelled: [string, object] = ['inbound, spelled otherwise', { ...inbound[0]![1], direction: ' IN_BOUND' }];
  it.each([...inbound, spelled, ...sms, ['voice', voice], ['otp', otp]])('%s', (_, body) => {
    expect(read(routee, body)).toEqual({ reports: [], sentIds: {}, bad: 0 });
  });
});

describe('GMS: a pushed report', () => {
  const bodies = bodiesOf('gms-pushed-report');
  const id = (number: number) => `d4e5f6a7-0004-4d9e-8fa0-4b5c6d7e8f0${number}`;

  it.each([
    ['delivered', id(1), 'DELIVERED', 'SMS', 'ORDER-1007'],
    ['viberTemplate', id(2), 'DELIVERED', 'VIBER', 'ORDER-1008'],
    ['expired', id(3), 'EXPIRED', 'VIBER', null],
    ['otherNames', id(1), 'DELIVERED', 'SMS', 'ORDER-1007'],
    ['blocked', id(4), 'UNDELIVERED', null, 'ORDER-1010'],
  ])('%s', (name, messageId, state, channel, extraId) => {
    const { reports, sentIds } = read(gms, bodies[name])!;
    expect(reports).toMatchObject([{ kind: 'DELIVERY_REPORT', id: messageId, status: { state }, channel, extraId }]);
    expect(sentIds).toEqual({});
  });

  it('has its time and its detailed code', () => {
    expect(read(gms, bodies['delivered'])!.reports[0]!.status).toEqual({
      state: 'DELIVERED',
      isFinal: true,
      vendorStatus: '23011',
      detailedStatus: null,
      description: null,
      updatedAt: '2026-11-20T09:00:00.123Z',
    });
  });

  it('may come in a batch', () => {
    expect(reported(gms, sample('gms-pushed-report-batch'))).toEqual([
      `DELIVERY_REPORT ${id(1)} DELIVERED`,
      `DELIVERY_REPORT ${id(3)} EXPIRED`,
      `DELIVERY_REPORT ${id(5)} DELIVERED`,
    ]);
  });

  it('reads the phone number under both names, and keeps none', () => {
    expect(JSON.stringify(read(gms, bodies['delivered']))).not.toContain('380500000001');
    const whole = readCallbackBody(gms.callbacks!, JSON.stringify(bodies['delivered']), AS_OF);
    expect(whole?.readings[0]?.values).toMatchObject([{ phoneNumber: '+380500000001' }]);
  });

  it.each([
    '<DeliveryReport><message_id>x</message_id><phone_number>380500000001</phone_number><last_partner>viber</last_partner><status>2</status><substatus>23</substatus><hyber_status>23033</hyber_status><time>1795165200123</time></DeliveryReport>',
    '<?xml version="1.0" encoding="UTF-8"?>\n<DeliveryReport message_id="x" sent_via=\'viber\' status="2" substatus="23" hyber_status="23033" time="1795165200123"/>',
    '<DeliveryReport><message_id><![CDATA[x]]></message_id><status>2</status><hyber_status>23033</hyber_status><sent_via><![CDATA[vi]]>ber</sent_via><time>1795165200123</time></DeliveryReport>',
    '<DeliveryReports>\n <DeliveryReport>\n  <message_id>x</message_id>\n <extra_id>a &amp; b</extra_id> <status>2</status><hyber_status>23033</hyber_status><sent_via>viber</sent_via><time>1795165200123</time></DeliveryReport></DeliveryReports>',
  ])('may come in XML: %s', (xml) => {
    expect(read(gms, xml)?.reports).toMatchObject([
      {
        id: 'x',
        channel: 'VIBER',
        status: { state: 'DELIVERED', vendorStatus: '23033', updatedAt: '2026-11-20T09:00:00.123Z' },
      },
    ]);
  });

  it('has U+FFFD for half of a surrogate pair, as answers have', () => {
    const json = '{"message_id":"x","extra_id":"a\\ud83d","status":2,"hyber_status":23033}';
    expect(gms.callbacks!.parse(json)).toMatchObject({ message_id: 'x', extra_id: 'a\ufffd' });
  });

  it('in XML has the text of a CDATA section as it is written', () => {
    const xml =
      '<DeliveryReport status="2"><message_id>x</message_id><extra_id><![CDATA[<a> & &lt;b]]></extra_id></DeliveryReport>';
    expect(read(gms, xml)?.reports).toMatchObject([{ id: 'x', extraId: '<a> & &lt;b' }]);
  });

  it.each([
    '<!DOCTYPE x [<!ENTITY y "z">]><DeliveryReport message_id="x" status="2"/>',
    '<DeliveryReports/>',
    '<html><body>Bad gateway</body></html>',
    '<DeliveryReport><messageId>x</messageId><status>2</status></DeliveryReport>',
    '<DeliveryReport message_id="x"/>',
    '<DeliveryReport status="2"><message_id><![CDATA[x</message_id></DeliveryReport>',
  ])('in XML without a report that can be read, or with a document type, has no shape: %s', (xml) => {
    expect(read(gms, xml)).toBeNull();
  });

  it('in XML that cannot be read among others is counted, as in JSON', () => {
    const xml = '<DeliveryReports><DeliveryReport/><DeliveryReport message_id="x" status="2"/></DeliveryReports>';
    expect(read(gms, xml)).toMatchObject({ reports: [{ id: 'x' }], bad: 1 });
  });

  it('that is the reply of a subscriber is acknowledged and not stored', () => {
    expect(read(gms, sample('gms-user-reply'))).toEqual({ reports: [], sentIds: {}, bad: 0 });
  });
});

describe('a vendor of a folder of its own', () => {
  it('posts what its reads give', () => {
    const at = '2026-01-01T10:00:00Z';
    expect(
      reported(vibra, [{ id: 'm', state: 'Delivered', at }, { id: 'r', reference: 'm', state: 'Read', at }, {}]),
    ).toEqual(['VIBER_MESSAGE m DELIVERED', 'DELIVERY_REPORT r SEEN']);
  });
});
