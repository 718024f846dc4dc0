import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import type { FieldArguments, VendorCallCost } from '../../graph/cost.js';

type Variables = Readonly<Record<string, unknown>>;
type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** What may be told of an operation before it runs. */
export interface Estimate {
  /** Vendor calls, from above. */
  readonly calls: number;
  /** Paid fields, by distinct response name: aliases and fragments counted. */
  readonly paidFields: number;
  /** References of routers to entities. */
  readonly references: number;
}

export const NOTHING: Estimate = { calls: 0, paidFields: 0, references: 0 };

/** What fields state of themselves. */
interface FieldExtensions {
  readonly cost?: VendorCallCost;
  readonly paid?: boolean;
  /** The argument that lists references to entities. */
  readonly references?: string;
}

/** Counts what an operation may cost from what the fields state (graph/cost.ts) and from its arguments. */
export function estimate(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  variables: Variables,
): Estimate {
  const root = schema.getRootType(operation.operation);
  const given = withDefaults(operation, variables);
  const tally: Tally = { paid: new Set(), references: 0 };
  const calls = root ? selectionCalls(schema, root, operation.selectionSet, fragments, given, tally, new Set()) : 0;
  return { calls, paidFields: tally.paid.size, references: tally.references };
}

/** What is counted besides calls, on the way. */
interface Tally {
  readonly paid: Set<string>;
  references: number;
}

function withDefaults({ variableDefinitions = [] }: OperationDefinitionNode, variables: Variables): Variables {
  const given: Record<string, unknown> = { ...variables };
  for (const { variable, defaultValue } of variableDefinitions) {
    if (defaultValue && !Object.hasOwn(given, variable.name.value))
      given[variable.name.value] = valueFromASTUntyped(defaultValue);
  }
  return given;
}

function selectionCalls(
  schema: GraphQLSchema,
  parent: GraphQLNamedType,
  set: SelectionSetNode,
  fragments: Fragments,
  variables: Variables,
  tally: Tally,
  open: ReadonlySet<string>,
): number {
  let calls = 0;
  for (const selection of set.selections) {
    if (selection.kind === 'Field') {
      calls += fieldCalls(schema, parent, selection, fragments, variables, tally, open);
    } else {
      const name = selection.kind === 'FragmentSpread' ? selection.name.value : undefined;
      const fragment = selection.kind === 'FragmentSpread' ? fragments.get(selection.name.value) : selection;
      if (!fragment || (name !== undefined && open.has(name))) continue;
      const condition = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
      const inside = name === undefined ? open : new Set([...open, name]);
      if (condition)
        calls += selectionCalls(schema, condition, fragment.selectionSet, fragments, variables, tally, inside);
    }
  }
  return calls;
}

function fieldCalls(
  schema: GraphQLSchema,
  parent: GraphQLNamedType,
  node: FieldNode,
  fragments: Fragments,
  variables: Variables,
  tally: Tally,
  open: ReadonlySet<string>,
): number {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  if (!field) return 0;
  const { cost, paid, references } = field.extensions as FieldExtensions;
  if (paid) tally.paid.add((node.alias ?? node.name).value);
  const below = node.selectionSet
    ? selectionCalls(schema, getNamedType(field.type), node.selectionSet, fragments, variables, tally, open)
    : 0;
  if (!cost) return below;
  const args: FieldArguments = Object.fromEntries(
    (node.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]),
  );
  const referred = references === undefined ? undefined : args[references];
  if (Array.isArray(referred)) tally.references += referred.length;
  const read = (amount: VendorCallCost['calls'], otherwise: number) =>
    amount === undefined ? otherwise : typeof amount === 'number' ? amount : amount(args);
  return read(cost.calls, 0) + read(cost.items, 1) * ((cost.callsPerItem ?? 0) + below);
}
