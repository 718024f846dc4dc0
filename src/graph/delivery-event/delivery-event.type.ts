import { createUnionType, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { isoTime } from '../../iso-now.js';
import { Channel, DeliveryState, DeliveryStatus } from '../delivery/delivery-status.type.js';
import { DeliveryReport } from '../delivery-report/delivery-report.type.js';
import { FailoverFlow } from '../failover-flow/failover-flow.type.js';
import { PageInfo } from '../page/connection.type.js';
import { DateTime } from '../scalar/date-time.scalar.js';
import { Send, SendOutcome } from '../send/send.type.js';
import { ViberMessage } from '../viber-message/viber-message.type.js';
import type { LoggedEvent } from './delivery-event.source.js';

export const DeliveryEventKind = {
  VIBER_MESSAGE: 'VIBER_MESSAGE',
  FAILOVER_FLOW: 'FAILOVER_FLOW',
  FAILOVER_STEP: 'FAILOVER_STEP',
  DELIVERY_REPORT: 'DELIVERY_REPORT',
  SEND: 'SEND',
} as const;
export type DeliveryEventKind = (typeof DeliveryEventKind)[keyof typeof DeliveryEventKind];

registerEnumType(DeliveryEventKind, {
  name: 'DeliveryEventKind',
  description: 'What changed.',
  valuesConfig: {
    VIBER_MESSAGE: { description: 'A Viber message, of a campaign or not.' },
    FAILOVER_FLOW: { description: 'A failover flow as a whole.' },
    FAILOVER_STEP: { description: 'One step of a failover flow.' },
    DELIVERY_REPORT: { description: 'A delivery report.' },
    SEND: { description: 'A send whose outcome became known otherwise than by its own answer, or that was cancelled.' },
  },
});

export const DeliveryEventSource = { CALLBACK: 'CALLBACK', READ: 'READ', SEND: 'SEND' } as const;
export type DeliveryEventSource = (typeof DeliveryEventSource)[keyof typeof DeliveryEventSource];

registerEnumType(DeliveryEventSource, {
  name: 'DeliveryEventSource',
  description: 'How this graph learned of a change.',
  valuesConfig: {
    CALLBACK: { description: 'The vendor called back.' },
    READ: { description: 'The vendor was read.' },
    SEND: { description: 'A send, a cancel or `reconcileSend` ended.' },
  },
});

export const DeliveryEventSubject = createUnionType({
  name: 'DeliveryEventSubject',
  description: 'What an event is about: of a step its flow.',
  types: () => [ViberMessage, FailoverFlow, DeliveryReport, Send] as const,
});

@ObjectType({
  simpleResolvers: true,
  description: 'A change that this graph has learned of, once, in the order in which it was learned.',
})
export class DeliveryEvent {
  readonly __typename!: 'DeliveryEvent';

  /** Read by the resolvers. */
  readonly logged!: LoggedEvent;

  @Field(() => DeliveryEventKind, { description: 'What changed.' })
  readonly kind!: DeliveryEventKind;

  @Field(() => DateTime, { description: 'When this graph learned of it.' })
  readonly receivedAt!: string;

  @Field(() => DeliveryStatus, {
    nullable: true,
    description: 'The new status; null for SEND. Of a flow: SUCCEEDED is DELIVERED, the other words are the same.',
  })
  readonly status!: DeliveryStatus | null;

  @Field(() => DeliveryState, {
    nullable: true,
    description: 'The state before; null for SEND, and where none was known.',
  })
  readonly previousState!: DeliveryState | null;

  @Field(() => SendOutcome, { nullable: true, description: 'SEND only: the outcome that became known.' })
  readonly sendOutcome!: SendOutcome | null;

  @Field(() => DeliveryEventSource, { description: 'How this graph learned of it.' })
  readonly source!: DeliveryEventSource;

  @Field(() => Int, { nullable: true, description: 'FAILOVER_STEP only: the place of the step in its flow.' })
  readonly stepOrder!: number | null;

  @Field(() => Channel, { nullable: true, description: 'The channel; null where it is not known.' })
  readonly channel!: Channel | null;
}

/** Of events, wherever they are listed. */
export const NO_CALL_FOR_IDS =
  'costs no vendor call unless fields of `subject` or `campaign` are selected beyond `id`, `trackingId`, `messageId` and an `extraId` that the event log knows.';

export const deliveryEventOf = (logged: LoggedEvent): DeliveryEvent => ({
  __typename: 'DeliveryEvent',
  logged,
  kind: logged.kind,
  receivedAt: isoTime(logged.receivedAt),
  status: logged.status,
  previousState: logged.previousState,
  sendOutcome: logged.sendOutcome,
  source: logged.source,
  stepOrder: logged.stepOrder,
  channel: logged.channel,
});

@ObjectType({ simpleResolvers: true, description: 'An event of a page, with its cursor.' })
export class DeliveryEventEdge {
  @Field(() => String, { description: 'Opaque; pass it to `after`.' })
  cursor!: string;

  @Field(() => DeliveryEvent, { description: 'The event.' })
  node!: DeliveryEvent;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A page of events, oldest first. It has no totalCount: the log is open at its end. `endCursor` is never null here: it is the place up to which was searched, at most 10 000 events a request; then `hasNextPage` is true.',
})
export class DeliveryEventConnection {
  @Field(() => [DeliveryEventEdge], { nullable: 'items', description: 'The events of the page with their cursors.' })
  edges!: DeliveryEventEdge[];

  @Field(() => [DeliveryEvent], { description: 'The events of the page, without their cursors.' })
  nodes!: DeliveryEvent[];

  @Field(() => PageInfo, {
    description:
      'The position of the page in the log: `hasPreviousPage` is whether the log holds any event before it, filter or not.',
  })
  pageInfo!: PageInfo;
}
