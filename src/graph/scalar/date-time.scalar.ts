import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const DATE = /\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])/.source;
const MINUTE = /(?:[01]\d|2[0-3]):[0-5]\d/.source;
const SECOND = /(?::[0-5]\d(?:[.,]\d{1,9})?)?/.source;
const ZONE = /(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)/.source;
const INSTANT = new RegExp(`^${DATE}T${MINUTE}${SECOND}${ZONE}$`, 'i');
const OFFSET_WITHOUT_COLON = /([+-]\d{2})(\d{2})$/;

/**
 * Reads an instant in ISO 8601 with a zone and gives it in UTC as `YYYY-MM-DDThh:mm:ss.sssZ`, or null. What does not
 * exist (30 February, hour 24, second 60) is refused, not rolled over; so is a year in UTC other than 0001 to 9999.
 */
export function parseInstant(text: string): string | null {
  if (!INSTANT.test(text)) return null;
  const milliseconds = Date.parse(text.toUpperCase().replace(',', '.').replace(OFFSET_WITHOUT_COLON, '$1:$2'));
  if (Number.isNaN(milliseconds)) return null;
  const day = Number(text.slice(8, 10));
  const daysInMonth = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  const instant = new Date(milliseconds);
  const year = instant.getUTCFullYear();
  return day > daysInMonth || year < 1 || year > 9999 ? null : instant.toISOString();
}

/** An instant of `parseInstant` without its fraction of a second. */
export const toTheSecond = (instant: string): string => `${instant.slice(0, 19)}.000Z`;

/** @param nodes where it stands in the document; absent for a variable */
function parseInput(value: unknown, nodes?: ValueNode): string {
  const instant = typeof value === 'string' ? parseInstant(value) : null;
  if (instant === null) {
    throw new GraphQLError('DateTime takes an ISO 8601 instant with a zone, such as 2026-05-05T15:00Z.', { nodes });
  }
  return instant;
}

/** An instant. Values are text in UTC everywhere in the program, so that answers need no conversion. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description:
    'An instant in ISO 8601, such as `2026-05-05T15:00:00.000Z`; always UTC in answers. As input a zone is required (`Z` or an offset); minute precision and fractions of a second are accepted.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize: (value) => value as string,
  parseValue: (value) => parseInput(value),
  parseLiteral(node) {
    if (node.kind !== Kind.STRING) {
      throw new GraphQLError('DateTime takes an ISO 8601 instant with a zone, written as a string.', { nodes: node });
    }
    return parseInput(node.value, node);
  },
});
