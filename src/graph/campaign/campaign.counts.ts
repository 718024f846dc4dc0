import { MessagingError } from '../../errors/error.js';
import type { GraphContext } from '../context.js';
import { DeliveryState, type StateCount } from '../delivery/delivery-status.type.js';
import { configured } from '../loading.js';
import type { ListRead } from '../page/list.loader.js';
import type { Slice } from '../page/window-reader.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import { type CampaignMessages, campaignMessagesLoader } from './campaign.loader.js';
import type { Campaign } from './campaign.type.js';

/** The cost estimate of counting, before the size of a campaign is known: 5000 messages at 100 a page. */
export const ASSUMED_COUNT_CALLS = 50;

/**
 * Counts the messages of a campaign by state: one call to learn how many there are, then one for each further page of
 * the largest size. Pages whose every message is final are remembered by the source and not read again.
 * @throws MessagingError OPERATION_TOO_EXPENSIVE when the further pages exceed the rest of the operation's budget
 */
export async function countStates(campaign: Campaign, context: GraphContext): Promise<StateCount[]> {
  const first = await readPage(campaign, 0, context);
  if (first === null) return [];
  const { maxCalls, calls } = context.operation;
  const furtherPages = Math.ceil(first.total / maxPageSizeOf(context)) - 1;
  if (furtherPages > maxCalls - calls) throw new MessagingError('OPERATION_TOO_EXPENSIVE');
  const further = await Promise.all(
    Array.from({ length: Math.max(0, furtherPages) }, (_, index) => readPage(campaign, index + 1, context)),
  );
  return count([first, ...further].flatMap((slice) => slice?.rows ?? []));
}

function count(rows: Slice<ViberMessage>['rows']): StateCount[] {
  const states = new Map<string, DeliveryState>(); // by message: one may move to another page while they are read
  for (const { item } of rows) if (item) states.set(item.trackingId, item.status.state);
  const counts = new Map<DeliveryState, number>();
  for (const state of states.values()) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Object.values(DeliveryState).flatMap((state) => {
    const inState = counts.get(state);
    return inState === undefined ? [] : [{ state, count: inState }];
  });
}

const maxPageSizeOf = (context: GraphContext): number => configured(context.sources, 'campaigns').maxPageSize;

/** The first page to count: its total says how many pages follow. */
export const firstPage = (trackingId: string, context: GraphContext): ListRead<CampaignMessages> =>
  pageRead(trackingId, 0, maxPageSizeOf(context));

const pageRead = (trackingId: string, page: number, size: number): ListRead<CampaignMessages> => ({
  list: { trackingId, order: null },
  request: { from: 'START', offset: page * size, count: size },
  rows: true,
});

/** @returns null when tracking does not have a campaign that this graph sent */
async function readPage(
  { trackingId, isRecorded }: Campaign,
  page: number,
  context: GraphContext,
): Promise<Slice<ViberMessage> | null> {
  const slice = await campaignMessagesLoader(context).load(pageRead(trackingId, page, maxPageSizeOf(context)));
  if (slice instanceof Error) throw slice;
  if (slice === null && !isRecorded) throw new MessagingError('CAMPAIGN_NOT_FOUND');
  return slice;
}
