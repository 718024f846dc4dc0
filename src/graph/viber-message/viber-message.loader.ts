import DataLoader from 'dataloader';
import { perContext, type GraphContext } from '../context.js';
import { configured, loadEach } from '../loading.js';
import { showKnown } from '../known-states.js';
import { findReceipt } from '../sending/send-receipt.js';
import type { ViberMessage } from './viber-message.type.js';

/** The pages of campaigns that were read in this operation, the latest first. Searched by id, which is rare. */
const readPages = perContext((): (readonly (ViberMessage | null)[])[] => []);

/** Makes the messages of a page available to lookups by their own id. */
export function rememberMessages(context: GraphContext, messages: readonly (ViberMessage | null)[]): void {
  readPages(context).unshift(messages);
}

function findRead(context: GraphContext, trackingId: string): ViberMessage | null {
  for (const page of readPages(context)) {
    const message = page.find((one) => one?.trackingId === trackingId);
    if (message) return message;
  }
  return null;
}

/**
 * Calls: one for each message that no page of this operation held, in parallel. One that tracking does not have yet is
 * read from the record of its send.
 */
export const viberMessageLoader = perContext(
  (context) =>
    new DataLoader<string, ViberMessage | null>(async (trackingIds) => {
      const { sources, operation } = context;
      const read = await loadEach(trackingIds, async (trackingId) => {
        const message = findRead(context, trackingId);
        if (message) return message;
        const tracked = await configured(sources, 'viberMessages').get(trackingId, operation);
        return tracked ?? findReceipt(sources.ledger, 'VIBER_MESSAGE', trackingId);
      });
      const shown = await showKnown<ViberMessage>(read, sources.events);
      return shown.map((message) => (message instanceof Error ? message : message && placed(message, context)));
    }),
);

/** Read by its own id a message does not name its campaign: a snapshot in memory may. */
function placed(message: ViberMessage, { sources }: GraphContext): ViberMessage {
  const place = message.campaignTrackingId === null ? sources.snapshots.placeOf(message.trackingId) : null;
  return place ? { ...message, ...place } : message;
}
