import {
  coerceInputValue,
  getNullableType,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type ValueNode,
  valueFromAST,
} from 'graphql';
import { type InputPath, type Violation, violationError } from '../../errors/error.js';

/** Far more than an answer lists: where a whole list does not fit, naming every item of it takes seconds. */
const ENOUGH_VIOLATIONS = 1000;

/** A variable that an operation defines. */
export interface DefinedVariable {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly defaultValue: ValueNode | undefined;
}

/** Read once for an operation: graphql-js makes the types of wrappers anew for each lookup. */
export const definedVariables = (
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): readonly DefinedVariable[] =>
  variableDefinitions.flatMap(({ variable, type: typeNode, defaultValue }) => {
    const type = typeFromAST(schema, typeNode as never);
    return isInputType(type) ? [{ name: variable.name.value, type, defaultValue }] : []; // validation refuses others
  });

/**
 * The variables of an operation, coerced by graphql-js. Its own messages quote the values; these messages name the
 * place, what is wrong with it and its type.
 * @param suggests whether the name of an unknown field is followed by those of the schema that are close to it
 * @returns a record without a prototype, in which a variable that is not set has no property
 * @throws MessagingError BAD_USER_INPUT with every place that does not fit its type; paths begin with the variable's name
 */
export function coerceVariables(
  variables: readonly DefinedVariable[],
  given: Readonly<Record<string, unknown>>,
  suggests = false,
): Readonly<Record<string, unknown>> {
  const coerced = Object.create(null) as Record<string, unknown>;
  const violations: Violation[] = [];
  const refuse = (inputPath: InputPath, message: string): void => {
    violations.push({ code: 'BAD_USER_INPUT', inputPath, message });
    if (violations.length === ENOUGH_VIOLATIONS) throw violationError(violations);
  };

  for (const { name, type, defaultValue } of variables) {
    if (!Object.hasOwn(given, name)) {
      if (defaultValue) coerced[name] = valueFromAST(defaultValue, type);
      else if (isNonNullType(type)) refuse([name], `Variable "$${name}" of required type "${type}" was not provided.`);
      continue;
    }
    const value = given[name];
    if (value === null && isNonNullType(type)) {
      refuse([name], `Variable "$${name}" of non-null type "${type}" must not be null.`);
    } else if (value === null) coerced[name] = null;
    else {
      coerced[name] = coerceInputValue(value, type, (path, _value, error) => {
        const mismatch = describeMismatch(type, path, error, suggests);
        refuse([name, ...mismatch.path], mismatch.message);
      });
    }
  }
  if (violations.length > 0) throw violationError(violations);
  return coerced;
}

interface Mismatch {
  readonly path: InputPath;
  readonly message: string;
}

/** What graphql-js says without any value of the caller's; a field that it names is added to the path. */
function describeMismatch(
  root: GraphQLInputType,
  path: InputPath,
  { message }: GraphQLError,
  suggests: boolean,
): Mismatch {
  const missing = /^Field "(\w+)" of required type "[^"]+" was not provided\./.exec(message);
  if (missing) return { path: [...path, missing[1]!], message: missing[0] };
  const unknown = /^Field "([^"]*)" is not defined by type "(\w+)"\.( Did you mean .+\?)?/.exec(message);
  if (unknown) {
    const [, field = '', type, suggestion = ''] = unknown;
    const sentence = `Field "${field}" is not defined by type "${type}".`;
    return isShowable(field)
      ? { path: [...path, field], message: suggests ? sentence + suggestion : sentence }
      : { path, message: `Type "${type}" does not define every field that is given.` };
  }
  const fixed = /^(Expected non-nullable type|Expected type "\w+" to be an object|Exactly one key must be)/.test(
    message,
  );
  return { path, message: fixed ? message : expectation(typeAt(root, path), message) };
}

/** A name of GraphQL, and nothing that could be a value: keys of an object come from the caller. */
const isShowable = (field: string): boolean => /^[_A-Za-z]\w{0,63}$/.test(field) && !/\d{5}/.test(field);

function typeAt(root: GraphQLInputType, path: InputPath): GraphQLInputType {
  let type = root;
  for (const step of path) {
    const holder: GraphQLInputType = getNullableType(type);
    if (isListType(holder) && typeof step === 'number') type = holder.ofType as GraphQLInputType;
    else if (isInputObjectType(holder) && typeof step === 'string') type = holder.getFields()[step]?.type ?? type;
  }
  return type;
}

const MAX_VALUES_LISTED = 30;
const [MIN_INT, MAX_INT] = [-(2 ** 31), 2 ** 31 - 1];

function expectation(type: GraphQLInputType, message: string): string {
  let leaf: GraphQLInputType = getNullableType(type);
  while (isListType(leaf)) leaf = getNullableType(leaf.ofType as GraphQLInputType);
  return `Expected a value of type "${type}".${allowed(leaf, message)}`;
}

function allowed(leaf: GraphQLInputType, message: string): string {
  const values = isEnumType(leaf) ? leaf.getValues().map(({ name }) => name) : [];
  if (values.length > 0 && values.length <= MAX_VALUES_LISTED) return ` Allowed are ${values.join(', ')}.`;
  if (message.startsWith(`${leaf} takes `)) return ` ${message}`; // our own scalars do not quote the value
  return message.includes('non 32-bit signed integer') ? ` Allowed are ${MIN_INT} to ${MAX_INT}.` : '';
}
