import { Field, ObjectType } from 'type-graphql';
import { Campaign } from '../campaign/campaign.type.js';
import { DeliveryReport } from '../delivery-report/delivery-report.type.js';
import { FailoverFlow } from '../failover-flow/failover-flow.type.js';
import { ViberMessage } from '../viber-message/viber-message.type.js';

const CURSOR = 'Pass it as `after` to go on from this update, on any instance.';

/** What every update of one message, flow or report has. Not in the schema itself. */
@ObjectType({ simpleResolvers: true })
abstract class SubjectUpdate {
  @Field(() => String, { description: CURSOR })
  cursor!: string;

  @Field(() => Boolean, {
    description:
      'Whether the stream ends with this update: nothing of it can change any more, or it is delivered and, by the vendor’s date, unchanged for an hour.',
  })
  isLast!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'The state of a Viber message after a change.' })
export class ViberMessageUpdate extends SubjectUpdate {
  @Field(() => ViberMessage, {
    nullable: true,
    description: 'The whole message as it is now; null with an error when it could not be read.',
  })
  viberMessage!: ViberMessage | Error | null;
}

@ObjectType({ simpleResolvers: true, description: 'The state of a failover flow after a change of it or of a step.' })
export class FailoverFlowUpdate extends SubjectUpdate {
  @Field(() => FailoverFlow, {
    nullable: true,
    description: 'The whole flow as it is now; null with an error when it could not be read.',
  })
  failoverFlow!: FailoverFlow | Error | null;
}

@ObjectType({ simpleResolvers: true, description: 'The state of a delivery report after a change.' })
export class DeliveryReportUpdate extends SubjectUpdate {
  @Field(() => DeliveryReport, {
    nullable: true,
    description: 'The whole report as it is now; null with an error when it could not be read.',
  })
  deliveryReport!: DeliveryReport | Error | null;
}

@ObjectType({ simpleResolvers: true, description: 'The state of a campaign after changes of its messages.' })
export class CampaignUpdate {
  @Field(() => String, { description: CURSOR })
  cursor!: string;

  @Field(() => Boolean, {
    description:
      'Whether the stream ends with this update: nothing of its messages can change any more, or all are settled and, by the vendor’s dates, unchanged for an hour. Never for a campaign that is too large to be read as a whole.',
  })
  isLast!: boolean;

  @Field(() => Campaign, {
    nullable: true,
    description: 'The whole campaign as it is now; null with an error when it could not be read.',
  })
  campaign!: Campaign | Error | null;
}
