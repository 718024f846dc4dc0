import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { Campaign } from '../campaign/campaign.type.js';
import type { GraphContext } from '../context.js';
import { costs, pageSize } from '../cost.js';
import { writeGlobalId } from '../node/node.id.js';
import { DeliveryEventArgs, DeliveryEventFilter } from './delivery-event.input.js';
import { listDeliveryEvents } from './delivery-event.list.js';
import { findCampaignOf, findSubject } from './delivery-event.lookup.js';
import {
  DeliveryEvent,
  DeliveryEventConnection,
  DeliveryEventSubject,
  NO_CALL_FOR_IDS,
} from './delivery-event.type.js';
import { writeEventCursor } from './event-cursor.js';

@Resolver(() => DeliveryEvent)
export class DeliveryEventResolver {
  @Extensions(costs({ items: pageSize }))
  @Query(() => DeliveryEventConnection, {
    nullable: true,
    description: `What changed since a cursor, oldest first: events are kept EVENT_DAYS, at most EVENT_MAX. A cursor older than that, or beyond the end, is INVALID_EVENT_CURSOR: read the present state again. It ${NO_CALL_FOR_IDS}`,
  })
  deliveryEvents(
    @Arg('filter', () => DeliveryEventFilter, { nullable: true, description: 'Which events; all when left out.' })
    filter: DeliveryEventFilter | null | undefined,
    @Args(() => DeliveryEventArgs) args: DeliveryEventArgs,
    @Ctx() context: GraphContext,
  ): Promise<DeliveryEventConnection> {
    return listDeliveryEvents(filter ?? {}, args, context);
  }

  @Query(() => String, {
    nullable: true,
    description:
      'The cursor of now: `deliveryEvents` and subscriptions after it give what changes from now on. No vendor call.',
  })
  async deliveryEventsEnd(@Ctx() { sources, tenant, operation }: GraphContext): Promise<string> {
    operation.limitMaxAge(0);
    return writeEventCursor(tenant, await sources.events.end());
  }

  @FieldResolver(() => ID, { description: 'Opaque, the same on every instance; not for `node`.' })
  id(@Root() { logged }: DeliveryEvent, @Ctx() { tenant }: GraphContext): string {
    return writeGlobalId(tenant, { type: 'DeliveryEvent', key: logged.position });
  }

  @FieldResolver(() => String, { description: 'Opaque; pass it to `after` to go on from this event, on any instance.' })
  cursor(@Root() { logged }: DeliveryEvent, @Ctx() { tenant }: GraphContext): string {
    return writeEventCursor(tenant, logged.position);
  }

  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => Campaign, {
    nullable: true,
    description: 'The campaign of the message or send; null where there is none or it is not known.',
  })
  campaign(
    @Root() { logged }: DeliveryEvent,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Campaign | null> | Campaign | null {
    return findCampaignOf(logged, context, info);
  }

  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => DeliveryEventSubject, {
    nullable: true,
    description:
      'What changed, as it is now: of a step its flow. `id`, `trackingId`, `messageId` and an `extraId` that the event log knows cost no call. Null where it is not found any more.',
  })
  subject(@Root() { logged }: DeliveryEvent, @Ctx() context: GraphContext, @Info() info: GraphQLResolveInfo) {
    return findSubject(logged, context, info);
  }
}
