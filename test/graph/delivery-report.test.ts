import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { graph } from '../support/fake-sources.js';
import { deliveryReport, deliveryStatus } from '../support/graph-samples.js';

const reported = { reports: [deliveryReport('1', 'x')] };
const untried = {
  reports: [
    deliveryReport('1', 'x', {
      attempts: [],
      started: false,
      deliveredVia: null,
      status: deliveryStatus({ state: 'IN_PROGRESS' }),
    }),
  ],
};
const byMessage = (selection: string) => `{ deliveryReport(by: { messageId: "1" }) { ${selection} } }`;
const byExtra = (selection: string) => `{ deliveryReport(by: { extraId: "x" }) { ${selection} } }`;

describe('a delivery report', () => {
  test.each([
    ['simple', 'id messageId extraId phoneNumber status { state } codes { status } deliveredVia reportedAt clicks'],
    ['detailed', 'started'],
    ['detailed', 'processing'],
    ['detailed', 'plan { channel }'],
    ['detailed', '...f'],
    ['simple', 'clicks ...f @include(if: false)'],
  ])('is read in the %s form for %s', async (form, selection) => {
    const { ask } = await graph(reported);
    const fragment = selection.includes('...f') ? ' fragment f on DeliveryReport { attempts { channel } }' : '';
    const { calls, errors } = await ask(byMessage(selection) + fragment);
    expect(errors).toEqual([]);
    expect(calls).toEqual([`report ${form} m:1`]);
  });

  test('takes the detailed form alone where both are selected', async () => {
    const { ask } = await graph(reported);
    const { data, calls } = await ask(
      `{ a: deliveryReport(by: { messageId: "1" }) { clicks } b: deliveryReport(by: { messageId: "1" }) { attempts { channel } } }`,
    );
    expect(data).toEqual({ a: { clicks: 0 }, b: { attempts: [{ channel: 'SMS' }] } });
    expect(calls).toEqual(['report detailed m:1']);
  });

  test.each([
    ['status { state } started', byMessage, ['report detailed m:1']],
    ['id messageId started', byMessage, ['report detailed m:1']],
    ['extraId started', byExtra, ['report detailed e:x']],
    ['extraId started', byMessage, ['report detailed m:1', 'report simple m:1']],
    ['phoneNumber started', byMessage, ['report detailed m:1', 'report simple m:1']],
    ['reportedAt started', byMessage, ['report detailed m:1', 'report simple m:1']],
    ['id messageId phoneNumber started', byExtra, ['report detailed e:x', 'report simple e:x']],
  ])(
    'without attempts costs the simple form only where an id, the number or the time is selected: %s',
    async (selection, by, calls) => {
      const { ask } = await graph(untried);
      const answer = await ask(by(selection));
      expect(answer.errors).toEqual([]);
      expect(answer.calls).toEqual(calls);
    },
  );

  test('without attempts is reported by both forms together', async () => {
    const { ask } = await graph(untried);
    expect((await ask(byExtra('messageId extraId phoneNumber reportedAt started attempts { channel }'))).data).toEqual({
      deliveryReport: {
        messageId: '1',
        extraId: 'x',
        phoneNumber: '+306912345678',
        reportedAt: '2026-03-04T12:00:00.000Z',
        started: false,
        attempts: [],
      },
    });
  });

  test('keeps the rest when the simple form fails', async () => {
    const { ask } = await graph({
      ...untried,
      failures: { 'report simple m:1': new MessagingError('UPSTREAM_TIMEOUT') },
    });
    expect(await ask(byMessage('messageId phoneNumber started'))).toMatchObject({
      data: { deliveryReport: { messageId: '1', phoneNumber: null, started: false } },
      errors: [{ path: ['deliveryReport', 'phoneNumber'], code: 'UPSTREAM_TIMEOUT' }],
    });
  });

  test('has the same id whichever of its ids and forms found it', async () => {
    for (const world of [reported, untried]) {
      const { ask } = await graph(world);
      const ids = new Set<unknown>();
      for (const query of [byMessage('id'), byExtra('id'), byMessage('id started'), byExtra('id started')]) {
        ids.add(((await ask(query)).data as { deliveryReport: { id: string } }).deliveryReport.id);
      }
      expect(ids.size).toBe(1);
    }
  });

  test('that is not there is null with DELIVERY_REPORT_NOT_FOUND', async () => {
    const { ask } = await graph();
    expect(await ask(byMessage('clicks'))).toMatchObject({
      data: { deliveryReport: null },
      errors: [{ path: ['deliveryReport'], code: 'DELIVERY_REPORT_NOT_FOUND' }],
    });
  });

  test('needs GMS', async () => {
    const { ask } = await graph({ without: ['GMS'] });
    expect(await ask(byMessage('clicks'))).toMatchObject({
      data: { deliveryReport: null },
      errors: [{ code: 'VENDOR_NOT_CONFIGURED' }],
    });
  });

  test.each(['{}', '{ messageId: "1", extraId: "x" }', '{ messageId: null }'])(
    'takes exactly one id, not %s',
    async (by) => {
      const { ask } = await graph(reported);
      const { errors, calls } = await ask(`{ deliveryReport(by: ${by}) { clicks } }`);
      expect(errors).toHaveLength(1);
      expect(calls).toEqual([]);
    },
  );

  test.each([{}, { messageId: '1', extraId: 'x' }, { messageId: null }, { messageId: '1', extraId: null }])(
    'takes exactly one id in a variable, not %j',
    async (by) => {
      const { ask } = await graph(reported);
      const { data, errors, calls } = await ask(
        'query ($by: DeliveryReportBy!) { deliveryReport(by: $by) { clicks } }',
        { by },
      );
      expect(data).toBeNull();
      expect(errors.length).toBeGreaterThan(0);
      expect(calls).toEqual([]);
    },
  );
});

describe('several delivery reports', () => {
  const query = 'query ($by: [DeliveryReportBy!]!) { deliveryReports(by: $by) { messageId } }';

  test('come in the order asked for, null without an error where there is none, each fetched once', async () => {
    const { ask } = await graph({ reports: [deliveryReport('1', 'x'), deliveryReport('2', 'y')] });
    const { data, errors, calls } = await ask(query, {
      by: [{ messageId: '2' }, { messageId: 'gone' }, { extraId: 'x' }, { messageId: '2' }],
    });
    expect(errors).toEqual([]);
    expect(data).toEqual({ deliveryReports: [{ messageId: '2' }, null, { messageId: '1' }, { messageId: '2' }] });
    expect(calls).toEqual(['report simple e:x', 'report simple m:2', 'report simple m:gone']);
  });

  test('are 19 reports, one null and one error where one of 20 fails', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => String(index));
    const { ask } = await graph({
      reports: ids.map((id) => deliveryReport(id, null)),
      failures: { 'report simple m:7': new MessagingError('UPSTREAM_BAD_RESPONSE') },
    });
    const { data, errors } = await ask(query, { by: ids.map((messageId) => ({ messageId })) });
    expect(data).toEqual({ deliveryReports: ids.map((messageId) => (messageId === '7' ? null : { messageId })) });
    expect(errors).toMatchObject([{ path: ['deliveryReports', 7], code: 'UPSTREAM_BAD_RESPONSE' }]);
  });

  test('are null and an error at the one whose id cannot be one', async () => {
    const { ask } = await graph(reported);
    expect(await ask(query, { by: [{ messageId: '1' }, { extraId: '..' }] })).toMatchObject({
      data: { deliveryReports: [{ messageId: '1' }, null] },
      errors: [{ path: ['deliveryReports', 1], code: 'BAD_USER_INPUT', inputPath: ['by', 1, 'extraId'] }],
    });
  });

  test('are at most 100', async () => {
    const { ask } = await graph();
    const by = Array.from({ length: 101 }, (_, index) => ({ messageId: String(index) }));
    const { errors, calls } = await ask(query, { by });
    expect(errors).toMatchObject([{ path: ['deliveryReports'], code: 'BAD_USER_INPUT', inputPath: ['by'] }]);
    expect(calls).toEqual([]);
    expect((await ask(query, { by: by.slice(1) })).errors).toEqual([]);
  });
});
