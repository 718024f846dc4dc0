import { Directive, Field, ID, InputType } from 'type-graphql';

@Directive('@oneOf')
@InputType({ description: 'How to find a delivery report: exactly one of the two.' })
export class DeliveryReportBy {
  @Field(() => ID, { nullable: true, description: 'GMS’s id of the message.' })
  messageId?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Your own id of the message; for messages of Routee their trackingId.',
  })
  extraId?: string;
}
