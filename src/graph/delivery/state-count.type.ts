import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { DeliveryState } from './delivery-state.type.js';

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'How many messages are in a state.' })
export class StateCount {
  @Field(() => DeliveryState, { description: 'The state.' })
  state!: DeliveryState;

  @Field(() => Int, { description: 'How many messages.' })
  count!: number;
}
