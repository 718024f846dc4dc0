import {
  coerceInputValue,
  type GraphQLSchema,
  isInputType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
  isNonNullType,
} from 'graphql';
import { type Violation, violationError } from '../../errors/error.js';

/** Far more than are told: where a whole list does not fit, naming every item of it takes seconds. */
const ENOUGH_VIOLATIONS = 1000;

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

  for (const { variable, type: typeNode, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const type = typeFromAST(schema, typeNode as never);
    if (!isInputType(type)) continue; // validation has refused it
    if (!Object.hasOwn(given, name)) {
      if (defaultValue) coerced[name] = valueFromAST(defaultValue, type);
      else if (isNonNullType(type)) refuse(name, []);
      continue;
    }
    const value = given[name];
    if (value === null && isNonNullType(type)) refuse(name, []);
    else if (value === null) coerced[name] = null;
    else coerced[name] = coerceInputValue(value, type, (path, _value) => void refuse(name, path));
  }
  if (violations.length > 0) throw violationError(violations);
  return coerced;
}
