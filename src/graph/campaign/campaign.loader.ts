import { perContext, type GraphContext } from '../context.js';
import { SENT_STATES } from '../delivery/state-rank.js';
import { configured } from '../loading.js';
import { makeKnownLater, showMessagePage } from '../known-states.js';
import { ListLoader } from '../page/list.loader.js';
import type { VendorPage } from '../page/window.js';
import { shownMessages } from '../scope.js';
import { cancelledAtOf, sendOf, type Sent } from '../send/send.type.js';
import { recordOutcome } from '../sending/send-event.js';
import { type CampaignRecord, ledgerOf } from '../sending/send-receipt.js';
import type { SendRecord } from '../../sends/send-ledger.js';
import { awaitPage, rememberMessages } from '../viber-message/viber-message.loader.js';
import type { ViberMessageOrder } from '../viber-message/viber-message-order.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { OnPage } from './campaign.source.js';
import type { Campaign } from './campaign.type.js';

const requestedRecords = perContext(() => new Map<string, Promise<Campaign | null>>());

/** No vendor call: Routee’s answer to a send of this graph, or null. Not batched: the ledger reads one at a time. */
export function readRecord(trackingId: string, context: GraphContext): Promise<Campaign | null> {
  const requested = requestedRecords(context);
  const record = requested.get(trackingId) ?? findRecorded(trackingId, context);
  requested.set(trackingId, record);
  return record;
}

async function findRecorded(trackingId: string, { sources, operation }: GraphContext): Promise<Campaign | null> {
  const record = await ledgerOf(sources.ledger, 'VIBER_CAMPAIGN').find('VIBER_CAMPAIGN', trackingId);
  if (record === null) return null;
  operation.limitMaxAge(0);
  return recordedCampaign(record);
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
          awaitPage(
            context,
            source.messages({ trackingId, order, page, size }, context.operation).then((answer) => {
              if (!answer) return answer;
              const shown = showMessagePage(answer, context.sources.events, context.operation);
              return shown instanceof Promise
                ? shown.then((page) => takePage(page, trackingId, context))
                : takePage(shown, trackingId, context);
            }),
          ),
      };
    }, identifyMessages),
);

/** Some 10 MB: those of a campaign of 10 000 messages. Others are in the cache of the vendor's client, or read again. */
const MAX_WALKED_PAGES = 100;

/** The pages that were read for a snapshot in this operation, by campaign and number. */
const walkedPages = perContext(() => new Map<string, Map<number, VendorPage<ViberMessage>>>());

/** Keeps the pages of a walk for the messages that the operation shows. */
export function keepPages(trackingId: string, context: GraphContext): OnPage {
  return (number, page) => {
    makeKnownIfSent(trackingId, page.rows, context);
    const walked = walkedPages(context);
    const pages = walked.get(trackingId) ?? new Map<number, VendorPage<ViberMessage>>();
    walked.set(trackingId, pages.size < MAX_WALKED_PAGES ? pages.set(number, page) : pages);
  };
}

/** Makes those of the kept pages available to reads of messages that some of these offsets need. */
export function primeKept(trackingId: string, offsets: Iterable<number>, context: GraphContext): void {
  const pages = walkedPages(context).get(trackingId);
  for (const offset of pages ? offsets : []) {
    const page = [...pages!].find(([number, { size }]) => number * size === offset);
    if (!page) continue;
    const [number, { size }] = page;
    const request = { page: number, size };
    campaignMessagesLoader(context).prime({ trackingId, order: null }, request, shownMessages(page[1], context.scopes));
    pages!.delete(number);
  }
}

type MessagePage = VendorPage<ViberMessage>;

function takePage(page: MessagePage, trackingId: string, context: GraphContext): MessagePage | Promise<MessagePage> {
  const { ledger } = context.sources;
  rememberMessages(context, page.rows);
  makeKnownIfSent(trackingId, page.rows, context);
  const mayBeDenied = ledger.mayHaveCancels() && page.rows.some((row) => row && SENT_STATES.has(row.status.state));
  return mayBeDenied ? denyCancel(trackingId, context).then(() => page) : page;
}

/** The messages of a campaign that this graph sent are known to the log from the first read on. */
function makeKnownIfSent(trackingId: string, rows: readonly (ViberMessage | null)[], context: GraphContext): void {
  const record = requestedRecords(context).get(trackingId);
  record?.then((sent) => sent && makeKnownLater(rows, context.sources.events)).catch(() => undefined); // the next read tries again
}

/** A campaign of which a message was sent was not cancelled, whatever its record says. */
export async function denyCancel(trackingId: string, context: GraphContext): Promise<void> {
  const { ledger, recordSend } = context.sources;
  try {
    const record = await requestedRecords(context).get(trackingId);
    const cancelledAt = record ? record.cancelledAt : await ledger.cancelledAt('VIBER_CAMPAIGN', trackingId);
    if (cancelledAt == null) return;
    const known = record ?? (await findRecorded(trackingId, context));
    // The event comes before the ledger: without it the next read does both again.
    const send = known?.send && { id: known.send.sendId, kind: known.send.kind };
    if (send) await recordOutcome(recordSend, send, 'ACCEPTED', trackingId, 'READ');
    await ledger.denyCancel('VIBER_CAMPAIGN', trackingId, context.operation);
  } catch {
    // the next read tries again
  }
}
