import { Field, ObjectType } from 'type-graphql';
import { SendWarning } from '../sending/warning.type.js';
import { Campaign } from './campaign.type.js';

@ObjectType({ simpleResolvers: true, description: 'The result of a send.' })
export class SendViberCampaignPayload {
  @Field(() => Campaign, { description: 'The campaign as Routee accepted it.' })
  campaign!: Campaign;

  @Field(() => Boolean, {
    description:
      'Whether this is the answer to an earlier send under the same idempotency key: then nothing was sent now.',
  })
  replayed!: boolean;

  @Field(() => [SendWarning], { description: 'What may turn out otherwise than expected.' })
  warnings!: SendWarning[];
}
