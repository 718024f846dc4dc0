import { type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'Where a page lies in its connection (Relay cursor connections).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether items follow this page; true to the facts in both directions.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether items precede this page; true to the facts in both directions.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first edge; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last edge; null on an empty page.' })
  endCursor!: string | null;
}

/** The connection and edge types of a node type. `note` is added to the description of the connection. */
export function createConnectionType(nodeType: ClassType, name: string, note: string) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `A place of a page of ${name} items.` })
  class EdgeType {
    @Field(() => String, { description: 'Opaque; pass it to `after` or `before` of the same connection.' })
    cursor!: string;

    @Field(() => nodeType, { description: 'The item.' })
    node!: object;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${name} items. ${note}` })
  class ConnectionType {
    @Field(() => [EdgeType], {
      nullable: 'items',
      description:
        'The places of the page; null, with an error at its index, where the vendor gave a row without its id.',
    })
    edges!: unknown[];

    @Field(() => [nodeType], { description: 'The items of the page, without their cursors.' })
    nodes!: object[];

    @Field(() => PageInfo, { description: 'Where the page lies in the connection.' })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many items the whole list has, as its source counts it.' })
    totalCount!: number;
  }
  return ConnectionType;
}
