import { registerEnumType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../scalar/date-time.scalar.js';

/** How a country is shown, for descriptions. */
export const COUNTRY_FORM = 'ISO 3166-1 alpha-2, or, where no code is known for it, the name that the vendor gave';

/** The one vocabulary of channels. */
export const Channel = {
  VIBER: 'VIBER',
  SMS: 'SMS',
  VOICE: 'VOICE',
  WHATSAPP: 'WHATSAPP',
  PUSH: 'PUSH',
  UNKNOWN: 'UNKNOWN',
} as const;
export type Channel = (typeof Channel)[keyof typeof Channel];

registerEnumType(Channel, {
  name: 'Channel',
  description: 'A channel to reach a person.',
  valuesConfig: {
    VIBER: { description: 'A Viber business message.' },
    SMS: { description: 'A text message.' },
    VOICE: { description: 'A telephone call.' },
    WHATSAPP: { description: 'A WhatsApp message.' },
    PUSH: { description: 'A push notification.' },
    UNKNOWN: { description: 'A channel that this graph does not have.' },
  },
});

/** The one vocabulary of delivery states, for every vendor. */
export const DeliveryState = {
  QUEUED: 'QUEUED',
  IN_PROGRESS: 'IN_PROGRESS',
  SENT: 'SENT',
  DELIVERED: 'DELIVERED',
  SEEN: 'SEEN',
  UNDELIVERED: 'UNDELIVERED',
  EXPIRED: 'EXPIRED',
  FAILED: 'FAILED',
  UNSENT: 'UNSENT',
  UNKNOWN: 'UNKNOWN',
} as const;
export type DeliveryState = (typeof DeliveryState)[keyof typeof DeliveryState];

registerEnumType(DeliveryState, {
  name: 'DeliveryState',
  description: 'The delivery state of a message: one set of values for every vendor and channel.',
  valuesConfig: {
    QUEUED: { description: 'Accepted, and waiting to be sent or sent again.' },
    IN_PROGRESS: {
      description: 'In progress; no channel has reported a final state yet. For a call: dialling, ringing or talking.',
    },
    SENT: { description: 'Sent to the carrier; its delivery is not reported yet.' },
    DELIVERED: { description: 'Reached the device. For a call: answered and completed.' },
    SEEN: { description: 'Read by its recipient.' },
    UNDELIVERED: { description: 'Could not be delivered. For a call: busy or no answer.' },
    EXPIRED: {
      description:
        'Not delivered within its time to live; with `expireOnDelivery` also delivered but not seen within it.',
    },
    FAILED: { description: 'Not accepted by the platform, or aborted.' },
    UNSENT: { description: 'Never sent, because the balance of the account was too low.' },
    UNKNOWN: { description: 'The vendor gave no state, or one that this graph does not have: see vendorStatus.' },
  },
});

/** What a vendor reports; the resolver derives `isSettled`. */
@Directive('@shareable')
@ObjectType({
  simpleResolvers: true,
  description: 'The delivery status of a message, as a state of this graph and as the vendor’s own value.',
})
export class DeliveryStatus {
  @Field(() => DeliveryState, { description: 'The state, from the one set of values of this graph.' })
  state!: DeliveryState;

  @Field(() => Boolean, { description: 'Whether nothing further can happen to the state.' })
  isFinal!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'The vendor’s own text or number, unchanged; null when it gave none. Of GMS its hyber_status, else its status, else `-1`; `-1` too of a report of which an attempt has ended and another may follow.',
  })
  vendorStatus!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The vendor’s finer reason, such as `Not Viber User`; an open set.',
  })
  detailedStatus!: string | null;

  @Field(() => String, { nullable: true, description: 'The vendor’s description of the state, for people.' })
  description!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the state was reached, from the vendor.' })
  updatedAt!: string | null;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'How many messages are in a state.' })
export class StateCount {
  @Field(() => DeliveryState, { description: 'The state.' })
  state!: DeliveryState;

  @Field(() => Int, { description: 'How many messages.' })
  count!: number;
}
