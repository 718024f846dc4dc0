import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import type { Campaign } from '../../src/graph/campaign/campaign.type.js';
import { graph, type Graph } from '../support/fake-sources.js';
import { sentCampaign } from '../support/graph-samples.js';

const SEND =
  'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { replayed campaign { trackingId name } } }';
const input = {
  idempotencyKey: 'key-1',
  senderId: 'sender',
  recipients: { phoneNumbers: ['+306912345678'] },
  content: { text: 'Hello' },
};
const send = ({ ask }: Graph, changed: Record<string, unknown> = {}) => ask(SEND, { input: { ...input, ...changed } });
const outcomeUnknown = new MessagingError('SEND_OUTCOME_UNKNOWN', { outcome: 'UNKNOWN', vendor: 'ROUTEE' });

const firstAnswer = { sendViberCampaign: { replayed: false, campaign: { trackingId: 'sent-1', name: 'Spring' } } };
const replay = { sendViberCampaign: { replayed: true, campaign: { trackingId: 'sent-1', name: 'Spring' } } };

/** A send that ends when the test says so. */
function heldSend() {
  let end: (campaign: Promise<Campaign>) => void = () => undefined;
  let begun: () => void = () => undefined;
  const campaign = new Promise<Campaign>((resolve) => (end = resolve));
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  return {
    send: () => {
      begun();
      return campaign;
    },
    hasBegun,
    accept: () => end(Promise.resolve(sentCampaign('sent-1'))),
    fail: (error: Error) => end(Promise.reject(error)),
  };
}

describe('a send', () => {
  test('is one call, and is shown by campaign and campaigns from then on', async () => {
    const fake = await graph();
    const { data, calls } = await send(fake);
    expect(data).toEqual(firstAnswer);
    expect(calls).toEqual(['send']);
    const shown = await fake.ask(
      '{ campaign(trackingId: "sent-1") { name } campaigns { totalCount nodes { trackingId } } }',
    );
    expect(shown.data).toEqual({
      campaign: { name: 'Spring' },
      campaigns: { totalCount: 1, nodes: [{ trackingId: 'sent-1' }] },
    });
    expect(shown.calls).toEqual([]);
  });

  test('keeps its answer when its messages cannot be read', async () => {
    const fake = await graph({ failures: { 'messages sent-1 0/20': new MessagingError('UPSTREAM_TIMEOUT') } });
    const query = SEND.replace('name }', 'messages { nodes { to } } }');
    expect(await fake.ask(query, { input })).toMatchObject({
      data: { sendViberCampaign: { campaign: { trackingId: 'sent-1', messages: null } } },
      errors: [{ path: ['sendViberCampaign', 'campaign', 'messages'], code: 'UPSTREAM_TIMEOUT' }],
    });
  });

  test('under the same key and input is answered by the first', async () => {
    const fake = await graph();
    await send(fake);
    const again = await send(fake);
    expect(again.data).toEqual(replay);
    expect(again.calls).toEqual([]);
  });

  test.each([
    ['members in another order', { content: { imageUrl: undefined, text: 'Hello' }, senderId: 'sender' }],
    ['null for absent', { name: null, label: null, content: { text: 'Hello', action: null } }],
    ['the default written out', { isSession: false }],
    ['empty lists for absent', { recipients: { phoneNumbers: ['+306912345678'], groups: [] }, fallbackValues: [] }],
  ])('is the same input with %s', async (_, changed) => {
    const fake = await graph();
    await send(fake);
    expect((await send(fake, changed)).data).toEqual(replay);
  });

  test('scheduled for one instant written in two ways is the same input', async () => {
    const fake = await graph();
    await send(fake, { scheduledAt: '2999-01-01T12:00Z' });
    expect((await send(fake, { scheduledAt: '2999-01-01T14:00:00+02:00' })).data).toEqual(replay);
  });

  test.each([
    { content: { text: 'Other' } },
    { recipients: { phoneNumbers: ['+306912345679'] } },
    { isSession: true },
    { name: 'Autumn' },
  ])('under the same key with other input is IDEMPOTENCY_KEY_REUSED: %j', async (changed) => {
    const fake = await graph();
    await send(fake);
    expect(await send(fake, changed)).toMatchObject({
      data: { sendViberCampaign: null },
      errors: [{ path: ['sendViberCampaign'], code: 'IDEMPOTENCY_KEY_REUSED', inputPath: ['input', 'idempotencyKey'] }],
      calls: [],
    });
  });

  test('is one for many at once, and all get the first answer', async () => {
    const held = heldSend();
    const fake = await graph({ send: held.send });
    const answers = Array.from({ length: 5 }, () => send(fake));
    await held.hasBegun;
    held.accept();
    const datas = (await Promise.all(answers)).map(({ data }) => data);
    expect(datas.filter((data) => JSON.stringify(data) === JSON.stringify(firstAnswer))).toHaveLength(1);
    expect(datas.filter((data) => JSON.stringify(data) === JSON.stringify(replay))).toHaveLength(4);
    expect(fake.sentInputs).toHaveLength(1);
  });

  test('with other input is refused also while the first runs', async () => {
    const held = heldSend();
    const fake = await graph({ send: held.send });
    const first = send(fake);
    await held.hasBegun;
    expect((await send(fake, { name: 'Autumn' })).errors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    held.accept();
    expect((await first).data).toEqual(firstAnswer);
  });

  test('whose answer never came is SEND_OUTCOME_UNKNOWN for good, and never sent again', async () => {
    const fake = await graph({ send: () => Promise.reject(outcomeUnknown) });
    for (let time = 0; time < 3; time++) {
      expect(await send(fake)).toMatchObject({
        data: { sendViberCampaign: null },
        errors: [{ code: 'SEND_OUTCOME_UNKNOWN' }],
      });
    }
    expect((await send(fake, { name: 'Autumn' })).errors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    expect(fake.sentInputs).toHaveLength(1);
  });

  test('whose end nobody knows is not sent again by those who waited for it', async () => {
    const held = heldSend();
    const fake = await graph({ send: held.send });
    const answers = [send(fake), send(fake)];
    await held.hasBegun;
    held.fail(outcomeUnknown);
    for (const { errors } of await Promise.all(answers))
      expect(errors).toMatchObject([{ code: 'SEND_OUTCOME_UNKNOWN' }]);
    expect(fake.sentInputs).toHaveLength(1);
  });

  test('that broke in a way nobody foresaw closes its key', async () => {
    const fake = await graph({ send: () => Promise.reject(new TypeError('broken')) });
    expect((await send(fake)).errors).toMatchObject([{ code: 'SEND_OUTCOME_UNKNOWN' }]);
    expect((await send(fake)).errors).toMatchObject([{ code: 'SEND_OUTCOME_UNKNOWN' }]);
    expect(fake.sentInputs).toHaveLength(1);
  });

  test.each(['CAMPAIGN_NAME_TAKEN', 'INSUFFICIENT_BALANCE', 'UPSTREAM_RATE_LIMITED'] as const)(
    'that the vendor refused with %s frees its key, also for other input',
    async (code) => {
      const fake = await graph({
        send: (_, times) =>
          times === 1 ? Promise.reject(new MessagingError(code)) : Promise.resolve(sentCampaign('sent-1')),
      });
      expect((await send(fake)).errors).toMatchObject([{ path: ['sendViberCampaign'], code }]);
      expect((await send(fake, { name: 'Autumn' })).data).toEqual(firstAnswer);
    },
  );

  test('that cannot be written down first does not leave, and may be tried again', async () => {
    const fake = await graph();
    fake.ledger.bind = () => Promise.reject(new MessagingError('LEDGER_UNAVAILABLE'));
    const { errors, calls } = await send(fake);
    expect(errors).toMatchObject([{ path: ['sendViberCampaign'], code: 'LEDGER_UNAVAILABLE' }]);
    expect(calls).toEqual([]);
    expect(fake.sentInputs).toEqual([]);
  });

  test('that was refused is tried by one of those who waited for it', async () => {
    const held = heldSend();
    const fake = await graph({
      send: (_, times) => (times === 1 ? held.send() : Promise.resolve(sentCampaign('sent-1'))),
    });
    const answers = [send(fake), send(fake)];
    await held.hasBegun;
    held.fail(new MessagingError('UPSTREAM_UNAVAILABLE'));
    const [first, second] = await Promise.all(answers);
    expect(first?.errors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(second?.data).toEqual(firstAnswer);
    expect(fake.sentInputs).toHaveLength(2);
  });

  test('that breaks a rule binds nothing', async () => {
    const fake = await graph();
    const refused = await send(fake, { ttlSeconds: 5 });
    expect(refused).toMatchObject({ errors: [{ code: 'TTL_OUT_OF_RANGE' }], calls: [] });
    expect((await send(fake)).data).toEqual(firstAnswer);
  });

  test('needs Routee', async () => {
    expect((await send(await graph({ without: ['ROUTEE'] }))).errors).toMatchObject([
      { code: 'VENDOR_NOT_CONFIGURED' },
    ]);
  });

  test('is reported also when its outcome cannot be written, and its key never sends again', async () => {
    const fake = await graph();
    const accept = fake.ledger.accept;
    fake.ledger.accept = () => Promise.reject(new Error('disk full'));
    expect((await send(fake)).data).toEqual(firstAnswer);
    fake.ledger.accept = accept;
    expect((await send(fake)).errors).toMatchObject([{ code: 'SEND_OUTCOME_UNKNOWN' }]);
    expect(fake.sentInputs).toHaveLength(1);
  });
});
