import DataLoader from 'dataloader';
import { perContext, type GraphContext } from '../context.js';
import { configured, loadEach } from '../loading.js';
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

/** A message as Routee reports it by its own id: only the tracking of a campaign names campaign, groups and session. */
const byOwnId = (message: ViberMessage): ViberMessage => ({
  ...message,
  groups: null,
  sessionId: null,
  campaignTrackingId: null,
  campaignName: null,
});

/**
 * Calls: one for each message that no page of this operation held, in parallel. One that tracking does not have yet is
 * read from the record of its send.
 */
export const viberMessageLoader = perContext(
  (context) =>
    new DataLoader<string, ViberMessage | null>((trackingIds) =>
      loadEach(trackingIds, async (trackingId) => {
        const message = findRead(context, trackingId);
        if (message) return byOwnId(message);
        const { sources, operation } = context;
        const tracked = await configured(sources, 'viberMessages').get(trackingId, operation);
        return tracked ?? findReceipt(sources.ledger, 'VIBER_MESSAGE', trackingId);
      }),
    ),
);
