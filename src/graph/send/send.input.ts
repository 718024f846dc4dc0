import { Directive, Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../scalar/date-time.scalar.js';
import { SendKind, SendOutcome } from './send.type.js';

@Directive('@oneOf')
@InputType({ description: 'How to find a send: exactly one of the three.' })
export class SendBy {
  @Field(() => ID, { nullable: true, description: 'Its `id`.' })
  id?: string;

  @Field(() => String, {
    nullable: true,
    description:
      'An idempotency key: the send that the key answers for now, else the newest recorded one that it was used for.',
  })
  idempotencyKey?: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The vendor’s tracking id of the campaign, message or flow that was sent.',
  })
  trackingId?: string;
}

@InputType({ description: 'Which sends to list: all that are given must hold.' })
export class SendFilter {
  @Field(() => [SendKind], { nullable: true, description: 'Sends of one of these kinds; an empty list is absent.' })
  kinds?: SendKind[] | null;

  @Field(() => [SendOutcome], {
    nullable: true,
    description: 'Sends with one of these outcomes; an empty list is absent.',
  })
  outcomes?: SendOutcome[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Sends created then or later.' })
  createdFrom?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Sends created before then.' })
  createdUntil?: string | null;
}

@InputType({ description: 'What a person found at the vendor about a send whose outcome is UNKNOWN.' })
export class ReconcileSendInput {
  @Field(() => ID, { description: 'The `id` of the send.' })
  sendId!: string;

  @Field(() => Boolean, {
    description:
      'Whether it was sent. False frees its key, and is allowed from `createdAt` plus the time limit of a send plus 2 minutes.',
  })
  wasSent!: boolean;

  @Field(() => ID, {
    nullable: true,
    description:
      'The vendor’s tracking id of what was sent, which is read at the vendor first and must go to the recipients of the send, as far as the vendor names them: with `wasSent: true`, and with it alone.',
  })
  trackingId?: string | null;
}
