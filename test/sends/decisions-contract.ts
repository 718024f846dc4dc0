import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Contradiction, LedgerStore } from '../../src/sends/ledger-store.js';
import type { SendLedger, Decision } from '../../src/sends/send-ledger.js';
import type { RequestIds } from '../../src/trace.js';
import { inputOf } from './keyed-ledger.js';

interface Receipt {
  readonly trackingId: string;
  readonly name?: string;
}

export interface SettlingPlace {
  store(): LedgerStore;
  passTime(milliseconds: number): Promise<void>;
  contradictions(): Contradiction[];
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const draft = { trackingId: '', name: 'Spring' };
const ANY = { kinds: null, outcomes: null, createdFrom: null, createdUntil: null };
const REQUEST: RequestIds = { requestId: 'r1', trace: null };
const soon = () => performance.now() + 200_000;

/** What callbacks, persons and cancels make of sends, and how these are listed: the same in every store. */
export function decisionsContract({ store, passTime, contradictions }: SettlingPlace): void {
  let ledger: SendLedger<Receipt>;
  beforeEach(() => {
    ledger = store().forTenant<Receipt>('shop');
  });

  async function bind(key: string, reported: { kind?: 'VIBER_CAMPAIGN' | 'VIBER_MESSAGE'; scheduledAt?: number } = {}) {
    const { kind = 'VIBER_CAMPAIGN', scheduledAt = null } = reported;
    const facts = { name: `Name of ${key}`, label: 'label', recipientCount: 2 };
    const bound = await ledger.bind({ key, kind, input: inputOf('input'), scheduledAt, facts, draft });
    if (!bound.isNew) throw new Error(`${key} is bound`);
    return bound.send.id;
  }
  async function accept(key: string, trackingId: string): Promise<string> {
    const id = await bind(key);
    await ledger.accept(id, { vendorId: trackingId, receipt: { trackingId } });
    return id;
  }
  const unknown = async (key: string): Promise<string> => {
    const id = await bind(key);
    await ledger.lose(id);
    return id;
  };
  const refused = async (key: string): Promise<string> => {
    const id = await bind(key);
    await ledger.release(id);
    return id;
  };
  const notSent = async (key: string): Promise<string> => {
    const id = await unknown(key);
    await passTime(3 * MINUTE);
    expect(await ledger.reconcile(id, { wasSent: false })).toMatchObject({ state: 'DECIDED' });
    return id;
  };
  const outcomeOf = async (id: string) => (await ledger.record({ id }))?.send.outcome ?? null;
  const short = (decision: Decision<Receipt>) =>
    'record' in decision ? `${decision.state} ${decision.record.send.outcome}` : decision.state;

  describe('a callback', () => {
    it.each([
      ['PENDING', bind],
      ['UNKNOWN', unknown],
      ['NOT_SENT', notSent],
      ['refused', refused],
    ] as const)('makes a send ACCEPTED that was %s, and binds its key again', async (_, begin) => {
      const id = await begin('key');
      expect(await ledger.acceptByCallback(id, 'c1')).toMatchObject({
        state: 'DECIDED',
        record: { send: { id, outcome: 'ACCEPTED' }, receipt: { trackingId: 'c1', name: 'Spring' } },
      });
      expect(await ledger.look('key', inputOf('input'))).toMatchObject({
        sameInput: true,
        send: { id, keyExpiresAt: expect.any(Number) },
      });
      expect(await ledger.find('VIBER_CAMPAIGN', 'c1')).toMatchObject({ send: { id } });
      expect(short(await ledger.acceptByCallback(id, 'c1'))).toBe('DECIDED ACCEPTED');
      expect(contradictions()).toEqual([]);
    });

    it('leaves the key to a newer send, and reports once that the two contradict each other', async () => {
      const older = await refused('key');
      const newer = await accept('key', 'c2');
      expect(await ledger.acceptByCallback(older, 'c1', REQUEST)).toMatchObject({
        state: 'DECIDED',
      });
      expect(await ledger.acceptByCallback(older, 'c1')).toMatchObject({ state: 'DECIDED' });
      expect([await outcomeOf(older), await outcomeOf(newer)]).toEqual(['ACCEPTED', 'ACCEPTED']);
      expect((await ledger.look('key', inputOf('input')))?.send.id).toBe(newer);
      expect((await ledger.record({ id: older }))?.send.keyExpiresAt).toBeNull();
      expect(contradictions()).toMatchObject([
        { tenantId: 'shop', sendId: older, kind: 'VIBER_CAMPAIGN', request: REQUEST },
      ]);
    });

    it('does not bind the key of a newer send again once that is refused', async () => {
      const older = await refused('key');
      const newer = await bind('key');
      await ledger.acceptByCallback(older, 'c1');
      await ledger.release(newer);
      expect(await ledger.look('key', inputOf('input'))).toBeNull();
      expect(await ledger.record({ key: 'key' })).toMatchObject({ send: { id: older, keyExpiresAt: null } });
    });

    it('changes nothing with an id of another send, or other than the one that is known', async () => {
      const other = await accept('other', 'c1');
      const id = await unknown('key');
      expect(await ledger.acceptByCallback(id, 'c1')).toEqual({ state: 'OTHER_SEND' });
      expect(await outcomeOf(id)).toBe('UNKNOWN');
      expect(short(await ledger.acceptByCallback(other, 'c9'))).toBe('UNCHANGED ACCEPTED');
      expect(await ledger.find('VIBER_CAMPAIGN', 'c9')).toBeNull();
      expect(await ledger.acceptByCallback('no send', 'c5')).toEqual({ state: 'NO_SEND' });
    });

    it('settles a refused send for 10 minutes, and nothing of another tenant', async () => {
      const id = await refused('key');
      const stranger = store().forTenant<Receipt>('stranger');
      expect(await stranger.acceptByCallback(id, 'c1')).toEqual({ state: 'NO_SEND' });
      await passTime(9 * MINUTE);
      expect(short(await ledger.acceptByCallback(id, 'c1'))).toBe('DECIDED ACCEPTED');
      const late = await refused('late');
      await passTime(12 * MINUTE);
      await bind('next');
      expect(await ledger.acceptByCallback(late, 'c2')).toEqual({ state: 'NO_SEND' });
    });

    it('that comes before the answer keeps what the answer says', async () => {
      const id = await bind('key');
      await ledger.acceptByCallback(id, 'c1');
      await ledger.accept(id, { vendorId: 'c1', receipt: { trackingId: 'c1', name: 'Answered' } });
      expect((await ledger.record({ id }))?.receipt).toEqual({ trackingId: 'c1', name: 'Answered' });
      expect(await ledger.count('VIBER_CAMPAIGN')).toBe(1);
    });

    it('wakes who waits for the key, and the send itself', async () => {
      const id = await bind('key');
      const reported = new Promise((resolve) => ledger.onAccepted(id, resolve));
      const waiting = ledger.waitForOutcome('key', inputOf('input'), soon());
      await ledger.acceptByCallback(id, 'c1');
      expect(await waiting).toMatchObject({ send: { outcome: 'ACCEPTED' } });
      expect(await reported).toMatchObject({ receipt: { trackingId: 'c1' } });
    });
  });

  describe('a person', () => {
    it('finds that an UNKNOWN send was sent: once, and the same again', async () => {
      const id = await unknown('key');
      const finding = { wasSent: true, vendorId: 'c1', isBelieved: false } as const;
      expect(short(await ledger.reconcile(id, finding))).toBe('DECIDED ACCEPTED');
      expect(short(await ledger.reconcile(id, finding))).toBe('DECIDED ACCEPTED');
      expect(short(await ledger.reconcile(id, { ...finding, vendorId: 'c2' }))).toBe('UNCHANGED ACCEPTED');
      expect(short(await ledger.reconcile(id, { wasSent: false }))).toBe('UNCHANGED ACCEPTED');
      expect(await ledger.look('key', inputOf('input'))).toMatchObject({ receipt: { trackingId: 'c1' } });
    });

    it('finds that it was not sent: the record stays and the key is free', async () => {
      const id = await notSent('key');
      expect(short(await ledger.reconcile(id, { wasSent: false }))).toBe('DECIDED NOT_SENT');
      expect(await ledger.look('key', inputOf('input'))).toBeNull();
      expect(await ledger.record({ id })).toMatchObject({ send: { keyExpiresAt: null }, receipt: null });
      await bind('key');
      const sent = { wasSent: true, vendorId: 'c1', isBelieved: false } as const;
      expect(short(await ledger.reconcile(id, sent))).toBe('UNCHANGED NOT_SENT');
    });

    it('finds nothing before 2 minutes after the deadline of the request', async () => {
      const id = await unknown('key');
      await passTime(2 * MINUTE);
      const { send } = (await ledger.record({ id }))!;
      expect(await ledger.reconcile(id, { wasSent: false })).toMatchObject({
        state: 'UNCHANGED',
        notBefore: send.createdAt + 150_000,
      });
      await passTime(31_000);
      expect(short(await ledger.reconcile(id, { wasSent: false }))).toBe('DECIDED NOT_SENT');
    });

    it.each([
      ['PENDING', bind],
      ['ACCEPTED', (key: string) => accept(key, 'c1')],
    ] as const)('changes nothing about a send that is %s', async (outcome, begin) => {
      const id = await begin('key');
      const sent = { wasSent: true, vendorId: 'c1', isBelieved: false } as const;
      for (const finding of [sent, { wasSent: false } as const])
        expect(short(await ledger.reconcile(id, finding))).toBe(`UNCHANGED ${outcome}`);
    });

    it('cannot give a send the id of another, nor settle one that was refused or never was', async () => {
      await accept('other', 'c1');
      const sent = { wasSent: true, vendorId: 'c1', isBelieved: false } as const;
      expect(await ledger.reconcile(await unknown('key'), sent)).toEqual({ state: 'OTHER_SEND' });
      expect(await ledger.reconcile(await refused('refused'), sent)).toEqual({ state: 'NO_SEND' });
      expect(await ledger.reconcile('no send', { wasSent: false })).toEqual({ state: 'NO_SEND' });
    });

    it('is believed until the first callback names another id, which is reported once', async () => {
      const id = await unknown('key');
      await ledger.reconcile(id, { wasSent: true, vendorId: 'c1', isBelieved: true });
      expect(await ledger.acceptByCallback(id, 'c2')).toMatchObject({ state: 'DECIDED' });
      expect(short(await ledger.acceptByCallback(id, 'c3'))).toBe('UNCHANGED ACCEPTED');
      expect(await ledger.find('VIBER_CAMPAIGN', 'c1')).toBeNull();
      expect(await ledger.find('VIBER_CAMPAIGN', 'c2')).toMatchObject({ send: { id } });
      expect(contradictions()).toHaveLength(1);
    });
  });

  describe('an attempt to cancel', () => {
    const begin = (vendorId = 'c1', deadline = soon()) => ledger.beginCancel('VIBER_CAMPAIGN', vendorId, deadline);
    const end = (attempt: string, how: 'CANCELLED' | 'REFUSED' | 'UNKNOWN') =>
      ledger.endCancel('VIBER_CAMPAIGN', 'c1', attempt, how);
    async function attempt(): Promise<string> {
      const begun = await begin();
      if (begun.state !== 'BEGUN') throw new Error(`the attempt is ${begun.state}`);
      return begun.attempt;
    }

    it('that succeeds makes the send CANCELLED; its key answers on, and no other attempt is made', async () => {
      const id = await accept('key', 'c1');
      const cancelledAt = await end(await attempt(), 'CANCELLED');
      expect(await begin()).toEqual({ state: 'CANCELLED', cancelledAt });
      expect(await ledger.cancelledAt('VIBER_CAMPAIGN', 'c1')).toBe(cancelledAt);
      const { send } = (await ledger.record({ id }))!;
      expect(send).toMatchObject({ outcome: 'CANCELLED', decidedAt: cancelledAt });
      expect(send.keyExpiresAt).toBeGreaterThan(send.createdAt);
      expect(await ledger.look('key', inputOf('input'))).toMatchObject({ receipt: { trackingId: 'c1' } });
      expect(await ledger.count('VIBER_CAMPAIGN')).toBe(1);
    });

    it('is one at a time', async () => {
      const first = await attempt();
      expect(await begin('c1', 0)).toEqual({ state: 'RUNNING' });
      const second = begin();
      await end(first, 'REFUSED');
      expect(await second).toMatchObject({ state: 'BEGUN', afterUnknown: false });
    });

    it('of unknown end is known to the next one', async () => {
      await end(await attempt(), 'UNKNOWN');
      const next = await begin();
      expect(next).toMatchObject({ state: 'BEGUN', afterUnknown: true });
      await end(next.state === 'BEGUN' ? next.attempt : '', 'REFUSED');
      expect(await begin()).toMatchObject({ state: 'BEGUN', afterUnknown: true });
    });

    it('of a campaign that was not sent here keeps when it was cancelled alone', async () => {
      await end(await attempt(), 'CANCELLED');
      expect(await ledger.cancelledAt('VIBER_CAMPAIGN', 'c1')).toEqual(expect.any(Number));
      expect(await ledger.count('VIBER_CAMPAIGN')).toBe(0);
      expect(await ledger.countRecords(ANY)).toBe(0);
    });

    it.each([
      ['a person', (id: string) => ledger.reconcile(id, { wasSent: true, vendorId: 'c1', isBelieved: true })],
      ['a callback', (id: string) => ledger.acceptByCallback(id, 'c1')],
    ] as const)(
      'of a campaign that %s finds later to be a send of this graph makes that CANCELLED',
      async (_, find) => {
        const id = await unknown('key');
        const cancelledAt = await end(await attempt(), 'CANCELLED');
        expect(await find(id)).toMatchObject({
          state: 'DECIDED',
          record: { send: { outcome: 'CANCELLED', decidedAt: cancelledAt }, receipt: { trackingId: 'c1' } },
        });
        expect(short(await find(id))).toBe('DECIDED CANCELLED');
        expect(await ledger.countRecords({ ...ANY, outcomes: ['CANCELLED'] })).toBe(1);
        expect(await ledger.look('key', inputOf('input'))).toMatchObject({ receipt: { trackingId: 'c1' } });
        await ledger.denyCancel('VIBER_CAMPAIGN', 'c1');
        expect(await outcomeOf(id)).toBe('ACCEPTED');
      },
    );

    it('that is denied by a message makes the send ACCEPTED again, which is reported once', async () => {
      const id = await accept('key', 'c1');
      await ledger.denyCancel('VIBER_CAMPAIGN', 'c1');
      expect(contradictions()).toEqual([]);
      await end(await attempt(), 'CANCELLED');
      await Promise.all([1, 2, 3].map(() => ledger.denyCancel('VIBER_CAMPAIGN', 'c1', REQUEST)));
      expect(await outcomeOf(id)).toBe('ACCEPTED');
      expect(await ledger.cancelledAt('VIBER_CAMPAIGN', 'c1')).toBeNull();
      expect(contradictions()).toMatchObject([{ sendId: id, request: REQUEST }]);
    });
  });

  describe('sends', () => {
    const list = async (filter = {}, place = {}) => {
      const all = { order: 'NEWEST_FIRST', beyond: null, limit: 100, ...place } as const;
      return (await ledger.records({ ...ANY, ...filter }, all)).map(({ send }) => send.facts.name?.slice(8));
    };
    const count = (filter = {}) => ledger.countRecords({ ...ANY, ...filter });

    it('are listed by their sequence whatever became of them, but those that were refused', async () => {
      await accept('accepted', 'c1');
      await unknown('unknown');
      await refused('refused');
      await bind('pending', { kind: 'VIBER_MESSAGE' });
      expect(await list()).toEqual(['pending', 'unknown', 'accepted']);
      expect(await list({}, { order: 'OLDEST_FIRST', limit: 2 })).toEqual(['accepted', 'unknown']);
      expect(await list({ outcomes: ['UNKNOWN', 'ACCEPTED'] })).toEqual(['unknown', 'accepted']);
      expect(await list({ kinds: ['VIBER_MESSAGE'] })).toEqual(['pending']);
      expect(await list({ kinds: ['FAILOVER_FLOW'] })).toEqual([]);
      expect([await count(), await count({ outcomes: ['UNKNOWN'] }), await count({ kinds: [] })]).toEqual([3, 1, 0]);
    });

    it('are listed strictly beyond a place, in both orders and across outcomes', async () => {
      for (const n of [1, 2, 3, 4]) await (n % 2 ? unknown(`key ${n}`) : accept(`key ${n}`, `c${n}`));
      const [record] = await ledger.records({ ...ANY, outcomes: ['UNKNOWN'] }, {
        order: 'NEWEST_FIRST',
        beyond: null,
        limit: 1,
      } as const);
      const beyond = record!.send.sequence;
      expect(await list({}, { beyond })).toEqual(['key 2', 'key 1']);
      expect(await list({}, { beyond, limit: 1 })).toEqual(['key 2']);
      expect(await list({}, { beyond, order: 'OLDEST_FIRST' })).toEqual(['key 4']);
    });

    it('are filtered by when they were created, both ends included', async () => {
      await bind('key');
      const { createdAt } = (await ledger.record({ key: 'key' }))!.send;
      expect(await list({ createdFrom: createdAt, createdUntil: createdAt })).toEqual(['key']);
      expect(await count({ createdFrom: createdAt, createdUntil: createdAt })).toBe(1);
      expect(await list({ createdFrom: createdAt + 1 })).toEqual([]);
      expect(await count({ createdUntil: createdAt - 1 })).toBe(0);
    });

    it('that were left by a process that ended are UNKNOWN wherever they are shown', async () => {
      await bind('key');
      await passTime(36_000);
      const outcome = (await ledger.record({ key: 'key' }))?.send.outcome;
      expect(await count({ outcomes: [outcome!] })).toBe(1);
    });

    it('are found by id, by the key that is bound to them, and by the id of the vendor', async () => {
      const id = await accept('key', 'c1');
      for (const name of [{ id }, { key: 'key' }, { kind: 'VIBER_CAMPAIGN', vendorId: 'c1' } as const])
        expect((await ledger.record(name))?.send.id).toBe(id);
      const nothing = [{ id: 'x' }, { key: 'x' }, { kind: 'VIBER_MESSAGE', vendorId: 'c1' } as const];
      for (const name of nothing) expect(await ledger.record(name)).toBeNull();
      expect(await ledger.record({ id: await refused('refused') })).toBeNull();
    });

    it('have the draft that they were bound with, also when they were refused', async () => {
      for (const id of [await bind('pending'), await unknown('unknown'), await refused('refused')])
        expect(await ledger.draft(id)).toEqual(draft);
      expect(await ledger.draft('x')).toBeNull();
      const bound = await ledger.bind({ key: 'k', kind: 'VIBER_MESSAGE', input: inputOf('input'), scheduledAt: null });
      expect(bound.isNew && (await ledger.draft(bound.send.id))).toBeNull();
    });

    it('are found by their key as long as they are kept, the newest where it answers for none', async () => {
      const kept = async () => (await ledger.record({ key: 'key' }))?.send.id ?? null;
      const first = await accept('key', 'c1');
      await passTime(DAY + 1);
      expect(await ledger.look('key', inputOf('input'))).toBeNull();
      expect(await kept()).toBe(first);
      await refused('key');
      expect(await kept()).toBe(first);
      const second = await notSent('key');
      expect(await kept()).toBe(second);
      expect((await ledger.record({ key: 'key' }))!.send).toMatchObject({ outcome: 'NOT_SENT', keyExpiresAt: null });
      await ledger.acceptByCallback(first, 'c1');
      const pending = await bind('key');
      expect(await kept()).toBe(pending);
      await ledger.release(pending);
      await passTime(DAY);
      expect(await ledger.record({ id: first })).toBeNull();
      expect(await kept()).toBe(second);
      await passTime(2 * DAY);
      expect(await kept()).toBeNull();
    });

    it('are found by a key that a callback has bound again, though a newer one was not sent', async () => {
      const older = await refused('key');
      const newer = await notSent('key');
      await ledger.acceptByCallback(older, 'c1');
      expect((await ledger.look('key', inputOf('input')))?.send.id).toBe(older);
      expect((await ledger.record({ key: 'key' }))?.send.id).toBe(older);
      await passTime(DAY + 1);
      expect((await ledger.record({ key: 'key' }))?.send.id).toBe(newer);
    });

    it('keep what was reported of them, and how long their key answers', async () => {
      const bound = await bind('key');
      const { send } = (await ledger.record({ id: bound }))!;
      expect(send).toMatchObject({
        facts: { name: 'Name of key', label: 'label', recipientCount: 2 },
        scheduledAt: null,
        keyExpiresAt: null,
        keyDigest: expect.stringMatching(/^[\da-f]{12}$/),
      });
      const times = await ledger.accept(bound, { vendorId: 'c1', receipt: { trackingId: 'c1' } });
      const accepted = (await ledger.record({ id: bound }))!.send;
      expect(accepted).toMatchObject({ decidedAt: times!.decidedAt, keyExpiresAt: times!.keyExpiresAt });
      expect(accepted.keyExpiresAt).toBe(accepted.decidedAt! + DAY);
    });

    it('for later have a key until 24 hours after their time', async () => {
      const { createdAt } = (await ledger.record({ id: await bind('first') }))!.send;
      const scheduledAt = createdAt + 5 * DAY;
      const id = await bind('later', { scheduledAt });
      await ledger.accept(id, { vendorId: 'c1', receipt: { trackingId: 'c1' } });
      expect((await ledger.record({ id }))!.send).toMatchObject({ scheduledAt, keyExpiresAt: scheduledAt + DAY });
    });
  });
}
