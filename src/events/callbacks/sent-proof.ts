import { LRUCache } from 'lru-cache';
import type { NewReport } from '../../graph/delivery-event/delivery-event.source.js';
import type { TenantLedger } from '../../graph/sending/send-receipt.js';
import type { SendKind, SendOutcome } from '../../graph/send/send.type.js';
import type { RequestIds } from '../../trace.js';
import type { ReferredSend } from './callback-token.js';

/** What a callback says of a send: reports for the log, and what is to be written in the ledger after them. */
export interface SendFinding {
  readonly reports: readonly NewReport[];
  readonly afterwards: (() => Promise<unknown>) | null;
}

/** The event that the outcome of a send became known. @param vendorId as the graph shows it */
export type ReportOutcome = (send: ReferredSend, outcome: SendOutcome, vendorId: string) => NewReport;

const NOTHING: SendFinding = { reports: [], afterwards: null };

/** Sends of which it is remembered that their callbacks have nothing new. */
const REMEMBERED = 10_000;
const CAMPAIGN = 'VIBER_CAMPAIGN' satisfies SendKind;

/**
 * What genuine callbacks prove of the sends of a tenant. Where the outcome is about to become known, its event comes
 * before the ledger: a process that ends between the two does it again when the vendor repeats the body.
 */
export class SentProofs {
  /** The vendor's id by the id of a send that is accepted with it. */
  readonly #known = new LRUCache<string, string>({ max: REMEMBERED });

  constructor(
    readonly ledger: TenantLedger,
    readonly reportOutcome: ReportOutcome,
  ) {}

  /**
   * @param vendorId as the graph shows it, of what the vendor says that it sent
   * @param wentOut whether the same body shows that a message of it went out, see `ofMessage`
   * @param request that posted it, for the log
   */
  async ofSend(send: ReferredSend, vendorId: string, wentOut: boolean, request: RequestIds): Promise<SendFinding> {
    if (this.#known.get(send.id) === vendorId) return NOTHING;
    const before = await this.ledger.record({ id: send.id });
    if (before && isOpen(before.send.outcome)) {
      const other = await this.ledger.record({ kind: send.kind, vendorId });
      if (other && other.send.id !== send.id) return NOTHING; // the id is that of another send
      const outcome = !wentOut && (await this.#isCancelled(send.kind, vendorId)) ? 'CANCELLED' : 'ACCEPTED';
      return {
        reports: [this.reportOutcome(send, outcome, vendorId)],
        afterwards: () => this.#accept(send, vendorId, request),
      };
    }
    // A refused send has no record of its outcome: whether it can be accepted is known afterwards.
    const decided = await this.#accept(send, vendorId, request);
    const outcome = decided === 'CANCELLED' && wentOut ? 'ACCEPTED' : decided;
    const isNew = outcome !== null && outcome !== before?.send.outcome;
    return { reports: isNew ? [this.reportOutcome(send, outcome, vendorId)] : [], afterwards: null };
  }

  /** @returns null where it was not accepted */
  async #accept(send: ReferredSend, vendorId: string, request: RequestIds): Promise<SendOutcome | null> {
    const decision = await this.ledger.acceptByCallback(send.id, vendorId, request);
    if (decision.state !== 'DECIDED') return null;
    this.#known.set(send.id, vendorId);
    return decision.record.send.outcome;
  }

  /** It may have been cancelled by its id before it was known which send it is. */
  async #isCancelled(kind: SendKind, vendorId: string): Promise<boolean> {
    const { ledger } = this;
    return (await ledger.cancelledAt(kind, vendorId)) !== null;
  }

  /** A message of a campaign went out: the campaign was not cancelled. */
  async ofMessage(campaignTrackingId: string, request: RequestIds): Promise<SendFinding> {
    const { ledger } = this;
    if (!(await this.#isCancelled(CAMPAIGN, campaignTrackingId))) return NOTHING;
    const record = await ledger.find(CAMPAIGN, campaignTrackingId);
    return {
      reports: record ? [this.reportOutcome(record.send, 'ACCEPTED', campaignTrackingId)] : [],
      afterwards: () => ledger.denyCancel(CAMPAIGN, campaignTrackingId, request),
    };
  }
}

const isOpen = (outcome: SendOutcome): boolean =>
  outcome === 'PENDING' || outcome === 'UNKNOWN' || outcome === 'NOT_SENT';
