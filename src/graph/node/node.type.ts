import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({
  description:
    'A thing with an id that is the same however the thing was reached (Relay’s Global Object Identification).',
})
export abstract class Node {
  /** Which object type a value is of, as graphql-js reads it: sources set it. */
  readonly __typename!: string;

  @Field(() => ID, { description: 'Opaque; pass it to `node` to read the thing again.' })
  readonly id!: string;
}
