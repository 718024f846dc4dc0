import type { MessagingErrorCode } from '../errors/catalogue.js';
import type { SendKind } from '../sends/send-ledger.js';

/** One line of the access log about a send: nothing in it is personal data. */
export interface AuditEntry {
  readonly action: 'send' | 'cancel' | 'reconcile';
  readonly kind: SendKind | null;
  /** As callers know it. */
  readonly sendId: string | null;
  /** A SendOutcome; null where nothing was bound. */
  readonly outcome: string | null;
  readonly replayed?: boolean;
  readonly vendorId: string | null;
  readonly recipientCount: number | null;
  /** 12 hexadecimal digits of the keyed hash of the idempotency key. */
  readonly keyDigest: string | null;
  /** Why it was refused; null where it was not. */
  readonly code: MessagingErrorCode | null;
}
