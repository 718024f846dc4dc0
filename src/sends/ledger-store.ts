import type { RequestIds } from '../trace.js';
import type { SharedSeen } from './seen.js';
import type { SendKind, SendLedger } from './send-ledger.js';

/** Whether sends can be written down. `rolled back`: the store lost writes that this process has seen; only a restart ends it. */
export type LedgerState = 'up' | 'down' | 'rolled back';

/** Idempotency keys that answer. */
export interface AnsweringKeys {
  readonly keys: number;
  /** How many of them are of sends whose outcome is not known: they answer as long as their record. */
  readonly open: number;
  /** When the last of them ends, epoch milliseconds. */
  readonly until: number;
}

/** Keys of tenants that are not listed: under another id their sends would go out again. */
export interface UnlistedKeys extends AnsweringKeys {
  /** The listed tenants that have no send in the record. */
  readonly withoutSends: readonly string[];
}

/** The ledgers of all tenants, in one store. */
export interface LedgerStore {
  /** Cheap; two ledgers of one tenant are one. Tenants never see each other's keys or sends. */
  forTenant<Receipt>(tenantId: string): SendLedger<Receipt>;
  state(): LedgerState;
  /** What the record has of tenants other than these; null where no key of theirs answers. */
  unlistedKeys(tenantIds: readonly string[]): Promise<UnlistedKeys | null>;
  /** How many sends are kept, of all tenants, for metrics. */
  size(): Promise<number>;
  /** Lets running writes end first. Whoever still waits for an outcome is refused. */
  close(): Promise<void>;
}

/** Something says other than what the ledger knew of a send. */
export interface Contradiction {
  readonly tenantId: string;
  readonly sendId: string | null;
  readonly kind: SendKind;
  /** In a few words, without data of callers. */
  readonly what: string;
  /** That reported it. */
  readonly request: RequestIds;
}

/** What a store reports to the log, once per change. */
export interface LedgerNotices {
  readonly onContradiction?: (contradiction: Contradiction) => void;
  /** @param cause a short reason without data of callers; null when the store is up again */
  readonly onState?: (state: LedgerState, cause: string | null) => void;
  readonly onWarning?: (event: string, details: Readonly<Record<string, string | number>>) => void;
}

export interface LedgerOptions extends LedgerNotices {
  /** Null, or left out, where the instance is one process. */
  readonly seen?: SharedSeen | null;
  /** How long sends are kept; less than a day counts as a day, since a key replays its receipt that long. */
  readonly campaignRecordDays: number;
  /** The deadline of a request to the vendor, milliseconds. */
  readonly sendTimeoutMs: number;
}
