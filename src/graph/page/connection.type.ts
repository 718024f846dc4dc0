import { type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType({
  simpleResolvers: true,
  description: 'The position of a page in its connection (Relay cursor connections).',
})
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether items follow this page; always correct, in both directions.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether items precede this page; always correct, in both directions.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first edge; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last edge; null on an empty page.' })
  endCursor!: string | null;
}

/** The connection and edge types of a node type. `note` is added to the description of the connection. */
export function createConnectionType(nodeType: ClassType, name: string, note: string) {
  @ObjectType(`${name}Edge`, {
    simpleResolvers: true,
    description: `An item of a page of ${name} items, with its cursor.`,
  })
  class EdgeType {
    @Field(() => String, { description: 'Opaque; pass it to `after` or `before` of the same connection.' })
    cursor!: string;

    @Field(() => nodeType, { description: `The ${name} at this position.` })
    node!: object;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${name} items. ${note}` })
  class ConnectionType {
    @Field(() => [EdgeType], {
      nullable: 'items',
      description:
        'The items of the page with their cursors; null, with an error at its index, for a row that the vendor sent without its id.',
    })
    edges!: unknown[];

    @Field(() => [nodeType], { description: 'The items of the page, without their cursors.' })
    nodes!: object[];

    @Field(() => PageInfo, { description: 'The position of the page in the connection.' })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many items the whole list has, as its source counts it.' })
    totalCount!: number;
  }
  return ConnectionType;
}
