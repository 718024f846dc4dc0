import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { flowId, sandboxIds } from '../support/sandbox.js';
import { gmsIdOf } from '../../src/sandbox/ids.js';
import { reportCases } from '../../src/vendors/gms/stand-in/report-cases.js';
import { rows, startCaller, type Caller } from './caller.js';

describe('GMS delivery reports in the sandbox', () => {
  let caller: Caller;
  beforeAll(async () => {
    caller = await startCaller();
    await caller.authorize();
  });
  afterAll(() => caller.sandbox.close());
  const external = (id: string, form: 'simple' | 'advanced') =>
    caller.gms(`external/${encodeURIComponent(id)}/${form}`);

  test.each(reportCases.map(({ extraId, shows }) => [extraId, shows] as const))(
    '%s (%s) is the same report by both ids',
    async (extraId) => {
      for (const form of ['simple', 'advanced'] as const) {
        const byExtraId = await external(extraId, form);
        const byMessageId = await caller.gms(`${encodeURIComponent(gmsIdOf(extraId))}/${form}`);
        expect(byExtraId.status).toBe(200);
        expect(byMessageId.body).toEqual(byExtraId.body);
      }
    },
  );

  test('the shapes are those of the documented examples', async () => {
    const simple = (await external('report-sms', 'simple')).body;
    expect(Object.keys(simple).sort()).toEqual(
      [
        'delivered_sms_parts',
        'extra_id',
        'hyber_status',
        'last_partner',
        'message_id',
        'phone_number',
        'status',
        'substatus',
        'time',
        'total_sms_parts',
      ].sort(),
    );
    expect((await external('report-template', 'simple')).body).toMatchObject({
      hyber_status: 23043,
      matching_template_id: 6_349_599,
    });
    expect((await external('report-viber-then-sms', 'advanced')).body).toMatchObject({
      started: true,
      processing: false,
      delivered_via: 'sms',
      reports: [
        { last_partner: 'viber', hyber_status: 35015 },
        { last_partner: 'sms', hyber_status: 23011 },
      ],
      channels: [{ channel: 'viber', ttl: 60 }, { channel: 'sms' }],
    });
  });

  test('what is not final is -1 with HTTP 200', async () => {
    for (const id of ['report-pending', 'report-empty', 'report-waiting', 'report-between']) {
      expect((await external(id, 'simple')).body).toMatchObject({ status: -1, last_partner: 'hyber' });
    }
    expect((await external('report-waiting', 'advanced')).body).toMatchObject({
      started: false,
      reports: [],
      delivered_via: 'hyber',
    });
  });

  test('many messages of a campaign have a report under their trackingId, some have none', async () => {
    const page = await caller.routee(`/viber/tracking/campaign/${sandboxIds.campaign237}?size=100`);
    const answers = await Promise.all(rows(page).map((row) => external(String(row['trackingId']), 'simple')));
    const found = answers.filter(({ status }) => status === 200);
    expect(found.length).toBeGreaterThan(60);
    expect(answers.filter(({ status }) => status === 404).length).toBeGreaterThan(10);
    const codes = new Set(found.map(({ body }) => body['hyber_status']));
    for (const code of [23011, 23033, 23043, 24033, 35015, 34033, 36024]) expect(codes).toContain(code);
    expect(new Set(found.map(({ body }) => typeof body['phone_number']))).toEqual(new Set(['string', 'number']));
  });

  test('a flow has a report with an attempt for each of its steps, every third flow none', async () => {
    expect((await external(flowId(3), 'advanced')).body).toMatchObject({
      reports: [{ hyber_status: 34033 }, { hyber_status: 23011, total_sms_parts: 3 }],
    });
    expect((await external(flowId(2), 'simple')).status).toBe(404);
  });

  test('a report moves on with its message, from waiting to delivered to seen', async () => {
    const before = caller.time.now;
    const id = sandboxIds.campaignMoving.replace(/0$/, '1');
    expect((await external(id, 'advanced')).body).toMatchObject({ started: false });
    caller.time.now += 1_000;
    expect((await external(id, 'simple')).body).toMatchObject({ status: -1 });
    caller.time.now += 2_000;
    expect((await external(id, 'simple')).body).toMatchObject({ status: 2, hyber_status: 23033 });
    caller.time.now += 5_000;
    expect((await external(id, 'simple')).body).toMatchObject({ status: 2, hyber_status: 24033 });
    caller.time.now = before;
  });

  test('a wrong login, another client and an unknown id have the one documented error shape', async () => {
    const wrong = await caller.gms('external/report-sms/simple', 'somebody:else');
    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual({ error_code: 40100, error_text: 'Authorization failed' });
    expect((await external('unknown', 'simple')).status).toBe(404);
    expect((await caller.gms('external/bad%/simple')).status).toBe(400);
  });
});
