import { Directive, Extensions, Field, Float, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { Channel, COUNTRY_FORM, DeliveryState, DeliveryStatus } from '../delivery/delivery-status.type.js';
import { NAME_OR_PHONE_NUMBER, PHONE_NUMBER } from '../personal-data.js';
import { DateTime } from '../scalar/date-time.scalar.js';
import { ViberContent } from '../viber-message/viber-content.type.js';
import { UsedViberTemplate } from '../viber-message/viber-template.type.js';

@InterfaceType({ description: 'One step of a failover flow.' })
export abstract class FailoverStep {
  /** Which object type a value is of, as graphql-js reads it. */
  readonly __typename!: 'SmsStep' | 'ViberStep' | 'VoiceStep' | 'OtherStep';

  @Field(() => Int, { description: 'Its place in the flow, from 1.' })
  order!: number;

  @Field(() => Channel, { description: 'The channel that it uses.' })
  channel!: Channel;

  @Field(() => DeliveryStatus, {
    nullable: true,
    description: 'The delivery status; null when the step has not started.',
  })
  status!: DeliveryStatus | null;

  @Field(() => [String], { description: 'The states after which the next step is tried, as Routee writes them.' })
  failoverOn!: string[];

  @Field(() => [DeliveryState], {
    description: 'The states after which the next step is tried, as states of this graph.',
  })
  failoverOnStates!: DeliveryState[];

  @Extensions(PHONE_NUMBER)
  @Field(() => String, {
    nullable: true,
    description: 'The recipient’s phone number, E.164 with a plus; masked for callers without `read:recipients`.',
  })
  to!: string | null;

  @Extensions(NAME_OR_PHONE_NUMBER)
  @Field(() => String, {
    nullable: true,
    description:
      'The sender’s name or phone number, E.164 with a plus; a number is masked for callers without `read:recipients`.',
  })
  from!: string | null;

  @Field(() => String, { nullable: true, description: `The recipient’s country, ${COUNTRY_FORM}.` })
  country!: string | null;

  @Field(() => Float, { nullable: true, description: 'The price as Routee reports it, without a currency.' })
  price!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When the step started.' })
  createdAt!: string | null;
}

@Directive('@shareable')
@ObjectType({ implements: FailoverStep, simpleResolvers: true, description: 'A step that sends a text message.' })
export class SmsStep extends FailoverStep {
  override readonly __typename!: 'SmsStep';

  @Field(() => ID, { nullable: true, description: 'Routee’s id of the message; shared by the parts of one text.' })
  messageId!: string | null;

  @Field(() => ID, { nullable: true, description: 'Routee’s id of this part.' })
  smsId!: string | null;

  @Field(() => String, { nullable: true, description: 'The text.' })
  text!: string | null;

  @Field(() => String, { nullable: true, description: 'The recipient’s mobile operator.' })
  operator!: string | null;

  @Field(() => Int, { nullable: true, description: 'Which part of the text this is, from 1.' })
  part!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many parts the text has.' })
  parts!: number | null;

  @Field(() => Int, { nullable: true, description: 'How long the delivery took, milliseconds.' })
  latencyMilliseconds!: number | null;

  @Field(() => String, { nullable: true, description: 'The label that the sender gave it.' })
  label!: string | null;

  @Field(() => Int, { nullable: true, description: 'The time to live in seconds.' })
  ttlSeconds!: number | null;
}

/** The fields that Routee reports; the edge `message` is in the resolver. */
@Directive('@shareable')
@ObjectType({ implements: FailoverStep, simpleResolvers: true, description: 'A step that sends a Viber message.' })
export class ViberStep extends FailoverStep {
  override readonly __typename!: 'ViberStep';

  @Field(() => ID, { nullable: true, description: 'Routee’s tracking id of the message of the step.' })
  trackingId!: string | null;

  @Field(() => ViberContent, { nullable: true, description: 'The content; null with a template.' })
  content!: ViberContent | null;

  @Field(() => UsedViberTemplate, {
    nullable: true,
    description: 'The template that it was sent with; null for free content.',
  })
  template!: UsedViberTemplate | null;

  @Field(() => String, { nullable: true, description: 'The label that the sender gave it.' })
  label!: string | null;

  @Field(() => Int, { nullable: true, description: 'The time to live in seconds.' })
  ttlSeconds!: number | null;

  @Field(() => String, { nullable: true, description: 'Where Routee posts the replies of the recipient.' })
  inboundUrl!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the step counts as EXPIRED when the message is delivered but not seen within its time to live: the next step then runs although the message arrived. Null when Routee does not report it.',
  })
  expireOnDelivery!: boolean | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the step counted as EXPIRED although the message was delivered; null where Routee reports no such time.',
  })
  expiredOnDeliveryAt!: string | null;
}

@Directive('@shareable')
@ObjectType({ implements: FailoverStep, simpleResolvers: true, description: 'A step that calls by telephone.' })
export class VoiceStep extends FailoverStep {
  override readonly __typename!: 'VoiceStep';

  @Field(() => ID, { nullable: true, description: 'Routee’s id of the call.' })
  messageId!: string | null;

  @Field(() => Float, { nullable: true, description: 'How long the call lasted, seconds.' })
  durationSeconds!: number | null;

  @Field(() => String, { nullable: true, description: 'Who answered: `human` or `machine`, as Routee writes it.' })
  answeredBy!: string | null;
}

@Directive('@shareable')
@ObjectType({
  implements: FailoverStep,
  simpleResolvers: true,
  description: 'A step of a type that this graph does not have.',
})
export class OtherStep extends FailoverStep {
  override readonly __typename!: 'OtherStep';

  @Field(() => String, { description: 'Routee’s name of the type, unchanged.' })
  vendorType!: string;
}
