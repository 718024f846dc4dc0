import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, ID, Info, Query, Resolver } from 'type-graphql';
import { requireAtMost } from '../../errors/error.js';
import type { GraphContext } from '../context.js';
import { costs, distinctItemsOfTypes } from '../cost.js';
import { loadEach } from '../loading.js';
import { typeOfGlobalId } from './node.id.js';
import { findNode } from './node.lookup.js';
import { Node } from './node.type.js';

const MAX_NODES = 100;

@Resolver()
export class NodeResolver {
  @Extensions(costs({ calls: 1 }))
  @Query(() => Node, {
    nullable: true,
    description: 'The object with an opaque id; null without an error when there is none.',
  })
  node(
    @Arg('id', () => ID, { description: 'The `id` of an object of this graph.' }) id: string,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return findNode(id, context, info);
  }

  @Extensions(costs({ callsPerItem: 1, itemsOfTypes: distinctItemsOfTypes('ids', typeOfGlobalId) }))
  @Query(() => [Node], {
    nullable: 'items',
    description:
      'Up to 100 objects by their opaque ids, in the order of the ids; null without an error where there is none.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'The values of `id` of objects of this graph, at most 100.' }) ids: string[],
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(object | Error | null)[]> {
    requireAtMost(ids, MAX_NODES, ['ids']);
    return loadEach(ids, (id) => findNode(id, context, info));
  }
}
