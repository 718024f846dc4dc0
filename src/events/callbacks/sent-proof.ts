import { LRUCache } from 'lru-cache';
import type { NewReport } from '../../graph/delivery-event/delivery-event.source.js';
import type { TenantLedger } from '../../graph/sending/send-receipt.js';
import type { SendKind, SendOutcome } from '../../graph/send/send.type.js';
import type { ReferredSend } from './callback-token.js';

/** What a callback says of a send: reports for the log, and what is to be written in the ledger after them. */
export interface SendFinding {
  readonly reports: readonly NewReport[];
  readonly afterwards: (() => Promise<unknown>) | null;
}

/** The event that a send was accepted. @param vendorId as the graph shows it */
export type ReportAccepted = (send: ReferredSend, vendorId: string) => NewReport;

const NOTHING: SendFinding = { reports: [], afterwards: null };

/** Sends of which it is remembered that their callbacks tell nothing new. */
const REMEMBERED = 10_000;
const CAMPAIGN = 'VIBER_CAMPAIGN' satisfies SendKind;

/**
 * What genuine callbacks prove of the sends of a tenant. Where the outcome is about to become known, its event comes
 * before the ledger: a process that ends between the two does it again when the vendor repeats the body.
 */
export class SentProofs {
  /** The vendor's id by the id of a send that is ACCEPTED with it. */
  readonly #known = new LRUCache<string, string>({ max: REMEMBERED });

  constructor(
    readonly ledger: TenantLedger,
    readonly reportAccepted: ReportAccepted,
  ) {}

  /** @param vendorId as the graph shows it, of what the vendor says that it sent */
  async ofSend(send: ReferredSend, vendorId: string): Promise<SendFinding> {
    if (this.#known.get(send.id) === vendorId) return NOTHING;
    const before = await this.ledger.record({ id: send.id });
    const accepted = this.reportAccepted(send, vendorId);
    if (before && isOpen(before.send.outcome)) {
      const other = await this.ledger.record({ kind: send.kind, vendorId });
      if (other && other.send.id !== send.id) return NOTHING; // the id is that of another send
      return { reports: [accepted], afterwards: () => this.#settle(send, vendorId) };
    }
    // A refused send has no record that tells its outcome: whether it can be settled is known afterwards.
    const isSettled = await this.#settle(send, vendorId);
    return { reports: before === null && isSettled ? [accepted] : [], afterwards: null };
  }

  async #settle(send: ReferredSend, vendorId: string): Promise<boolean> {
    const { state } = await this.ledger.settle(send.id, vendorId);
    if (state === 'SETTLED') this.#known.set(send.id, vendorId);
    return state === 'SETTLED';
  }

  /** A message of a campaign went out: the campaign was not cancelled. */
  async ofMessage(campaignTrackingId: string): Promise<SendFinding> {
    const { ledger } = this;
    if (!ledger.mayHaveCancels()) return NOTHING;
    if ((await ledger.cancelledAt(CAMPAIGN, campaignTrackingId)) === null) return NOTHING;
    const record = await ledger.find(CAMPAIGN, campaignTrackingId);
    return {
      reports: record ? [this.reportAccepted(record.send, campaignTrackingId)] : [],
      afterwards: () => ledger.denyCancel(CAMPAIGN, campaignTrackingId),
    };
  }
}

const isOpen = (outcome: SendOutcome): boolean =>
  outcome === 'PENDING' || outcome === 'UNKNOWN' || outcome === 'NOT_SENT';
