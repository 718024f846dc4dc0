import {
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  isObjectType,
} from 'graphql';
import type { GraphContext } from '../context.js';
import { costs, distinctItemsOfTypes } from '../cost.js';
import { loadEach } from '../loading.js';
import { findEntity, typeOfReference } from './entity.lookup.js';

const hasKey = (type: GraphQLObjectType): boolean =>
  (type.astNode?.directives ?? []).some(({ name }) => name.value === 'key');

/**
 * The same schema with the two fields by which routers reach a subgraph (Apollo Federation subgraph specification).
 * `_service.sdl` is the schema as it was.
 */
export function withFederation(schema: GraphQLSchema): GraphQLSchema {
  // printed when the first router asks for it: the printer takes 10 MB, which most servers never need
  let printing: Promise<string> | undefined;
  const print = () => (printing ??= import('../schema-text.js').then((printer) => printer.printSchemaText(schema)));
  const { query, types, ...config } = schema.toConfig();
  if (!query) throw new TypeError('a subgraph has queries');
  const any = new GraphQLScalarType({
    name: '_Any',
    description: 'A reference to an entity: its type and the fields of one of its keys.',
  });
  const entity = new GraphQLUnionType({
    name: '_Entity',
    description: 'The types that other subgraphs can refer to.',
    types: types.filter(isObjectType).filter(hasKey),
    resolveType: (value: { readonly __typename: string }) => value.__typename,
  });
  const service = new GraphQLObjectType({
    name: '_Service',
    description: 'This subgraph, as routers read it.',
    fields: {
      sdl: { type: GraphQLString, description: 'The schema of this subgraph with its federation directives.' },
    },
  });
  const { fields, ...queryConfig } = query.toConfig();
  const federated = new GraphQLObjectType({
    ...queryConfig,
    fields: {
      ...fields,
      _service: {
        type: new GraphQLNonNull(service),
        description: 'For routers: the text of this subgraph.',
        resolve: async () => ({ sdl: await print() }),
      },
      _entities: {
        type: new GraphQLNonNull(new GraphQLList(entity)),
        description: 'For routers: the entities of up to 500 references, in their order; null where there is none.',
        args: {
          representations: {
            type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(any))),
            description: 'The references.',
          },
        },
        extensions: {
          ...costs({ callsPerItem: 1, itemsOfTypes: distinctItemsOfTypes('representations', typeOfReference) }),
          references: 'representations',
        },
        resolve: (
          _root,
          { representations }: { representations: unknown[] },
          context: GraphContext,
          info: GraphQLResolveInfo,
        ) =>
          loadEach(
            representations.map((representation, index) => ({ representation, index })),
            ({ representation, index }) => findEntity(representation, ['representations', index], context, info),
          ),
      },
    },
  });
  return new GraphQLSchema({
    ...config,
    query: federated,
    types: [...types.filter((type) => type !== query), entity, service, any],
  });
}
