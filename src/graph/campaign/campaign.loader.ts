import DataLoader from 'dataloader';
import { perContext } from '../context-cache.js';
import { configured, loadEach } from '../loading.js';
import { createListLoader } from '../page/list.loader.js';
import { rememberMessages } from '../viber-message/viber-message.loader.js';
import type { ViberMessageOrder } from '../viber-message/viber-message-order.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { Campaign } from './campaign.type.js';

/** No vendor call: what Routee answered to a send of this graph, or null. */
export const campaignRecordLoader = perContext(
  (context) =>
    new DataLoader<string, Campaign | null>((trackingIds) =>
      loadEach(trackingIds, async (trackingId) => context.sources.ledger.campaign(trackingId)),
    ),
);

/** The messages of a campaign in some order; null is Routee's own. */
export interface CampaignMessages {
  readonly trackingId: string;
  readonly order: ViberMessageOrder | null;
}

/** Calls: see createListLoader, for each campaign and order. */
export const campaignMessagesLoader = perContext((context) =>
  createListLoader<CampaignMessages, ViberMessage>(() => {
    const source = configured(context.sources.campaigns, 'ROUTEE');
    return {
      maxPageSize: source.maxPageSize,
      async fetch(messages, request) {
        const page = await source.messages({ ...messages, ...request }, context.operation);
        if (page) rememberMessages(context, page.rows);
        return page;
      },
    };
  }),
);
