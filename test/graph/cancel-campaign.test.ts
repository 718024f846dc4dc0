import { describe, expect, test } from '@jest/globals';
import { Operation } from '../../src/operation.js';
import { MessagingError } from '../../src/errors/error.js';
import type { CancelResult } from '../../src/graph/campaign/campaign.source.js';
import type { DeliveryState } from '../../src/graph/delivery/delivery-status.type.js';
import { CANCEL_DETAILS, graph, type Graph } from '../support/fake-sources.js';
import { viberMessage } from '../support/graph-samples.js';

const LATER = '2999-01-01T12:00:00.000Z';
const input = {
  idempotencyKey: 'key-1',
  senderId: 'sender',
  recipients: { phoneNumbers: ['+306912345678'] },
  content: { text: 'Hello' },
};
const SEND = 'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { replayed send { id } } }';
const CANCEL = `mutation ($input: CancelViberCampaignInput!) { cancelViberCampaign(input: $input) {
  campaign { trackingId cancelledAt } send { outcome decidedAt keyExpiresAt } } }`;
const cancel = ({ ask }: Graph, trackingId = 'sent-1') => ask(CANCEL, { input: { trackingId } });
const cancelled = {
  data: {
    cancelViberCampaign: {
      campaign: { trackingId: 'sent-1', cancelledAt: expect.any(String) },
      send: { outcome: 'CANCELLED', keyExpiresAt: '2999-01-02T12:00:00.000Z' },
    },
  },
  errors: [],
};
const refused = (code: string, calls: string[], more = {}) => ({
  data: { cancelViberCampaign: null },
  errors: [{ path: ['cancelViberCampaign'], code, ...more }],
  calls,
});
const CALL = ['cancel sent-1'];

async function scheduled(
  answers: (CancelResult | Error)[] = [],
  world: Parameters<typeof graph>[0] = {},
  at: string | null = LATER,
) {
  const cancel = async (): Promise<CancelResult> => {
    const answer = answers.shift() ?? 'CANCELLED';
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const fake = await graph({ cancel, ...world });
  await fake.ask(SEND, { input: { ...input, scheduledAt: at } });
  return fake;
}

describe('cancelViberCampaign', () => {
  test('is one call, and answered from the record without one from then on', async () => {
    const fake = await scheduled();
    const first = await cancel(fake);
    expect(first).toMatchObject({ ...cancelled, calls: CALL });
    expect(await cancel(fake)).toMatchObject({ data: first.data, calls: [] });
    const { data } = await fake.ask(
      '{ campaign(trackingId: "sent-1") { cancelledAt send { outcome } } campaigns { totalCount } }',
    );
    expect(data).toMatchObject({
      campaign: { cancelledAt: expect.any(String), send: { outcome: 'CANCELLED' } },
      campaigns: { totalCount: 1 },
    });
    expect(fake.audits.slice(1)).toMatchObject([
      { action: 'cancel', outcome: 'CANCELLED', vendorId: 'sent-1', recipientCount: expect.any(Number), code: null },
      { action: 'cancel', outcome: 'CANCELLED' },
    ]);
  });

  test('is answered from the record before its vendor is asked for', async () => {
    for (const [at, cancelledAt, answer] of [
      [null, null, refused('CAMPAIGN_NOT_SCHEDULED', [])],
      [LATER, 1_790_000_000_000, { ...cancelled, calls: [] }],
      [LATER, null, refused('VENDOR_NOT_CONFIGURED', [])],
    ] as const) {
      const earlier = await scheduled([], {}, at);
      const fake = await graph({ without: ['ROUTEE'] });
      fake.ledger.find = earlier.ledger.find;
      fake.ledger.cancelledAt = async () => cancelledAt;
      expect(await cancel(fake)).toMatchObject(answer);
    }
  });

  test('of an id that cannot be one is refused with a line of the access log, which does not have it', async () => {
    const fake = await graph({});
    const answer = await cancel(fake, '..');
    expect(answer).toMatchObject(refused('BAD_USER_INPUT', [], { inputPath: ['input', 'trackingId'] }));
    expect(fake.audits).toMatchObject([{ action: 'cancel', vendorId: null, outcome: null, code: 'BAD_USER_INPUT' }]);
  });

  test('leaves the key to the send: it answers on and sends nothing', async () => {
    const fake = await scheduled();
    await cancel(fake);
    expect((await fake.ask(SEND, { input: { ...input, scheduledAt: LATER } })).data).toMatchObject({
      sendViberCampaign: { replayed: true },
    });
    expect(fake.sentInputs).toHaveLength(1);
  });

  test('of what was sent at once is CAMPAIGN_NOT_SCHEDULED without a call', async () => {
    const fake = await scheduled([], {}, null);
    expect(await cancel(fake)).toMatchObject(
      refused('CAMPAIGN_NOT_SCHEDULED', [], { inputPath: ['input', 'trackingId'] }),
    );
    expect(fake.audits.at(-1)).toMatchObject({ action: 'cancel', outcome: 'ACCEPTED', code: 'CAMPAIGN_NOT_SCHEDULED' });
  });

  test('refuses an id that cannot be one without a call', async () => {
    expect(await cancel(await scheduled(), '..')).toMatchObject(
      refused('BAD_USER_INPUT', [], { inputPath: ['input', 'trackingId'] }),
    );
  });

  test.each([
    ['NOT_FOUND', 'CAMPAIGN_NOT_FOUND'],
    ['NOT_SCHEDULED', 'CAMPAIGN_NOT_SCHEDULED'],
    ['UNKNOWN', 'CANCEL_OUTCOME_UNKNOWN'],
    [new MessagingError('UPSTREAM_FORBIDDEN'), 'UPSTREAM_FORBIDDEN'],
  ] as const)('reports what the vendor answered, %s, and leaves the send as it is', async (answer, code) => {
    const fake = await scheduled([answer]);
    expect(await cancel(fake)).toMatchObject(refused(code, CALL));
    expect((await fake.ask('{ send(by: { trackingId: "sent-1" }) { outcome } }')).data).toEqual({
      send: { outcome: 'ACCEPTED' },
    });
  });

  test.each([
    ['NOT_FOUND', 'CAMPAIGN_NOT_FOUND', { inputPath: ['input', 'trackingId'] }],
    ['NOT_SCHEDULED', 'CAMPAIGN_NOT_SCHEDULED', { inputPath: ['input', 'trackingId'] }],
    ['UNKNOWN', 'CANCEL_OUTCOME_UNKNOWN', { outcome: 'UNKNOWN', retryable: true }],
  ] as const)('reports %s with what the vendor answered, and as no local violation', async (answer, code, more) => {
    const { result } = await cancel(await scheduled([answer]));
    const error = result.errors![0]!.originalError as MessagingError;
    expect([error.code, error.details]).toEqual([code, { ...CANCEL_DETAILS[answer], ...more }]);
  });

  test('reports a refusal of its own as a violation, without a vendor', async () => {
    const { result } = await cancel(await scheduled([], {}, null));
    const { details } = result.errors![0]!.originalError as MessagingError;
    expect(details).toMatchObject({ violations: [{ code: 'CAMPAIGN_NOT_SCHEDULED' }] });
    expect(details.vendor).toBeUndefined();
  });

  test.each([
    ['NOT_FOUND', null],
    [new MessagingError('UPSTREAM_FORBIDDEN'), null],
    ['NOT_SCHEDULED', '+306900000001'],
    ['UNKNOWN', '+306900000001'],
    ['CANCELLED', '+306900000001'],
  ] as const)(
    'logs the id of a campaign that was not sent here only as the vendor knows it: %s',
    async (answer, id) => {
      const fake = await scheduled([answer]);
      await cancel(fake, '+306900000001');
      expect(fake.audits.at(-1)).toMatchObject({ action: 'cancel', vendorId: id });
    },
  );

  test.each(['NOT_FOUND', 'NOT_SCHEDULED', 'CANCELLED'] as const)(
    'after an attempt of unknown end takes %s before its time for cancelled',
    async (answer) => {
      const fake = await scheduled(['UNKNOWN', answer]);
      expect(await cancel(fake)).toMatchObject(refused('CANCEL_OUTCOME_UNKNOWN', CALL));
      expect(await cancel(fake)).toMatchObject({ ...cancelled, calls: CALL });
      expect(await cancel(fake)).toMatchObject({ ...cancelled, calls: [] });
    },
  );

  test('after an attempt of unknown end does not know what NOT_SCHEDULED means without a time to come', async () => {
    const fake = await graph({
      cancel: (() => {
        const answers: CancelResult[] = ['UNKNOWN', 'NOT_SCHEDULED'];
        return async () => answers.shift()!;
      })(),
    });
    const [first, second] = [await cancel(fake, 'foreign'), await cancel(fake, 'foreign')];
    for (const answer of [first, second]) expect(answer.errors).toMatchObject([{ code: 'CANCEL_OUTCOME_UNKNOWN' }]);
    const retryable = [first, second].map(
      ({ result }) => (result.errors![0]!.originalError as MessagingError).retryable,
    );
    expect(retryable).toEqual([true, false]);
  });

  test('of a campaign that this graph did not send keeps when it was cancelled alone', async () => {
    const fake = await graph({ campaigns: { foreign: [{ ...messageIn('QUEUED'), campaignName: 'Theirs' }] } });
    const first = await cancel(fake, 'foreign');
    expect(first).toMatchObject({
      data: {
        cancelViberCampaign: { campaign: { trackingId: 'foreign', cancelledAt: expect.any(String) }, send: null },
      },
      calls: ['cancel foreign'],
    });
    expect(await cancel(fake, 'foreign')).toMatchObject({ data: first.data, calls: [] });
    const read = await fake.ask(
      '{ campaign(trackingId: "foreign") { name cancelledAt send { id } } sends { totalCount } }',
    );
    expect(read.data).toMatchObject({
      campaign: { name: 'Theirs', cancelledAt: expect.any(String), send: null },
      sends: { totalCount: 0 },
    });
  });

  test('makes one call for many at once', async () => {
    const fake = await scheduled(['CANCELLED', new Error('a second call')]);
    const answers = await Promise.all(Array.from({ length: 5 }, () => cancel(fake)));
    for (const answer of answers) expect(answer).toMatchObject(cancelled);
    expect(fake.audits.filter(({ action }) => action === 'cancel')).toHaveLength(5);
  });

  test('makes no call where its attempt cannot be written down', async () => {
    const fake = await scheduled();
    fake.ledger.beginCancel = () => Promise.reject(new MessagingError('LEDGER_UNAVAILABLE'));
    expect(await cancel(fake)).toMatchObject(refused('LEDGER_UNAVAILABLE', []));
  });

  test.each(['SENT', 'DELIVERED', 'SEEN'] as const)(
    'is denied by a message that was %s: the send is ACCEPTED again, with one line',
    async (state) => {
      const fake = await scheduled([], { campaigns: { 'sent-1': [messageIn(state), messageIn('QUEUED')] } });
      await cancel(fake);
      for (let n = 0; n < 2; n++)
        await fake.ask('{ campaign(trackingId: "sent-1") { messages { totalCount nodes { to } } } }');
      const { data } = await fake.ask('{ campaign(trackingId: "sent-1") { cancelledAt send { outcome } } }');
      expect(data).toEqual({ campaign: { cancelledAt: null, send: { outcome: 'ACCEPTED' } } });
      expect(fake.contradictions).toMatchObject([{ request: expect.any(Operation) }]);
    },
  );

  test('of a campaign that this graph did not send is denied by a message that was sent', async () => {
    const fake = await graph({ campaigns: { foreign: [messageIn('DELIVERED')] } });
    await cancel(fake, 'foreign');
    await fake.ask('{ campaign(trackingId: "foreign") { messages { nodes { to } } } }');
    const { data } = await fake.ask('{ campaign(trackingId: "foreign") { cancelledAt } }');
    expect(data).toEqual({ campaign: { cancelledAt: null } });
    expect(fake.contradictions).toHaveLength(1);
  });

  test('stands where every message only waits or has failed', async () => {
    const fake = await scheduled([], { campaigns: { 'sent-1': [messageIn('QUEUED'), messageIn('UNSENT')] } });
    await cancel(fake);
    await fake.ask('{ campaign(trackingId: "sent-1") { messages { nodes { to } } } }');
    expect(fake.contradictions).toEqual([]);
  });
});

const messageIn = (state: DeliveryState) => {
  const message = viberMessage(`m-${state}`);
  return { ...message, status: { ...message.status, state } };
};
