import DataLoader from 'dataloader';
import { perContext } from '../context-cache.js';
import type { GraphContext } from '../context.js';
import { configured, loadEach } from '../loading.js';
import type { ViberMessage } from './viber-message.type.js';

/** The pages of campaigns that came in this operation, the latest first. Few ask them for a message by its id. */
const arrivedPages = perContext((): (readonly (ViberMessage | null)[])[] => []);

/** Lets messages that came with a page serve lookups by their own id. */
export function rememberMessages(context: GraphContext, messages: readonly (ViberMessage | null)[]): void {
  arrivedPages(context).unshift(messages);
}

function findArrived(context: GraphContext, trackingId: string): ViberMessage | null {
  for (const page of arrivedPages(context)) {
    const message = page.find((one) => one?.trackingId === trackingId);
    if (message) return message;
  }
  return null;
}

/** A message as Routee tells it by its own id: only the tracking of a campaign tells where it belongs. */
const byOwnId = (message: ViberMessage): ViberMessage => ({
  ...message,
  groups: null,
  sessionId: null,
  campaignTrackingId: null,
  campaignName: null,
});

/** Calls: one a message that has not arrived with a page, in parallel. */
export const viberMessageLoader = perContext(
  (context) =>
    new DataLoader<string, ViberMessage | null>((trackingIds) =>
      loadEach(trackingIds, async (trackingId) => {
        const message = findArrived(context, trackingId);
        if (message) return byOwnId(message);
        return configured(context.sources.viberMessages, 'ROUTEE').get(trackingId, context.operation);
      }),
    ),
);
