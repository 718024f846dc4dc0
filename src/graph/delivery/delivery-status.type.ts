import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../scalar/date-time.scalar.js';
import { DeliveryState } from './delivery-state.type.js';

/** What a vendor reports; the resolver derives `isSettled`. */
@Directive('@shareable')
@ObjectType({
  simpleResolvers: true,
  description: 'The delivery status of a message, as a state of this graph and as the vendor’s own value.',
})
export class DeliveryStatus {
  @Field(() => DeliveryState, { description: 'The state, from the one set of values of this graph.' })
  state!: DeliveryState;

  @Field(() => Boolean, { description: 'Whether nothing further can happen to the state.' })
  isFinal!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The vendor’s own text or number, unchanged; null when it gave none.',
  })
  vendorStatus!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The vendor’s finer reason, such as `Not Viber User`; an open set.',
  })
  detailedStatus!: string | null;

  @Field(() => String, { nullable: true, description: 'The vendor’s description of the state, for people.' })
  description!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the state was reached, from the vendor.' })
  updatedAt!: string | null;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'How many messages are in a state.' })
export class StateCount {
  @Field(() => DeliveryState, { description: 'The state.' })
  state!: DeliveryState;

  @Field(() => Int, { description: 'How many messages.' })
  count!: number;
}
