import type { ChangeLog, ChangeWriter } from './change-writer.js';
import type { LedgerClock } from './clock.js';
import type { Fingerprint } from './fingerprint.js';
import type { LedgerHealth } from './ledger-health.js';
import type { LedgerStateMachine } from './ledger-state.js';
import type { SendKind } from './send-ledger.js';
import type { LedgerNotices } from './ledger-store.js';
import type { Waiters } from './waiters.js';

export interface LocalLedgerParts<Stored> {
  readonly log: ChangeLog<Stored>;
  readonly state: LedgerStateMachine<Stored>;
  readonly clock: LedgerClock;
  readonly health: LedgerHealth;
  readonly fingerprint: Fingerprint;
  /** This process, in binds. */
  readonly owner: string;
  /** Whether the process that made a bind is known to have ended. */
  readonly isGone: (owner: string) => boolean;
  readonly notices: LedgerNotices;
  readonly recordLife: number;
  readonly sendTimeoutMs: number;
}

/** What the parts of the ledger of one tenant share. */
export interface LocalTenant<Stored> extends LocalLedgerParts<Stored> {
  readonly tenantId: string;
  /** Its fingerprint. */
  readonly tenant: string;
  readonly writer: ChangeWriter;
  readonly waiters: Waiters;
  readonly vendorOf: (kind: SendKind, vendorId: string) => string;
  /** Whether the process that began something is known to have ended, or has taken longer than it may. */
  readonly isDead: (begun: { readonly owner: string; readonly pendingSince: number }) => boolean;
}
