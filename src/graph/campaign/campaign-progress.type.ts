import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { COUNTRY_FORM, StateCount } from '../delivery/delivery-status.type.js';
import { DateTime } from '../scalar/date-time.scalar.js';
import { Decimal } from '../scalar/decimal.scalar.js';

const STATES = 'from QUEUED to UNKNOWN; states without a message are left out';

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'How far the messages of a campaign to one country are.' })
export class CountryProgress {
  @Field(() => String, {
    nullable: true,
    description: `The country, ${COUNTRY_FORM}; null for messages whose country Routee does not report.`,
  })
  country!: string | null;

  @Field(() => Int, { description: 'How many messages.' })
  total!: number;

  @Field(() => [StateCount], { description: `How many of them are in each state, ${STATES}.` })
  states!: StateCount[];

  @Field(() => Decimal, {
    nullable: true,
    description: 'The exact sum of the prices known so far, without a currency; null while none is known.',
  })
  cost!: string | null;
}

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'How far a campaign is, counted over all of its messages.' })
export class CampaignProgress {
  @Field(() => DateTime, { description: 'When the newest of these values was learned.' })
  asOf!: string;

  @Field(() => Int, { description: 'How many messages tracking has; those without an id are not counted.' })
  total!: number;

  @Field(() => Int, { description: 'How many of them are delivered, or finally not.' })
  settled!: number;

  @Field(() => Boolean, {
    description: 'Whether all of them are; false while tracking has none, unless the campaign was cancelled.',
  })
  isSettled!: boolean;

  @Field(() => Boolean, {
    description: 'Whether nothing further can happen to any of them: a delivered message may still be SEEN.',
  })
  isFinal!: boolean;

  @Field(() => [StateCount], { description: `How many messages are in each state, ${STATES}.` })
  states!: StateCount[];

  @Field(() => [CountryProgress], { description: 'The same by country, sorted by country; without one last.' })
  countries!: CountryProgress[];

  @Field(() => Decimal, {
    nullable: true,
    description:
      'The exact sum of the prices known so far, without a currency; null while none is known. Not what Routee charged: prices may come late or change.',
  })
  cost!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'The earliest time at which a message reached its state.' })
  firstUpdateAt!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'The latest time at which a message reached its state.' })
  lastUpdateAt!: string | null;
}
