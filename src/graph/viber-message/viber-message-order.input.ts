import { Field, InputType, registerEnumType } from 'type-graphql';

export const OrderDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
export type OrderDirection = (typeof OrderDirection)[keyof typeof OrderDirection];

registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Whether the smallest or the largest value comes first.',
  valuesConfig: {
    ASC: { description: 'Smallest or oldest first.' },
    DESC: { description: 'Largest or newest first.' },
  },
});

export const ViberMessageOrderField = {
  STATUS_UPDATED_AT: 'STATUS_UPDATED_AT',
  TO: 'TO',
  COUNTRY: 'COUNTRY',
  PRICE: 'PRICE',
} as const;
export type ViberMessageOrderField = (typeof ViberMessageOrderField)[keyof typeof ViberMessageOrderField];

/** The field of ViberMessage that each value orders by. */
export const ORDERED_FIELDS: Readonly<Record<ViberMessageOrderField, string>> = {
  STATUS_UPDATED_AT: 'status',
  TO: 'to',
  COUNTRY: 'country',
  PRICE: 'price',
};

registerEnumType(ViberMessageOrderField, {
  name: 'ViberMessageOrderField',
  description: 'What the messages of a campaign can be ordered by.',
  valuesConfig: {
    STATUS_UPDATED_AT: { description: 'When the state was reached.' },
    TO: { description: 'The recipient’s phone number; needs the scope `read:recipients`.' },
    COUNTRY: { description: 'The recipient’s country.' },
    PRICE: { description: 'The price.' },
  },
});

@InputType({
  description: 'An order of the messages of a campaign. The vendor orders; without one its own order holds.',
})
export class ViberMessageOrder {
  @Field(() => ViberMessageOrderField, { description: 'What to order by.' })
  field!: ViberMessageOrderField;

  @Field(() => OrderDirection, {
    defaultValue: OrderDirection.ASC,
    description: 'Whether the smallest or the largest value comes first.',
  })
  direction!: OrderDirection;
}
