import { Directive, Extensions, Field, ID, Int, ObjectType, InputType } from 'type-graphql';
import { Channel, DeliveryStatus } from '../delivery/delivery-status.type.js';
import { Node } from '../node/node.type.js';
import { PHONE_NUMBER } from '../personal-data.js';
import { DateTime } from '../scalar/date-time.scalar.js';

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'GMS’s own numbers for a state; open sets.' })
export class DeliveryCodes {
  @Field(() => Int, {
    nullable: true,
    description: 'Simplified: 2 delivered, 3 not delivered, -1 not sent to a channel or not final.',
  })
  status!: number | null;

  @Field(() => Int, { nullable: true, description: 'Extended: 23 delivered, 35 expired, others.' })
  substatus!: number | null;

  @Field(() => Int, { nullable: true, description: 'Detailed, such as 23011: delivered by SMS.' })
  hyberStatus!: number | null;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'What one channel did for a message.' })
export class DeliveryAttempt {
  @Field(() => Channel, { description: 'The channel.' })
  channel!: Channel;

  @Field(() => DeliveryStatus, { description: 'The delivery status on this channel; final for this channel alone.' })
  status!: DeliveryStatus;

  @Field(() => DeliveryCodes, { description: 'GMS’s numbers for it.' })
  codes!: DeliveryCodes;

  @Field(() => DateTime, { nullable: true, description: 'When the channel acted last.' })
  reportedAt!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many parts the text message has; null when no SMS was involved.',
  })
  totalSmsParts!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many parts were delivered; null when no SMS was involved.' })
  deliveredSmsParts!: number | null;

  @Field(() => ID, { nullable: true, description: 'The Viber template that matched; null when none did.' })
  matchingTemplateId!: string | null;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'A channel of the plan of a message.' })
export class PlannedChannel {
  @Field(() => Channel, { description: 'The channel.' })
  channel!: Channel;

  @Field(() => Int, { nullable: true, description: 'How long it may take before the next is tried, seconds.' })
  ttlSeconds!: number | null;
}

const DETAILED = 'Costs the detailed report.';

/** The fields that GMS reports; the resolver derives `id`. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "messageId")')
@Directive('@key(fields: "extraId")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'The delivery of a message that was sent through GMS, over all channels that were tried.',
})
export class DeliveryReport {
  readonly __typename!: 'DeliveryReport';

  @Field(() => DateTime, { description: 'When the vendor reported these values.' })
  asOf!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'GMS’s id of the message; null where GMS leaves it out of a report that was asked for by `extraId`.',
  })
  messageId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Your own id of the message; for messages of Routee their trackingId. Null where GMS leaves it out of a report that was asked for by `messageId`.',
  })
  extraId!: string | null;

  @Extensions(PHONE_NUMBER)
  @Field(() => String, {
    nullable: true,
    description: 'The recipient’s phone number, E.164 with a plus; masked for callers without `read:recipients`.',
  })
  phoneNumber!: string | null;

  @Field(() => DeliveryStatus, { description: 'The delivery status over all channels.' })
  status!: DeliveryStatus;

  @Field(() => DeliveryCodes, { nullable: true, description: 'GMS’s numbers for it.' })
  codes!: DeliveryCodes | null;

  @Field(() => Channel, {
    nullable: true,
    description: 'The channel that delivered it; null unless it is DELIVERED or SEEN.',
  })
  deliveredVia!: Channel | null;

  @Field(() => Channel, {
    nullable: true,
    description:
      'The last channel tried. GMS’s simple report names none while the next channel is under way: this is then null, and names the last that ended where the detailed report is read, by selecting `attempts` or `plan`.',
  })
  lastChannel!: Channel | null;

  @Field(() => DateTime, { nullable: true, description: 'When a channel acted last.' })
  reportedAt!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often its links were clicked; may grow after the end. Null when clicks are not tracked.',
  })
  clicks!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many parts the text message has; null when no SMS was involved.',
  })
  totalSmsParts!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many parts were delivered; null when no SMS was involved.' })
  deliveredSmsParts!: number | null;

  @Field(() => ID, { nullable: true, description: 'The Viber template that matched; null when none did.' })
  matchingTemplateId!: string | null;

  @Field(() => Boolean, { nullable: true, description: `Whether GMS has started to process it. ${DETAILED}` })
  started!: boolean | null;

  @Field(() => Boolean, { nullable: true, description: `Whether GMS is processing it right now. ${DETAILED}` })
  processing!: boolean | null;

  @Field(() => [DeliveryAttempt], { nullable: true, description: `What each channel did, in order. ${DETAILED}` })
  attempts!: DeliveryAttempt[] | null;

  @Field(() => [PlannedChannel], { nullable: true, description: `The channels to be tried, in order. ${DETAILED}` })
  plan!: PlannedChannel[] | null;
}

@Directive('@oneOf')
@InputType({ description: 'How to find a delivery report: exactly one of the two.' })
export class DeliveryReportBy {
  @Field(() => ID, { nullable: true, description: 'GMS’s id of the message.' })
  messageId?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Your own id of the message; for messages of Routee their trackingId.',
  })
  extraId?: string;
}
