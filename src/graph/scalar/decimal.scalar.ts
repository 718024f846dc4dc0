import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { readDecimal } from '../../decimal.js';

function parseInput(value: unknown): string {
  const decimal = typeof value === 'string' ? readDecimal(value) : null;
  if (decimal === null) throw new GraphQLError('Decimal takes a decimal number as text, such as "12.0345".');
  return decimal;
}

/** An exact number. Values are text in one spelling everywhere in the program, so that answers need no conversion. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal number as text, such as "12.0345": no exponent, no zeros at the end of the fraction.',
  serialize: (value) => value as string,
  parseValue: parseInput,
  parseLiteral: (node) => parseInput(node.kind === Kind.STRING ? node.value : null),
});
