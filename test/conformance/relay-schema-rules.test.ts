import 'reflect-metadata';
import graphqlPlugin from '@graphql-eslint/eslint-plugin';
import { expect, test } from '@jest/globals';
import { type ESLint, Linter } from 'eslint';
import { buildSchema, printSchema } from 'graphql';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { printSchemaText } from '../../src/graph/schema-text.js';

/** The log of events is read in one direction, and an event is no object that `node` would find again. */
const ONE_WAY = /^\s*(deliveryEvents\b|node: DeliveryEvent!|type DeliveryEventEdge\b)/;

/** What the Relay rules of @graphql-eslint find in a schema. */
function findings(text: string): string[] {
  const schema = printSchema(buildSchema(text, { assumeValid: true })); // without the directives of federation
  const messages = new Linter().verify(
    text,
    [
      {
        files: ['**/*.graphql'],
        languageOptions: {
          parser: graphqlPlugin.parser,
          parserOptions: { graphQLConfig: { schema } },
        },
        plugins: { '@graphql-eslint': graphqlPlugin as ESLint.Plugin },
        rules: {
          '@graphql-eslint/relay-arguments': 'error',
          '@graphql-eslint/relay-connection-types': 'error',
          // `nodes` of a connection, and plain lists, are meant
          '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
          '@graphql-eslint/relay-page-info': 'error',
        },
      },
    ],
    'schema.graphql',
  );
  const lines = text.split('\n');
  const meant = messages.filter(({ line }) => !ONE_WAY.test(lines[line - 1] ?? ''));
  return meant.map(({ line, ruleId, message }) => `${line} ${ruleId ?? 'parser'}: ${message}`);
}

test.each([true, false])('the Relay rules find nothing in the schema, with node fields %s', (nodeFields) => {
  expect(findings(printSchemaText(buildGraphSchema({ nodeFields })))).toEqual([]);
});

test('the Relay rules would find a page info without its flags', () => {
  const schema = printSchemaText(buildGraphSchema()).replace('hasPreviousPage: Boolean!', 'hasPreviousPage: Int');
  expect(findings(schema)).toEqual([expect.stringContaining('relay-page-info')]);
});
