import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, FieldResolver, ID, Info, Resolver, Root, Subscription } from 'type-graphql';
import type { GraphContext } from '../context.js';
import { costs } from '../cost.js';
import { DeliveryEventFilter, eventMatches } from '../delivery-event/delivery-event.input.js';
import { DeliveryEvent, deliveryEventOf, NO_CALL_FOR_IDS } from '../delivery-event/delivery-event.type.js';
import { readEventCursor, refuseCursor } from '../delivery-event/event-cursor.js';
import { DeliveryReportBy, type DeliveryReport } from '../delivery-report/delivery-report.type.js';
import type { FailoverFlow } from '../failover-flow/failover-flow.type.js';
import { requireVendorId } from '../../vendor-id.js';
import { ViberMessage } from '../viber-message/viber-message.type.js';
import { type ShownCampaign, showCampaignUpdate, showChanges, showUpdate, shownBy } from './resolve-update.js';
import { CampaignUpdate, DeliveryReportUpdate, FailoverFlowUpdate, ViberMessageUpdate } from './subscription.type.js';
import type { UpdateSource } from './update-source.js';
import type { CampaignChange, EventUpdate, SubjectUpdate } from './updates.source.js';
import { watchedFlow, watchedMessage, watchedReport } from './watched-subjects.js';

const AFTER =
  'The cursor of the last update that was received: everything since then comes first, in order. Without it the first update is the present state.';
const UPDATES =
  'The first update is the present state; each change is one more, with the whole state. It ends after `isLast`, or with the error of the lookup where its subject does not exist.';
const MAX_CHANGES = 100;

/** What type-graphql hands to `subscribe`. */
interface SubscribeData<Args> {
  readonly args: Args & { readonly after?: string | null };
  readonly context: GraphContext;
}

/** Opens a source at a cursor: the one that an SSE client repeats by itself goes before the argument. */
async function openAt(
  { args: { after }, context: { tenant, lastEventId } }: SubscribeData<unknown>,
  open: (position: string | null) => Promise<UpdateSource>,
): Promise<UpdateSource> {
  const cursor = lastEventId ?? after ?? null;
  try {
    return await open(cursor === null ? null : readEventCursor(tenant, cursor));
  } catch (error) {
    return refuseCursor(error, lastEventId);
  }
}

@Resolver(() => CampaignUpdate)
export class SubscriptionResolver {
  @Extensions(costs({ calls: 1 }))
  @Subscription(() => ViberMessageUpdate, {
    nullable: true,
    description: `Follows a Viber message. ${UPDATES}`,
    subscribe: (data: SubscribeData<{ trackingId: string }>): Promise<UpdateSource> =>
      openAt(data, (position) => data.context.updates.subject(watchedMessage(data.args.trackingId), position)),
  })
  async viberMessageUpdated(
    @Root() update: SubjectUpdate<ViberMessage>,
    @Arg('trackingId', () => ID, { description: 'Routee’s tracking id of the message.' }) trackingId: string,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after: string | null | undefined,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ViberMessageUpdate> {
    const selection = shownBy(info, 'ViberMessageUpdate', 'viberMessage', 'ViberMessage');
    const { value, ...shown } = await showUpdate(watchedMessage(trackingId), update, context, selection);
    return { ...shown, viberMessage: value };
  }

  @Extensions(costs({ calls: 1 }))
  @Subscription(() => FailoverFlowUpdate, {
    nullable: true,
    description: `Follows a failover flow and its steps. ${UPDATES}`,
    subscribe: (data: SubscribeData<{ trackingId: string }>): Promise<UpdateSource> =>
      openAt(data, (position) => data.context.updates.subject(watchedFlow(data.args.trackingId), position)),
  })
  async failoverFlowUpdated(
    @Root() update: SubjectUpdate<FailoverFlow>,
    @Arg('trackingId', () => ID, { description: 'Routee’s tracking id of the flow.' }) trackingId: string,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after: string | null | undefined,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<FailoverFlowUpdate> {
    const selection = shownBy(info, 'FailoverFlowUpdate', 'failoverFlow', 'FailoverFlow');
    const { value, ...shown } = await showUpdate(watchedFlow(trackingId), update, context, selection);
    return { ...shown, failoverFlow: value };
  }

  @Extensions(costs({ calls: 2 }))
  @Subscription(() => DeliveryReportUpdate, {
    nullable: true,
    description: `Follows a delivery report; one that is not there yet is waited for a minute. ${UPDATES}`,
    subscribe: (data: SubscribeData<{ by: DeliveryReportBy }>): Promise<UpdateSource> =>
      openAt(data, (position) => data.context.updates.subject(watchedReport(data.args.by), position)),
  })
  async deliveryReportUpdated(
    @Root() update: SubjectUpdate<DeliveryReport>,
    @Arg('by', () => DeliveryReportBy, { description: 'Which report.' }) by: DeliveryReportBy,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after: string | null | undefined,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeliveryReportUpdate> {
    const selection = shownBy(info, 'DeliveryReportUpdate', 'deliveryReport', 'DeliveryReport');
    const { value, ...shown } = await showUpdate(watchedReport(by), update, context, selection);
    return { ...shown, deliveryReport: value };
  }

  @Extensions(costs({ calls: 1 }))
  @Subscription(() => CampaignUpdate, {
    nullable: true,
    description: `Follows a campaign: changes of its messages are gathered for up to a second. ${UPDATES}`,
    subscribe: (data: SubscribeData<{ trackingId: string }>): Promise<UpdateSource> =>
      openAt(data, (position) =>
        data.context.updates.campaign(requireVendorId(data.args.trackingId, ['trackingId']), position),
      ),
  })
  async campaignUpdated(
    @Root() update: CampaignChange,
    @Arg('trackingId', () => ID, { description: 'Routee’s tracking id of the campaign.' }) trackingId: string,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after: string | null | undefined,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ShownCampaign> {
    return showCampaignUpdate(trackingId, update, context, info);
  }

  @Subscription(() => DeliveryEvent, {
    nullable: true,
    description: `Every event as it is learned, in the order of \`deliveryEvents\`, at the pace of the reader: none is left out. It starts with the next event, or with the one after a cursor, and does not end. An update ${NO_CALL_FOR_IDS}`,
    subscribe: (data: SubscribeData<{ filter?: DeliveryEventFilter | null }>): Promise<UpdateSource> =>
      openAt(data, (position) =>
        data.context.updates.events((event) => eventMatches(data.args.filter ?? {}, event), position),
      ),
  })
  deliveryEventAdded(
    @Root() { event }: EventUpdate,
    @Arg('filter', () => DeliveryEventFilter, { nullable: true, description: 'Which events; all when left out.' })
    _filter: DeliveryEventFilter | null | undefined,
    @Arg('after', () => String, {
      nullable: true,
      description: 'A cursor of an event, an update, a page or `deliveryEventsEnd`: every event after it comes first.',
    })
    _after: string | null | undefined,
  ): DeliveryEvent {
    return deliveryEventOf(event);
  }

  @Extensions(costs({ items: MAX_CHANGES, callsPerItem: 1 }))
  @FieldResolver(() => [ViberMessage], {
    nullable: 'items',
    description:
      'The messages that changed, at most 100; more follow in the next update. Empty in the first one. Id, trackingId and status cost no call.',
  })
  changedMessages(
    @Root() { changes }: ShownCampaign,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(ViberMessage | Error | null)[]> {
    return showChanges(changes, context, info);
  }
}
