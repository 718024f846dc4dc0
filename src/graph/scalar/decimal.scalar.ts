import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { readDecimal } from '../../decimal.js';

/** @param nodes where it stands in the document; absent for a variable */
function parseInput(value: unknown, nodes?: ValueNode): string {
  const decimal = typeof value === 'string' ? readDecimal(value) : null;
  if (decimal === null) throw new GraphQLError('Decimal takes a decimal number as text, such as "12.0345".', { nodes });
  return decimal;
}

/** An exact number. Values are text in one spelling everywhere in the program, so that answers need no conversion. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal number as text, such as "12.0345": no exponent, no zeros at the end of the fraction.',
  serialize: (value) => value as string,
  parseValue: (value) => parseInput(value),
  parseLiteral: (node) => parseInput(node.kind === Kind.STRING ? node.value : null, node),
});
