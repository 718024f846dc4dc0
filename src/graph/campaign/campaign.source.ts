import type { Operation } from '../../operation.js';
import type { VendorPage, VendorPageRequest } from '../page/window.js';
import type { Sender } from '../sending/sender.js';
import type { ViberMessageOrder } from '../viber-message/viber-message-order.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { Campaign } from './campaign.type.js';
import type { SendViberCampaignInput } from './campaign.input.js';

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

/** UNKNOWN: no answer came, or none that tells. */
export type CancelAnswer = 'CANCELLED' | 'NOT_FOUND' | 'NOT_SCHEDULED' | 'UNKNOWN';

export interface CampaignCanceller {
  /** One call, repeated once after a refusal of the token alone. @throws MessagingError when nothing was cancelled */
  cancel(trackingId: string, operation: Operation): Promise<CancelAnswer>;
}

export type CampaignSender = Sender<SendViberCampaignInput, Campaign> & CampaignCanceller;
