import { Directive, Field, ObjectType } from 'type-graphql';
import { DateTime } from '../scalar/date-time.scalar.js';
import { Decimal } from '../scalar/decimal.scalar.js';

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'The balance of the account at Routee.' })
export class AccountBalance {
  @Field(() => Decimal, { description: 'The amount.' })
  amount!: string;

  @Field(() => String, { description: 'Its currency as Routee names it, such as `EUR`.' })
  currency!: string;
}

@Directive('@shareable')
@ObjectType({
  simpleResolvers: true,
  description: 'What a send is expected to cost by Routee’s price list. Routee bills what it counts itself.',
})
export class CostEstimate {
  @Field(() => Decimal, { description: 'The amount.' })
  amount!: string;

  @Field(() => String, { description: 'The currency of the price list, such as `EUR`.' })
  currency!: string;

  @Field(() => DateTime, { description: 'When Routee reported the price list, which is read at most once an hour.' })
  pricedAt!: string;

  @Field(() => String, { description: 'What was multiplied, as a sentence for people.' })
  basis!: string;
}
