import { Field, ObjectType } from 'type-graphql';
import { Send } from '../send/send.type.js';
import { SendWarning } from '../sending/warning.type.js';
import { Campaign } from './campaign.type.js';

@ObjectType({ simpleResolvers: true, description: 'The result of a send.' })
export class SendViberCampaignPayload {
  @Field(() => Campaign, { description: 'The campaign as Routee accepted it.' })
  campaign!: Campaign;

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

@ObjectType({ simpleResolvers: true, description: 'The result of `cancelViberCampaign`.' })
export class CancelViberCampaignPayload {
  @Field(() => Campaign, {
    description: 'The campaign, from the record of its send; of one that this graph did not send only what is known.',
  })
  campaign!: Campaign;

  @Field(() => Send, { nullable: true, description: 'The send; null for a campaign that this graph did not send.' })
  send!: Send | null;
}
