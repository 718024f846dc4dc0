import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { MessagingError } from '../../error.js';
import type { GraphContext } from '../context.js';
import { type ConnectionArgs, readPageRequest, toWindowRequest } from '../page/connection.args.js';
import { Connection } from '../page/connection.js';
import { createCursorCodec, type CursorCodec } from '../page/cursor.js';
import type { ListRead } from '../page/list.loader.js';
import { needsRows } from '../page/needs-rows.js';
import { slicePage } from '../page/slice-page.js';
import { argumentsOf, type Selection, selectionOf } from '../selection.js';
import type { ViberMessageOrder } from '../viber-message/viber-message-order.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import { type CampaignMessages, campaignMessagesLoader } from './campaign.loader.js';
import type { Campaign } from './campaign.type.js';

export type MessagesArgs = ConnectionArgs & { orderBy?: ViberMessageOrder | null };

const cursorsOf = (context: GraphContext, { trackingId, order }: CampaignMessages): CursorCodec =>
  createCursorCodec([
    context.tenant.digest,
    'Campaign.messages',
    trackingId,
    order?.field ?? null,
    order?.direction ?? null,
  ]);

/** What has to be read for one `messages` field. @throws MessagingError for arguments that make no sense */
function readOf(trackingId: string, args: MessagesArgs, context: GraphContext, selection: Selection) {
  const list: CampaignMessages = {
    trackingId,
    order: args.orderBy ? { field: args.orderBy.field, direction: args.orderBy.direction } : null,
  };
  const cursors = cursorsOf(context, list);
  const request = toWindowRequest(readPageRequest(args, cursors));
  return { cursors, read: { list, request, rows: needsRows(selection) } satisfies ListRead<CampaignMessages> };
}

/** The windows of a campaign that an operation selects below it, so that its lookup can read them at once. */
export function selectedWindows(
  trackingId: string,
  nodes: readonly FieldNode[],
  context: GraphContext,
  info: GraphQLResolveInfo,
): ListRead<CampaignMessages>[] {
  const reads: ListRead<CampaignMessages>[] = [];
  for (const node of nodes) {
    try {
      const args = argumentsOf(info, 'Campaign', node) as MessagesArgs;
      reads.push(readOf(trackingId, args, context, selectionOf(info, 'ViberMessageConnection', [node])).read);
    } catch {
      // the field itself tells what is wrong with its arguments
    }
  }
  return reads;
}

/** A page of the messages of a campaign. One that this graph sent exists, with no messages, before tracking knows it. */
export async function readMessages(
  campaign: Campaign,
  args: MessagesArgs,
  context: GraphContext,
  selection: Selection,
): Promise<Connection<ViberMessage>> {
  const { cursors, read } = readOf(campaign.trackingId, args, context, selection);
  const slice = await campaignMessagesLoader(context).load(read);
  if (slice instanceof Error) throw slice;
  if (slice) return new Connection(slicePage(slice), cursors);
  if (campaign.isRecorded) return new Connection(EMPTY_PAGE, cursors);
  throw new MessagingError('CAMPAIGN_NOT_FOUND');
}

const EMPTY_PAGE = { items: [], hasNextPage: false, hasPreviousPage: false, totalCount: 0, bounds: null };
