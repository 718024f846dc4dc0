import type { Campaign } from '../../src/graph/campaign/campaign.type.js';
import type { CanonicalInput } from '../../src/sends/canonical.js';
import type { LedgerStore } from '../../src/sends/ledger-store.js';
import type { BoundSend, ListRequest, SendLedger } from '../../src/sends/send-ledger.js';

/** What a key is bound to, in short. */
export type BoundKey =
  | { readonly state: 'PENDING' | 'UNKNOWN'; readonly sameInput: boolean | null }
  | { readonly state: 'ACCEPTED'; readonly sameInput: boolean | null; readonly campaign: Campaign | null };

/** A ledger of campaigns whose sends are named by their keys. */
export interface KeyedLedger {
  readonly ledger: SendLedger<Campaign>;
  /** @returns null when the key is bound now */
  begin(key: string, input: string): Promise<BoundKey | null>;
  accept(key: string, campaign: Campaign): Promise<void>;
  release(key: string): Promise<boolean>;
  lose(key: string): Promise<void>;
  settled(key: string, input: string, deadline: number): Promise<BoundKey | null>;
  campaign(trackingId: string): Promise<Campaign | null>;
  campaigns(request: Omit<ListRequest, 'kind'>): Promise<readonly { sequence: number; campaign: Campaign }[]>;
  campaignCount(): Promise<number>;
}

export const inputOf = (text: string): CanonicalInput => ({
  form: 1,
  text,
  inForm: (form) => (form === 1 ? text : null),
});

export function keyedLedger(store: LedgerStore, tenant: string): KeyedLedger {
  const ledger = store.forTenant<Campaign>(tenant);
  const ids = new Map<string, string>();
  const idOf = (key: string): string => ids.get(key) ?? 'no send';
  const kind = 'VIBER_CAMPAIGN';
  return {
    ledger,
    async begin(key, input) {
      const result = await ledger.bind({ key, kind, input: inputOf(input), scheduledAt: null });
      if (!result.isNew) return boundKey(result.bound);
      ids.set(key, result.send.id);
      return null;
    },
    async accept(key, campaign) {
      await ledger.accept(idOf(key), { vendorId: campaign.trackingId, receipt: campaign });
    },
    async release(key) {
      const record = await ledger.release(idOf(key));
      return record === null;
    },
    async lose(key) {
      await ledger.lose(idOf(key));
    },
    async settled(key, input, deadline) {
      const bound = await ledger.waitForOutcome(key, inputOf(input), deadline);
      return bound && boundKey(bound);
    },
    campaign: async (trackingId) => (await ledger.find(kind, trackingId))?.receipt ?? null,
    async campaigns(request) {
      const listed = await ledger.list({ kind, ...request });
      return listed.map(({ send, receipt }) => ({ sequence: send.sequence, campaign: receipt! }));
    },
    campaignCount: () => ledger.count(kind),
  };
}

function boundKey({ send, sameInput, receipt }: BoundSend<Campaign>): BoundKey {
  if (send.outcome === 'ACCEPTED') return { state: 'ACCEPTED', sameInput, campaign: receipt };
  if (send.outcome === 'PENDING' || send.outcome === 'UNKNOWN') return { state: send.outcome, sameInput };
  throw new Error(`unexpected outcome ${send.outcome}`);
}
