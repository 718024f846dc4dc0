import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { MessagingError } from '../../errors/error.js';
import type { GraphContext } from '../context.js';
import { type ConnectionArgs, readPageRequest, toWindowRequest } from '../page/connection.args.js';
import { Connection, needsRows, slicePage } from '../page/connection.js';
import { createCursorCodec, type CursorCodec, isPlainListPosition } from '../page/cursor.js';
import type { ListRead } from '../page/list.loader.js';
import type { WindowAnswer } from '../page/window-reader.js';
import { requireUnmasked } from '../personal-data.js';
import { argumentsOf, type Selection, selectionOf } from '../selection.js';
import { ORDERED_FIELDS, type ViberMessageOrder } from '../viber-message/viber-message-order.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import { type CampaignMessages, campaignMessagesLoader } from './campaign.loader.js';
import type { Campaign } from './campaign.type.js';

export type MessagesArgs = ConnectionArgs & { orderBy?: ViberMessageOrder | null };

const cursorsOf = ({ tenant }: GraphContext, { trackingId, order }: CampaignMessages): CursorCodec =>
  createCursorCodec(
    [tenant.digest, 'Campaign.messages', trackingId, order?.field ?? null, order?.direction ?? null],
    isPlainListPosition,
  );

/** What has to be read for one `messages` field. @throws MessagingError for arguments that make no sense */
function readOf(trackingId: string, args: MessagesArgs, context: GraphContext, selection: Selection) {
  const list: CampaignMessages = {
    trackingId,
    order: args.orderBy ? { field: args.orderBy.field, direction: args.orderBy.direction } : null,
  };
  if (list.order) {
    requireUnmasked(context.scopes, {
      type: 'ViberMessage',
      field: ORDERED_FIELDS[list.order.field],
      use: `Ordering by ${list.order.field}`,
      inputPath: ['orderBy', 'field'],
    });
  }
  const cursors = cursorsOf(context, list);
  const request = toWindowRequest(readPageRequest(args, cursors));
  return { cursors, read: { list, request, rows: needsRows(selection) } satisfies ListRead<CampaignMessages> };
}

/** The windows that an operation selects of the messages of a campaign, so that its lookup can read them all at once. */
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
      // the field itself reports what is wrong with its arguments
    }
  }
  return reads;
}

/**
 * A page of the messages of a campaign: at once where the lookup of the campaign has read it. A campaign that this graph
 * sent has no messages until tracking has it.
 */
export function readMessages(
  campaign: Campaign,
  args: MessagesArgs,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Connection<ViberMessage> | Promise<Connection<ViberMessage>> {
  const { cursors, read } = readOf(campaign.trackingId, args, context, selectionOf(info, 'ViberMessageConnection'));
  const loader = campaignMessagesLoader(context);
  const held = loader.peek(read);
  return held === undefined
    ? loader.load(read).then((answer) => connectionOf(campaign, answer, cursors))
    : connectionOf(campaign, held, cursors);
}

function connectionOf(
  { isRecorded }: Campaign,
  answer: WindowAnswer<ViberMessage>,
  cursors: CursorCodec,
): Connection<ViberMessage> {
  if (answer instanceof Error) throw answer;
  if (answer) return new Connection(slicePage(answer), cursors);
  if (isRecorded) return new Connection(EMPTY_PAGE, cursors);
  throw new MessagingError('CAMPAIGN_NOT_FOUND');
}

const EMPTY_PAGE = { items: [], hasNextPage: false, hasPreviousPage: false, totalCount: 0, bounds: null };
