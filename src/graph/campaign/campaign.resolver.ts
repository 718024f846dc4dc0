import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  Ctx,
  Extensions,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { GraphContext } from '../context.js';
import { costs, type FieldArguments, pageCalls, pageSize } from '../cost.js';
import { StateCount } from '../delivery/delivery-status.type.js';
import { found } from '../loading.js';
import { writeGlobalId } from '../node/node.id.js';
import { requireVendorId } from '../../vendor-id.js';
import { ConnectionArgs, MAX_PAGE_SIZE } from '../page/connection.args.js';
import type { Connection } from '../page/connection.js';
import { ViberMessageConnection, type ViberMessage } from '../viber-message/viber-message.type.js';
import { isRestricting, ViberMessageFilter } from '../viber-message/viber-message-filter.input.js';
import { ViberMessageOrder } from '../viber-message/viber-message-order.input.js';
import { CampaignProgress } from './campaign-progress.type.js';
import {
  Campaign,
  CampaignConnection,
  CancelViberCampaignPayload,
  READ_FROM_TRACKING,
  SendViberCampaignPayload,
} from './campaign.type.js';
import { cancelCampaign } from './campaign.cancel.js';
import { CancelViberCampaignInput, SendViberCampaignInput } from './campaign.input.js';
import { listCampaigns } from './campaign.list.js';
import { findCampaign, readTracking } from './campaign.lookup.js';
import { readMessages } from './campaign.messages.js';
import { ASSUMED_WALK_CALLS, countStates, readProgress } from './campaign.progress.js';
import { sendCampaign } from './campaign.send.js';

/** A filtered page costs no calls of its own besides the walk that its campaign shares. */
const unfilteredCalls = (args: FieldArguments): number => (isRestricting(args['filter']) ? 0 : pageCalls(args));
/** The first page of the walk, and one for each message shown, at most. */
const filteredCalls = (args: FieldArguments): number =>
  isRestricting(args['filter']) ? 1 + Math.min(pageSize(args), MAX_PAGE_SIZE) : 0;

@Resolver(() => Campaign)
export class CampaignResolver {
  @Extensions(costs({ calls: 1, walkOf: ({ trackingId }) => trackingId }))
  @Query(() => Campaign, {
    nullable: true,
    description: 'A Viber campaign by its tracking id; null with the error CAMPAIGN_NOT_FOUND when there is none.',
  })
  async campaign(
    @Arg('trackingId', () => ID, { description: 'Routee’s tracking id of the campaign.' }) trackingId: string,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Campaign> {
    return found(await findCampaign(requireVendorId(trackingId, ['trackingId']), context, info), 'CAMPAIGN_NOT_FOUND');
  }

  @Extensions(costs({ items: pageSize }))
  @Query(() => CampaignConnection, {
    nullable: true,
    description: `The campaigns that this graph sent, newest first. It costs no vendor call unless fields are selected that are read from tracking: ${READ_FROM_TRACKING}. One call then at least for each campaign.`,
  })
  campaigns(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: GraphContext,
  ): Promise<Connection<Campaign>> {
    return listCampaigns(args, context);
  }

  @Extensions({ ...costs({ calls: 1 }), paid: true })
  @Mutation(() => SendViberCampaignPayload, {
    nullable: true,
    description:
      'Sends a Viber campaign, which costs money. Never sent twice under one idempotency key; an answer that never came is SEND_OUTCOME_UNKNOWN. An operation holds at most one such field.',
  })
  sendViberCampaign(
    @Arg('input', () => SendViberCampaignInput, { description: 'What to send, and to whom.' })
    input: SendViberCampaignInput,
    @Ctx() context: GraphContext,
  ): Promise<SendViberCampaignPayload> {
    return sendCampaign(input, context);
  }

  @Extensions(costs({ calls: 1 }))
  @Mutation(() => CancelViberCampaignPayload, {
    nullable: true,
    description:
      'Cancels a scheduled campaign before its time. Once cancelled it answers the same without asking the vendor again. What was sent at once, or whose time has passed, is CAMPAIGN_NOT_SCHEDULED; an answer that never came is CANCEL_OUTCOME_UNKNOWN: try again.',
  })
  cancelViberCampaign(
    @Arg('input', () => CancelViberCampaignInput, { description: 'Which campaign.' }) input: CancelViberCampaignInput,
    @Ctx() context: GraphContext,
  ): Promise<CancelViberCampaignPayload> {
    return cancelCampaign(input, context);
  }

  @FieldResolver(() => ID, { description: 'Opaque; pass it to `node` to read the campaign again.' })
  id(@Root() campaign: Campaign, @Ctx() context: GraphContext): string {
    return writeGlobalId(context.tenant, { type: 'Campaign', key: campaign.trackingId });
  }

  @Extensions(costs({ calls: unfilteredCalls, walk: filteredCalls, items: pageSize }))
  @FieldResolver(() => ViberMessageConnection, {
    nullable: true,
    description:
      'Its messages, from tracking. Empty while tracking does not have a campaign that was just sent. The first use with a filter reads every message at the largest page size, later uses read only pages on which something can still change, and those of the messages shown; the cost check counts 1 + `first` calls.',
  })
  messages(
    @Root() campaign: Campaign,
    @Arg('filter', () => ViberMessageFilter, { nullable: true, description: 'Which messages; all when left out.' })
    filter: ViberMessageFilter | null | undefined,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg('orderBy', () => ViberMessageOrder, {
      nullable: true,
      description: 'The order; Routee’s own when left out. Not by TO with a filter.',
    })
    orderBy: ViberMessageOrder | null | undefined,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Connection<ViberMessage> | Promise<Connection<ViberMessage>> {
    const { first, after, last, before } = args;
    return readMessages(campaign, { first, after, last, before, filter, orderBy }, context, info);
  }

  @Extensions(costs({ walk: ASSUMED_WALK_CALLS }))
  @FieldResolver(() => CampaignProgress, {
    nullable: true,
    description:
      'How far it is, counted over all of its messages. The first use reads every message at the largest page size: 50 vendor calls for 5000 messages; later uses read only pages on which something can still change. The cost check counts 50 calls, once for all fields of a campaign that read it as a whole. CAMPAIGN_TOO_LARGE where it exceeds SNAPSHOT_MAX_MB.',
  })
  progress(@Root() campaign: Campaign, @Ctx() context: GraphContext): Promise<CampaignProgress> {
    return readProgress(campaign, context);
  }

  @Extensions(costs({ walk: ASSUMED_WALK_CALLS }))
  @FieldResolver(() => [StateCount], {
    nullable: true,
    description:
      'How many of its messages are in each state, from QUEUED to UNKNOWN; states without a message are left out. The same as `progress.states`, at the same cost.',
  })
  deliveryCounts(@Root() campaign: Campaign, @Ctx() context: GraphContext): Promise<StateCount[]> {
    return countStates(campaign, context);
  }

  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The name of the vendor’s application that sent it, from tracking: one vendor call. Null until tracking has a message of it.',
  })
  applicationName(@Root() campaign: Campaign, @Ctx() context: GraphContext): string | null | Promise<string | null> {
    if (campaign.applicationName !== null || !campaign.isRecorded) return campaign.applicationName;
    return readTracking(campaign.trackingId, context).then((tracked) => tracked?.applicationName ?? null);
  }

  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'How many messages Routee counted when it accepted the send; for a campaign that this graph did not send, tracking’s figure. One vendor call where the answer to the send had none. It may differ from `messages.totalCount`, which is always tracking’s.',
  })
  totalMessages(@Root() campaign: Campaign, @Ctx() context: GraphContext): number | null | Promise<number | null> {
    if (campaign.totalMessages !== null || !campaign.isRecorded) return campaign.totalMessages;
    return readTracking(campaign.trackingId, context).then((tracked) => tracked?.totalMessages ?? null);
  }
}
