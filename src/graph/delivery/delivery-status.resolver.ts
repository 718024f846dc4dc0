import { FieldResolver, Resolver, Root } from 'type-graphql';
import { DeliveryStatus } from './delivery-status.type.js';

@Resolver(() => DeliveryStatus)
export class DeliveryStatusResolver {
  @FieldResolver(() => Boolean, {
    description:
      'Whether the message is delivered, or finally not: only SEEN, or EXPIRED with expireOnDelivery, may still follow. Stop polling here unless you wait for SEEN.',
  })
  isSettled(@Root() status: DeliveryStatus): boolean {
    return status.isFinal || status.state === 'DELIVERED';
  }
}
