import { Lexer, Source, TokenKind } from 'graphql';
import { MessagingError } from '../../errors/error.js';

/** The largest document and operation that are accepted. Counts are of the operation with its fragments expanded. */
export const DOCUMENT_LIMITS = {
  tokens: 6000,
  brackets: 100,
  depth: 16,
  aliases: 100,
  rootFields: 50,
  /** One of 1000 recipients takes as long as a page of messages, and costs no vendor call that would limit them. */
  previews: 10,
  directivesOnOnePlace: 20,
  introspectionAliases: 10,
  /** Of all operations of one document together. */
  selections: 20_000,
} as const;

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Counts tokens and nested brackets before the text is parsed, because the parser recurses once a bracket.
 * @throws MessagingError OPERATION_LIMIT_EXCEEDED; GraphQLError for text that is not made of tokens
 */
export function requireTextLimits(text: string): void {
  const { tokens, brackets } = DOCUMENT_LIMITS;
  const lexer = new Lexer(new Source(text));
  let open = 0;
  for (let count = 1; lexer.advance().kind !== TokenKind.EOF; count++) {
    const { kind } = lexer.token;
    if (OPENING.has(kind)) open += 1;
    if (CLOSING.has(kind)) open -= 1;
    if (count > tokens) throw exceeded(`A document has more than ${tokens} tokens`, tokens);
    if (open > brackets) throw exceeded(`Brackets are nested more than ${brackets} deep in a document`, brackets);
  }
}

/** How large a selection set is, with its fragments expanded. */
export interface SelectionSize {
  /** Fields, inline fragments and spreads. */
  readonly selections: number;
  readonly aliases: number;
  /** Aliases at or below `__schema` and `__type`, each of which may return the whole schema once more. */
  readonly introspectionAliases: number;
  /** Levels of fields. */
  readonly depth: number;
  /** Fields of the set itself, not of those below it. */
  readonly fields: number;
  /** Fields of the set itself that preview a send. */
  readonly previews: number;
}

/** @throws MessagingError OPERATION_LIMIT_EXCEEDED */
export function requireOperationLimits(size: SelectionSize): void {
  const { depth, aliases, introspectionAliases, fields, previews } = size;
  const limits = DOCUMENT_LIMITS;
  if (depth > limits.depth) throw exceeded(`An operation is ${depth} fields deep`, limits.depth);
  if (aliases > limits.aliases) throw exceeded(`An operation has ${aliases} aliases`, limits.aliases);
  if (introspectionAliases > limits.introspectionAliases)
    throw exceeded(
      `An operation asks for the schema under ${introspectionAliases} aliases`,
      limits.introspectionAliases,
    );
  if (fields > limits.rootFields) throw exceeded(`An operation has ${fields} root fields`, limits.rootFields);
  if (previews > limits.previews) throw exceeded(`An operation has ${previews} previews`, limits.previews);
}

/** @throws MessagingError OPERATION_LIMIT_EXCEEDED */
export function requireSelectionLimit(selections: number): void {
  const most = DOCUMENT_LIMITS.selections;
  if (selections > most)
    throw exceeded(`A document selects more than ${most} fields and fragments, fragments expanded`, most);
}

/** @throws MessagingError OPERATION_LIMIT_EXCEEDED */
export function requireDirectiveLimit(directives: readonly unknown[] = []): void {
  const most = DOCUMENT_LIMITS.directivesOnOnePlace;
  if (directives.length > most) throw exceeded(`One place has ${directives.length} directives`, most);
}

const exceeded = (found: string, most: number): MessagingError =>
  new MessagingError('OPERATION_LIMIT_EXCEEDED', { message: `${found}; ${most} are allowed.` });
