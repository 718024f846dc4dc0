import {
  coerceInputValue,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
  type ValueNode,
} from 'graphql';
import { type Violation, violationError } from '../error.js';

/** Far more than are told: where a whole list does not fit, naming every item of it takes seconds. */
const ENOUGH_VIOLATIONS = 1000;

/** A variable as its operation defines it. */
interface Definition {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly isRequired: boolean;
  readonly defaultValue: ValueNode | undefined;
}

const definitions = new WeakMap<OperationDefinitionNode, readonly Definition[]>();

/** Found out once: operations are kept, and asked again and again. A process has one schema that runs operations. */
function definitionsOf(schema: GraphQLSchema, operation: OperationDefinitionNode): readonly Definition[] {
  const before = definitions.get(operation);
  if (before) return before;
  const found = (operation.variableDefinitions ?? []).flatMap(({ variable, type: typeNode, defaultValue }) => {
    const type = typeFromAST(schema, typeNode as never);
    // validation has refused a variable of any other type
    return isInputType(type)
      ? [{ name: variable.name.value, type, isRequired: isNonNullType(type), defaultValue }]
      : [];
  });
  definitions.set(operation, found);
  return found;
}

/**
 * The variables of an operation, coerced by graphql-js. Its own messages quote the values; ours name the place alone.
 * @throws MessagingError BAD_USER_INPUT with every place that does not fit its type
 */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const coerced: Record<string, unknown> = {};
  const violations: Violation[] = [];
  const refuse = (name: string, path: readonly (string | number)[]) => {
    violations.push({
      code: 'BAD_USER_INPUT',
      inputPath: [name, ...path],
      message: `The variable $${name} does not fit its type.`,
    });
    if (violations.length === ENOUGH_VIOLATIONS) throw violationError(violations);
  };

  for (const { name, type, isRequired, defaultValue } of definitionsOf(schema, operation)) {
    if (!Object.hasOwn(given, name)) {
      if (defaultValue) coerced[name] = valueFromAST(defaultValue, type);
      else if (isRequired) refuse(name, []);
      continue;
    }
    const value = given[name];
    if (value === null && isRequired) refuse(name, []);
    else if (value === null) coerced[name] = null;
    else coerced[name] = coerceInputValue(value, type, (path, _value) => void refuse(name, path));
  }
  if (violations.length > 0) throw violationError(violations);
  return coerced;
}
