import type { SendFacts, SendKind, SendOutcome } from './send-ledger.js';
import { insertSorted, removeSorted } from './sorted-list.js';
import type { Change } from './ledger-changes.js';

/** A send as the state knows it. `Stored` says where its draft and its receipt are. */
export interface StateSend<Stored> {
  readonly id: string;
  readonly tenant: string;
  readonly key: string;
  readonly kind: SendKind;
  readonly input: string;
  readonly form: number;
  readonly owner: string;
  readonly sequence: number;
  readonly createdAt: number;
  readonly scheduledAt: number | null;
  readonly facts: SendFacts;
  readonly draft: Stored;
  /** On the monotonic clock of this process, moved back by the age that it had when it was read. */
  readonly pendingSince: number;
  /** REFUSED: nothing was sent, and its key is free. It is in no list, and kept for callbacks alone. */
  outcome: SendOutcome | 'REFUSED';
  decidedAt: number | null;
  keyUntil: number;
  until: number;
  stored: Stored | null;
  vendor: string | null;
  /** Whether a person reported the vendor's id, and whether the vendor has yet to confirm it. */
  isFound: boolean;
  isBelieved: boolean;
}

/** What an acceptance came to. */
export type AcceptEffect = 'ACCEPTED' | 'KEY_TAKEN' | 'REPLACED' | 'KNOWN' | 'UNCHANGED' | 'OTHER_SEND' | 'NO_SEND';

/** Why a decision contradicts what was known. */
export const CONTRADICTIONS: Readonly<Partial<Record<AcceptEffect, string>>> = {
  KEY_TAKEN: 'it was accepted, and a newer send holds its key',
  REPLACED: 'the vendor names another id than a person reported',
};

/** When the key of a send answers no more: with the record where its outcome is not known, at once where nothing was sent. */
export function answersUntil({ outcome, keyUntil, until }: StateSend<unknown>): number {
  if (outcome === 'NOT_SENT' || outcome === 'REFUSED') return Number.NEGATIVE_INFINITY;
  return outcome === 'PENDING' || outcome === 'UNKNOWN' ? Math.max(until, keyUntil) : keyUntil;
}

/** Whether the key of a send answers no more. PENDING has no end here. */
export const isFree = (send: StateSend<unknown>, now: number): boolean =>
  send.outcome !== 'PENDING' && answersUntil(send) <= now;

/** The sends of one tenant, by all that they are found by. */
export class TenantSends<Stored> {
  readonly sends = new Map<string, StateSend<Stored>>();
  /** What each key was bound to last: it may be free again. */
  readonly keys = new Map<string, StateSend<Stored>>();
  readonly vendors = new Map<string, StateSend<Stored>>();
  /** In the order of their sequence. */
  readonly shown: StateSend<Stored>[] = [];
  /** Shown sends by key, in the order of their sequence. */
  readonly ofKey = new Map<string, StateSend<Stored>[]>();
  /** Accepted and cancelled sends by kind, in the order of their sequence; of one vendor id only the newest. */
  readonly accepted = new Map<SendKind, StateSend<Stored>[]>();
  readonly cancels = new CancelStates();

  show(send: StateSend<Stored>): void {
    insertSorted(this.shown, send, sequenceOf);
    insertSorted(listOf(this.ofKey, send.key), send, sequenceOf);
  }

  hide(send: StateSend<Stored>): void {
    removeSorted(this.shown, send, sequenceOf);
    const ofKey = listOf(this.ofKey, send.key);
    removeSorted(ofKey, send, sequenceOf);
    if (ofKey.length === 0) this.ofKey.delete(send.key);
  }

  /** The send is the newest of its vendor id. */
  listAccepted(send: StateSend<Stored>, vendor: string): void {
    const list = listOf(this.accepted, send.kind);
    const earlier = this.vendors.get(vendor);
    if (earlier) removeSorted(list, earlier, sequenceOf);
    this.vendors.set(vendor, send);
    insertSorted(list, send, sequenceOf);
  }

  unlistAccepted(send: StateSend<Stored>): void {
    if (send.vendor === null || this.vendors.get(send.vendor) !== send) return;
    this.vendors.delete(send.vendor);
    removeSorted(listOf(this.accepted, send.kind), send, sequenceOf);
  }
}

function listOf<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const known = lists.get(key);
  if (known) return known;
  const list: Item[] = [];
  lists.set(key, list);
  return list;
}

const sequenceOf = (send: StateSend<unknown>): number => send.sequence;

/** What is known of attempts to cancel what has one vendor id. */
export interface CancelState {
  /** The attempt under way, and the process that makes it; null where there is none. */
  attempt: { readonly id: string; readonly owner: string; readonly pendingSince: number } | null;
  /** Whether an attempt had an unknown end. */
  hasUnknownEnd: boolean;
  cancelledAt: number | null;
  until: number;
}

type CancelChange = Extract<Change, { op: 'cancel' | 'cancelEnd' }>;

/** The attempts of one tenant, by the fingerprint of the vendor id. */
export class CancelStates {
  readonly #states = new Map<string, CancelState>();

  get isEmpty(): boolean {
    return this.#states.size === 0;
  }

  get(vendor: string): CancelState | null {
    return this.#states.get(vendor) ?? null;
  }

  /** @returns whether it is cancelled by this change */
  apply(change: CancelChange, pendingSince: number): boolean {
    const state = this.#states.get(change.vendor);
    if (change.op === 'cancel') {
      if (state && (state.attempt || state.cancelledAt !== null)) return false; // another came first
      const { id, owner, until } = change;
      const hasUnknownEnd = state?.hasUnknownEnd ?? false;
      this.#states.set(change.vendor, {
        attempt: { id, owner, pendingSince },
        hasUnknownEnd,
        cancelledAt: null,
        until,
      });
      return false;
    }
    if (!state) return false;
    if (change.end === 'CANCELLED') {
      // It counts whatever is known of the attempt by now: another process may have given it up.
      state.attempt = null;
      if (state.cancelledAt !== null) return false;
      state.cancelledAt = change.at;
      return true;
    }
    if (state.attempt?.id !== change.id) return false;
    state.attempt = null;
    if (change.end === 'UNKNOWN') state.hasUnknownEnd = true;
    else if (!state.hasUnknownEnd) this.#states.delete(change.vendor);
    return false;
  }

  delete(vendor: string): void {
    this.#states.delete(vendor);
  }

  /** As long as the record of the send at least. */
  keepUntil(vendor: string, until: number): void {
    const state = this.#states.get(vendor);
    if (state) state.until = Math.max(state.until, until);
  }

  sweep(now: number): void {
    for (const [vendor, { until, attempt }] of this.#states)
      if (until <= now && attempt === null) this.#states.delete(vendor);
  }
}
