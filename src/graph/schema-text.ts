import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLSchema, lexicographicSortSchema } from 'graphql';

/** What makes the schema a subgraph of Federation 2; the composers read it from the text. */
const FEDERATION_LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

/** One composer refuses a document that uses @oneOf without declaring it. */
const ONE_OF = 'directive @oneOf on INPUT_OBJECT';

/** The schema as text, sorted, with descriptions and directives: schema.graphql and `_service.sdl`. */
export function printSchemaText(schema: GraphQLSchema): string {
  return `${FEDERATION_LINK}\n\n${ONE_OF}\n\n${printSchemaWithDirectives(lexicographicSortSchema(schema))}\n`;
}
