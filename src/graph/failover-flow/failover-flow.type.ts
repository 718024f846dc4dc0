import { Directive, Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Channel } from '../delivery/delivery-status.type.js';
import { Node } from '../node/node.type.js';
import { createConnectionType } from '../page/connection.type.js';
import { DateTime } from '../scalar/date-time.scalar.js';
import { SendPayload } from '../sending/send-payload.type.js';
import { FailoverStep } from './failover-step.type.js';

export const FailoverStatus = {
  QUEUED: 'QUEUED',
  IN_PROGRESS: 'IN_PROGRESS',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  UNKNOWN: 'UNKNOWN',
} as const;
export type FailoverStatus = (typeof FailoverStatus)[keyof typeof FailoverStatus];

registerEnumType(FailoverStatus, {
  name: 'FailoverStatus',
  description: 'The progress of a failover flow.',
  valuesConfig: {
    QUEUED: { description: 'Accepted; no step has started.' },
    IN_PROGRESS: { description: 'A step is running.' },
    SUCCEEDED: { description: 'A step reached the recipient.' },
    FAILED: { description: 'No step reached the recipient: see failureReason.' },
    UNKNOWN: {
      description: 'A status that this graph does not have: see vendorStatus. It is not allowed in a search.',
    },
  },
});

export const FailoverFailureReason = {
  SERVER_ERROR: 'SERVER_ERROR',
  INSUFFICIENT_BALANCE: 'INSUFFICIENT_BALANCE',
  NO_NEXT_STEP: 'NO_NEXT_STEP',
  NOT_TRIGGERED: 'NOT_TRIGGERED',
  UNKNOWN: 'UNKNOWN',
} as const;
export type FailoverFailureReason = (typeof FailoverFailureReason)[keyof typeof FailoverFailureReason];

registerEnumType(FailoverFailureReason, {
  name: 'FailoverFailureReason',
  description: 'Why a failover flow failed.',
  valuesConfig: {
    SERVER_ERROR: { description: 'Routee had an error of its own.' },
    INSUFFICIENT_BALANCE: { description: 'The balance of the account was too low.' },
    NO_NEXT_STEP: { description: 'The last step failed and there was no other.' },
    NOT_TRIGGERED: { description: 'A step ended in a state that the flow does not fail over on.' },
    UNKNOWN: { description: 'A reason that this graph does not have.' },
  },
});

export const FailoverFlowKind = { STANDARD: 'STANDARD', TRANSACTIONAL: 'TRANSACTIONAL', UNKNOWN: 'UNKNOWN' } as const;
export type FailoverFlowKind = (typeof FailoverFlowKind)[keyof typeof FailoverFlowKind];

registerEnumType(FailoverFlowKind, {
  name: 'FailoverFlowKind',
  description: 'The kind of a failover flow.',
  valuesConfig: {
    STANDARD: { description: 'Its Viber steps, if any, have free content.' },
    TRANSACTIONAL: { description: 'Its Viber steps use approved templates.' },
    UNKNOWN: { description: 'A kind that this graph does not have. It is not allowed in a search.' },
  },
});

/** The fields that Routee reports; `id` and the edge `deliveryReport` are in the resolver. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "trackingId")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'One message to one person over several channels in turn: the next is tried when one fails.',
})
export class FailoverFlow {
  readonly __typename!: 'FailoverFlow';

  @Field(() => ID, { description: 'Routee’s tracking id of the flow.' })
  trackingId!: string;

  @Field(() => DateTime, { description: 'When the vendor reported these values.' })
  asOf!: string;

  @Field(() => FailoverFlowKind, { description: 'Whether its Viber steps use approved templates.' })
  kind!: FailoverFlowKind;

  @Field(() => FailoverStatus, { description: 'The progress of the flow.' })
  status!: FailoverStatus;

  @Field(() => String, { nullable: true, description: 'Routee’s own value, unchanged; null when it gave none.' })
  vendorStatus!: string | null;

  @Field(() => Boolean, { description: 'Whether nothing further can happen to the flow.' })
  isFinal!: boolean;

  @Field(() => FailoverFailureReason, {
    nullable: true,
    description: 'Why it failed; null unless it FAILED and Routee gave a reason.',
  })
  failureReason!: FailoverFailureReason | null;

  @Field(() => Channel, { nullable: true, description: 'The channel on which the flow ended.' })
  terminationChannel!: Channel | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The price as Routee reports it, without a currency; not always the sum of the steps.',
  })
  totalPrice!: number | null;

  @Field(() => String, { nullable: true, description: 'The Routee service that it came through.' })
  originatingService!: string | null;

  @Field(() => String, { nullable: true, description: 'The id of the vendor’s application that sent it.' })
  applicationId!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was accepted.' })
  createdAt!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When anything about it changed last.' })
  updatedAt!: string | null;

  @Field(() => [FailoverStep], {
    description: 'The steps in order. A text in several parts may show as several steps of the same order.',
  })
  steps!: FailoverStep[];
}

export const FailoverFlowConnection = createConnectionType(
  FailoverFlow,
  'FailoverFlow',
  'The list is live: flows can move between pages while it is read.',
);

@ObjectType({ simpleResolvers: true, description: 'The result of a send of a failover flow.' })
export class SendFailoverFlowPayload extends SendPayload {
  @Field(() => FailoverFlow, {
    description: 'The flow as Routee accepted it: QUEUED, its steps without a status until tracking has them.',
  })
  failoverFlow!: FailoverFlow;
}
