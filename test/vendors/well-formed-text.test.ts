import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Operation } from '../../src/operation.js';
import { gmsAt } from './gms/gms-under-test.js';
import { startSandboxedService } from '../support/running-service.js';
import { withRoutee } from './routee/routee-under-test.js';
import { rejection } from './rejection.js';
import { sample, startVendorStub } from './vendor-stub.js';

const HIGH = '\\ud83d';
const LOW = '\\uDE00';
const CUT = '�';

/** JSON in which `HALF` in a text or a name is the escape of half a surrogate pair. */
const withHalf = (value: unknown, half = HIGH): string => JSON.stringify(value).replaceAll('HALF', half);

const message = (more: object): object => ({ ...sample('routee-viber-message'), trackingId: 'm', ...more });
const operation = (): Operation => new Operation();

/** Every text and name in a value, however deep. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsOf(member)]);
}

describe('half a surrogate pair in an answer of a vendor', () => {
  it('reaches no caller: the answer of the graph is well-formed for strict readers', async () => {
    const service = await startSandboxedService();
    try {
      const { data, text } = await service.query('{ viberMessage(trackingId: "magic-cut-text") { content { text } } }');
      expect(data).toEqual({ viberMessage: { content: { text: `Cut in a smile ${CUT}` } } });
      expect(text).not.toMatch(/\\ud[89a-f]/i);
    } finally {
      await service.stop();
    }
  });

  it.each([
    ['a first half at the end', `cut ${HIGH}`, `cut ${CUT}`],
    ['a second half alone', `${LOW} cut`, `${CUT} cut`],
    ['two halves the wrong way round', `${LOW}${HIGH}`, `${CUT}${CUT}`],
    ['two first halves before a second', `${HIGH}${HIGH}${LOW}`, `${CUT}😀`],
    ['capital digits', '\\uD83D!', `${CUT}!`],
    ['a half behind an escaped backslash', `\\\\${HIGH}`, `\\${CUT}`],
  ])('%s becomes the replacement character', (_what, written, read) =>
    withRoutee(async (routee, stub) => {
      stub.answer({ body: withHalf(message({ message: 'HALF' }), written) });
      expect(await routee.viberMessages.get('m', operation())).toMatchObject({ content: { text: read } });
    }),
  );

  it.each([
    ['a whole pair', `${HIGH}${LOW}`, '😀'],
    ['the letters of an escape behind an escaped backslash', '\\\\ud83d', '\\ud83d'],
    ['the character itself', '😀', '😀'],
  ])('%s stays as it is', (_what, written, read) =>
    withRoutee(async (routee, stub) => {
      stub.answer({ body: withHalf(message({ message: 'HALF' }), written) });
      expect(await routee.viberMessages.get('m', operation())).toMatchObject({ content: { text: read } });
    }),
  );

  it('is in no name, group, word or description that is read', () =>
    withRoutee(async (routee, stub) => {
      const row = {
        ...message({ campaign: 'c HALF', groups: ['g HALF'], from: 'sender HALF', country: 'HALF' }),
        status: { status: 'Odd HALF', reason: { detailedStatus: 'HALF', description: 'HALF' } },
        viberAction: { caption: 'HALF', targetUrl: 'https://HALF' },
      };
      stub.answer({ body: withHalf({ content: [row], totalElements: 1, size: 20, number: 0 }) });
      const page = await routee.campaigns.messages({ trackingId: 'c', page: 0, size: 20, order: null }, operation());
      expect(page?.rows).toMatchObject([{ campaignName: `c ${CUT}`, groups: [`g ${CUT}`], from: `sender ${CUT}` }]);
      expect(textsOf(page).filter((text) => !text.isWellFormed())).toEqual([]);
    }));

  it('is in no key of a map that becomes a list', () =>
    withRoutee(async (routee, stub) => {
      const accepted = {
        ...sample('routee-campaign-accepted'),
        fallbackValues: { 'HALF label': 'HALF' },
        body: { text: 'hello' },
      };
      stub.answer({ body: withHalf(accepted) });
      const input = { idempotencyKey: 'k', senderId: 's', recipients: { groups: ['g'] }, content: { text: 'hello' } };
      const campaign = await routee.campaignSender.send({ ...input, isSession: false }, operation());
      expect(campaign.fallbackValues).toEqual([{ label: `${CUT} label`, value: CUT }]);
      expect(textsOf(campaign).filter((text) => !text.isWellFormed())).toEqual([]);
    }));

  it('identifies nothing: such a row has no id, and such a message is unreadable', () =>
    withRoutee(async (routee, stub) => {
      const rows = [message({ trackingId: 'HALF' }), message({ trackingId: 'well' })];
      stub.answer({ body: withHalf({ content: rows, totalElements: 2, size: 20, number: 0 }) });
      const page = await routee.campaigns.messages({ trackingId: 'c', page: 0, size: 20, order: null }, operation());
      expect(page?.rows).toMatchObject([null, { trackingId: 'well' }]);
      stub.answer({ body: withHalf(message({ trackingId: 'mHALF' })) });
      expect(await rejection(routee.viberMessages.get(`m${CUT}`, operation()))).toMatchObject({
        code: 'UPSTREAM_BAD_RESPONSE',
      });
    }));

  it('leads to no other thing: an id of it is not reported', () =>
    withRoutee(async (routee, stub) => {
      const row = message({ campaignTrackingId: 'HALF', sessionId: 'HALF' });
      stub.answer({ body: withHalf({ content: [row], totalElements: 1, size: 20, number: 0 }) });
      const page = await routee.campaigns.messages({ trackingId: 'c', page: 0, size: 20, order: null }, operation());
      expect(page?.rows).toMatchObject([{ campaignTrackingId: null, sessionId: null }]);
    }));

  it('hides no known cause in the text of a refusal', () =>
    withRoutee(async (routee, stub) => {
      stub.answer({
        status: 400,
        body: withHalf({ code: '404019006', developerMessage: 'HALF', errorCode: 'HALF' }),
      });
      expect(await routee.viberMessages.get('m', operation())).toBeNull();
    }));

  it('is in no report of GMS either', async () => {
    const stub = await startVendorStub();
    const gms = gmsAt(stub.url);
    try {
      stub.answer({
        body: withHalf({
          ...sample('gms-report-simple'),
          extra_id: 'HALF',
          message_id: 'HALF',
          phone_number: 'HALF',
          status: 'HALF',
        }),
      });
      const report = await gms.deliveryReports.get({ extraId: 'x' }, 'simple', operation());
      expect(report).toMatchObject({ extraId: 'x', messageId: null, status: { state: 'UNKNOWN' } });
      expect(textsOf(report).filter((text) => !text.isWellFormed())).toEqual([]);
    } finally {
      await gms.close();
      await stub.close();
    }
  });
});
