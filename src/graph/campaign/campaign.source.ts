import type { Operation } from '../../operation.js';
import type { VendorPage, VendorPageRequest } from '../page/window.js';
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

/**
 * What a vendor does that sends campaigns. One call, never repeated but once after a 401.
 * @throws MessagingError: SEND_OUTCOME_UNKNOWN when the request may have reached the vendor and no readable answer
 * came; any other code proves that nothing was sent.
 */
export interface CampaignSender {
  /** @param requireInTime called right before each request goes out; what it throws is thrown on, and nothing is sent */
  send(input: SendViberCampaignInput, operation: Operation, requireInTime?: () => void): Promise<Campaign>;
  /** Fetches what a request needs, so that it can go out at once. @throws MessagingError */
  prepare(): Promise<void>;
}
