import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { readDecimal } from '../../decimal.js';
import { isoTime } from '../../iso-now.js';
import type { SendKind as LedgerSendKind, SendRecord } from '../../sends/send-ledger.js';
import { Node } from '../node/node.type.js';
import { createConnectionType } from '../page/connection.type.js';
import { DateTime } from '../scalar/date-time.scalar.js';
import { Decimal } from '../scalar/decimal.scalar.js';

export const SendKind = {
  VIBER_CAMPAIGN: 'VIBER_CAMPAIGN',
  VIBER_MESSAGE: 'VIBER_MESSAGE',
  FAILOVER_FLOW: 'FAILOVER_FLOW',
} as const satisfies { readonly [Kind in LedgerSendKind]: Kind };
export type SendKind = (typeof SendKind)[keyof typeof SendKind];

registerEnumType(SendKind, {
  name: 'SendKind',
  description: 'What was sent.',
  valuesConfig: {
    VIBER_CAMPAIGN: { description: 'A Viber campaign, by `sendViberCampaign`.' },
    VIBER_MESSAGE: { description: 'One Viber message, by `sendViberMessage`.' },
    FAILOVER_FLOW: { description: 'A failover flow, by `sendFailoverFlow`.' },
  },
});

export const SendOutcome = {
  PENDING: 'PENDING',
  ACCEPTED: 'ACCEPTED',
  CANCELLED: 'CANCELLED',
  UNKNOWN: 'UNKNOWN',
  NOT_SENT: 'NOT_SENT',
} as const;
export type SendOutcome = (typeof SendOutcome)[keyof typeof SendOutcome];

registerEnumType(SendOutcome, {
  name: 'SendOutcome',
  description: 'What became of a send.',
  valuesConfig: {
    PENDING: { description: 'Its request is under way.' },
    ACCEPTED: { description: 'The vendor accepted it.' },
    CANCELLED: { description: 'The vendor accepted it, and it was cancelled before its time.' },
    UNKNOWN: {
      description:
        'The vendor’s answer never came: it is not known whether it was sent. It ends by a callback of the vendor or by `reconcileSend`.',
    },
    NOT_SENT: { description: 'A person found at the vendor that it was not sent. Its key is free.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One paid send, as the ledger knows it.' })
export class Send {
  readonly __typename!: 'Send';

  /** Of the ledger; callers see it as a part of `id`. */
  readonly sendId!: string;

  @Field(() => SendKind, { description: 'What was sent.' })
  readonly kind!: SendKind;

  @Field(() => SendOutcome, { description: 'What became of it.' })
  readonly outcome!: SendOutcome;

  @Field(() => DateTime, { description: 'When its idempotency key was bound, just before the request.' })
  readonly createdAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the outcome became known; null while PENDING or UNKNOWN.',
  })
  readonly decidedAt!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Until then its idempotency key answers for it: 24 hours, for a scheduled send until 24 hours after its time. Null while PENDING or UNKNOWN, when it has no end, and once the key is free.',
  })
  readonly keyExpiresAt!: string | null;

  @Field(() => String, { nullable: true, description: 'The name that it was given; campaigns alone have one.' })
  readonly name!: string | null;

  @Field(() => String, { nullable: true, description: 'The label that it was given.' })
  readonly label!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many people it goes to; null where contacts or groups are among them and Routee did not count them.',
  })
  readonly recipientCount!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it is to be sent; null for at once.' })
  readonly scheduledAt!: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'What it costs, as the vendor reported when it accepted it, without a currency; null where it did not report it.',
  })
  readonly cost!: string | null;

  /** Read by the resolvers. */
  readonly record!: SendRecord<Sent>;

  /** Of a payload: what was sent is its receipt, not read back. */
  readonly isAnswer?: true;
}

/** What the vendor answered to a send, as far as it is read here. */
export interface Sent {
  readonly __typename: 'Campaign' | 'ViberMessage' | 'FailoverFlow';
  readonly trackingId: string;
  readonly analysis?: { readonly recipientCount: number } | null;
  readonly cost?: number | null;
  readonly price?: number | null;
  readonly totalPrice?: number | null;
}

/** The last that a DateTime has: years have four digits. */
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z');

const timeOrNull = (time: number | null): string | null => (time === null ? null : isoTime(Math.min(time, LAST_TIME)));

export function sendOf(record: SendRecord<Sent>): Send {
  const { send, receipt } = record;
  const { name, label, recipientCount } = send.facts;
  return {
    __typename: 'Send',
    sendId: send.id,
    kind: send.kind,
    outcome: send.outcome,
    createdAt: isoTime(send.createdAt),
    decidedAt: send.outcome === 'UNKNOWN' ? null : timeOrNull(send.decidedAt),
    keyExpiresAt: timeOrNull(send.keyExpiresAt),
    name,
    label,
    recipientCount: receipt?.analysis?.recipientCount ?? recipientCount,
    scheduledAt: timeOrNull(send.scheduledAt),
    cost: readDecimal(receipt?.cost ?? receipt?.price ?? receipt?.totalPrice ?? null),
    record,
  };
}

/** The send in the payload of a mutation. */
export const answeredSend = (record: SendRecord<Sent>): Send => ({ ...sendOf(record), isAnswer: true });

/** When a send was cancelled; null where it was not. */
export const cancelledAtOf = ({ send }: SendRecord<Sent>): string | null =>
  send.outcome === 'CANCELLED' ? timeOrNull(send.decidedAt) : null;

export const SendConnection = createConnectionType(
  Send,
  'Send',
  'Newest first; a new send shifts nothing, because cursors carry its place in the order of the sends.',
);

@ObjectType({ simpleResolvers: true, description: 'The result of `reconcileSend`.' })
export class ReconcileSendPayload {
  @Field(() => Send, { nullable: true, description: 'The send as it is now.' })
  send!: Send | null;
}
