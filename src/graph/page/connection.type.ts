import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from './page-info.type.js';

/** The connection and edge types of a node type. `aside` is what a reader of the schema has to know about this list. */
export function createConnectionType(nodeType: ClassType, name: string, aside: string) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `A place of a page of ${name} items.` })
  class EdgeType {
    @Field(() => String, { description: 'Opaque; pass it to `after` or `before` of the same connection.' })
    cursor!: string;

    @Field(() => nodeType, { description: 'The item.' })
    node!: object;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${name} items. ${aside}` })
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
