import { Extensions, Field, ID, InputType, Int } from 'type-graphql';
import { PHONE_NUMBER } from '../personal-data.js';
import { IDEMPOTENCY_KEY } from '../sending/idempotency-key.js';
import { ViberMessageInput } from './viber-content.input.js';

@InputType({ description: 'A Viber message to one person. It costs money.' })
export class SendViberMessageInput {
  @Field(() => String, { description: IDEMPOTENCY_KEY })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'Routee’s id of the sender.' })
  senderId!: string;

  @Extensions(PHONE_NUMBER)
  @Field(() => String, { description: 'The recipient’s phone number, strictly `+` and digits (E.164).' })
  to!: string;

  @Field(() => ViberMessageInput, { description: 'What it says: free content, or an approved template.' })
  message!: ViberMessageInput;

  @Field(() => Int, { nullable: true, description: 'The time to live in seconds, 30 to 86400; 14 days when left out.' })
  ttlSeconds?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Whether the message opens a session (a conversation): then only text, image or file, and no template.',
  })
  isSession?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where Routee posts the progress of the message: an https address on a public host.',
  })
  statusCallbackUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where Routee posts the replies of the recipient: an https address on a public host. Not with a template.',
  })
  inboundCallbackUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A label for your own use, at most 350 characters. Not with a template.',
  })
  label?: string | null;
}
