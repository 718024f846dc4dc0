import { Extensions, Field, InputType, registerEnumType } from 'type-graphql';
import { Channel } from '../delivery/delivery-status.type.js';
import { PHONE_NUMBER } from '../personal-data.js';
import { DateTime } from '../scalar/date-time.scalar.js';
import { IDEMPOTENCY_KEY } from '../sending/idempotency-key.js';
import { FailoverFlowKind, FailoverStatus } from './failover-flow.type.js';
import { FailoverStepInput } from './failover-step.input.js';

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

  @Field(() => FailoverFlowKind, {
    nullable: true,
    description: 'Flows of this kind: STANDARD or TRANSACTIONAL; UNKNOWN cannot be searched for.',
  })
  kind?: FailoverFlowKind | null;
}

export const CallbackStrategy = { ON_STEP: 'ON_STEP', ON_COMPLETION: 'ON_COMPLETION' } as const;
export type CallbackStrategy = (typeof CallbackStrategy)[keyof typeof CallbackStrategy];

registerEnumType(CallbackStrategy, {
  name: 'CallbackStrategy',
  description: 'When Routee posts the progress of a failover flow.',
  valuesConfig: {
    ON_STEP: { description: 'At every change of a step.' },
    ON_COMPLETION: { description: 'Once, when the flow has ended.' },
  },
});

@InputType({
  description: 'One message to one person over several channels in turn. Every step that runs costs money.',
})
export class SendFailoverFlowInput {
  @Field(() => String, { description: IDEMPOTENCY_KEY })
  idempotencyKey!: string;

  @Extensions(PHONE_NUMBER)
  @Field(() => String, {
    description: 'The phone number that all steps try to reach, strictly `+` and digits (E.164).',
  })
  to!: string;

  @Field(() => [FailoverStepInput], { description: 'The steps, 1 to 10, tried in this order.' })
  steps!: FailoverStepInput[];

  @Field(() => String, {
    nullable: true,
    description: 'Where Routee posts the progress of the flow: an https address on a public host.',
  })
  statusCallbackUrl?: string | null;

  @Field(() => CallbackStrategy, {
    nullable: true,
    description: 'When Routee posts there; only with statusCallbackUrl, ON_COMPLETION when left out.',
  })
  statusCallbackStrategy?: CallbackStrategy | null;
}
