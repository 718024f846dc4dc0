import { Field, ObjectType } from 'type-graphql';
import { Send } from '../send/send.type.js';
import { SendWarning } from '../sending/warning.type.js';
import { ViberMessage } from './viber-message.type.js';

@ObjectType({ simpleResolvers: true, description: 'The result of a send of one Viber message.' })
export class SendViberMessagePayload {
  @Field(() => ViberMessage, { description: 'The message as Routee accepted it.' })
  viberMessage!: ViberMessage;

  @Field(() => Send, { nullable: true, description: 'The send, as the ledger knows it.' })
  send!: Send | null;

  @Field(() => Boolean, {
    description:
      'Whether this is the answer to an earlier send under the same idempotency key: then nothing was sent now.',
  })
  replayed!: boolean;

  @Field(() => [SendWarning], { description: 'What may turn out otherwise than expected.' })
  warnings!: SendWarning[];
}
