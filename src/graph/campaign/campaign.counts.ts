import { MessagingError } from '../../error.js';
import type { GraphContext } from '../context.js';
import { DeliveryState } from '../delivery/delivery-state.type.js';
import type { StateCount } from '../delivery/state-count.type.js';
import { configured } from '../loading.js';
import type { Slice } from '../page/window-reader.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import { campaignMessagesLoader } from './campaign.loader.js';
import type { Campaign } from './campaign.type.js';

/** What counting is taken to cost before anything is known of a campaign: 5000 messages at 100 a page. */
export const ASSUMED_COUNT_CALLS = 50;

/**
 * Counts the messages of a campaign by state: one call to learn how many there are, then one for each further page of
 * the largest size. Pages whose every message is final are remembered by the source and not read again.
 * @throws MessagingError OPERATION_TOO_EXPENSIVE as soon as it is known that the operation cannot afford the rest
 */
export async function countStates(campaign: Campaign, context: GraphContext): Promise<StateCount[]> {
  const { maxPageSize } = configured(context.sources.campaigns, 'ROUTEE');
  const start = await readStart(campaign, maxPageSize, context);
  if (start === null) return [];
  const { maxCalls, calls } = context.operation;
  if (Math.ceil(start.total / maxPageSize) - 1 > maxCalls - calls) throw new MessagingError('OPERATION_TOO_EXPENSIVE');
  const all = start.total > maxPageSize ? await readStart(campaign, start.total, context) : start;

  const states = new Map<string, DeliveryState>(); // by message: one may move to another page while they are read
  for (const { row } of all?.rows ?? []) if (row) states.set(row.trackingId, row.status.state);
  const counts = new Map<DeliveryState, number>();
  for (const state of states.values()) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Object.values(DeliveryState)
    .filter((state) => counts.has(state))
    .map((state) => ({ state, count: counts.get(state) ?? 0 }));
}

/** The first messages; null when tracking does not know a campaign that this graph sent. */
async function readStart(
  campaign: Campaign,
  count: number,
  context: GraphContext,
): Promise<Slice<ViberMessage> | null> {
  const slice = await campaignMessagesLoader(context).load({
    list: { trackingId: campaign.trackingId, order: null },
    request: { from: 'START', offset: 0, count },
    rows: true,
  });
  if (slice instanceof Error) throw slice;
  if (slice === null && !campaign.isRecorded) throw new MessagingError('CAMPAIGN_NOT_FOUND');
  return slice;
}
