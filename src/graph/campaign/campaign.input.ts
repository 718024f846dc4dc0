import { Extensions, Field, Float, ID, InputType, Int } from 'type-graphql';
import { PHONE_NUMBER } from '../personal-data.js';
import { DateTime } from '../scalar/date-time.scalar.js';

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

@InputType({ description: 'The button of a message.' })
export class ViberActionInput {
  @Field(() => String, { description: 'The text of the button, 1 to 30 characters.' })
  caption!: string;

  @Field(() => String, { description: 'The http or https address that the button opens.' })
  targetUrl!: string;
}

@InputType({ description: 'A file to download, at most 600 KB.' })
export class ViberFileInput {
  @Field(() => String, { description: 'The name that the recipient sees, 1 to 25 characters.' })
  name!: string;

  @Field(() => String, { description: 'The type by its file ending, such as `pdf`, `docx` or `xlsx`.' })
  type!: string;

  @Field(() => String, { description: 'The address of the file: https, on a public host.' })
  url!: string;
}

@InputType({ description: 'A video.' })
export class ViberVideoInput {
  @Field(() => String, {
    description: 'The address of the video: https, on a public host, at most 1000 characters.',
  })
  url!: string;

  @Field(() => String, {
    description: 'The address of its preview image: https, on a public host, at most 1000 characters.',
  })
  thumbnailUrl!: string;

  @Field(() => Float, { description: 'Its size in megabytes, above 0 and at most 200.' })
  sizeMegabytes!: number;

  @Field(() => Float, { description: 'Its length in seconds, above 0 and at most 600.' })
  durationSeconds!: number;
}

@InputType({
  description:
    'The content of a message. Layouts: text; image; text and action; text, image and action; file; video; video and text; video, text and image. In a session only text, image or file.',
})
export class ViberContentInput {
  @Field(() => String, {
    nullable: true,
    description: 'The text, at most 1000 characters; `[~{label}]` personalises it.',
  })
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The image: an https address on a public host, at most 1000 characters, about 400 KB.',
  })
  imageUrl?: string | null;

  @Field(() => ViberActionInput, { nullable: true, description: 'The button.' })
  action?: ViberActionInput | null;

  @Field(() => ViberFileInput, { nullable: true, description: 'The file.' })
  file?: ViberFileInput | null;

  @Field(() => ViberVideoInput, { nullable: true, description: 'The video.' })
  video?: ViberVideoInput | null;
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
  @Field(() => String, {
    description:
      'Your key for this send, 1 to 255 characters: for 24 hours the same key and input never send twice. Use a new key, such as a UUID, for every new send.',
  })
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

  @Field(() => DateTime, { nullable: true, description: 'When to send, in the future; at once when left out.' })
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
    defaultValue: false,
    description: 'Whether the messages open a session (a conversation): then only text, image or file.',
  })
  isSession!: boolean;

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
