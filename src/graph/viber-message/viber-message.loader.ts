import DataLoader from 'dataloader';
import { perContext } from '../context-cache.js';
import type { GraphContext } from '../context.js';
import { configured, loadEach } from '../loading.js';
import type { ViberMessage } from './viber-message.type.js';

/** Messages that came with a page of a campaign in this operation. */
const arrivedMessages = perContext(() => new Map<string, ViberMessage>());

/** Lets messages that came with a page serve lookups by their own id. */
export function rememberMessages(context: GraphContext, messages: Iterable<ViberMessage | null>): void {
  const arrived = arrivedMessages(context);
  for (const message of messages) if (message) arrived.set(message.trackingId, message);
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
export const viberMessageLoader = perContext((context) => {
  const arrived = arrivedMessages(context);
  return new DataLoader<string, ViberMessage | null>((trackingIds) =>
    loadEach(trackingIds, async (trackingId) => {
      const message = arrived.get(trackingId);
      if (message) return byOwnId(message);
      return configured(context.sources.viberMessages, 'ROUTEE').get(trackingId, context.operation);
    }),
  );
});
