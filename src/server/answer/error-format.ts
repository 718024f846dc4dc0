import { randomUUID } from 'node:crypto';
import { type ASTNode, GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import { catalogueEntry, isMessagingErrorCode, type MessagingErrorCode } from '../../errors/catalogue.js';
import { badUserInput, type InputPath, MessagingError } from '../../errors/error.js';

/**
 * Stands for the request id in an answer until it is written: one answer may be given to several callers, each with its
 * own id. It is random, so that no data can contain it.
 */
const REQUEST_ID_PLACEHOLDER = `request-id-${randomUUID()}`;

export const withRequestId = (text: string, requestId: string): string =>
  text.replaceAll(REQUEST_ID_PLACEHOLDER, requestId);

/** The members of `errors[].extensions`, and no others. */
function extensionsOf(error: MessagingError): Record<string, unknown> {
  const { inputPath, violations, vendor, vendorStatus, vendorCode, vendorErrorCode, retryAfterSeconds, outcome } =
    error.details;
  const members = {
    code: error.code,
    category: error.category,
    retryable: error.retryable,
    inputPath,
    violations: violations?.map(({ code, inputPath, message }) => ({ code, inputPath, message })),
    vendor,
    vendorStatus,
    vendorCode,
    vendorErrorCode,
    retryAfterSeconds,
    outcome,
    requestId: REQUEST_ID_PLACEHOLDER,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** An error as its caller sees it, whatever threw it. */
export function formatError(thrown: unknown): GraphQLFormattedError {
  const error = nameError(thrown);
  const place = thrown instanceof GraphQLError ? thrown : undefined;
  return {
    message: error.message,
    ...(place?.locations ? { locations: place.locations } : {}),
    ...(place?.path ? { path: place.path } : {}),
    extensions: extensionsOf(error),
  };
}

/** Whether an error is not in the catalogue, so that only the log may describe it. */
export const isUnexpected = (thrown: unknown): boolean => nameError(thrown).code === 'INTERNAL_SERVER_ERROR';

/** The catalogue's error for one of the graph, of graphql-js or of Apollo; everything else is INTERNAL_SERVER_ERROR. */
function nameError(thrown: unknown): MessagingError {
  if (thrown instanceof MessagingError) return thrown;
  if (!(thrown instanceof GraphQLError)) return new MessagingError('INTERNAL_SERVER_ERROR');
  // Apollo gives an error of graphql-js its code by a second one around it
  if (thrown.originalError && !(thrown.originalError instanceof GraphQLError)) return nameError(thrown.originalError);
  const code = codeOf(thrown);
  const argument = code === 'BAD_USER_INPUT' ? refusedArgument(thrown) : null;
  return argument ?? new MessagingError(code, { message: messageOf(code, thrown.message) });
}

const FOREIGN_CODES: Readonly<Record<string, MessagingErrorCode>> = {
  BAD_REQUEST: 'BAD_REQUEST',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_REQUEST',
  PERSISTED_QUERY_HASH_MISMATCH: 'BAD_REQUEST',
};
const ARGUMENT_MESSAGE = /^(Argument|Variable) "/;
/** graphql-js writes `that`. */
const TOKEN_LIMIT_MESSAGE = /contains more tha[nt] \d+ tokens/;

/** graphql-js compares the fields of one name with each other, up to a number of comparisons. */
const COMPARISON_LIMIT_MESSAGE = 'Validation aborted.';
/** Apollo gives these no code of their own. */
const PERSISTED_QUERY_MESSAGE = /^provided sha does not match|^Unsupported persisted query version/;

function codeOf({ extensions, message }: GraphQLError): MessagingErrorCode {
  const { code } = extensions;
  if (TOKEN_LIMIT_MESSAGE.test(message) || message === COMPARISON_LIMIT_MESSAGE) return 'OPERATION_LIMIT_EXCEEDED';
  if (PERSISTED_QUERY_MESSAGE.test(message)) return 'BAD_REQUEST';
  if (isMessagingErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR') return code;
  if (typeof code === 'string' && Object.hasOwn(FOREIGN_CODES, code)) return FOREIGN_CODES[code]!;
  return ARGUMENT_MESSAGE.test(message) ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
}

/** Errors of a document keep the words of graphql-js, which name types and fields; values are taken out of them. */
function messageOf(code: MessagingErrorCode, message: string): string {
  switch (code) {
    case 'GRAPHQL_PARSE_FAILED':
    case 'GRAPHQL_VALIDATION_FAILED':
      return shorten(withoutValues(message));
    case 'BAD_REQUEST':
    case 'PERSISTED_QUERY_NOT_FOUND':
      return message.split('\n')[0] ?? message;
    default:
      return catalogueEntry(code).message;
  }
}

/**
 * An argument that graphql-js refuses once variables are known: null or nothing where a value must be. Its own message
 * quotes the literal, which may hold values of the caller.
 */
function refusedArgument({ message, nodes = [] }: GraphQLError): MessagingError | null {
  const name = /^Argument "(\w+)"/.exec(message)?.[1];
  if (name === undefined) return null;
  const [node] = nodes;
  const variables = node ? variablesIn(node.kind === Kind.ARGUMENT ? node.value : node, [name]) : [];
  const [only] = variables.length === 1 ? variables : [];
  return only
    ? badUserInput(only.inputPath, `The variable "$${only.name}" is null or not set; a value is needed here.`)
    : badUserInput(
        [name],
        `The argument "${name}" is null, not set or holds a variable that is; a value is needed here.`,
      );
}

interface VariablePlace {
  readonly name: string;
  readonly inputPath: InputPath;
}

function variablesIn(node: ASTNode, inputPath: InputPath): VariablePlace[] {
  switch (node.kind) {
    case Kind.VARIABLE:
      return [{ name: node.name.value, inputPath }];
    case Kind.LIST:
      return node.values.flatMap((value, index) => variablesIn(value, [...inputPath, index]));
    case Kind.OBJECT:
      return node.fields.flatMap(({ name, value }) => variablesIn(value, [...inputPath, name.value]));
    default:
      return [];
  }
}

const MAX_MESSAGE = 300;

/** Names come from the document, and may be as long as it is. */
const shorten = (message: string): string =>
  message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE).toWellFormed()}…` : message;

/** What graphql-js says of a syntax error before it quotes the document; of an unexpected token the quotation is all it says. */
const SYNTAX =
  /: (?:((?:Invalid|Unexpected) (?:number|character within String|(?:character|Unicode) escape sequence|single quote character|character|description|variable)|Unterminated string)|Unexpected (?!<EOF>)|Invalid|Unterminated)[\s\S]*$/;

/**
 * graphql-js quotes literals of the document at the end of its messages: `found "..."`, `value: ...`, `Unexpected "..."`.
 * They may be phone numbers, addresses or texts of messages. `<EOF>`, the end of the document, is none.
 */
const withoutValues = (message: string): string =>
  message
    .replace(/, found (?!<EOF>)[\s\S]*$/, '.')
    .replace(/((?:non-[\w-]+|represent) [^:"]*): [\s\S]*$/, '$1.')
    .replace(SYNTAX, (_, known: string | undefined) => `: ${known ?? 'Unexpected token'}.`)
    .replace(/\bfound (?!<EOF>)[\s\S]*$/, 'found something else.')
    .replace(/(?:https?:\/\/|\+?\d{6,})[^\s"]*/g, '…');
