import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Lexer,
  type OperationDefinitionNode,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { MessagingError } from '../../errors/error.js';

/** The size that a document may have. */
export const DOCUMENT_LIMITS = {
  tokens: 6000,
  brackets: 100,
  depth: 16,
  aliases: 100,
  rootFields: 50,
  directivesOnOnePlace: 20,
  introspectionAliases: 10,
} as const;

/** How large an operation is, fragments opened. Counting stops as soon as a limit is passed. */
interface Size {
  aliases: number;
  introspectionAliases: number;
  rootFields: number;
  /** Of the whole document: its operations may share fragments. */
  selections: number;
}

/** Fragments that open fragments multiply: this bounds what comes out of them. */
const MAX_SELECTIONS = 20_000;

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Before parsing, which calls itself for every bracket until the stack is full.
 * @throws MessagingError OPERATION_LIMIT_EXCEEDED; GraphQLError for what are no tokens
 */
export function requireModestText(text: string): void {
  const lexer = new Lexer(new Source(text));
  let open = 0;
  for (let count = 1; lexer.advance().kind !== TokenKind.EOF; count++) {
    const { kind } = lexer.token;
    if (OPENING.has(kind)) open += 1;
    if (CLOSING.has(kind)) open -= 1;
    if (count > DOCUMENT_LIMITS.tokens) throw exceeded(`A document has at most ${DOCUMENT_LIMITS.tokens} tokens.`);
    if (open > DOCUMENT_LIMITS.brackets)
      throw exceeded(`A document has at most ${DOCUMENT_LIMITS.brackets} brackets in each other.`);
  }
}

/** @throws MessagingError OPERATION_LIMIT_EXCEEDED; before validation, whose cost grows with what is refused here */
export function requireModestDocument(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
    if ('directives' in definition) requireFewDirectives(definition.directives);
  }
  let selections = 0;
  for (const definition of document.definitions) {
    if (definition.kind === 'OperationDefinition') selections = measure(definition, selections, fragments);
    if (definition.kind === 'FragmentDefinition') requireFewDirectivesBelow(definition.selectionSet);
  }
}

/** @returns the selections so far */
function measure(
  operation: OperationDefinitionNode,
  selections: number,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): number {
  const size: Size = { aliases: 0, introspectionAliases: 0, rootFields: 0, selections };
  for (const { directives } of operation.variableDefinitions ?? []) requireFewDirectives(directives);
  walk(operation.selectionSet, { depth: 1, isIntrospection: false }, size, fragments, new Set());
  return size.selections;
}

interface Place {
  readonly depth: number;
  /** Whether it is below `__schema` or `__type`, where every alias may give the whole schema once more. */
  readonly isIntrospection: boolean;
}

function walk(
  set: SelectionSetNode,
  place: Place,
  size: Size,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  open: ReadonlySet<string>,
): void {
  for (const selection of set.selections) {
    requireFewDirectives(selection.directives);
    if (++size.selections > MAX_SELECTIONS) throw exceeded('An operation opens its fragments to fewer fields.');
    if (selection.kind === 'Field') {
      const below = {
        depth: place.depth + 1,
        isIntrospection: place.isIntrospection || asksForSchema(selection),
      };
      count(selection, place.depth, below.isIntrospection, size);
      if (selection.selectionSet) walk(selection.selectionSet, below, size, fragments, open);
    } else if (selection.kind === 'InlineFragment') {
      walk(selection.selectionSet, place, size, fragments, open);
    } else {
      const name = selection.name.value;
      const fragment = fragments.get(name);
      if (fragment && !open.has(name)) walk(fragment.selectionSet, place, size, fragments, new Set([...open, name]));
    }
  }
}

const INTROSPECTION: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Whether the schema itself is asked for. */
export const asksForSchema = ({ name }: FieldNode): boolean => INTROSPECTION.has(name.value);

function count(field: FieldNode, depth: number, isIntrospection: boolean, size: Size): void {
  if (field.alias) size.aliases += 1;
  if (field.alias && isIntrospection) size.introspectionAliases += 1;
  if (depth === 1) size.rootFields += 1;
  if (depth > DOCUMENT_LIMITS.depth) throw exceeded(`An operation is at most ${DOCUMENT_LIMITS.depth} fields deep.`);
  if (size.aliases > DOCUMENT_LIMITS.aliases)
    throw exceeded(`An operation has at most ${DOCUMENT_LIMITS.aliases} aliases.`);
  if (size.introspectionAliases > DOCUMENT_LIMITS.introspectionAliases)
    throw exceeded(`The schema is asked for under at most ${DOCUMENT_LIMITS.introspectionAliases} aliases.`);
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
