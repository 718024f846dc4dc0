import DataLoader from 'dataloader';
import { perContext, type GraphContext } from '../context.js';
import { configured, loadEach } from '../loading.js';
import { showKnown } from '../known-states.js';
import { findReceipt } from '../sending/send-receipt.js';
import type { ViberMessage } from './viber-message.type.js';

/** The pages of campaigns that were read in this operation, the latest first. Searched by id, which is rare. */
const readPages = perContext((): (readonly (ViberMessage | null)[])[] => []);

/** Those that are being read. */
const pendingPages = perContext(() => new Set<Promise<unknown>>());

/** Makes the messages of a page available to lookups by their own id. */
export function rememberMessages(context: GraphContext, messages: readonly (ViberMessage | null)[]): void {
  readPages(context).unshift(messages);
}

/** Lookups that end before this page wait for it: one answer shows a message as one object. */
export function awaitPage<Page>(context: GraphContext, page: Promise<Page>): Promise<Page> {
  const pending = pendingPages(context);
  const remove = (): void => void pending.delete(page);
  pending.add(page);
  page.then(remove, remove);
  return page;
}

function findRead(context: GraphContext, trackingId: string): ViberMessage | null {
  for (const page of readPages(context)) {
    const message = page.find((one) => one?.trackingId === trackingId);
    if (message) return message;
  }
  return null;
}

/**
 * What is shown of one that was also tracked by its own id is its page's row, but for what only the latter has.
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
        const pending = pendingPages(context);
        if (pending.size > 0) await Promise.allSettled(pending);
        const row = findRead(context, trackingId);
        if (row) return { ...row, expireOnDelivery: row.expireOnDelivery ?? tracked?.expireOnDelivery ?? null };
        return tracked ?? findReceipt(sources.ledger, 'VIBER_MESSAGE', trackingId);
      });
      const shown = await showKnown<ViberMessage>(read, sources.events);
      return shown.map((message) => (message instanceof Error ? message : message && placed(message, context)));
    }),
);

/** Read by its own id a message names neither its campaign, nor its groups and session: a snapshot in memory may. */
function placed(message: ViberMessage, { sources }: GraphContext): ViberMessage {
  if (message.campaignTrackingId !== null && message.groups !== null) return message;
  const place = sources.snapshots.placeOf(message.trackingId);
  if (place === null) return message;
  const { groups, sessionId, ...campaign } = place;
  return {
    ...message,
    ...(message.campaignTrackingId === null && campaign),
    groups: message.groups ?? groups,
    sessionId: message.sessionId ?? sessionId,
  };
}
