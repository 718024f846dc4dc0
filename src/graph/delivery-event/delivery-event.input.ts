import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { DeliveryState } from '../delivery/delivery-status.type.js';
import type { LoggedEvent } from './delivery-event.source.js';
import { DeliveryEventKind } from './delivery-event.type.js';

@InputType({ description: 'Which events: all that are given must hold. An empty list is as if it were left out.' })
export class DeliveryEventFilter {
  @Field(() => [DeliveryEventKind], { nullable: true, description: 'Events of subjects of one of these kinds.' })
  kinds?: DeliveryEventKind[] | null;

  @Field(() => [DeliveryState], {
    nullable: true,
    description: 'Changes to one of these states. It excludes events of the kind SEND, which have none.',
  })
  states?: DeliveryState[] | null;

  @Field(() => ID, { nullable: true, description: 'Events of the messages and the send of this campaign.' })
  campaignTrackingId?: string | null;
}

@ArgsType()
export class DeliveryEventArgs {
  @Field(() => Int, { nullable: true, description: 'How many events: 1 to 100; 20 when left out.' })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A cursor of an event, an update, a page or `deliveryEventsEnd`, whatever the filter was: only events after it. Without it the page starts at the oldest event that is kept.',
  })
  after?: string | null;
}

const includes = <Item>(list: readonly Item[] | null | undefined, item: Item | null | undefined): boolean =>
  !list || list.length === 0 || (item != null && list.includes(item));

/** Whether an event is one that the filter asks for. */
export const eventMatches = (
  { kinds, states, campaignTrackingId }: DeliveryEventFilter,
  event: Pick<LoggedEvent, 'kind' | 'status' | 'campaignTrackingId'>,
): boolean =>
  includes(kinds, event.kind) &&
  includes(states, event.status?.state) &&
  (campaignTrackingId == null || event.campaignTrackingId === campaignTrackingId);
