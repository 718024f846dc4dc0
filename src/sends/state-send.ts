import type { SendFacts, SendKind, SendOutcome } from './send-ledger.js';

/** A send as the state knows it. `Stored` tells where its draft and its receipt are. */
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
  /** Whether a person told the vendor's id, and whether the vendor has yet to confirm it. */
  isFound: boolean;
  isBelieved: boolean;
}

/** What an acceptance came to. */
export type AcceptEffect = 'ACCEPTED' | 'KEY_TAKEN' | 'REPLACED' | 'KNOWN' | 'UNCHANGED' | 'OTHER_SEND' | 'NO_SEND';

/** Why a settlement contradicts what was known. */
export const CONTRADICTIONS: Readonly<Partial<Record<AcceptEffect, string>>> = {
  KEY_TAKEN: 'it was accepted, and a newer send holds its key',
  REPLACED: 'the vendor names another id than a person has told',
};

/** Whether the key of a send answers no more. PENDING has no end here, UNKNOWN ends with the record. */
export function isFree({ outcome, keyUntil, until }: StateSend<unknown>, now: number): boolean {
  if (outcome === 'PENDING') return false;
  if (outcome === 'NOT_SENT' || outcome === 'REFUSED') return true;
  return (outcome === 'UNKNOWN' ? Math.max(until, keyUntil) : keyUntil) <= now;
}
