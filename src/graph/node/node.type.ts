import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({
  description:
    'An object with a global id, the same through whatever field the object was reached (Relay’s Global Object Identification).',
})
export abstract class Node {
  /** Which object type a value is of, as graphql-js reads it: sources set it. */
  readonly __typename!: string;

  @Field(() => ID, { description: 'Opaque; pass it to `node` to read the object again.' })
  readonly id!: string;
}
