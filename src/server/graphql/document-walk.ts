import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type CallCost, readCallCost } from './call-cost.js';
import {
  requireDirectiveLimit,
  requireOperationLimits,
  requireSelectionLimit,
  type SelectionSize,
} from './document-limits.js';

/** What one selection set selects. A fragment has one summary, which every set that spreads it refers to. */
export interface Selections extends SelectionSize {
  /** Names of the set's own fields. */
  readonly names: readonly string[];
  /** Response names of the set's own paid fields. */
  readonly paid: readonly string[];
  /** Vendor calls of the set's own fields and what is below them. */
  readonly costs: readonly CallCost[];
  /** The fragments that the set opens, inline ones included. */
  readonly fragments: readonly Selections[];
  /** Names of the object types that the set is selected of; null where that is not known. */
  readonly types: ReadonlySet<string> | null;
  /** Whether it, or anything below it, has @skip or @include on a fragment. */
  readonly hasConditionalFragments: boolean;
  readonly hasIntrospection: boolean;
}

/** One operation of a document, as the walk found it. */
export interface WalkedOperation {
  readonly node: OperationDefinitionNode;
  readonly selections: Selections;
  /** Names of the root fields, fragments expanded. */
  readonly rootFields: ReadonlySet<string>;
  /** Distinct response names of paid root fields. */
  readonly paidFields: number;
}

/**
 * Visits every selection of a document once, each fragment included, and collects what limits, scopes and cost are
 * checked by. It comes before validation, whose cost grows with what is refused here, and takes any document.
 * @throws MessagingError OPERATION_LIMIT_EXCEEDED
 */
export function walkDocument(schema: GraphQLSchema, document: DocumentNode): WalkedOperation[] {
  const walk = new Walk(schema, document);
  const operations: WalkedOperation[] = [];
  let selected = 0;
  for (const definition of document.definitions) {
    if ('directives' in definition) requireDirectiveLimit(definition.directives);
    if (definition.kind === 'FragmentDefinition') walk.fragment(definition);
    if (definition.kind !== 'OperationDefinition') continue;
    for (const { directives } of definition.variableDefinitions ?? []) requireDirectiveLimit(directives);
    const selections = walk.set(schema.getRootType(definition.operation), definition.selectionSet);
    selected += selections.selections;
    requireSelectionLimit(selected);
    requireOperationLimits(selections);
    operations.push({ node: definition, selections, ...rootOf(selections) });
  }
  return operations;
}

/** What is selected at the root, each fragment once. */
function rootOf(root: Selections): Pick<WalkedOperation, 'rootFields' | 'paidFields'> {
  const rootFields = new Set<string>();
  const paid = new Set<string>();
  const seen = new Set([root]);
  for (const { names, paid: paidNames, fragments } of seen) {
    for (const name of names) rootFields.add(name);
    for (const name of paidNames) paid.add(name);
    for (const fragment of fragments) seen.add(fragment);
  }
  return { rootFields, paidFields: paid.size };
}

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] };

const INTROSPECTION: ReadonlySet<string> = new Set(['__schema', '__type']);

class Walk {
  readonly #definitions = new Map<string, FragmentDefinitionNode>();
  /** Null while a fragment is being walked: one that spreads itself adds nothing, and validation refuses it. */
  readonly #fragments = new Map<string, Selections | null>();
  readonly #types = new Map<GraphQLNamedType, ReadonlySet<string>>();

  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === 'FragmentDefinition') this.#definitions.set(definition.name.value, definition);
    }
  }

  fragment(definition: FragmentDefinitionNode): Selections | null {
    const name = definition.name.value;
    const known = this.#fragments.get(name);
    if (known !== undefined) return known;
    this.#fragments.set(name, null);
    const selections = this.set(this.schema.getType(definition.typeCondition.name.value), definition.selectionSet);
    this.#fragments.set(name, selections);
    return selections;
  }

  set(parent: GraphQLNamedType | null | undefined, { selections }: SelectionSetNode): Selections {
    const names: string[] = [];
    const paid: string[] = [];
    const costs: CallCost[] = [];
    const fragments: Selections[] = [];
    const found: Mutable<Selections> = {
      selections: selections.length,
      aliases: 0,
      introspectionAliases: 0,
      depth: 0,
      fields: 0,
      previews: 0,
      names,
      paid,
      costs,
      fragments,
      types: parent ? this.#objectTypes(parent) : null,
      hasConditionalFragments: false,
      hasIntrospection: false,
    };
    for (const selection of selections) {
      requireDirectiveLimit(selection.directives);
      if (selection.kind === 'Field') {
        this.#addField(found, parent, selection, names, paid, costs);
        continue;
      }
      if (selection.directives?.length) found.hasConditionalFragments = true;
      const fragment = this.#open(parent, selection);
      if (!fragment) continue;
      fragments.push(fragment);
      found.fields += fragment.fields;
      found.previews += fragment.previews;
      found.introspectionAliases += fragment.introspectionAliases;
      addBelow(found, fragment, fragment.depth);
    }
    return found;
  }

  #objectTypes(parent: GraphQLNamedType): ReadonlySet<string> {
    let names = this.#types.get(parent);
    if (names) return names;
    const types = isAbstractType(parent) ? this.schema.getPossibleTypes(parent) : [parent];
    names = new Set(types.map(({ name }) => name));
    this.#types.set(parent, names);
    return names;
  }

  #open(
    parent: GraphQLNamedType | null | undefined,
    selection: Exclude<SelectionSetNode['selections'][number], FieldNode>,
  ): Selections | null {
    if (selection.kind === 'InlineFragment') {
      const condition = selection.typeCondition?.name.value;
      return this.set(condition === undefined ? parent : this.schema.getType(condition), selection.selectionSet);
    }
    const definition = this.#definitions.get(selection.name.value);
    return definition ? this.fragment(definition) : null;
  }

  #addField(
    found: Mutable<Selections>,
    parent: GraphQLNamedType | null | undefined,
    node: FieldNode,
    names: string[],
    paid: string[],
    costs: CallCost[],
  ): void {
    const name = node.name.value;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    const below = node.selectionSet && this.set(field && getNamedType(field.type), node.selectionSet);
    names.push(name);
    found.fields += 1;
    const isIntrospection = INTROSPECTION.has(name);
    found.hasIntrospection ||= isIntrospection;
    const alias = node.alias ? 1 : 0;
    found.aliases += alias;
    if (isIntrospection) found.introspectionAliases += alias + (below?.aliases ?? 0);
    else found.introspectionAliases += below?.introspectionAliases ?? 0;
    if (below) addBelow(found, below, below.depth + 1);
    else found.depth = Math.max(found.depth, 1);
    if (field?.extensions['preview'] === true) found.previews += 1;
    if (field?.extensions['paid'] === true) paid.push((node.alias ?? node.name).value);
    const cost = readCallCost(field, node, below);
    if (cost) costs.push(cost);
  }
}

function addBelow(found: Mutable<Selections>, below: Selections, depth: number): void {
  found.selections += below.selections;
  found.aliases += below.aliases;
  found.depth = Math.max(found.depth, depth);
  found.hasConditionalFragments ||= below.hasConditionalFragments;
  found.hasIntrospection ||= below.hasIntrospection;
}
