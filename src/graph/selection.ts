import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
} from 'graphql';
import type { FieldNode, GraphQLObjectType, GraphQLResolveInfo, SelectionSetNode, ValueNode } from 'graphql';

/** The fields selected below some fields of one operation, by name, with every node that selects them. */
export type Selection = ReadonlyMap<string, readonly FieldNode[]>;

/** By node and type, selections that do not depend on variables: documents are kept, so the same nodes come again. */
const cached = new WeakMap<FieldNode, Map<string, Selection>>();

/**
 * What is selected of an object type below the field being resolved, through fragments and by @skip and @include.
 * Resolvers use it to fetch no more than is selected.
 */
export function selectionOf(
  info: GraphQLResolveInfo,
  typeName: string,
  nodes: readonly FieldNode[] = info.fieldNodes,
): Selection {
  const [node] = nodes;
  const before = nodes.length === 1 && node ? cached.get(node)?.get(typeName) : undefined;
  if (before) return before;

  const collected: Collected = { selected: new Map(), visited: new Set(), dependsOnVariables: false };
  for (const { selectionSet } of nodes) if (selectionSet) collect(info, typeName, selectionSet, collected);
  if (nodes.length === 1 && node && !collected.dependsOnVariables) remember(node, typeName, collected.selected);
  return collected.selected;
}

function remember(node: FieldNode, typeName: string, selection: Selection): void {
  const byType = cached.get(node);
  if (byType) byType.set(typeName, selection);
  else cached.set(node, new Map([[typeName, selection]]));
}

interface Collected {
  readonly selected: Map<string, FieldNode[]>;
  readonly visited: Set<string>;
  dependsOnVariables: boolean;
}

const constantArguments = new WeakMap<FieldNode, Record<string, unknown>>();

/** The arguments of a selected field, coerced. */
export function argumentsOf(info: GraphQLResolveInfo, typeName: string, node: FieldNode): Record<string, unknown> {
  const before = constantArguments.get(node);
  if (before) return before;
  const field = (info.schema.getType(typeName) as GraphQLObjectType).getFields()[node.name.value];
  const given = field ? getArgumentValues(field, node, info.variableValues) : {};
  if (node.arguments?.every(({ value }) => isPlain(value)) !== false) constantArguments.set(node, given);
  return given;
}

/** Values that neither are nor contain a variable. */
const isPlain = ({ kind }: ValueNode): boolean =>
  kind === Kind.INT || kind === Kind.STRING || kind === Kind.BOOLEAN || kind === Kind.NULL || kind === Kind.ENUM;

/** Whether nothing is selected but these fields. */
export function selectsOnly(selection: Selection, fields: ReadonlySet<string>): boolean {
  for (const name of selection.keys()) if (!fields.has(name)) return false;
  return true;
}

export function selectsAny(selection: Selection, fields: Iterable<string>): boolean {
  for (const name of fields) if (selection.has(name)) return true;
  return false;
}

/** Visits each named fragment once, as graphql-js does: fragments that spread each other twice would double each time. */
function collect(info: GraphQLResolveInfo, typeName: string, set: SelectionSetNode, collected: Collected): void {
  const { selected, visited } = collected;
  for (const selection of set.selections) {
    if (selection.directives?.length) {
      collected.dependsOnVariables = true;
      if (!isIncluded(info, selection)) continue;
    }
    if (selection.kind === 'Field') {
      const name = selection.name.value;
      const nodes = selected.get(name);
      if (nodes) nodes.push(selection);
      else selected.set(name, [selection]);
    } else {
      if (selection.kind === 'FragmentSpread') {
        if (visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
      }
      const fragment = selection.kind === 'FragmentSpread' ? info.fragments[selection.name.value] : selection;
      if (fragment && appliesTo(info, typeName, fragment.typeCondition?.name.value)) {
        collect(info, typeName, fragment.selectionSet, collected);
      }
    }
  }
}

function isIncluded(info: GraphQLResolveInfo, node: Parameters<typeof getDirectiveValues>[1]): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, info.variableValues)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, info.variableValues)?.['if'] !== false
  );
}

function appliesTo(info: GraphQLResolveInfo, typeName: string, condition: string | undefined): boolean {
  if (condition === undefined || condition === typeName) return true;
  const abstract = info.schema.getType(condition);
  const object = info.schema.getType(typeName);
  return (
    isAbstractType(abstract) &&
    object !== undefined &&
    'getInterfaces' in object &&
    info.schema.isSubType(abstract, object)
  );
}
