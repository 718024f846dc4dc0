import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
} from 'graphql';
import type { FieldNode, GraphQLObjectType, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

/** The fields selected below some fields of one operation, by name, with every node that selects them. */
export type Selection = ReadonlyMap<string, readonly FieldNode[]>;

/**
 * What is selected of an object type below the field being resolved: fragments opened, @skip and @include obeyed. It
 * is how a resolver fetches no more than is asked for.
 */
export function selectionOf(
  info: GraphQLResolveInfo,
  typeName: string,
  nodes: readonly FieldNode[] = info.fieldNodes,
): Selection {
  const selected = new Map<string, FieldNode[]>();
  const opened = new Set<string>();
  for (const node of nodes) if (node.selectionSet) collect(info, typeName, node.selectionSet, selected, opened);
  return selected;
}

/** The arguments of a selected field, coerced. */
export function argumentsOf(info: GraphQLResolveInfo, typeName: string, node: FieldNode): Record<string, unknown> {
  const field = (info.schema.getType(typeName) as GraphQLObjectType).getFields()[node.name.value];
  return field ? getArgumentValues(field, node, info.variableValues) : {};
}

/** Whether nothing is selected but these fields. */
export function selectsOnly(selection: Selection, fields: ReadonlySet<string>): boolean {
  for (const name of selection.keys()) if (!fields.has(name)) return false;
  return true;
}

export function selectsAny(selection: Selection, fields: Iterable<string>): boolean {
  for (const name of fields) if (selection.has(name)) return true;
  return false;
}

/** Opens each named fragment once, as graphql-js does: fragments that spread each other twice would double without end. */
function collect(
  info: GraphQLResolveInfo,
  typeName: string,
  set: SelectionSetNode,
  selected: Map<string, FieldNode[]>,
  opened: Set<string>,
): void {
  for (const selection of set.selections) {
    if (selection.directives?.length && !isIncluded(info, selection)) continue;
    if (selection.kind === 'Field') {
      const name = selection.name.value;
      const nodes = selected.get(name);
      if (nodes) nodes.push(selection);
      else selected.set(name, [selection]);
    } else {
      if (selection.kind === 'FragmentSpread') {
        if (opened.has(selection.name.value)) continue;
        opened.add(selection.name.value);
      }
      const fragment = selection.kind === 'FragmentSpread' ? info.fragments[selection.name.value] : selection;
      if (fragment && appliesTo(info, typeName, fragment.typeCondition?.name.value)) {
        collect(info, typeName, fragment.selectionSet, selected, opened);
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
