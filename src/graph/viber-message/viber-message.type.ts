import { Directive, Extensions, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { COUNTRY_FORM, DeliveryStatus } from '../delivery/delivery-status.type.js';
import { Node } from '../node/node.type.js';
import { createConnectionType } from '../page/connection.type.js';
import { NAME_OR_PHONE_NUMBER, PHONE_NUMBER } from '../personal-data.js';
import { DateTime } from '../scalar/date-time.scalar.js';
import { SendPayload } from '../sending/send-payload.type.js';
import { ViberContent } from './viber-content.type.js';
import { UsedViberTemplate } from './viber-template.type.js';

export const MessageDirection = { OUTBOUND: 'OUTBOUND', INBOUND: 'INBOUND' } as const;
export type MessageDirection = (typeof MessageDirection)[keyof typeof MessageDirection];

registerEnumType(MessageDirection, {
  name: 'MessageDirection',
  description: 'Who wrote a message.',
  valuesConfig: {
    OUTBOUND: { description: 'The business, to a person.' },
    INBOUND: { description: 'A person, to the business.' },
  },
});

const OF_CAMPAIGN =
  'Null when Routee does not report it, as of a message that is read by its own id, unless the same operation has read it as one of a campaign by then, or its campaign was counted or filtered and is in memory.';

/** The fields that Routee reports; `id` and the edges `campaign` and `deliveryReport` are in the resolver. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "trackingId")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'One Viber message as Routee tracks it.',
})
export class ViberMessage {
  readonly __typename!: 'ViberMessage';

  @Field(() => ID, { description: 'Routee’s tracking id of the message.' })
  trackingId!: string;

  @Field(() => DateTime, { description: 'When the vendor reported these values.' })
  asOf!: string;

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
      'The sender’s name, or the phone number of the person who wrote an INBOUND message; a number is masked for callers without `read:recipients`.',
  })
  from!: string | null;

  @Field(() => [String], {
    nullable: true,
    description: `The groups that the recipient was reached through. ${OF_CAMPAIGN}`,
  })
  groups!: string[] | null;

  @Field(() => String, { nullable: true, description: `The recipient’s country, ${COUNTRY_FORM}.` })
  country!: string | null;

  @Field(() => DeliveryStatus, { description: 'The delivery status.' })
  status!: DeliveryStatus;

  @Field(() => String, { nullable: true, description: 'The name of the vendor’s application that sent it.' })
  applicationName!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The Routee service that it came through, such as `ViberCampaign`.',
  })
  originatingService!: string | null;

  @Field(() => MessageDirection, { nullable: true, description: 'Who wrote it; null when Routee does not report it.' })
  direction!: MessageDirection | null;

  @Field(() => Int, { nullable: true, description: 'The time to live in seconds.' })
  ttlSeconds!: number | null;

  @Field(() => ViberContent, { description: 'The content; of kind OTHER and without parts with a template.' })
  content!: ViberContent;

  @Field(() => UsedViberTemplate, {
    nullable: true,
    description: 'The template that it was sent with; null for free content, or when Routee does not report it.',
  })
  template!: UsedViberTemplate | null;

  @Field(() => Float, { nullable: true, description: 'The price, as Routee reports it; Routee gives no currency.' })
  price!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it belongs to a session (a conversation); null when Routee does not report it.',
  })
  isSession!: boolean | null;

  @Field(() => ID, {
    nullable: true,
    description: `The session that it belongs to. ${OF_CAMPAIGN}`,
  })
  sessionId!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it counts as EXPIRED when the message is delivered but not seen within its time to live, so that EXPIRED may follow DELIVERED. Routee reports it of a message that is read by its own id; null when it does not, as among the messages of a campaign.',
  })
  expireOnDelivery!: boolean | null;

  /** The campaign that Routee names in the tracking of a campaign, or the log of events knows; else null. Read by the edge. */
  campaignTrackingId!: string | null;
  /** Undefined where nothing but the id of the campaign is known. */
  campaignName!: string | null | undefined;
}

export const ViberMessageConnection = createConnectionType(
  ViberMessage,
  'ViberMessage',
  'The list is live: messages can move between pages while it is read, above all when it is ordered by what changes.',
);

@ObjectType({ simpleResolvers: true, description: 'The result of a send of one Viber message.' })
export class SendViberMessagePayload extends SendPayload {
  @Field(() => ViberMessage, { description: 'The message as Routee accepted it.' })
  viberMessage!: ViberMessage;
}
