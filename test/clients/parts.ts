import { getNamedType, getNullableType, type GraphQLSchema, isListType, isObjectType } from 'graphql';

/** Types whose `id` is the vendor’s own, and not unique. */
export const OF_THE_VENDOR = ['Sender', 'ViberFile'];

export interface Part {
  readonly parent: string;
  readonly field: string;
  readonly type: string;
}

/** The fields that have one object without an id of the graph: a cache keeps it in its parent. Lists are replaced whole. */
export function partsOf(schema: GraphQLSchema): Part[] {
  const updates = [schema.getMutationType(), schema.getSubscriptionType()];
  return Object.values(schema.getTypeMap()).flatMap((parent) => {
    if (!isObjectType(parent) || updates.includes(parent) || parent.name.startsWith('_')) return [];
    return Object.values(parent.getFields()).flatMap((field) => {
      const type = getNamedType(field.type);
      if (!isObjectType(type) || isListType(getNullableType(field.type)) || type.name.startsWith('_')) return [];
      const hasId = Object.hasOwn(type.getFields(), 'id') && !OF_THE_VENDOR.includes(type.name);
      return hasId ? [] : [{ parent: parent.name, field: field.name, type: type.name }];
    });
  });
}
