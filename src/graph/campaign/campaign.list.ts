import type { GraphContext } from '../context.js';
import type { ConnectionArgs } from '../page/connection.args.js';
import type { Connection } from '../page/connection.js';
import { createCursorCodec } from '../page/cursor.js';
import { readSequencePage } from '../page/sequence-page.js';
import { ledgerOf } from '../sending/send-receipt.js';
import { recordedCampaign } from './campaign.loader.js';
import type { Campaign } from './campaign.type.js';

const KIND = 'VIBER_CAMPAIGN';

/** The campaigns that this graph sent, newest first. No vendor call; the place of one is its sequence number. */
export function listCampaigns(args: ConnectionArgs, context: GraphContext): Promise<Connection<Campaign>> {
  const ledger = ledgerOf(context.sources.ledger, KIND);
  context.operation.limitMaxAge(0);
  return readSequencePage(
    {
      sequenceOf: ({ send }) => send.sequence,
      list: (place) => ledger.list({ kind: KIND, ...place }),
      count: () => ledger.count(KIND),
    },
    recordedCampaign,
    args,
    createCursorCodec([context.tenant.digest, 'campaigns']),
  );
}
