import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MessagingError } from '../../../src/errors/error.js';
import type { SendKind } from '../../../src/sends/send-ledger.js';
import { canonicalInput } from '../../../src/sends/canonical.js';
import { sentCampaign } from '../../support/graph-samples.js';
import { type CallbackStage, startCallbackStage, textsOf } from './callback-stage.js';

let stage: CallbackStage;
let isLedgerDown = false;
beforeEach(async () => {
  isLedgerDown = false;
  stage = await startCallbackStage({
    tenantIds: ['shop', 'bank'],
    ledger: (ledger) => ({
      ...ledger,
      acceptByCallback: async (id, vendorId, request) => {
        if (isLedgerDown) throw new MessagingError('LEDGER_UNAVAILABLE');
        return ledger.acceptByCallback(id, vendorId, request);
      },
    }),
  });
});
afterEach(() => stage.stop());

const ofCampaign = (campaignTrackingId: string | null, id = 'm', name = 'QUEUED') => ({
  trackingId: id,
  campaignTrackingId,
  status: { name },
});
const ofMessage = (id: string) => ({ trackingId: id, status: { name: 'QUEUED' } });
const ofFlow = (id: string) => ({ trackingId: id, status: 'InProgress', messages: [] });

const ofFlowBeforeItsSteps = (id: string) => ({ ...ofFlow(id), messages: null, terminationChannel: null });

const BODIES: readonly (readonly [name: string, kind: SendKind, body: (id: string) => object])[] = [
  ['VIBER_CAMPAIGN', 'VIBER_CAMPAIGN', ofCampaign],
  ['VIBER_MESSAGE', 'VIBER_MESSAGE', ofMessage],
  ['FAILOVER_FLOW', 'FAILOVER_FLOW', ofFlow],
  ['FAILOVER_FLOW without a list of messages', 'FAILOVER_FLOW', ofFlowBeforeItsSteps],
];

const outcomeOf = async (id: string) => {
  const record = await stage.ledger.record({ id });
  return record && [record.send.outcome, record.receipt?.trackingId ?? null];
};
const sendEvents = async () => textsOf(await stage.reported()).filter((one) => one.startsWith('SEND '));
const accept = (id: string, trackingId: string) =>
  stage.ledger.accept(id, { vendorId: trackingId, receipt: sentCampaign(trackingId) });

describe.each(BODIES)('a callback for a %s', (_, kind, body) => {
  it('that is PENDING makes it ACCEPTED with the id in the body, and reports it once', async () => {
    const send = await stage.bind(kind, 'k', { __typename: 'Campaign', name: 'kept' });
    const settled = new Promise((resolve) => stage.ledger.onAccepted(send.id, resolve));
    const path = stage.pathOf({ send });
    expect((await stage.post(path, body('v'))).status).toBe(200);
    expect(await settled).toMatchObject({ send: { outcome: 'ACCEPTED' }, receipt: { trackingId: 'v', name: 'kept' } });
    expect((await stage.post(path, body('v'))).status).toBe(200);
    expect(await outcomeOf(send.id)).toEqual(['ACCEPTED', 'v']);
    expect(await sendEvents()).toEqual([`SEND ${send.id} ACCEPTED`]);
    expect(stage.contradictions).toEqual([]);
  });

  it('that is UNKNOWN settles it', async () => {
    const send = await stage.bind(kind, 'k');
    await stage.ledger.lose(send.id);
    await stage.post(stage.pathOf({ send }), body('v'));
    expect(await outcomeOf(send.id)).toEqual(['ACCEPTED', 'v']);
    expect(await sendEvents()).toEqual([`SEND ${send.id} ACCEPTED`]);
  });

  it('that was refused settles it, and binds its key again', async () => {
    const send = await stage.bind(kind, 'k');
    await stage.ledger.release(send.id);
    await stage.post(stage.pathOf({ send }), body('v'));
    expect(await outcomeOf(send.id)).toEqual(['ACCEPTED', 'v']);
    expect(await stage.ledger.look('k', canonicalInput(kind, { key: 'k' }))).toMatchObject({ send: { id: send.id } });
    expect(await sendEvents()).toEqual([`SEND ${send.id} ACCEPTED`]);
  });

  it('that was refused, where a newer send holds the key, settles both and says so in one line', async () => {
    const send = await stage.bind(kind, 'k');
    await stage.ledger.release(send.id);
    const newer = await stage.bind(kind, 'k');
    await stage.post(stage.pathOf({ send }), body('v'));
    await stage.post(stage.pathOf({ send }), body('v'));
    expect(await outcomeOf(send.id)).toEqual(['ACCEPTED', 'v']);
    expect(await outcomeOf(newer.id)).toEqual(['PENDING', null]);
    expect(stage.contradictions).toMatchObject([
      {
        sendId: send.id,
        what: 'it was accepted, and a newer send holds its key',
        request: { requestId: expect.any(String) },
      },
    ]);
  });

  it('whose answer was accepted reports nothing of it', async () => {
    const send = await stage.bind(kind, 'k');
    await accept(send.id, 'v');
    await stage.post(stage.pathOf({ send }), body('v'));
    expect(await sendEvents()).toEqual([]);
  });

  it('with another id than is known changes nothing about it, and its event is written', async () => {
    const send = await stage.bind(kind, 'k');
    await accept(send.id, 'v');
    expect((await stage.post(stage.pathOf({ send }), body('other'))).status).toBe(200);
    expect(await outcomeOf(send.id)).toEqual(['ACCEPTED', 'v']);
    expect(await sendEvents()).toEqual([]);
    expect(await stage.reported()).toHaveLength(1);
  });

  it('with the id of another send changes nothing about either, and its event is written', async () => {
    const first = await stage.bind(kind, 'first');
    await accept(first.id, 'v');
    const send = await stage.bind(kind, 'k');
    await stage.ledger.lose(send.id);
    expect((await stage.post(stage.pathOf({ send }), body('v'))).status).toBe(200);
    expect([await outcomeOf(first.id), await outcomeOf(send.id)]).toEqual([
      ['ACCEPTED', 'v'],
      ['UNKNOWN', null],
    ]);
    expect(await sendEvents()).toEqual([]);
    expect(await stage.reported()).toHaveLength(1);
  });

  it('replaces an id that a person entered and the vendor did not confirm', async () => {
    const send = await stage.bind(kind, 'k');
    await stage.ledger.lose(send.id);
    await stage.ledger.reconcile(send.id, { wasSent: true, vendorId: 'entered', isBelieved: true });
    await stage.post(stage.pathOf({ send }), body('v'));
    expect(await outcomeOf(send.id)).toEqual(['ACCEPTED', 'v']);
    expect(stage.contradictions).toMatchObject([{ sendId: send.id }]);
  });

  it('whose record is gone writes its event and nothing else', async () => {
    const send = { id: randomUUID(), kind };
    expect((await stage.post(stage.pathOf({ send }), body('v'))).status).toBe(200);
    expect(await sendEvents()).toEqual([]);
    expect(await stage.reported()).toHaveLength(1);
  });

  it('at the tenant’s own address, or another tenant’s, settles nothing', async () => {
    const send = await stage.bind(kind, 'k');
    await stage.post(stage.pathOf(), body('v'));
    await stage.post(stage.pathOf({ tenantId: 'bank', send }), body('v'));
    expect(await outcomeOf(send.id)).toEqual(['PENDING', null]);
    expect(await sendEvents()).toEqual([]);
    expect(textsOf(await stage.reported('bank'))).toHaveLength(1);
  });

  it('is 503 where the ledger cannot be written: the state is reported, and its repetition settles', async () => {
    const send = await stage.bind(kind, 'k');
    const path = stage.pathOf({ send });
    isLedgerDown = true;
    expect((await stage.post(path, body('v'))).status).toBe(503);
    expect(await outcomeOf(send.id)).toEqual(['PENDING', null]);
    isLedgerDown = false;
    expect((await stage.post(path, body('v'))).status).toBe(200);
    expect(await outcomeOf(send.id)).toEqual(['ACCEPTED', 'v']);
    expect(await sendEvents()).toEqual([`SEND ${send.id} ACCEPTED`]);
  });
});

describe('a callback without the id that proves its send', () => {
  it.each<[SendKind, object]>([
    ['VIBER_CAMPAIGN', ofCampaign(null)],
    ['VIBER_CAMPAIGN', ofFlow('v')],
    ['FAILOVER_FLOW', ofMessage('v')],
    ['VIBER_MESSAGE', ofFlow('v')],
    ['VIBER_MESSAGE', { from: '+306900000001', direction: 'Inbound', message: 'Yes', referenceTrackingId: 'v' }],
  ])('of a %s changes nothing about it: %j', async (kind, body) => {
    const send = await stage.bind(kind, 'k');
    expect((await stage.post(stage.pathOf({ send }), body)).status).toBe(200);
    expect(await outcomeOf(send.id)).toEqual(['PENDING', null]);
    expect(await sendEvents()).toEqual([]);
  });
});

describe('a callback about a message of a cancelled campaign', () => {
  const cancelled = async () => {
    const send = await stage.bind('VIBER_CAMPAIGN', 'k');
    await accept(send.id, 'c');
    const begun = await stage.ledger.beginCancel('VIBER_CAMPAIGN', 'c', Infinity);
    if (begun.state !== 'BEGUN') throw new Error(begun.state);
    await stage.ledger.endCancel('VIBER_CAMPAIGN', 'c', begun.attempt, 'CANCELLED');
    return send;
  };

  it.each(['SENT', 'DELIVERED', 'SEEN'])('that is %s undoes the cancel, and reports it once', async (name) => {
    const send = await cancelled();
    for (const path of [stage.pathOf({ send }), stage.pathOf()]) await stage.post(path, ofCampaign('c', 'm', name));
    expect((await outcomeOf(send.id))?.[0]).toBe('ACCEPTED');
    expect(await sendEvents()).toEqual([`SEND ${send.id} ACCEPTED`]);
    expect(stage.contradictions).toMatchObject([{ request: { requestId: expect.any(String) } }]);
  });

  it.each(['QUEUED', 'FAILED', 'UNSENT', 'EXPIRED'])('that is %s leaves it', async (name) => {
    const send = await cancelled();
    await stage.post(stage.pathOf({ send }), ofCampaign('c', 'm', name));
    expect((await outcomeOf(send.id))?.[0]).toBe('CANCELLED');
    expect(await sendEvents()).toEqual([]);
  });
});

describe('a callback for a campaign that was cancelled by its id before its send was known', () => {
  const ENDS = ['PENDING', 'UNKNOWN', 'refused'] as const;
  async function cancelledBefore(end: (typeof ENDS)[number]) {
    const send = await stage.bind('VIBER_CAMPAIGN', 'k');
    if (end === 'UNKNOWN') await stage.ledger.lose(send.id);
    if (end === 'refused') await stage.ledger.release(send.id);
    const begun = await stage.ledger.beginCancel('VIBER_CAMPAIGN', 'c', Infinity);
    if (begun.state !== 'BEGUN') throw new Error(begun.state);
    await stage.ledger.endCancel('VIBER_CAMPAIGN', 'c', begun.attempt, 'CANCELLED');
    return send;
  }

  it.each(ENDS)('reports that the send, which was %s, is CANCELLED, once', async (end) => {
    const send = await cancelledBefore(end);
    for (const path of [stage.pathOf({ send }), stage.pathOf({ send })]) await stage.post(path, ofCampaign('c'));
    expect(await outcomeOf(send.id)).toEqual(['CANCELLED', 'c']);
    expect(await sendEvents()).toEqual([`SEND ${send.id} CANCELLED`]);
  });

  it('reports that a send, whose id a person had entered wrongly, is CANCELLED, once', async () => {
    const send = await cancelledBefore('UNKNOWN');
    await stage.ledger.reconcile(send.id, { wasSent: true, vendorId: 'entered', isBelieved: true });
    for (const path of [stage.pathOf({ send }), stage.pathOf({ send })]) await stage.post(path, ofCampaign('c'));
    expect(await outcomeOf(send.id)).toEqual(['CANCELLED', 'c']);
    expect(await sendEvents()).toEqual([`SEND ${send.id} CANCELLED`]);
  });

  it.each(ENDS)('reports that the send, which was %s, is ACCEPTED where a message of it went out', async (end) => {
    const send = await cancelledBefore(end);
    for (const path of [stage.pathOf({ send }), stage.pathOf({ send })])
      await stage.post(path, ofCampaign('c', 'm', 'SENT'));
    expect(await outcomeOf(send.id)).toEqual(['ACCEPTED', 'c']);
    expect(await sendEvents()).toEqual([`SEND ${send.id} ACCEPTED`]);
  });
});
