import type { CanonicalInput } from './canonical.js';

/** What may be sent; each is its own input, rules, request and receipt. */
export type SendKind = 'VIBER_CAMPAIGN' | 'VIBER_MESSAGE' | 'FAILOVER_FLOW';

/**
 * PENDING: its request is under way. ACCEPTED: the vendor took it. CANCELLED: accepted, then cancelled. UNKNOWN: nobody
 * can tell whether the vendor took it. NOT_SENT: a person found that it was not sent.
 */
export type SendOutcome = 'PENDING' | 'ACCEPTED' | 'CANCELLED' | 'UNKNOWN' | 'NOT_SENT';

/** One paid send. Times are epoch milliseconds. */
export interface SendSummary {
  /** New at every bind; never the idempotency key. */
  readonly id: string;
  readonly kind: SendKind;
  readonly outcome: SendOutcome;
  /** Its place among the sends of its tenant: later binds have larger numbers; never used twice. */
  readonly sequence: number;
  readonly createdAt: number;
  /** When the outcome became known; null while PENDING. */
  readonly decidedAt: number | null;
}

/** The send that a key is bound to. */
export interface BoundSend<Receipt> {
  readonly send: SendSummary;
  readonly sameInput: boolean;
  /** Of an ACCEPTED send: what the vendor answered. */
  readonly receipt: Receipt | null;
}

export interface BindRequest {
  readonly key: string;
  readonly kind: SendKind;
  readonly input: CanonicalInput;
  /** Epoch milliseconds; null for a send at once. Its key answers until 24 hours after it. */
  readonly scheduledAt: number | null;
}

/** `isNew`: the caller is now the one that sends, and ends it by its id with accept, release or lose. */
export type BindResult<Receipt> =
  { readonly isNew: true; readonly id: string } | { readonly isNew: false; readonly bound: BoundSend<Receipt> };

export interface Acceptance<Receipt> {
  /** The vendor's id of what it accepted. */
  readonly vendorId: string;
  /** Kept as JSON. */
  readonly receipt: Receipt;
}

export interface ListRequest {
  readonly kind: SendKind;
  readonly order: 'NEWEST_FIRST' | 'OLDEST_FIRST';
  /** Only sends strictly beyond this sequence number in that order; null for all. */
  readonly beyond: number | null;
  readonly limit: number;
}

export interface ListedReceipt<Receipt> {
  readonly sequence: number;
  readonly receipt: Receipt;
}

/**
 * The paid sends of one tenant: which idempotency keys are bound, how each send ended, what the vendor answered, and in
 * which order. Keys are one space over all kinds. The key of an accepted send answers 24 hours, or until 24 hours after
 * its scheduled time; that of a PENDING or UNKNOWN send as long as the send is kept, which is CAMPAIGN_RECORD_DAYS.
 *
 * A write is durable when its promise resolves. Every method rejects within a deadline with MessagingError
 * LEDGER_UNAVAILABLE when the store cannot be read or written.
 */
export interface SendLedger<Receipt> {
  /** @returns the send that the key is bound to; null when it is free */
  look(key: string, input: CanonicalInput): Promise<BoundSend<Receipt> | null>;
  /** Looks and binds in one atomic step, however many call at once. After a rejection the same process may bind again. */
  bind(request: BindRequest): Promise<BindResult<Receipt>>;
  /** The vendor accepted the send, which may be UNKNOWN by now. The newest acceptance of one vendor id is the listed one. */
  accept(id: string, acceptance: Acceptance<Receipt>): Promise<void>;
  /** Nothing was sent: the key is free again. @returns false when the send is not PENDING any more; then nothing changes */
  release(id: string): Promise<boolean>;
  /** Nobody can tell whether it was sent: the send is UNKNOWN, and its key never sends again. */
  lose(id: string): Promise<void>;
  /**
   * Waits for the end of a PENDING send, in this process or another.
   * @param deadline on the clock of performance.now()
   * @returns what the key is bound to then, null when it is free; a PENDING send when the deadline passed first
   */
  waitForOutcome(key: string, input: CanonicalInput, deadline: number): Promise<BoundSend<Receipt> | null>;
  /** @returns the receipt of an accepted send; null when this graph sent nothing of that vendor id */
  find(kind: SendKind, vendorId: string): Promise<Receipt | null>;
  list(request: ListRequest): Promise<readonly ListedReceipt<Receipt>[]>;
  count(kind: SendKind): Promise<number>;
}

/** Whether sends can be written down. `rolled back`: the store lost writes that this process has seen; only a restart ends it. */
export type LedgerState = 'up' | 'down' | 'rolled back';

/** The ledgers of all tenants, in one store. */
export interface LedgerStore {
  /** Cheap; two ledgers of one tenant are one. Tenants never see each other's keys or sends. */
  forTenant<Receipt>(tenantId: string): SendLedger<Receipt>;
  state(): LedgerState;
  /** How many sends are kept, of all tenants, for metrics. */
  size(): Promise<number>;
  /** Lets running writes end first. Whoever still waits for an outcome is refused. */
  close(): Promise<void>;
}

/** What a store tells the log. Each is told once per change. */
export interface LedgerNotices {
  /** @param cause a short reason without data of callers; null when the store is up again */
  readonly onState?: (state: LedgerState, cause: string | null) => void;
  readonly onWarning?: (event: string, details: Readonly<Record<string, string | number>>) => void;
}

export interface LedgerOptions extends LedgerNotices {
  /** How long sends are kept; less than a day counts as a day, since a key replays its receipt that long. */
  readonly campaignRecordDays: number;
  /** The deadline of a request to the vendor, milliseconds. */
  readonly sendTimeoutMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long the key of an accepted send answers, milliseconds. */
export const KEY_LIFE_MS = DAY_MS;

export const recordLifeMs = (campaignRecordDays: number): number => Math.max(campaignRecordDays * DAY_MS, KEY_LIFE_MS);

/** A request that has not begun this long after its bind does not begin, milliseconds. */
export const BEGIN_WITHIN_MS = 5000;

/** A send that is PENDING this long was left by a process that ended, milliseconds. */
export const pendingLifeMs = (sendTimeoutMs: number): number => sendTimeoutMs + BEGIN_WITHIN_MS;
