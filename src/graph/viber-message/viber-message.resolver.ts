import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { findLinkedCampaign } from '../campaign/campaign.lookup.js';
import { Campaign } from '../campaign/campaign.type.js';
import type { GraphContext } from '../context.js';
import { costs } from '../cost.js';
import { findLinkedReport } from '../delivery-report/delivery-report.loader.js';
import { mergeTimeline, TimelineEntry } from '../delivery/timeline.type.js';
import { knownSubjectLoader } from '../delivery-event/known-subject.loader.js';
import { DeliveryReport } from '../delivery-report/delivery-report.type.js';
import { found } from '../loading.js';
import { writeGlobalId } from '../node/node.id.js';
import { requireVendorId } from '../../vendor-id.js';
import { selectionOf } from '../selection.js';
import { messageName } from '../subject-reports.js';
import { SendViberMessageInput } from './viber-message.input.js';
import { viberMessageLoader } from './viber-message.loader.js';
import { sendMessage } from './viber-message.send.js';
import { SendViberMessagePayload, ViberMessage } from './viber-message.type.js';

@Resolver(() => ViberMessage)
export class ViberMessageResolver {
  @Extensions(costs({ calls: 1 }))
  @Query(() => ViberMessage, {
    nullable: true,
    description: 'A Viber message by its tracking id; null with the error VIBER_MESSAGE_NOT_FOUND when there is none.',
  })
  async viberMessage(
    @Arg('trackingId', () => ID, { description: 'Routee’s tracking id of the message.' }) trackingId: string,
    @Ctx() context: GraphContext,
  ): Promise<ViberMessage> {
    const id = requireVendorId(trackingId, ['trackingId']);
    return found(await viberMessageLoader(context).load(id), 'VIBER_MESSAGE_NOT_FOUND');
  }

  @Extensions({ ...costs({ calls: 1 }), paid: true })
  @Mutation(() => SendViberMessagePayload, {
    nullable: true,
    description:
      'Sends one Viber message, free content or an approved template, which costs money. Never sent twice under one idempotency key; an answer that never came is SEND_OUTCOME_UNKNOWN. An operation holds at most one such field.',
  })
  sendViberMessage(
    @Arg('input', () => SendViberMessageInput, { description: 'What to send, and to whom.' })
    input: SendViberMessageInput,
    @Ctx() context: GraphContext,
  ): Promise<SendViberMessagePayload> {
    return sendMessage(input, context);
  }

  @FieldResolver(() => ID, { description: 'Opaque; pass it to `node` to read the message again.' })
  id(@Root() message: ViberMessage, @Ctx() context: GraphContext): string {
    return writeGlobalId(context.tenant, { type: 'ViberMessage', key: message.trackingId });
  }

  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => Campaign, {
    nullable: true,
    description:
      'The campaign that it belongs to. Tracking names it where the message is read as one of a campaign. Where it is read by its own id, the event log names it, for 30 days after the last report that it has of the message, or a campaign that was counted or filtered, as long as it is in memory; null when neither does.',
  })
  campaign(
    @Root() message: ViberMessage,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Campaign | null> | Campaign | null {
    return findLinkedCampaign(message, context, info);
  }

  @FieldResolver(() => [TimelineEntry], {
    nullable: true,
    description:
      'What happened, oldest first, each state once: from the vendor’s record and from the events that this graph has seen. It costs no vendor call.',
  })
  async timeline(@Root() message: ViberMessage, @Ctx() context: GraphContext): Promise<TimelineEntry[]> {
    const known = await knownSubjectLoader(context).load(messageName(message.trackingId));
    return mergeTimeline([{ order: null, channel: 'VIBER', status: message.status, known: known?.history ?? [] }]);
  }

  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => DeliveryReport, {
    nullable: true,
    description: 'The GMS report filed under this trackingId as extra_id; null when there is none.',
  })
  deliveryReport(
    @Root() message: ViberMessage,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeliveryReport | null> {
    return findLinkedReport(message.trackingId, context, selectionOf(info, 'DeliveryReport'));
  }
}
