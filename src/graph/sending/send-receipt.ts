import type { SendLedger, SendRecord } from '../../sends/send-ledger.js';
import type { Campaign } from '../campaign/campaign.type.js';
import type { FailoverFlow } from '../failover-flow/failover-flow.type.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';

/** What a vendor answered to a send, by the kind of the send; members that the answer lacks are what was sent. */
export interface SendReceipts {
  readonly VIBER_CAMPAIGN: Campaign;
  readonly VIBER_MESSAGE: ViberMessage;
  readonly FAILOVER_FLOW: FailoverFlow;
}

/** What the ledger keeps besides of a send. */
export interface SentCallback {
  /** Whether the vendor was given an address of this server. Records of earlier releases lack it. */
  readonly isCalledBack?: boolean;
}

export type SendReceipt = SendReceipts[keyof SendReceipts] & SentCallback;

/** Whether the vendor reports to this server. A record that does not say was, unless it has an address of the caller's. */
export const isCalledBack = (receipt: SendReceipt): boolean =>
  receipt.isCalledBack ?? (!('statusCallbackUrl' in receipt) || receipt.statusCallbackUrl === null);

/** The paid sends of one tenant, of every kind. */
export type TenantLedger = SendLedger<SendReceipt>;

/** The ledger for sends of one kind, whose receipts are all of one type. */
export const ledgerOf = <Kind extends keyof SendReceipts>(
  ledger: TenantLedger,
  _kind: Kind,
): SendLedger<SendReceipts[Kind]> => ledger as unknown as SendLedger<SendReceipts[Kind]>;

export type CampaignRecord = SendRecord<Campaign>;

/** No vendor call. @returns the receipt of a send of this graph; null when it sent nothing of that id */
export const findReceipt = async <Kind extends keyof SendReceipts>(
  ledger: TenantLedger,
  kind: Kind,
  trackingId: string,
): Promise<SendReceipts[Kind] | null> => (await ledgerOf(ledger, kind).find(kind, trackingId))?.receipt ?? null;
