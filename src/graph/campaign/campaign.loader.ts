import { perContext, type GraphContext } from '../context.js';
import { configured } from '../loading.js';
import { ListLoader } from '../page/list.loader.js';
import { findReceipt } from '../sending/send-receipt.js';
import { rememberMessages } from '../viber-message/viber-message.loader.js';
import type { ViberMessageOrder } from '../viber-message/viber-message-order.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { Campaign } from './campaign.type.js';

const requestedRecords = perContext(() => new Map<string, Promise<Campaign | null>>());

/** No vendor call: Routee’s answer to a send of this graph, or null. Not batched: the ledger reads one at a time. */
export function readRecord(trackingId: string, context: GraphContext): Promise<Campaign | null> {
  const requested = requestedRecords(context);
  const record = requested.get(trackingId) ?? findReceipt(context.sources.ledger, 'VIBER_CAMPAIGN', trackingId);
  requested.set(trackingId, record);
  return record;
}

/** The messages of a campaign in some order; null is Routee's own. */
export interface CampaignMessages {
  readonly trackingId: string;
  readonly order: ViberMessageOrder | null;
}

const identifyMessages = ({ trackingId, order }: CampaignMessages): string =>
  `${order ? `${order.field} ${order.direction}` : 'unordered'} ${trackingId}`;

/** Calls: see ListLoader, for each campaign and order. */
export const campaignMessagesLoader = perContext(
  (context) =>
    new ListLoader<CampaignMessages, ViberMessage>(() => {
      const source = configured(context.sources, 'campaigns');
      return {
        maxPageSize: source.maxPageSize,
        fetch: ({ trackingId, order }, { page, size }) =>
          source.messages({ trackingId, order, page, size }, context.operation).then((answer) => {
            if (answer) rememberMessages(context, answer.rows);
            return answer;
          }),
      };
    }, identifyMessages),
);
