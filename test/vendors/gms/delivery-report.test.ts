import { describe, expect, it } from '@jest/globals';
import type { ReportForm } from '../../../src/graph/delivery-report/delivery-report.source.js';
import { Operation } from '../../../src/operation.js';
import { systemClock } from '../../../src/clock.js';
import { rejection } from '../rejection.js';
import { sample, startVendorStub, type StubAnswer } from '../vendor-stub.js';
import { gmsAt } from './gms-under-test.js';

async function ask(form: ReportForm, answer: StubAnswer, extraId = 'extra') {
  const stub = await startVendorStub();
  const gms = gmsAt(stub.url);
  stub.answer(answer);
  try {
    return await gms.deliveryReports.get({ extraId }, form, new Operation());
  } finally {
    await gms.close();
    await stub.close();
  }
}

const simple = (body: Record<string, unknown>) => ask('simple', { body });
const detailed = (body: Record<string, unknown>) => ask('detailed', { body });

const simpleExample = sample('gms-report-simple');
const detailedExample = sample('gms-report-detailed');
const inBothForms = {
  status: {
    state: 'DELIVERED',
    isFinal: true,
    vendorStatus: '23011',
    detailedStatus: null,
    description: null,
    updatedAt: '2016-10-25T17:41:34.667Z',
  },
  codes: { status: 2, substatus: 23, hyberStatus: 23011 },
};

describe('a simple report of GMS', () => {
  it('has every member in a fixed order', async () => {
    const report = await simple(simpleExample);
    expect(report).toEqual({
      __typename: 'DeliveryReport',
      asOf: expect.any(String),
      messageId: '9f60ac8f-e721-5027-b838-e6fcb95fcd7a',
      extraId: 'AD-6640-7006',
      phoneNumber: '+380961111111',
      ...inBothForms,
      deliveredVia: 'SMS',
      lastChannel: 'SMS',
      reportedAt: '2016-10-25T17:41:34.667Z',
      clicks: 2,
      totalSmsParts: 1,
      deliveredSmsParts: 1,
      matchingTemplateId: null,
      started: null,
      processing: null,
      attempts: null,
      plan: null,
    });
    const bare = await simple({ status: -1 });
    expect(Object.keys(bare ?? {})).toEqual(Object.keys(report ?? {}));
    expect(Object.keys((await detailed(detailedExample)) ?? {})).toEqual(Object.keys(report ?? {}));
    expect(bare).toMatchObject({
      messageId: null,
      extraId: 'extra',
      phoneNumber: null,
      reportedAt: null,
      deliveredVia: null,
      lastChannel: null,
    });
  });

  it.each([
    [{ status: -1 }, 'IN_PROGRESS', false, '-1', { status: -1 }],
    [{ status: 1, hyber_status: 11001 }, 'IN_PROGRESS', false, '11001', { status: 1 }],
    [{ time: 1 }, 'IN_PROGRESS', false, '-1', null],
    [{ status: 2, last_partner: 'sms' }, 'DELIVERED', true, '2', { status: 2 }],
    [{ status: 2, last_partner: 'push' }, 'DELIVERED', true, '2', {}],
    [{ status: 2, last_partner: 'viber' }, 'DELIVERED', false, '2', {}],
    [{ status: 2, last_partner: 'WhatsApp' }, 'DELIVERED', false, '2', {}],
    [{ status: 2, last_partner: 'hyber' }, 'DELIVERED', false, '2', {}],
    [{ status: 2 }, 'DELIVERED', false, '2', {}],
    [{ status: '2', last_partner: 'sms' }, 'DELIVERED', true, '2', { status: 2 }],
    [
      { status: 3, substatus: 35, hyber_status: 35015 },
      'EXPIRED',
      true,
      '35015',
      { status: 3, substatus: 35, hyberStatus: 35015 },
    ],
    [{ status: 3, substatus: 26 }, 'EXPIRED', true, '3', { status: 3, substatus: 26 }],
    [{ status: 9, substatus: 11 }, 'IN_PROGRESS', false, '9', { status: 9, substatus: 11 }],
    [{ status: 9, substatus: 12 }, 'IN_PROGRESS', false, '9', { status: 9, substatus: 12 }],
    [{ status: 1, substatus: 12 }, 'IN_PROGRESS', false, '1', {}],
    [{ status: 2, substatus: 12 }, 'DELIVERED', false, '2', {}],
    [{ status: 3, substatus: 36 }, 'UNDELIVERED', true, '3', {}],
    [{ status: 3 }, 'UNDELIVERED', true, '3', {}],
    [{ status: 9 }, 'UNKNOWN', false, '9', {}],
    [{ status: 'odd' }, 'UNKNOWN', false, 'odd', null],
    [{ status: {}, message_id: 'm' }, 'IN_PROGRESS', false, '-1', null],
    [{ status: 2, hyber_status: 2 ** 40 }, 'DELIVERED', false, '1099511627776', { hyberStatus: null }],
  ])('reads %j as %s', async (reported, state, isFinal, vendorStatus, codes) => {
    expect(await simple(reported)).toMatchObject({ status: { state, isFinal, vendorStatus }, codes });
  });

  it.each([
    [
      { status: 2, last_partner: 'viber' },
      { deliveredVia: 'VIBER', lastChannel: 'VIBER' },
    ],
    [
      { status: 3, last_partner: 'viber' },
      { deliveredVia: null, lastChannel: 'VIBER' },
    ],
    [
      { status: 2, last_partner: 'hyber' },
      { deliveredVia: null, lastChannel: null },
    ],
    [
      { status: 2, last_partner: ' Hy_ber ' },
      { deliveredVia: null, lastChannel: null },
    ],
    [
      { status: 2, last_partner: 'telegram' },
      { deliveredVia: 'UNKNOWN', lastChannel: 'UNKNOWN' },
    ],
    [{ status: 2, phone_number: 380961111111 }, { phoneNumber: '+380961111111' }],
    [{ status: 2, extra_id: 66407006 }, { extraId: '66407006' }],
    [{ status: 2, time: '1477417294667' }, { reportedAt: '2016-10-25T17:41:34.667Z' }],
    [
      { status: 2, time: 'soon', clicks: 'many', total_sms_parts: 2 ** 31 },
      { reportedAt: null, clicks: null, totalSmsParts: null },
    ],
    [{ status: 2, matching_template_id: 6349599 }, { matchingTemplateId: '6349599' }],
    [{ status: 2, matching_template_id: 0 }, { matchingTemplateId: null }],
    [{ status: 2, matching_template_id: '0' }, { matchingTemplateId: null }],
    [{ status: 2, error_code: 0, error_text: '' }, { status: { state: 'DELIVERED' } }],
  ])('reads %j', async (reported, expected) => expect(await simple(reported)).toMatchObject(expected));
});

const viberExpired = {
  last_partner: 'viber',
  status: 3,
  substatus: 35,
  hyber_status: 35015,
  message_id: 'm',
  time: 1000,
};
const smsDelivered = {
  last_partner: 'sms',
  status: 2,
  substatus: 23,
  hyber_status: 23011,
  message_id: 'm',
  time: 2000,
};
const settled = { started: true, processing: false };

describe('a detailed report of GMS', () => {
  it('has the attempts and the plan', async () => {
    expect(await detailed(detailedExample)).toMatchObject({
      messageId: '9f60ac8f-e721-5027-b838-e6fcb95fcd7a',
      extraId: 'AD-6640-7006',
      phoneNumber: '+380961111111',
      ...inBothForms,
      deliveredVia: 'SMS',
      lastChannel: 'SMS',
      clicks: 2,
      started: true,
      processing: false,
      plan: [
        { channel: 'VIBER', ttlSeconds: 60 },
        { channel: 'SMS', ttlSeconds: 300 },
      ],
      attempts: [
        {
          channel: 'VIBER',
          status: { state: 'EXPIRED', isFinal: true, vendorStatus: '35015', updatedAt: '2016-10-25T17:41:34.667Z' },
          codes: { status: 3, substatus: 35, hyberStatus: 35015 },
          reportedAt: '2016-10-25T17:41:34.667Z',
          totalSmsParts: null,
          deliveredSmsParts: null,
          matchingTemplateId: null,
        },
        { channel: 'SMS', status: { state: 'DELIVERED', isFinal: true }, totalSmsParts: 1, deliveredSmsParts: 1 },
      ],
    });
  });

  it.each([
    ['gms-report-simple', 'gms-report-detailed'],
    ['gms-report-template-simple', 'gms-report-template-detailed'],
  ])('agrees with the simple one on all that both report: %s', async (simpleName, detailedName) => {
    const {
      asOf: _a,
      started: _s,
      processing: _p,
      attempts: _t,
      plan: _l,
      ...both
    } = (await simple(sample(simpleName))) ?? {};
    expect(await detailed(sample(detailedName))).toMatchObject(both);
  });

  it.each([
    [{ started: false, processing: false, reports: [smsDelivered] }],
    [{ started: true, processing: true, reports: [smsDelivered] }],
    [{ started: true, processing: true, reports: [viberExpired] }],
    [{ reports: [smsDelivered] }],
    [{ status: -1 }],
    [{ reports: [] }],
    [{ started: false }],
    [{ ...settled, reports: [] }],
    [{ ...settled, reports: 'none', status: -1 }],
    [{ ...settled, reports: [{ status: -1, message_id: 'm' }] }],
    [{ channels: [] }],
  ])('is in progress until all is over: %j', async (reported) => {
    expect(await detailed(reported)).toMatchObject({
      status: { state: 'IN_PROGRESS', isFinal: false, vendorStatus: '-1' },
      deliveredVia: null,
    });
  });

  it('keeps back the codes of an attempt while another may follow, but reports ids and time', async () => {
    expect(await detailed({ started: true, processing: true, reports: [viberExpired] })).toMatchObject({
      codes: null,
      messageId: 'm',
      reportedAt: '1970-01-01T00:00:01.000Z',
      lastChannel: 'VIBER',
      attempts: [{ status: { state: 'EXPIRED', isFinal: true } }],
    });
    expect(
      await detailed({ started: true, processing: true, reports: [viberExpired, { status: -1, last_partner: 'sms' }] }),
    ).toMatchObject({
      codes: { status: -1, substatus: null, hyberStatus: null },
      lastChannel: 'SMS',
    });
  });

  it('speaks for the attempt that delivered, wherever it stands', async () => {
    expect(await detailed({ ...settled, reports: [smsDelivered, viberExpired], delivered_via: 'sms' })).toMatchObject({
      status: { state: 'DELIVERED', isFinal: true, vendorStatus: '23011' },
      deliveredVia: 'SMS',
      lastChannel: 'VIBER',
      reportedAt: '1970-01-01T00:00:02.000Z',
    });
  });

  it('speaks, of several that delivered, for the one on the channel that it names', async () => {
    const viberDelivered = { ...smsDelivered, last_partner: 'viber', hyber_status: 23033 };
    const reports = [viberDelivered, smsDelivered];
    expect(await detailed({ ...settled, reports, delivered_via: 'viber' })).toMatchObject({
      status: { vendorStatus: '23033', isFinal: false },
      deliveredVia: 'VIBER',
      lastChannel: 'SMS',
    });
    expect(await detailed({ ...settled, reports })).toMatchObject({
      status: { vendorStatus: '23011' },
      deliveredVia: 'SMS',
    });
  });

  it('speaks for the last attempt when none delivered', async () => {
    const reports = [
      { ...viberExpired, substatus: 36 },
      { ...viberExpired, last_partner: 'sms' },
    ];
    expect(await detailed({ ...settled, reports, delivered_via: 'hyber' })).toMatchObject({
      status: { state: 'EXPIRED', isFinal: true },
      deliveredVia: null,
      lastChannel: 'SMS',
    });
  });

  it('shows the platform as no channel of the whole and as an unknown one of an attempt', async () => {
    const reports = [{ status: 2, last_partner: 'hyber' }];
    expect(await detailed({ ...settled, reports, delivered_via: 'hyber' })).toMatchObject({
      deliveredVia: null,
      lastChannel: null,
      attempts: [{ channel: 'UNKNOWN', status: { state: 'DELIVERED', isFinal: false } }],
    });
  });

  it('is read tolerantly', async () => {
    expect(
      await detailed({
        started: 'yes',
        processing: 1,
        reports: [null, 'x', smsDelivered],
        channels: [{ ttl: 'long' }, null, { channel: 'push', ttl: '60' }],
      }),
    ).toMatchObject({
      started: null,
      processing: null,
      attempts: [{ channel: 'SMS' }],
      plan: [
        { channel: 'UNKNOWN', ttlSeconds: null },
        { channel: 'PUSH', ttlSeconds: 60 },
      ],
    });
    expect(await detailed({ ...settled, channels: {} })).toMatchObject({ attempts: [], plan: null, messageId: null });
  });
});

describe.each(['simple', 'detailed'] as const)('what GMS refuses, asked for a %s report,', (form) => {
  it.each([
    [200, { error_code: 36024, error_text: '+380961111111 is incorrect' }, 'INVALID_RECIPIENT', '36024'],
    [400, { error_code: '36024', error_text: '' }, 'INVALID_RECIPIENT', '36024'],
    [500, { error_code: 36024 }, 'INVALID_RECIPIENT', '36024'],
    [200, { error_code: 99, error_text: 'new' }, 'UPSTREAM_REJECTED', '99'],
    [400, { error_code: 99 }, 'UPSTREAM_REJECTED', '99'],
    [400, '<html>', 'UPSTREAM_REJECTED', undefined],
    [401, { error_code: 99 }, 'UPSTREAM_UNAUTHENTICATED', undefined],
    [500, { error_code: 99 }, 'UPSTREAM_UNAVAILABLE', undefined],
    [200, { error_text: 'no code' }, 'UPSTREAM_BAD_RESPONSE', undefined],
  ])('with %i %j is %s', async (status, body, code, vendorCode) => {
    const reported = await rejection(ask(form, { status, body }));
    expect(reported).toMatchObject({ code, vendor: 'GMS', vendorStatus: status });
    expect(reported.vendorCode).toBe(vendorCode);
    expect(JSON.stringify(reported)).not.toContain('380961111111');
  });

  it('is no such report under 404, whatever stands there', async () => {
    expect(await ask(form, { status: 404, body: { error_code: 36024, error_text: 'x' } })).toBeNull();
  });

  it('does not depend on the length of an extra id', async () => {
    expect(await ask(form, { body: { status: -1 } }, 'x'.repeat(200))).toMatchObject({
      status: { state: 'IN_PROGRESS' },
    });
  });
});

describe('a report that was received', () => {
  it.each([
    ['is remembered for an hour when it is final', { ...simpleExample, clicks: undefined }, 3_599_000, 3_601_000],
    ['is remembered for a minute when clicks may still come', simpleExample, 59_000, 61_000],
    ['is remembered for a second when it has just begun', { status: -1 }, 900, 1100],
  ])('%s', async (_what, body, still, noLonger) => {
    const stub = await startVendorStub();
    let time = 0;
    const gms = gmsAt(stub.url, { cacheBytes: 100_000, clock: { ...systemClock, now: () => time } });
    stub.answer({ body });
    const callsAt = async (milliseconds: number) => {
      time = milliseconds;
      await gms.deliveryReports.get({ messageId: 'm' }, 'simple', new Operation());
      return stub.requests.length;
    };
    expect([await callsAt(0), await callsAt(still), await callsAt(noLonger)]).toEqual([1, 1, 2]);
    await gms.close();
    await stub.close();
  });
});
