import { Extensions, Field, InputType } from 'type-graphql';
import { Channel } from '../delivery/delivery-status.type.js';
import { PHONE_NUMBER } from '../personal-data.js';
import { DateTime } from '../scalar/date-time.scalar.js';
import { FailoverStatus } from './failover-flow.type.js';

@InputType({ description: 'Which failover flows to search for: all that are given must hold.' })
export class FailoverFlowFilter {
  @Field(() => DateTime, { nullable: true, description: 'Flows created then or later.' })
  createdFrom?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Flows created before then. Without it the time of the first page holds for all that follow.',
  })
  createdUntil?: string | null;

  @Field(() => FailoverStatus, { nullable: true, description: 'Flows of this status; UNKNOWN cannot be searched for.' })
  status?: FailoverStatus | null;

  @Field(() => Channel, { nullable: true, description: 'Flows that ended on this channel: VIBER, SMS or VOICE.' })
  terminationChannel?: Channel | null;

  @Field(() => Channel, { nullable: true, description: 'Flows with a step of this channel: VIBER, SMS or VOICE.' })
  channel?: Channel | null;

  @Extensions(PHONE_NUMBER)
  @Field(() => String, {
    nullable: true,
    description: 'Flows to this phone number, `+` and digits; needs the scope `read:recipients`.',
  })
  recipient?: string | null;
}
