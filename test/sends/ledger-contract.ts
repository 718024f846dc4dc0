import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Contradiction, LedgerNotices, LedgerStore } from '../../src/sends/ledger-store.js';
import type { ListRequest } from '../../src/sends/send-ledger.js';
import { PHONE, campaignOf, unwritableCampaign } from './campaign-of.js';
import { inputOf, type KeyedLedger, keyedLedger } from './keyed-ledger.js';
import { decisionsContract } from './decisions-contract.js';

type CampaignListRequest = Omit<ListRequest, 'kind'>;

/** One place for ledgers, empty at first. */
export interface LedgerPlace {
  /** Opens it with campaigns kept for two days. */
  open(notices?: LedgerNotices): Promise<LedgerStore>;
  passTime(milliseconds: number): Promise<void>;
  /** Epoch milliseconds, on the clock that counts there. */
  now(): Promise<number>;
  /** Everything that is kept there, by name, each part once; null where nobody else can look. The ledger is closed. */
  contents: (() => Promise<[name: string, text: string][]>) | null;
  discard(): Promise<void>;
}

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const soon = () => performance.now() + 200_000;
const all: CampaignListRequest = { order: 'NEWEST_FIRST', beyond: null, limit: 100 };

export function ledgerContract(createPlace: () => Promise<LedgerPlace>): void {
  let place: LedgerPlace;
  let store: LedgerStore;
  let ledger: KeyedLedger;
  let contradictions: Contradiction[];

  beforeEach(async () => {
    place = await createPlace();
    contradictions = [];
    store = await place.open({ onContradiction: (one) => void contradictions.push(one) });
    ledger = keyedLedger(store, 'shop');
  });

  afterEach(async () => {
    await store.close();
    await place.discard();
  });

  async function send(key: string, trackingId: string): Promise<void> {
    expect(await ledger.begin(key, 'input')).toBeNull();
    await ledger.accept(key, campaignOf(trackingId));
  }

  async function list(request: Partial<CampaignListRequest> = {}): Promise<string[]> {
    return (await ledger.campaigns({ ...all, ...request })).map(({ campaign }) => campaign.trackingId);
  }

  async function sequenceOf(trackingId: string): Promise<number> {
    const found = (await ledger.campaigns(all)).find(({ campaign }) => campaign.trackingId === trackingId);
    if (!found) throw new Error(`${trackingId} is not listed`);
    return found.sequence;
  }

  describe('a key', () => {
    it('is bound by the first who comes, and reports to others whether their input is the same', async () => {
      expect(await ledger.begin('key', 'input')).toBeNull();
      expect(await ledger.begin('key', 'input')).toEqual({ state: 'PENDING', sameInput: true });
      expect(await ledger.begin('key', 'other')).toEqual({ state: 'PENDING', sameInput: false });
    });

    it('lets one of many who come at once send', async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => ledger.begin('key', 'input')));
      expect(answers.filter((answer) => answer === null)).toHaveLength(1);
      expect(new Set(answers.map((answer) => answer?.state))).toEqual(new Set([undefined, 'PENDING']));
    });

    it('replays the whole answer of an accepted send', async () => {
      await send('key', 'c1');
      expect(await ledger.begin('key', 'input')).toEqual({
        state: 'ACCEPTED',
        sameInput: true,
        campaign: campaignOf('c1'),
      });
      expect(await ledger.begin('key', 'other')).toMatchObject({ state: 'ACCEPTED', sameInput: false });
    });

    it('is free after a refusal, also for other input', async () => {
      await ledger.begin('key', 'input');
      await ledger.release('key');
      expect(await ledger.begin('key', 'other')).toBeNull();
      expect(await ledger.begin('key', 'other')).toEqual({ state: 'PENDING', sameInput: true });
    });

    it('never sends again when nobody knows what became of the send', async () => {
      await ledger.begin('key', 'input');
      await ledger.lose('key');
      expect(await ledger.begin('key', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
      expect(await ledger.begin('key', 'other')).toEqual({ state: 'UNKNOWN', sameInput: false });
    });

    it('is settled by the answer of the vendor also when its outcome was unknown', async () => {
      await ledger.begin('key', 'input');
      await ledger.lose('key');
      await ledger.accept('key', campaignOf('c1'));
      expect(await ledger.begin('key', 'input')).toMatchObject({ state: 'ACCEPTED', campaign: campaignOf('c1') });
    });

    it('stays bound whatever is said after the end of its send', async () => {
      await send('accepted', 'c1');
      await ledger.release('accepted');
      await ledger.lose('accepted');
      expect(await ledger.begin('accepted', 'input')).toMatchObject({ state: 'ACCEPTED' });

      await ledger.begin('lost', 'input');
      await ledger.lose('lost');
      expect(await ledger.release('lost')).toBe(false);
      expect(await ledger.begin('lost', 'input')).toMatchObject({ state: 'UNKNOWN' });
    });

    it('never sends again when the answer of an accepted send could not be written', async () => {
      await ledger.begin('key', 'input');
      const waiting = ledger.settled('key', 'input', soon());
      await expect(ledger.accept('key', unwritableCampaign('c1'))).rejects.toThrow();
      expect(await waiting).toEqual({ state: 'UNKNOWN', sameInput: true });
      expect(await ledger.begin('key', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
      expect(await ledger.begin('key', 'other')).toEqual({ state: 'UNKNOWN', sameInput: false });
      expect(await ledger.campaignCount()).toBe(0);

      await ledger.lose('key');
      expect(await ledger.begin('key', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
    });

    it('answers 24 hours for an accepted send, and as long as its record for an unknown one', async () => {
      await send('accepted', 'c1');
      await ledger.begin('lost', 'input');
      await ledger.lose('lost');

      await place.passTime(DAY - HOUR);
      expect(await ledger.begin('accepted', 'input')).toMatchObject({ state: 'ACCEPTED' });
      expect(await ledger.begin('lost', 'input')).toMatchObject({ state: 'UNKNOWN' });

      await place.passTime(HOUR + 1);
      expect(await ledger.begin('accepted', 'other')).toBeNull();
      expect(await ledger.begin('accepted', 'other')).toEqual({ state: 'PENDING', sameInput: true });
      expect(await ledger.begin('lost', 'input')).toMatchObject({ state: 'UNKNOWN' });

      await place.passTime(DAY + 1);
      expect(await ledger.begin('lost', 'other')).toBeNull();
    });

    it('of a send that is under way is not freed by time', async () => {
      await ledger.begin('key', 'input');
      await place.passTime(3 * DAY);
      expect((await ledger.begin('key', 'input'))?.state).toMatch(/^(PENDING|UNKNOWN)$/);
    });

    it('of a scheduled send of unknown outcome answers until 24 hours after its time, though its record would be over', async () => {
      const scheduledAt = (await place.now()) + 5 * DAY;
      const request = { key: 'later', kind: 'VIBER_CAMPAIGN', input: inputOf('input'), scheduledAt } as const;
      const bound = await ledger.ledger.bind(request);
      await ledger.ledger.lose(bound.isNew ? bound.send.id : '');
      await place.passTime(6 * DAY - HOUR);
      expect(await ledger.begin('later', 'input')).toEqual({ state: 'UNKNOWN', sameInput: true });
    });

    it('of a scheduled send answers until 24 hours after its time', async () => {
      const scheduledAt = (await place.now()) + 5 * DAY;
      const request = { key: 'later', kind: 'VIBER_CAMPAIGN', input: inputOf('input'), scheduledAt } as const;
      const bound = await ledger.ledger.bind(request);
      if (!bound.isNew) throw new Error('the key is not free');
      await ledger.ledger.accept(bound.send.id, { vendorId: 'c1', receipt: campaignOf('c1') });
      await place.passTime(6 * DAY - HOUR);
      expect(await ledger.begin('later', 'input')).toMatchObject({ state: 'ACCEPTED', campaign: campaignOf('c1') });
      await place.passTime(HOUR + 1000);
      expect(await ledger.begin('later', 'other')).toBeNull();
    });

    it('returns which send it is bound to, by an id that is new at every bind', async () => {
      const look = async () => (await ledger.ledger.look('key', inputOf('input')))?.send;
      expect(await look()).toBeUndefined();
      await ledger.begin('key', 'input');
      const first = await look();
      expect(first).toMatchObject({ kind: 'VIBER_CAMPAIGN', outcome: 'PENDING', decidedAt: null });
      expect(await ledger.release('key')).toBe(true);
      await ledger.begin('key', 'input');
      const second = await look();
      expect(second?.id).not.toBe(first?.id);
      expect(second?.sequence).toBeGreaterThan(first!.sequence);
      await ledger.lose('key');
      expect(await look()).toMatchObject({ id: second?.id, outcome: 'UNKNOWN', decidedAt: expect.any(Number) });
    });

    it('is compared in the form that it was bound with', async () => {
      const form1 = (text: string) => ({ form: 1, text, inForm: (form: number) => (form === 1 ? text : null) });
      const form2 = (text: string) => ({
        form: 2,
        text: `new ${text}`,
        inForm: (form: number) => (form === 2 ? `new ${text}` : form === 1 ? text : null),
      });
      const request = { key: 'key', kind: 'VIBER_CAMPAIGN', scheduledAt: null } as const;
      await ledger.ledger.bind({ ...request, input: form1('input') });
      expect(await ledger.ledger.look('key', form2('input'))).toMatchObject({ sameInput: true });
      expect(await ledger.ledger.look('key', form2('other'))).toMatchObject({ sameInput: false });
    });

    it.each(['a/b', 'a:b', '', '*', '\u0000', '\ud800', '\ud801', 'é', 'e\u0301', 'x'.repeat(255), '../key', '{key}'])(
      'may be any text (%j)',
      async (key) => {
        const others = ['a', 'b', '\ufffd', 'key', 'x'.repeat(254)];
        for (const other of others) expect(await ledger.begin(other, 'input')).toBeNull();
        expect(await ledger.begin(key, 'input')).toBeNull();
        expect(await ledger.begin(key, 'input')).toEqual({ state: 'PENDING', sameInput: true });
      },
    );
  });

  describe('who waits for a send', () => {
    it('gets its answer', async () => {
      await ledger.begin('key', 'input');
      const waiting = [ledger.settled('key', 'input', soon()), ledger.settled('key', 'other', soon())];
      await ledger.accept('key', campaignOf('c1'));
      expect(await Promise.all(waiting)).toEqual([
        { state: 'ACCEPTED', sameInput: true, campaign: campaignOf('c1') },
        { state: 'ACCEPTED', sameInput: false, campaign: campaignOf('c1') },
      ]);
    });

    it('learns that the key is free again', async () => {
      await ledger.begin('key', 'input');
      const waiting = ledger.settled('key', 'input', soon());
      await ledger.release('key');
      expect(await waiting).toBeNull();
    });

    it('learns that its outcome is unknown', async () => {
      await ledger.begin('key', 'input');
      const waiting = ledger.settled('key', 'input', soon());
      await ledger.lose('key');
      expect(await waiting).toEqual({ state: 'UNKNOWN', sameInput: true });
    });

    it('waits no longer than the deadline', async () => {
      await ledger.begin('key', 'input');
      expect(await ledger.settled('key', 'input', performance.now() + 30)).toEqual({
        state: 'PENDING',
        sameInput: true,
      });
      expect(await ledger.settled('key', 'input', 0)).toEqual({ state: 'PENDING', sameInput: true });
    });

    it('does not wait for what is over', async () => {
      await send('key', 'c1');
      expect(await ledger.settled('key', 'input', 0)).toMatchObject({ state: 'ACCEPTED' });
      expect(await ledger.settled('free', 'input', 0)).toBeNull();
    });

    it('is refused when the ledger closes', async () => {
      await ledger.begin('key', 'input');
      const waiting = expect(ledger.settled('key', 'input', performance.now() + 60_000)).rejects.toThrow();
      await store.close();
      await waiting;
      store = await place.open();
    });
  });

  describe('campaigns', () => {
    it('are found by their tracking id', async () => {
      await send('key', 'c1');
      expect(await ledger.campaign('c1')).toEqual(campaignOf('c1'));
      expect(await ledger.campaign('c2')).toBeNull();
    });

    it('are kept for those alone who were accepted', async () => {
      await ledger.begin('lost', 'input');
      await ledger.lose('lost');
      await ledger.begin('refused', 'input');
      await ledger.release('refused');
      expect(await list()).toEqual([]);
      expect(await ledger.campaignCount()).toBe(0);
    });

    it('cannot be changed by who reads them', async () => {
      await send('key', 'c1');
      (await ledger.campaign('c1'))!.recipients!.push('changed');
      expect(await ledger.campaign('c1')).toEqual(campaignOf('c1'));
    });

    it('are listed in the order of the sends, either way', async () => {
      for (const n of [1, 2, 3]) await send(`key ${n}`, `c${n}`);
      expect(await list()).toEqual(['c3', 'c2', 'c1']);
      expect(await list({ order: 'OLDEST_FIRST' })).toEqual(['c1', 'c2', 'c3']);
      expect(await list({ limit: 2 })).toEqual(['c3', 'c2']);
      expect(await list({ limit: 0 })).toEqual([]);
    });

    it('are listed strictly beyond a place, which a new send does not shift', async () => {
      for (const n of [1, 2, 3]) await send(`key ${n}`, `c${n}`);
      const beyond = await sequenceOf('c2');
      await send('key 4', 'c4');
      expect(await list({ beyond })).toEqual(['c1']);
      expect(await list({ order: 'OLDEST_FIRST', beyond })).toEqual(['c3', 'c4']);
      expect(await list({ order: 'OLDEST_FIRST', beyond, limit: 1 })).toEqual(['c3']);
      expect(await list({ beyond: 0 })).toEqual([]);
      expect(await list({ order: 'OLDEST_FIRST', beyond: Number.MAX_SAFE_INTEGER })).toEqual([]);
    });

    it('get places of their own when many are accepted at once', async () => {
      const ids = Array.from({ length: 30 }, (_, n) => `c${n}`);
      await Promise.all(ids.map((id) => send(`key ${id}`, id)));
      const sequences = (await ledger.campaigns(all)).map(({ sequence }) => sequence);
      expect(new Set(sequences).size).toBe(30);
      expect(sequences).toEqual([...sequences].sort((a, b) => b - a));
      expect(await ledger.campaignCount()).toBe(30);
    });

    it('are one record when the vendor gives the same tracking id again, at the newest place', async () => {
      await send('key 1', 'c1');
      await send('key 2', 'c2');
      await ledger.begin('key 3', 'input');
      await ledger.accept('key 3', campaignOf('c1', { state: 'Running' }));
      expect(await list()).toEqual(['c1', 'c2']);
      expect(await ledger.campaignCount()).toBe(2);
      expect(await ledger.begin('key 3', 'input')).toMatchObject({ campaign: { state: 'Running' } });
    });

    it('go when their days are over, and their places are not used again', async () => {
      await send('key 1', 'c1');
      await place.passTime(DAY);
      await send('key 2', 'c2');
      const last = await sequenceOf('c2');
      expect(await ledger.campaignCount()).toBe(2);

      await place.passTime(DAY + 1);
      expect(await list()).toEqual(['c2']);
      expect(await list({ order: 'OLDEST_FIRST', limit: 1 })).toEqual(['c2']);
      expect(await ledger.campaign('c1')).toBeNull();
      expect(await ledger.campaignCount()).toBe(1);

      await place.passTime(DAY);
      expect(await ledger.campaignCount()).toBe(0);
      await send('key 3', 'c3');
      expect(await sequenceOf('c3')).toBeGreaterThan(last);
      expect(await ledger.campaignCount()).toBe(1);
    });
  });

  decisionsContract({
    store: () => store,
    passTime: (milliseconds) => place.passTime(milliseconds),
    contradictions: () => contradictions,
  });

  describe('tenants', () => {
    it.each(['shop/', 'shop:', 'shop*', 'Shop', '', '../shop', 'shop\u0000', 'shop~', '\ud800'])(
      'see nothing of each other (%j)',
      async (id) => {
        const stranger = keyedLedger(store, id);
        await send('key', 'c1');
        expect(await stranger.begin('key', 'input')).toBeNull();
        await stranger.accept('key', campaignOf('c9'));
        expect(await stranger.campaign('c1')).toBeNull();
        expect((await stranger.campaigns(all)).map(({ campaign }) => campaign.trackingId)).toEqual(['c9']);
        expect(await stranger.campaignCount()).toBe(1);
        expect(await list()).toEqual(['c1']);
      },
    );

    describe('that are not listed', () => {
      it('are of no account where none of their keys answers', async () => {
        expect(await store.unlistedKeys(['other'])).toBeNull();
        await ledger.begin('refused', 'input');
        await ledger.release('refused');
        expect(await store.unlistedKeys(['other'])).toBeNull();
        await send('key', 'c1');
        expect(await store.unlistedKeys(['other', 'shop'])).toBeNull();
        await place.passTime(DAY + HOUR);
        expect(await store.unlistedKeys(['other'])).toBeNull();
      });

      it('are counted by their keys that answer, beside the listed ones that have sent nothing', async () => {
        await send('key', 'c1');
        await keyedLedger(store, 'second').begin('open', 'input');
        await keyedLedger(store, 'third').begin('open', 'input');
        const found = await store.unlistedKeys(['second', 'new']);
        expect(found).toMatchObject({ keys: 2, open: 1, withoutSends: ['new'] });
        expect(found!.until).toBeGreaterThan((await place.now()) + DAY); // that of a send under way lives as its record
        expect(await store.unlistedKeys(['second', 'third'])).toMatchObject({ keys: 1, open: 0, withoutSends: [] });
      });

      it('are found by the next start', async () => {
        await send('key', 'c1');
        await store.close();
        if (!place.contents) return;
        store = await place.open();
        expect(await store.unlistedKeys(['new'])).toMatchObject({ keys: 1, withoutSends: ['new'] });
      });
    });

    it('are the same however often they are asked for', async () => {
      await send('key', 'c1');
      expect(await keyedLedger(store, 'shop').begin('key', 'input')).toMatchObject({ state: 'ACCEPTED' });
    });
  });

  it('counts the sends that it keeps', async () => {
    expect(await store.size()).toBe(0);
    await send('key 1', 'c1');
    await ledger.begin('key 2', 'input');
    await ledger.lose('key 2');
    await ledger.begin('key 3', 'input');
    await ledger.release('key 3');
    expect(await store.size()).toBe(2);
    await place.passTime(2 * DAY + HOUR);
    expect(await store.size()).toBe(0);
  });

  it('keeps no key, no tenant and no input, and phone numbers in campaign records alone', async () => {
    if (!place.contents) return;
    await ledger.begin('a very secret key', `{"to":"${PHONE}"}`);
    await ledger.accept('a very secret key', campaignOf('c1'));
    await ledger.begin('a very secret key 2', `{"to":"${PHONE}"}`);
    await store.close();
    const contents = await place.contents();
    store = await place.open();

    expect(contents.length).toBeGreaterThan(0);
    const everything = contents.flat().join('\n');
    for (const hidden of ['very secret', 'shop', '"to"']) expect(everything).not.toContain(hidden);
    const withPhones = contents.filter(([name, text]) => (name + text).includes(PHONE.slice(1)));
    expect(withPhones).toHaveLength(1);
  });
}
