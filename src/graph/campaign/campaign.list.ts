import type { ListedReceipt, ListRequest } from '../../sends/send-ledger.js';
import type { GraphContext } from '../context.js';
import { type ConnectionArgs, readPageRequest } from '../page/connection.args.js';
import { Connection } from '../page/connection.js';
import { createCursorCodec } from '../page/cursor.js';
import { ledgerOf } from '../sending/send-receipt.js';
import type { Campaign } from './campaign.type.js';

type CampaignListRequest = Omit<ListRequest, 'kind'>;

/** The campaigns that this graph sent, newest first. No vendor call; the place of one is its sequence number. */
export async function listCampaigns(args: ConnectionArgs, context: GraphContext): Promise<Connection<Campaign>> {
  const ledger = ledgerOf(context.sources.ledger, 'VIBER_CAMPAIGN');
  const cursors = createCursorCodec([context.tenant.digest, 'campaigns']);
  const { direction, beyond, count } = readPageRequest(args, cursors);
  const start = beyond?.position ?? null;
  const order = direction === 'FORWARD' ? 'NEWEST_FIRST' : 'OLDEST_FIRST';

  const list = (request: CampaignListRequest): Promise<readonly ListedReceipt<Campaign>[]> =>
    ledger.list({ kind: 'VIBER_CAMPAIGN', ...request });
  const read = await list({ order, beyond: start, limit: count + 1 });
  const inOrder = read.slice(0, count);
  const page = direction === 'FORWARD' ? inOrder : inOrder.toReversed();
  const [anyBehind, totalCount] = await Promise.all([
    anyBefore(direction === 'FORWARD' ? 'OLDEST_FIRST' : 'NEWEST_FIRST', inOrder[0], start, list),
    ledger.count('VIBER_CAMPAIGN'),
  ]);
  const anyAhead = read.length > count;
  const [newest, oldest] = [page[0], page.at(-1)];
  return new Connection<Campaign>(
    {
      items: page.map(({ sequence, receipt }) => ({ position: sequence, item: receipt })),
      hasNextPage: direction === 'FORWARD' ? anyAhead : anyBehind,
      hasPreviousPage: direction === 'FORWARD' ? anyBehind : anyAhead,
      totalCount,
      bounds: newest && oldest ? { first: newest.sequence, last: oldest.sequence } : null,
    },
    cursors,
  );
}

/** Whether anything lies on the side that the page was entered from; the item of the cursor itself counts. */
async function anyBefore(
  order: CampaignListRequest['order'],
  first: ListedReceipt<Campaign> | undefined,
  start: number | null,
  list: (request: CampaignListRequest) => Promise<readonly ListedReceipt<Campaign>[]>,
): Promise<boolean> {
  if (start === null) return false;
  const beyond = first ? first.sequence : order === 'OLDEST_FIRST' ? start - 1 : start + 1;
  return (await list({ order, beyond, limit: 1 })).length > 0;
}
