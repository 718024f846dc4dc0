import { Field, ObjectType } from 'type-graphql';
import { Send } from '../send/send.type.js';
import { SendWarning } from './warning.type.js';

/** What every payload of a paid mutation has, besides what was sent under its own name. Not in the schema itself. */
@ObjectType({ simpleResolvers: true })
export abstract class SendPayload {
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
