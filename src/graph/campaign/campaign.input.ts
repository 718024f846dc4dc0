import { Extensions, Field, ID, InputType, Int } from 'type-graphql';
import { PHONE_NUMBER } from '../personal-data.js';
import { DateTime } from '../scalar/date-time.scalar.js';
import { ViberContentInput } from '../viber-message/viber-content.input.js';
import { IDEMPOTENCY_KEY } from '../sending/idempotency-key.js';

@InputType({ description: 'Who a campaign goes to: at least one of the three, each at most 1000 entries, none twice.' })
export class CampaignRecipientsInput {
  @Extensions(PHONE_NUMBER)
  @Field(() => [String], { nullable: true, description: 'Phone numbers, strictly `+` and digits (E.164).' })
  phoneNumbers?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Ids of contacts at Routee.' })
  contactIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Names of groups at Routee.' })
  groups?: string[] | null;
}

@InputType({ description: 'The value of a label where a contact has none of its own.' })
export class LabelValueInput {
  @Field(() => String, { description: 'The label.' })
  label!: string;

  @Field(() => String, { description: 'The value.' })
  value!: string;
}

@InputType({ description: 'A Viber campaign to send. It costs money.' })
export class SendViberCampaignInput {
  @Field(() => String, { description: IDEMPOTENCY_KEY })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'Routee’s id of the sender.' })
  senderId!: string;

  @Field(() => CampaignRecipientsInput, { description: 'Who it goes to.' })
  recipients!: CampaignRecipientsInput;

  @Field(() => String, {
    nullable: true,
    description:
      'A name unique in the account, 2 to 30 latin letters, digits, spaces and `-`. Recommended: Routee refuses a second campaign of the same name.',
  })
  name?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When to send, in the future, to the second; at once when left out. A fraction of a second is left off, but belongs to the input of the idempotency key: repeat with the same one.',
  })
  scheduledAt?: string | null;

  @Field(() => ViberContentInput, { description: 'The content.' })
  content!: ViberContentInput;

  @Field(() => [LabelValueInput], {
    nullable: true,
    description: 'Values for labels that a contact lacks; each label once.',
  })
  fallbackValues?: LabelValueInput[] | null;

  @Field(() => Int, { nullable: true, description: 'The time to live in seconds, 30 to 86400; 14 days when left out.' })
  ttlSeconds?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether the messages open a session (a conversation): then only text, image or file.',
  })
  isSession?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where Routee posts the progress of messages: an https address on a public host.',
  })
  statusCallbackUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where Routee posts the replies of recipients: an https address on a public host.',
  })
  inboundCallbackUrl?: string | null;

  @Field(() => String, { nullable: true, description: 'A label for your own use, at most 350 characters.' })
  label?: string | null;
}

@InputType({ description: 'A scheduled campaign to cancel.' })
export class CancelViberCampaignInput {
  @Field(() => ID, { description: 'Routee’s tracking id of the campaign.' })
  trackingId!: string;
}
