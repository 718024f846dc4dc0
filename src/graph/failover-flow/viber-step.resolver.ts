import { Ctx, Extensions, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../context.js';
import { costs } from '../cost.js';
import { isVendorId } from '../node/vendor-id.js';
import { viberMessageLoader } from '../viber-message/viber-message.loader.js';
import { ViberMessage } from '../viber-message/viber-message.type.js';
import { ViberStep } from './failover-step.type.js';

@Resolver(() => ViberStep)
export class ViberStepResolver {
  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => ViberMessage, {
    nullable: true,
    description: 'The tracked message behind the step; null when there is none.',
  })
  message(@Root() step: ViberStep, @Ctx() context: GraphContext): Promise<ViberMessage | null> | null {
    const { trackingId } = step;
    return trackingId !== null && isVendorId(trackingId) ? viberMessageLoader(context).load(trackingId) : null;
  }
}
