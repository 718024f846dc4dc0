import { Directive, Extensions, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Node } from '../node/node.type.js';
import { createConnectionType } from '../page/connection.type.js';
import { PHONE_NUMBER } from '../personal-data.js';
import { DateTime } from '../scalar/date-time.scalar.js';
import { SendPayload } from '../sending/send-payload.type.js';
import { ViberContent } from '../viber-message/viber-content.type.js';
import { Send } from '../send/send.type.js';
import { CampaignAnalysis } from './campaign-analysis.type.js';

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'The sender of a campaign.' })
export class Sender {
  @Field(() => ID, { description: 'Routee’s id of the sender.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'The name that recipients see.' })
  name!: string | null;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'A label of a personalised text and its value.' })
export class LabelValue {
  @Field(() => String, { description: 'The label, written between `[~{` and `}]` in the text.' })
  label!: string;

  @Field(() => String, { description: 'The value used where a contact has none of its own.' })
  value!: string;
}

/** The fields of a campaign that this graph sent which cost vendor calls. */
export const READ_FROM_TRACKING =
  '`applicationName`, `messages`, `progress` and `deliveryCounts`, and `totalMessages` where Routee’s answer to the send had none';

const FROM_THE_SEND = 'From Routee’s answer to the send; null for a campaign that this graph did not send.';

/** From Routee’s answer to the send, or, for campaigns that this graph did not send, from tracking alone. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "trackingId")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'A Viber campaign. Routee serves no record of a campaign: `applicationName`, the messages and what is counted over them come from tracking, and so does the `name` of a campaign that this graph did not send; all other fields come from Routee’s answer to the send, if this graph sent it.',
})
export class Campaign {
  readonly __typename!: 'Campaign';

  @Field(() => ID, { description: 'Routee’s tracking id of the campaign.' })
  trackingId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The name, unique in the account: from Routee’s answer to the send, or, of a campaign that this graph did not send, from the tracking of its messages; null where that has none.',
  })
  name!: string | null;

  @Field(() => DateTime, { description: 'When the vendor reported these values.' })
  asOf!: string;

  @Extensions(PHONE_NUMBER)
  @Field(() => [String], {
    nullable: true,
    description: `The phone numbers it was sent to, E.164 with a plus; masked for callers without \`read:recipients\`. ${FROM_THE_SEND}`,
  })
  recipients!: string[] | null;

  @Field(() => [String], { nullable: true, description: `The groups it was sent to. ${FROM_THE_SEND}` })
  groups!: string[] | null;

  @Field(() => String, { nullable: true, description: `Where Routee posts the progress of messages. ${FROM_THE_SEND}` })
  statusCallbackUrl!: string | null;

  @Field(() => String, {
    nullable: true,
    description: `Where Routee posts the replies of recipients. ${FROM_THE_SEND}`,
  })
  inboundCallbackUrl!: string | null;

  @Field(() => [LabelValue], {
    nullable: true,
    description: `The values used for missing labels, sorted by label. ${FROM_THE_SEND}`,
  })
  fallbackValues!: LabelValue[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: `Whether messages wait during the night of the recipient’s time zone. ${FROM_THE_SEND}`,
  })
  respectQuietHours!: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: `Routee’s kind of campaign, such as \`Viber\`. ${FROM_THE_SEND}`,
  })
  type!: string | null;

  @Field(() => String, {
    nullable: true,
    description: `Routee’s state of the campaign at the time of the send, such as \`Queued\` or \`Scheduled\`; an open set, and never updated. ${FROM_THE_SEND}`,
  })
  state!: string | null;

  @Field(() => DateTime, { nullable: true, description: `When Routee accepted it. ${FROM_THE_SEND}` })
  createdAt!: string | null;

  @Field(() => DateTime, { nullable: true, description: `When it is to be sent; null for at once. ${FROM_THE_SEND}` })
  scheduledAt!: string | null;

  @Field(() => Sender, { nullable: true, description: `The sender. ${FROM_THE_SEND}` })
  sender!: Sender | null;

  @Field(() => ViberContent, {
    nullable: true,
    description: `The content, before personalisation. ${FROM_THE_SEND}`,
  })
  content!: ViberContent | null;

  @Field(() => Int, { nullable: true, description: `The time to live of its messages in seconds. ${FROM_THE_SEND}` })
  ttlSeconds!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: `The cost, as Routee reports it; Routee gives no currency. ${FROM_THE_SEND}`,
  })
  cost!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: `Whether its messages open or belong to sessions. ${FROM_THE_SEND}`,
  })
  isSession!: boolean | null;

  @Field(() => String, { nullable: true, description: `The label that the sender gave it. ${FROM_THE_SEND}` })
  label!: string | null;

  @Field(() => CampaignAnalysis, {
    nullable: true,
    description: `What Routee counted when it accepted it. ${FROM_THE_SEND}`,
  })
  analysis!: CampaignAnalysis | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was cancelled through this graph; null where it was not.',
  })
  cancelledAt?: string | null;

  @Field(() => Send, { nullable: true, description: 'Its send; null for a campaign that this graph did not send.' })
  send?: Send | null;

  /** Read by the resolvers of the fields of the same names, which may have to ask tracking. */
  applicationName!: string | null;
  totalMessages!: number | null;
  /** Whether this graph sent it: then it exists whatever tracking says. */
  isRecorded!: boolean;
}

export const CampaignConnection = createConnectionType(
  Campaign,
  'Campaign',
  'Newest first; a new send shifts nothing, because cursors carry its place in the order of the sends.',
);

@ObjectType({ simpleResolvers: true, description: 'The result of a send.' })
export class SendViberCampaignPayload extends SendPayload {
  @Field(() => Campaign, { description: 'The campaign as Routee accepted it.' })
  campaign!: Campaign;
}

@ObjectType({ simpleResolvers: true, description: 'The result of `cancelViberCampaign`.' })
export class CancelViberCampaignPayload {
  @Field(() => Campaign, {
    description: 'The campaign, from the record of its send; of one that this graph did not send only what is known.',
  })
  campaign!: Campaign;

  @Field(() => Send, { nullable: true, description: 'The send; null for a campaign that this graph did not send.' })
  send!: Send | null;
}
