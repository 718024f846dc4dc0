import { perContext, type GraphContext } from '../context.js';
import { configured } from '../loading.js';
import { ListLoader } from '../page/list.loader.js';
import { cancelledAtOf, sendOf, type Sent } from '../send/send.type.js';
import { recordOutcome } from '../sending/send-event.js';
import { type CampaignRecord, ledgerOf } from '../sending/send-receipt.js';
import type { SendRecord } from '../../sends/send-ledger.js';
import { rememberMessages } from '../viber-message/viber-message.loader.js';
import type { ViberMessageOrder } from '../viber-message/viber-message-order.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { Campaign } from './campaign.type.js';

const requestedRecords = perContext(() => new Map<string, Promise<Campaign | null>>());

/** No vendor call: Routee’s answer to a send of this graph, or null. Not batched: the ledger reads one at a time. */
export function readRecord(trackingId: string, context: GraphContext): Promise<Campaign | null> {
  const requested = requestedRecords(context);
  const record = requested.get(trackingId) ?? findRecorded(trackingId, context);
  requested.set(trackingId, record);
  return record;
}

async function findRecorded(trackingId: string, { sources }: GraphContext): Promise<Campaign | null> {
  const record = await ledgerOf(sources.ledger, 'VIBER_CAMPAIGN').find('VIBER_CAMPAIGN', trackingId);
  return record && recordedCampaign(record);
}

/** A campaign that this graph sent, with what became of its send. */
export const recordedCampaign = (record: CampaignRecord | SendRecord<Sent>): Campaign => ({
  ...(record.receipt as Campaign),
  cancelledAt: cancelledAtOf(record),
  send: sendOf(record),
});

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
            if (!answer) return answer;
            rememberMessages(context, answer.rows);
            if (!context.sources.ledger.mayHaveCancels()) return answer;
            return denyCancelBy(answer.rows, trackingId, context).then(() => answer);
          }),
      };
    }, identifyMessages),
);

const SENT_STATES: ReadonlySet<string> = new Set(['SENT', 'DELIVERED', 'SEEN']);

/** A campaign of which a message was sent was not cancelled, whatever its record says. */
async function denyCancelBy(
  rows: readonly (ViberMessage | null)[],
  trackingId: string,
  context: GraphContext,
): Promise<void> {
  if (!rows.some((row) => row && SENT_STATES.has(row.status.state))) return;
  const { ledger, events } = context.sources;
  try {
    const record = await requestedRecords(context).get(trackingId);
    const cancelledAt = record ? record.cancelledAt : await ledger.cancelledAt('VIBER_CAMPAIGN', trackingId);
    if (cancelledAt == null) return;
    const known = record ?? (await findRecorded(trackingId, context));
    // The event comes before the ledger: without it the next read does both again.
    const send = known?.send && { id: known.send.sendId, kind: known.send.kind };
    if (send) await recordOutcome(events, send, 'ACCEPTED', trackingId, 'READ');
    await ledger.denyCancel('VIBER_CAMPAIGN', trackingId);
  } catch {
    // the next read tries again
  }
}
