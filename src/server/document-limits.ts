import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { MessagingError } from '../error.js';

/** The size that a document may have; what cannot be known before parsing is parse's `maxTokens`. */
export const DOCUMENT_LIMITS = {
  tokens: 6000,
  depth: 16,
  aliases: 100,
  rootFields: 50,
  directivesOnOnePlace: 20,
} as const;

/** How large an operation is, fragments opened. Counting stops as soon as a limit is passed. */
interface Size {
  aliases: number;
  rootFields: number;
  selections: number;
}

/** Fragments that open fragments multiply: this bounds what comes out of them. */
const MAX_SELECTIONS = 20_000;

/** @throws MessagingError OPERATION_LIMIT_EXCEEDED; before validation, whose cost grows with what is refused here */
export function requireModestDocument(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
    if ('directives' in definition) requireFewDirectives(definition.directives);
  }
  for (const definition of document.definitions) {
    if (definition.kind === 'OperationDefinition') measure(definition, fragments);
    if (definition.kind === 'FragmentDefinition') requireFewDirectivesBelow(definition.selectionSet);
  }
}

function measure(operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): void {
  const size: Size = { aliases: 0, rootFields: 0, selections: 0 };
  for (const { directives } of operation.variableDefinitions ?? []) requireFewDirectives(directives);
  walk(operation.selectionSet, 1, size, fragments, new Set());
}

function walk(
  set: SelectionSetNode,
  depth: number,
  size: Size,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  open: ReadonlySet<string>,
): void {
  for (const selection of set.selections) {
    requireFewDirectives(selection.directives);
    if (++size.selections > MAX_SELECTIONS) throw exceeded('An operation opens its fragments to fewer fields.');
    if (selection.kind === 'Field') {
      count(selection, depth, size);
      if (selection.selectionSet) walk(selection.selectionSet, depth + 1, size, fragments, open);
    } else if (selection.kind === 'InlineFragment') {
      walk(selection.selectionSet, depth, size, fragments, open);
    } else {
      const name = selection.name.value;
      const fragment = fragments.get(name);
      if (fragment && !open.has(name)) walk(fragment.selectionSet, depth, size, fragments, new Set([...open, name]));
    }
  }
}

function count(field: Extract<SelectionNode, { kind: 'Field' }>, depth: number, size: Size): void {
  if (field.alias) size.aliases += 1;
  if (depth === 1) size.rootFields += 1;
  if (depth > DOCUMENT_LIMITS.depth) throw exceeded(`An operation is at most ${DOCUMENT_LIMITS.depth} fields deep.`);
  if (size.aliases > DOCUMENT_LIMITS.aliases)
    throw exceeded(`An operation has at most ${DOCUMENT_LIMITS.aliases} aliases.`);
  if (size.rootFields > DOCUMENT_LIMITS.rootFields) {
    throw exceeded(`An operation has at most ${DOCUMENT_LIMITS.rootFields} root fields.`);
  }
}

function requireFewDirectivesBelow(set: SelectionSetNode): void {
  for (const selection of set.selections) {
    requireFewDirectives(selection.directives);
    if ('selectionSet' in selection && selection.selectionSet) requireFewDirectivesBelow(selection.selectionSet);
  }
}

function requireFewDirectives(directives: readonly unknown[] | undefined): void {
  if ((directives?.length ?? 0) > DOCUMENT_LIMITS.directivesOnOnePlace) {
    throw exceeded(`One place has at most ${DOCUMENT_LIMITS.directivesOnOnePlace} directives.`);
  }
}

export const exceeded = (message: string): MessagingError =>
  new MessagingError('OPERATION_LIMIT_EXCEEDED', { message });
