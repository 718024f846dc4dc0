import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../context.js';
import { costs, pageCalls, pageSize, STEPS_OF_A_FLOW } from '../cost.js';
import { TimelineEntry } from '../delivery/timeline.type.js';
import { findLinkedReport } from '../delivery-report/delivery-report.loader.js';
import { DeliveryReport } from '../delivery-report/delivery-report.type.js';
import { found } from '../loading.js';
import { writeGlobalId } from '../node/node.id.js';
import { isVendorId, requireVendorId } from '../../vendor-id.js';
import { ConnectionArgs } from '../page/connection.args.js';
import type { Connection } from '../page/connection.js';
import { selectionOf } from '../selection.js';
import { viberMessageLoader } from '../viber-message/viber-message.loader.js';
import { ViberMessage } from '../viber-message/viber-message.type.js';
import { FailoverFlow, FailoverFlowConnection, SendFailoverFlowPayload } from './failover-flow.type.js';
import { FailoverFlowFilter, SendFailoverFlowInput } from './failover-flow.input.js';
import { failoverFlowLoader } from './failover-flow.loader.js';
import { searchFailoverFlows } from './failover-flow.search.js';
import { sendFlow } from './failover-flow.send.js';
import { flowTimeline } from './failover-flow.timeline.js';
import { ViberStep } from './failover-step.type.js';

@Resolver(() => FailoverFlow)
export class FailoverFlowResolver {
  @Extensions(costs({ calls: 1 }))
  @Query(() => FailoverFlow, {
    nullable: true,
    description: 'A failover flow by its tracking id; null with the error FAILOVER_FLOW_NOT_FOUND when there is none.',
  })
  async failoverFlow(
    @Arg('trackingId', () => ID, { description: 'Routee’s tracking id of the flow.' }) trackingId: string,
    @Ctx() context: GraphContext,
  ): Promise<FailoverFlow> {
    const id = requireVendorId(trackingId, ['trackingId']);
    return found(await failoverFlowLoader(context).load(id), 'FAILOVER_FLOW_NOT_FOUND');
  }

  @Extensions(costs({ calls: pageCalls, items: pageSize }))
  @Query(() => FailoverFlowConnection, {
    nullable: true,
    description: 'Failover flows that match a filter, in Routee’s order.',
  })
  failoverFlows(
    @Arg('filter', () => FailoverFlowFilter, { nullable: true, description: 'Which flows; all when left out.' })
    filter: FailoverFlowFilter | null | undefined,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<FailoverFlow>> {
    return searchFailoverFlows(filter ?? {}, args, context, selectionOf(info, 'FailoverFlowConnection'));
  }

  @Extensions({ ...costs({ calls: 1 }), paid: true })
  @Mutation(() => SendFailoverFlowPayload, {
    nullable: true,
    description:
      'Sends one message to one person over several channels in turn; every step that runs costs money. Never sent twice under one idempotency key; an answer that never came is SEND_OUTCOME_UNKNOWN. An operation holds at most one such field.',
  })
  sendFailoverFlow(
    @Arg('input', () => SendFailoverFlowInput, { description: 'What to send, and to whom.' })
    input: SendFailoverFlowInput,
    @Ctx() context: GraphContext,
  ): Promise<SendFailoverFlowPayload> {
    return sendFlow(input, context);
  }

  @FieldResolver(() => ID, { description: 'Opaque; pass it to `node` to read the flow again.' })
  id(@Root() flow: FailoverFlow, @Ctx() context: GraphContext): string {
    return writeGlobalId(context.tenant, { type: 'FailoverFlow', key: flow.trackingId });
  }

  @Extensions(costs({ items: STEPS_OF_A_FLOW }))
  @FieldResolver()
  steps(@Root() flow: FailoverFlow): FailoverFlow['steps'] {
    return flow.steps;
  }

  @FieldResolver(() => [TimelineEntry], {
    nullable: true,
    description:
      'What happened to its steps, oldest first, each state of a step once: from the vendor’s record and from the events that this graph has seen. It costs no vendor call.',
  })
  timeline(@Root() flow: FailoverFlow, @Ctx() context: GraphContext): Promise<TimelineEntry[]> {
    return flowTimeline(flow, context);
  }

  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => DeliveryReport, {
    nullable: true,
    description: 'The GMS report filed under this trackingId as extra_id; null when there is none.',
  })
  deliveryReport(
    @Root() flow: FailoverFlow,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeliveryReport | null> {
    return findLinkedReport(flow.trackingId, context, selectionOf(info, 'DeliveryReport'));
  }
}

@Resolver(() => ViberStep)
export class ViberStepResolver {
  @Extensions(costs({ calls: 1 }))
  @FieldResolver(() => ViberMessage, {
    nullable: true,
    description: 'The tracked message of the step; null when there is none.',
  })
  message(@Root() step: ViberStep, @Ctx() context: GraphContext): Promise<ViberMessage | null> | null {
    const { trackingId } = step;
    return trackingId !== null && isVendorId(trackingId) ? viberMessageLoader(context).load(trackingId) : null;
  }
}
