import type { ErrorDetails } from '../../errors/error.js';
import type { Operation } from '../../operation.js';
import type { VendorPage, VendorPageRequest } from '../page/window.js';
import type { Sender } from '../sending/sender.js';
import type { ViberMessageOrder } from '../viber-message/viber-message-order.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { Campaign } from './campaign.type.js';
import type { SendViberCampaignInput } from './campaign.input.js';
import type { CampaignFacts, CampaignSnapshot } from './campaign.snapshot.js';

export interface CampaignMessagesRequest extends VendorPageRequest {
  readonly trackingId: string;
  readonly order: ViberMessageOrder | null;
}

/** What a vendor does that tracks the messages of campaigns. */
export interface CampaignSource {
  /** The largest page size that may be requested. */
  readonly maxPageSize: number;
  /** One vendor call. @returns null when there is no such campaign. @throws MessagingError */
  messages(request: CampaignMessagesRequest, operation: Operation): Promise<VendorPage<ViberMessage> | null>;
}

/** What the first page of a campaign shows. */
export interface CampaignHead extends CampaignFacts {
  /** The page itself, phone numbers included, where it was read for this call; null where nothing had to be read. */
  readonly page: VendorPage<ViberMessage> | null;
}

/** The campaign of a message, and what only the tracking of the campaign shows of it. */
export interface MessagePlace extends Pick<ViberMessage, 'groups' | 'sessionId'> {
  readonly campaignTrackingId: string;
  /** Undefined where it is not known. */
  readonly campaignName: string | undefined;
}

/** Phone numbers included. */
export type OnPage = (page: number, rows: VendorPage<ViberMessage>) => void;

/** What is known of whole campaigns: shared by all requests of a tenant, and kept current by events. */
export interface CampaignSnapshots {
  /**
   * One vendor call, or none; two where the rows of its page lag behind its total.
   * @returns null when there is no such campaign
   */
  head(trackingId: string, operation: Operation): Promise<CampaignHead | null>;
  /**
   * Every message. One call for each page that was not read yet or on which something can still change, two where its
   * rows lag behind its total; calls of others for the same campaign are waited for instead.
   * @param onPage gets every page that is read for this call itself
   * @returns null when there is no such campaign
   * @throws OPERATION_TOO_EXPENSIVE after the first page, where the operation may not make the other calls;
   *   CAMPAIGN_TOO_LARGE
   */
  whole(trackingId: string, operation: Operation, onPage?: OnPage): Promise<CampaignSnapshot | null>;
  /** Of a message, as far as its campaign is in memory. No call. */
  placeOf(messageId: string): MessagePlace | null;
  /** In use, roughly. */
  readonly bytes: number;
  close(): void;
}

/** UNKNOWN: no answer came, or none that can be read as an outcome. */
export type CancelResult = 'CANCELLED' | 'NOT_FOUND' | 'NOT_SCHEDULED' | 'UNKNOWN';

export interface CancelAnswer {
  readonly result: CancelResult;
  /** Of the error that a caller gets: the vendor, its status and its codes. */
  readonly details: ErrorDetails;
}

export interface CampaignCanceller {
  /** One call, repeated once after a refusal of the token alone. @throws MessagingError when nothing was cancelled */
  cancel(trackingId: string, operation: Operation): Promise<CancelAnswer>;
}

export type CampaignSender = Sender<SendViberCampaignInput, Campaign> & CampaignCanceller;
