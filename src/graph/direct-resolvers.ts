import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import type { GraphContext } from './context.js';

type Resolve = GraphQLFieldResolver<unknown, GraphContext, Record<string, unknown>>;
type Take = (...given: Parameters<Resolve>) => unknown;
type Metadata = ReturnType<typeof getMetadataStorage>['queries'][number];
type Parameter = NonNullable<Metadata['params']>[number];

/**
 * Lets fields call their resolver methods with the parameters that the decorators name. type-graphql itself finds out
 * which these are at every call, makes instances of the arguments' classes, and waits for a validation that is off:
 * several microseconds and promises a field, a tenth of all that a page costs. Mutations are left as they are.
 */
export function callDirectly(schema: GraphQLSchema): void {
  const { queries, fieldResolvers } = getMetadataStorage();
  const instances = new Map<Function, object>();
  const instanceOf = (resolverClass: Function): object => {
    const known = instances.get(resolverClass) ?? (Reflect.construct(resolverClass, []) as object);
    instances.set(resolverClass, known);
    return known;
  };
  const settle = (typeName: string | undefined, metadata: Metadata): void => {
    const type = typeName === undefined ? undefined : schema.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[metadata.schemaName] : undefined;
    if (field) field.resolve = resolverOf(instanceOf(metadata.target), metadata);
  };
  for (const metadata of queries) settle(schema.getQueryType()?.name, metadata);
  for (const metadata of fieldResolvers) settle(metadata.getObjectType?.().name, metadata as unknown as Metadata);
}

function resolverOf(instance: object, { methodName, params = [] }: Metadata): Resolve {
  const method = Reflect.get(instance, methodName) as (...parameters: unknown[]) => unknown;
  const [first, second, third, fourth, fifth, ...more] = [...params].sort((a, b) => a.index - b.index).map(takeOf);
  if (more.length > 0) throw new TypeError(`${methodName} has more parameters than are provided for`);
  return (root, args, context, info) =>
    method.call(
      instance,
      first?.(root, args, context, info),
      second?.(root, args, context, info),
      third?.(root, args, context, info),
      fourth?.(root, args, context, info),
      fifth?.(root, args, context, info),
    );
}

function takeOf(parameter: Parameter): Take {
  switch (parameter.kind) {
    case 'root':
      return (root) => root;
    case 'context':
      return (_root, _args, context) => context;
    case 'info':
      return (_root, _args, _context, info) => info;
    case 'args':
      return (_root, args) => args;
    case 'arg': {
      const { name } = parameter;
      return (_root, args) => args[name];
    }
    default:
      throw new TypeError(`a parameter of the kind ${parameter.kind} is not provided for`);
  }
}
