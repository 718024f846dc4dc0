import { perContext } from '../context-cache.js';
import type { GraphContext } from '../context.js';
import { configured } from '../loading.js';
import { ListLoader } from '../page/list.loader.js';
import { rememberMessages } from '../viber-message/viber-message.loader.js';
import type { ViberMessageOrder } from '../viber-message/viber-message-order.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { Campaign } from './campaign.type.js';

const askedRecords = perContext(() => new Map<string, Promise<Campaign | null>>());

/** No vendor call: what Routee answered to a send of this graph, or null. Nothing is gained by asking for many at once. */
export function readRecord(trackingId: string, context: GraphContext): Promise<Campaign | null> {
  const asked = askedRecords(context);
  const record = asked.get(trackingId) ?? context.sources.ledger.campaign(trackingId);
  asked.set(trackingId, record);
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
      const source = configured(context.sources.campaigns, 'ROUTEE');
      return {
        maxPageSize: source.maxPageSize,
        fetch: ({ trackingId, order }, { page, size }) =>
          source.messages({ trackingId, order, page, size }, context.operation).then((told) => {
            if (told) rememberMessages(context, told.rows);
            return told;
          }),
      };
    }, identifyMessages),
);
