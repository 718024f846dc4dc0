import { Lexer, Source, TokenKind } from 'graphql';
import { MessagingError } from '../../errors/error.js';

/** The largest document and operation that are accepted. Counts are of the operation with its fragments expanded. */
export const DOCUMENT_LIMITS = {
  tokens: 6000,
  brackets: 100,
  depth: 16,
  aliases: 100,
  rootFields: 50,
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
  const lexer = new Lexer(new Source(text));
  let open = 0;
  for (let count = 1; lexer.advance().kind !== TokenKind.EOF; count++) {
    const { kind } = lexer.token;
    if (OPENING.has(kind)) open += 1;
    if (CLOSING.has(kind)) open -= 1;
    if (count > DOCUMENT_LIMITS.tokens) throw exceeded(`A document has at most ${DOCUMENT_LIMITS.tokens} tokens.`);
    if (open > DOCUMENT_LIMITS.brackets)
      throw exceeded(`Brackets are nested at most ${DOCUMENT_LIMITS.brackets} deep in a document.`);
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
}

/** @throws MessagingError OPERATION_LIMIT_EXCEEDED */
export function requireOperationLimits(size: SelectionSize): void {
  const limits = DOCUMENT_LIMITS;
  if (size.depth > limits.depth) throw exceeded(`An operation is at most ${limits.depth} fields deep.`);
  if (size.aliases > limits.aliases) throw exceeded(`An operation has at most ${limits.aliases} aliases.`);
  if (size.introspectionAliases > limits.introspectionAliases)
    throw exceeded(`An operation asks for the schema under at most ${limits.introspectionAliases} aliases.`);
  if (size.fields > limits.rootFields) throw exceeded(`An operation has at most ${limits.rootFields} root fields.`);
}

/** @throws MessagingError OPERATION_LIMIT_EXCEEDED */
export function requireSelectionLimit(selections: number): void {
  if (selections > DOCUMENT_LIMITS.selections) {
    throw exceeded(
      `A document selects at most ${DOCUMENT_LIMITS.selections} fields and fragments, fragments expanded.`,
    );
  }
}

/** @throws MessagingError OPERATION_LIMIT_EXCEEDED */
export function requireDirectiveLimit(directives: readonly unknown[] | undefined): void {
  if ((directives?.length ?? 0) > DOCUMENT_LIMITS.directivesOnOnePlace)
    throw exceeded(`One place has at most ${DOCUMENT_LIMITS.directivesOnOnePlace} directives.`);
}

const exceeded = (message: string): MessagingError => new MessagingError('OPERATION_LIMIT_EXCEEDED', { message });
