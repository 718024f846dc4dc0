import type { RequestIds } from '../trace.js';
import type { CanonicalInput } from './canonical.js';

/** What may be sent; each is its own input, rules, request and receipt. */
export const SEND_KINDS = ['VIBER_CAMPAIGN', 'VIBER_MESSAGE', 'FAILOVER_FLOW'] as const;
export type SendKind = (typeof SEND_KINDS)[number];

/**
 * PENDING: its request is under way. ACCEPTED: the vendor took it. CANCELLED: accepted, then cancelled. UNKNOWN: nobody
 * knows whether the vendor took it. NOT_SENT: a person found that it was not sent.
 */
export type SendOutcome = 'PENDING' | 'ACCEPTED' | 'CANCELLED' | 'UNKNOWN' | 'NOT_SENT';

/** What is kept of the input of a send, to be shown and listed. */
export interface SendFacts {
  readonly name: string | null;
  readonly label: string | null;
  /** Null where contacts or groups are among the recipients. */
  readonly recipientCount: number | null;
  /** Whether an approved template was sent. */
  readonly isTemplate?: boolean;
}

/** One paid send. Times are epoch milliseconds. */
export interface SendSummary {
  /** New at every bind; never the idempotency key. */
  readonly id: string;
  readonly kind: SendKind;
  readonly outcome: SendOutcome;
  /** Its place among the sends of its tenant: later binds have larger numbers; never used twice. */
  readonly sequence: number;
  readonly createdAt: number;
  /** When it came to this outcome, also to UNKNOWN; null while PENDING. */
  readonly decidedAt: number | null;
  /** Until then its key answers for it; null while PENDING or UNKNOWN, and once the key is free. */
  readonly keyExpiresAt: number | null;
  readonly scheduledAt: number | null;
  readonly facts: SendFacts;
  /** 12 hexadecimal digits of the keyed hash of the key, for the log. */
  readonly keyDigest: string;
}

/** A send, and of an ACCEPTED or CANCELLED one what the vendor answered, or what was sent where its answer was lost. */
export interface SendRecord<Receipt> {
  readonly send: SendSummary;
  readonly receipt: Receipt | null;
}

/** The send that a key is bound to. `sameInput`: null where the record cannot be compared with the input. */
export interface BoundSend<Receipt> extends SendRecord<Receipt> {
  readonly sameInput: boolean | null;
}

export interface BindRequest {
  readonly key: string;
  readonly kind: SendKind;
  readonly input: CanonicalInput;
  /** Epoch milliseconds; null for a send at once. Its key answers until 24 hours after it. */
  readonly scheduledAt: number | null;
  readonly facts?: SendFacts;
  /**
   * The receipt as far as the input has it: with the vendor's id as its `trackingId` it is the receipt of a send whose
   * answer was lost. Kept until 10 minutes after a refusal.
   */
  readonly draft?: object | null;
}

/** `isNew`: the caller is now the one that sends, and ends it by its id with accept, release or lose. */
export type BindResult<Receipt> =
  { readonly isNew: true; readonly send: SendSummary } | { readonly isNew: false; readonly bound: BoundSend<Receipt> };

export interface Acceptance<Receipt> {
  /** The vendor's id of what it accepted. */
  readonly vendorId: string;
  /** Kept as JSON. */
  readonly receipt: Receipt;
}

/**
 * Names a send: by its id, by the vendor's id, or by its key: the send that it is bound to, else the newest kept one that it
 * was bound to.
 */
export type SendName =
  { readonly id: string } | { readonly key: string } | { readonly kind: SendKind; readonly vendorId: string };

/** All that is given must hold; null for any. Times are epoch milliseconds, both included. */
export interface RecordFilter {
  readonly kinds: readonly SendKind[] | null;
  readonly outcomes: readonly SendOutcome[] | null;
  readonly createdFrom: number | null;
  readonly createdUntil: number | null;
}

export interface ListPosition {
  readonly order: 'NEWEST_FIRST' | 'OLDEST_FIRST';
  /** Only sends strictly beyond this sequence number in that order; null for all. */
  readonly beyond: number | null;
  readonly limit: number;
}

export interface ListRequest extends ListPosition {
  readonly kind: SendKind;
}

/** What became of the finding of a person, or of a callback. */
export type Decision<Receipt> =
  /** It counts now, or did before. */
  | { readonly state: 'DECIDED'; readonly record: SendRecord<Receipt> }
  /** The send is in a state that it does not change. `notBefore`: from then on a person may find that nothing was sent. */
  | { readonly state: 'UNCHANGED'; readonly record: SendRecord<Receipt>; readonly notBefore: number | null }
  /** The vendor's id is that of another send. */
  | { readonly state: 'OTHER_SEND' }
  | { readonly state: 'NO_SEND' };

/** `isBelieved`: the vendor did not confirm the id; the first callback replaces it. */
export type Finding =
  { readonly wasSent: true; readonly vendorId: string; readonly isBelieved: boolean } | { readonly wasSent: false };

export type CancelStart =
  /** The caller makes the call and ends the attempt. `afterUnknown`: an earlier attempt had an unknown end. */
  | { readonly state: 'BEGUN'; readonly attempt: string; readonly afterUnknown: boolean }
  /** Epoch milliseconds. */
  | { readonly state: 'CANCELLED'; readonly cancelledAt: number }
  /** Another attempt is under way. */
  | { readonly state: 'RUNNING' };

export type CancelEnd = 'CANCELLED' | 'REFUSED' | 'UNKNOWN';

/** Attempts to cancel, whether or not this graph made the send. One at a time for each vendor id. */
export interface Cancels {
  /** Without asking the store: whether an attempt is known, by what was read of it last. */
  mayHaveCancels(): boolean;
  /** @returns when it was cancelled, epoch milliseconds; null where it was not */
  cancelledAt(kind: SendKind, vendorId: string): Promise<number | null>;
  /** Whether an attempt had an unknown end, or is under way. */
  hasUnknownCancel(kind: SendKind, vendorId: string): Promise<boolean>;
  /** Writes an attempt down. Waits for another one that is under way. @param deadline on the clock of performance.now() */
  beginCancel(kind: SendKind, vendorId: string, deadline: number): Promise<CancelStart>;
  /** @returns when it was cancelled, for the end CANCELLED; else null */
  endCancel(kind: SendKind, vendorId: string, attempt: string, end: CancelEnd): Promise<number | null>;
  /** A message of it was sent: it was not cancelled. Nothing where it is not CANCELLED. @param request that reports it, for the log */
  denyCancel(kind: SendKind, vendorId: string, request?: RequestIds): Promise<void>;
}

/**
 * The paid sends of one tenant: which idempotency keys are bound, how each send ended, what the vendor answered, and in
 * which order. Keys are one space over all kinds. The key of an accepted send answers 24 hours, or until 24 hours after
 * its scheduled time; that of a PENDING or UNKNOWN send as long as the send is kept, which is CAMPAIGN_RECORD_DAYS.
 *
 * A write is durable when its promise resolves. Every method rejects within a deadline with MessagingError
 * LEDGER_UNAVAILABLE when the store cannot be read or written.
 */
export interface SendLedger<Receipt> extends Cancels {
  /** @returns the send that the key is bound to; null when it is free */
  look(key: string, input: CanonicalInput): Promise<BoundSend<Receipt> | null>;
  /** @throws MessagingError LEDGER_UNAVAILABLE where `bind` refuses every new send by what is known already; asks nothing */
  requireWritable(): void;
  /** Looks and binds in one atomic step, however many call at once. After a rejection the same process may bind again. */
  bind(request: BindRequest): Promise<BindResult<Receipt>>;
  /**
   * The vendor accepted the send, which may be UNKNOWN by now. The newest acceptance of one vendor id is the listed one.
   * @returns what is written; null where nothing was changed
   */
  accept(id: string, acceptance: Acceptance<Receipt>): Promise<Pick<SendSummary, 'decidedAt' | 'keyExpiresAt'> | null>;
  /** Nothing was sent: the key is free again. @returns null then; the send as it is when it is not PENDING any more */
  release(id: string): Promise<SendRecord<Receipt> | null>;
  /** It is not known whether it was sent: its key never sends again. @returns the send as it is: UNKNOWN, or decided before */
  lose(id: string): Promise<SendRecord<Receipt> | null>;
  /** The request of a send that a callback has accepted has failed: nothing is written of it. */
  forget(id: string): void;
  /**
   * A callback of the vendor proves that it accepted the send, whatever was known of it. A key that is free is bound to it
   * again. The first callback replaces an id that a person reported and the vendor did not confirm. @param request for the log
   */
  acceptByCallback(id: string, vendorId: string, request?: RequestIds): Promise<Decision<Receipt>>;
  /** @returns the draft that a send was bound with, see BindRequest: to compare, not to show; null where none is kept */
  draft(id: string): Promise<Receipt | null>;
  /** What a person has found out of an UNKNOWN send, in one compare-and-set. @param request that reports it, for the log */
  reconcile(id: string, finding: Finding, request?: RequestIds): Promise<Decision<Receipt>>;
  /**
   * Waits for the end of a PENDING send, in this process or another. @param deadline on the clock of performance.now()
   * @returns what the key is bound to then, null when it is free; a PENDING send when the deadline passed first
   */
  waitForOutcome(key: string, input: CanonicalInput, deadline: number): Promise<BoundSend<Receipt> | null>;
  /**
   * Calls back once when the send is accepted: at once where this process learns of it, within a second where another does.
   * @returns how to stop the wait
   */
  onAccepted(id: string, accepted: (record: SendRecord<Receipt>) => void): () => void;
  /** @returns the newest accepted send of that vendor id; null when this graph sent nothing of it */
  find(kind: SendKind, vendorId: string): Promise<SendRecord<Receipt> | null>;
  record(name: SendName): Promise<SendRecord<Receipt> | null>;
  /** All sends, by their sequence. */
  records(filter: RecordFilter, place: ListPosition): Promise<readonly SendRecord<Receipt>[]>;
  countRecords(filter: RecordFilter): Promise<number>;
  /** What was accepted, cancelled ones included: of several sends of one vendor id the newest. */
  list(request: ListRequest): Promise<readonly SendRecord<Receipt>[]>;
  count(kind: SendKind): Promise<number>;
}

export const NO_FACTS: SendFacts = { name: null, label: null, recipientCount: null };

/** Whether the vendor accepted a send, which may have been cancelled since. */
export const isAccepted = (outcome: string | null): boolean => outcome === 'ACCEPTED' || outcome === 'CANCELLED';

/** The receipt of a send whose answer was lost. @param draft JSON, see BindRequest; empty for none */
export const receiptOfDraft = (draft: string, vendorId: string): string =>
  JSON.stringify({ ...(JSON.parse(draft || '{}') as object), trackingId: vendorId });
