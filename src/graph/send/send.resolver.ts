import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { recordedCampaign } from '../campaign/campaign.loader.js';
import { Campaign, READ_FROM_TRACKING } from '../campaign/campaign.type.js';
import type { GraphContext } from '../context.js';
import { costs, pageSize } from '../cost.js';
import { failoverFlowLoader } from '../failover-flow/failover-flow.loader.js';
import { FailoverFlow } from '../failover-flow/failover-flow.type.js';
import { writeGlobalId } from '../node/node.id.js';
import { ConnectionArgs } from '../page/connection.args.js';
import type { Connection } from '../page/connection.js';
import { selectionOf, selectsOnly } from '../selection.js';
import { viberMessageLoader } from '../viber-message/viber-message.loader.js';
import { ViberMessage } from '../viber-message/viber-message.type.js';
import { ReconcileSendInput, SendBy, SendFilter } from './send.input.js';
import { listSends } from './send.list.js';
import { findSend } from './send.lookup.js';
import { reconcileSend } from './send.reconcile.js';
import { ReconcileSendPayload, Send, SendConnection } from './send.type.js';

/** Known without a call. */
const OWN_IDS = new Set(['__typename', 'id', 'trackingId']);

const COSTS_NO_CALL = `It costs no vendor call unless fields of \`viberMessage\` or \`failoverFlow\` beyond \`id\` and \`trackingId\` are selected, or of \`campaign\` those that are read from tracking: ${READ_FROM_TRACKING}. One call then at least for each message, flow and campaign.`;

@Resolver(() => Send)
export class SendResolver {
  @Query(() => Send, {
    nullable: true,
    description: `A send of this graph; null without an error when it has no record of it. Records are kept CAMPAIGN_RECORD_DAYS. ${COSTS_NO_CALL}`,
  })
  send(
    @Arg('by', () => SendBy, { description: 'How to find it.' }) by: SendBy,
    @Ctx() context: GraphContext,
  ): Promise<Send | null> {
    return findSend(by, context);
  }

  @Extensions(costs({ items: pageSize }))
  @Query(() => SendConnection, {
    nullable: true,
    description: `The sends of this graph, newest first, whatever became of them; those that the vendor refused are left out. ${COSTS_NO_CALL}`,
  })
  sends(
    @Arg('filter', () => SendFilter, { nullable: true, description: 'Which sends; all when left out.' })
    filter: SendFilter | null | undefined,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: GraphContext,
  ): Promise<Connection<Send>> {
    return listSends(filter ?? {}, args, context);
  }

  @Extensions(costs({ calls: 1 }))
  @Mutation(() => ReconcileSendPayload, {
    nullable: true,
    description:
      'Records what a person found at the vendor about a send whose outcome is UNKNOWN. The same finding again answers the same; a send with another outcome is SEND_NOT_RECONCILABLE. Needs the scope `send:reconcile`.',
  })
  reconcileSend(
    @Arg('input', () => ReconcileSendInput, { description: 'The send, and what was found.' }) input: ReconcileSendInput,
    @Ctx() context: GraphContext,
  ): Promise<ReconcileSendPayload> {
    return reconcileSend(input, context);
  }

  @FieldResolver(() => ID, { description: 'Opaque; pass it to `node` or `send` to read the send again.' })
  id(@Root() send: Send, @Ctx() context: GraphContext): string {
    return writeGlobalId(context.tenant, { type: 'Send', key: send.sendId });
  }

  @FieldResolver(() => Campaign, {
    nullable: true,
    description: 'The campaign that was sent; null for another kind, and unless the outcome is ACCEPTED or CANCELLED.',
  })
  campaign(@Root() { record }: Send): Campaign | null {
    return record.receipt?.__typename === 'Campaign' ? recordedCampaign(record) : null;
  }

  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => ViberMessage, {
    nullable: true,
    description: 'The message that was sent; null for another kind, and unless the outcome is ACCEPTED.',
  })
  viberMessage(
    @Root() { isAnswer, record: { receipt } }: Send,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ViberMessage | null> | ViberMessage | null {
    if (receipt?.__typename !== 'ViberMessage') return null;
    if (isAnswer || selectsOnly(selectionOf(info, 'ViberMessage'), OWN_IDS)) return receipt as ViberMessage;
    return viberMessageLoader(context).load(receipt.trackingId);
  }

  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => FailoverFlow, {
    nullable: true,
    description: 'The flow that was sent; null for another kind, and unless the outcome is ACCEPTED.',
  })
  failoverFlow(
    @Root() { isAnswer, record: { receipt } }: Send,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<FailoverFlow | null> | FailoverFlow | null {
    if (receipt?.__typename !== 'FailoverFlow') return null;
    if (isAnswer || selectsOnly(selectionOf(info, 'FailoverFlow'), OWN_IDS)) return receipt as FailoverFlow;
    return failoverFlowLoader(context).load(receipt.trackingId);
  }
}
