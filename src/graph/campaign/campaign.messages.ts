import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { MessagingError, type Violation } from '../../errors/error.js';
import type { GraphContext } from '../context.js';
import { type ConnectionArgs, readPageRequest, toWindowRequest } from '../page/connection.args.js';
import { Connection, needsRows, slicePage } from '../page/connection.js';
import { createCursorCodec, type CursorCodec, isPlainListPosition } from '../page/cursor.js';
import type { ListRead } from '../page/list.loader.js';
import type { WindowAnswer } from '../page/window-reader.js';
import { requireUnmasked } from '../personal-data.js';
import { argumentsOf, type Selection, selectionOf } from '../selection.js';
import { ORDERED_FIELDS, type ViberMessageOrder } from '../viber-message/viber-message-order.input.js';
import {
  isRestricting,
  type MessageFilter,
  messageFilterOf,
  type ViberMessageFilter,
  violationsOfFilter,
} from '../viber-message/viber-message-filter.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import { type CampaignMessages, campaignMessagesLoader } from './campaign.loader.js';
import { acceptsMatch, type FilteredRequest, readFilteredPage } from './campaign.filter.js';
import { readSnapshot } from './campaign.progress.js';
import type { Campaign } from './campaign.type.js';

export type MessagesArgs = ConnectionArgs & {
  filter?: ViberMessageFilter | null;
  orderBy?: ViberMessageOrder | null;
};

/** Cursors name the list, its order and its filter; those of connections without a filter are as they always were. */
const cursorsOf = (
  { tenant }: GraphContext,
  { trackingId, order }: CampaignMessages,
  filter: MessageFilter | null,
): CursorCodec =>
  createCursorCodec(
    [
      tenant.digest,
      'Campaign.messages',
      trackingId,
      order?.field ?? null,
      order?.direction ?? null,
      ...(filter ? [filter] : []),
    ],
    filter ? acceptsMatch(order) : isPlainListPosition,
  );

/** What has to be read for one `messages` field without a filter. */
interface PlainRead {
  readonly cursors: CursorCodec;
  readonly read: ListRead<CampaignMessages>;
}

/** With one. */
interface FilteredRead {
  readonly cursors: CursorCodec;
  readonly filtered: FilteredRequest;
}

/** @throws MessagingError for arguments that make no sense */
function readOf(
  trackingId: string,
  args: MessagesArgs,
  context: GraphContext,
  selection: Selection,
): PlainRead | FilteredRead {
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
  const rows = needsRows(selection);
  if (!isRestricting(args.filter)) {
    const cursors = cursorsOf(context, list, null);
    return { cursors, read: { list, request: toWindowRequest(readPageRequest(args, cursors)), rows } };
  }
  const given = args.filter!;
  if (given.to != null) {
    const inputPath = ['filter', 'to'];
    requireUnmasked(context.scopes, { type: 'ViberMessageFilter', field: 'to', use: 'Filtering by to', inputPath });
  }
  const filter = messageFilterOf(given);
  const cursors = cursorsOf(context, list, filter);
  const page = readPageRequest(args, cursors, [...violationsOfFilter(given), ...orderViolations(list.order)]);
  return { cursors, filtered: { filter, order: list.order, page, rows } };
}

/** A snapshot has no phone numbers that could be ordered. */
const orderViolations = (order: ViberMessageOrder | null): Violation[] =>
  order?.field === 'TO'
    ? [
        {
          code: 'BAD_USER_INPUT',
          inputPath: ['orderBy', 'field'],
          message: 'orderBy: with a filter STATUS_UPDATED_AT, COUNTRY and PRICE are allowed',
        },
      ]
    : [];

/** What an operation selects of the messages of a campaign, so that its lookup can read it all at once. */
export interface SelectedMessages {
  readonly windows: ListRead<CampaignMessages>[];
  /** Whether a page with a filter is among it, which is read from a snapshot. */
  readonly isFiltered: boolean;
}

export function selectedMessages(
  trackingId: string,
  nodes: readonly FieldNode[],
  context: GraphContext,
  info: GraphQLResolveInfo,
): SelectedMessages {
  const windows: ListRead<CampaignMessages>[] = [];
  let isFiltered = false;
  for (const node of nodes) {
    try {
      const args = argumentsOf(info, 'Campaign', node) as MessagesArgs;
      const read = readOf(trackingId, args, context, selectionOf(info, 'ViberMessageConnection', [node]));
      if ('read' in read) windows.push(read.read);
      else isFiltered = true;
    } catch {
      // the field itself reports what is wrong with its arguments
    }
  }
  return { windows, isFiltered };
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
  const wanted = readOf(campaign.trackingId, args, context, selectionOf(info, 'ViberMessageConnection'));
  if ('filtered' in wanted) return readFiltered(campaign, wanted, context);
  const { cursors, read } = wanted;
  const loader = campaignMessagesLoader(context);
  const held = loader.peek(read);
  return held === undefined
    ? loader.load(read).then((answer) => connectionOf(campaign, answer, cursors))
    : connectionOf(campaign, held, cursors);
}

async function readFiltered(
  campaign: Campaign,
  { cursors, filtered }: FilteredRead,
  context: GraphContext,
): Promise<Connection<ViberMessage>> {
  const snapshot = await readSnapshot(campaign, context);
  if (snapshot === null) return new Connection(EMPTY_PAGE, cursors);
  const { page, extra } = await readFilteredPage(snapshot, filtered, context);
  return new Connection(page, cursors, extra);
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
