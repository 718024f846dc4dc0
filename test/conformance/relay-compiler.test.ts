import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GraphQLSchema, isObjectType, printSchema } from 'graphql';
import relayCompiler from 'relay-compiler';
import { buildGraphSchema } from '../../src/graph/schema.js';

interface ConnectionField {
  readonly type: string;
  readonly field: string;
  /** Whether it is read forwards alone, and has no count: the log of events is open at its end. */
  readonly isOneWay: boolean;
}

/** Every field of the schema that is a connection. */
function connectionFields(schema: GraphQLSchema): ConnectionField[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => /Connection!?$/.test(String(field.type)))
        .map((field) => ({
          type: type.name,
          field: field.name,
          isOneWay: !field.args.some(({ name }) => name === 'last'),
        })),
    );
}

const DIRECTIONS = {
  Forward: {
    definitions: 'first: { type: "Int", defaultValue: 20 }, after: { type: "String" }',
    args: 'first: $first, after: $after',
  },
  Backward: {
    definitions: 'last: { type: "Int", defaultValue: 20 }, before: { type: "String" }',
    args: 'last: $last, before: $before',
  },
  Both: {
    definitions: 'first: { type: "Int" }, after: { type: "String" }, last: { type: "Int" }, before: { type: "String" }',
    args: 'first: $first, after: $after, last: $last, before: $before',
  },
};

/** A component as Relay's users write it: a fragment that pages a connection and can be fetched again. */
const component = (
  { type, field, isOneWay }: ConnectionField,
  direction: keyof typeof DIRECTIONS,
): { name: string; text: string } => {
  const name = `${type}${field[0]?.toUpperCase()}${field.slice(1)}${direction}`;
  const { definitions, args } = DIRECTIONS[direction];
  return {
    name,
    text: `
      graphql\`
        fragment ${name}_page on ${type}
        @argumentDefinitions(${definitions})
        @refetchable(queryName: "${name}PageQuery") {
          ${field}(${args}) @connection(key: "${name}_${field}") {
            edges { node { id __typename } }
            ${isOneWay ? '' : 'totalCount'}
          }
        }
      \`;`,
  };
};

const fields = connectionFields(buildGraphSchema());
const components = fields.flatMap((field) =>
  (Object.keys(DIRECTIONS) as (keyof typeof DIRECTIONS)[])
    .filter((direction) => direction === 'Forward' || !field.isOneWay)
    .map((direction) => component(field, direction)),
);

let project: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'relay-'));
  await mkdir(join(project, 'src'));
});
afterAll(() => rm(project, { recursive: true }));

/** @throws with what the compiler printed, when it does not accept the project */
async function compile(): Promise<string[]> {
  await writeFile(join(project, 'schema.graphql'), printSchema(buildGraphSchema()));
  await writeFile(
    join(project, 'relay.config.json'),
    JSON.stringify({
      src: './src',
      schema: './schema.graphql',
      language: 'javascript',
      artifactDirectory: './src/made',
    }),
  );
  await mkdir(join(project, 'src/made'), { recursive: true });
  await promisify(execFile)(String(relayCompiler), ['./relay.config.json', '--repersist'], { cwd: project });
  return readdir(join(project, 'src/made'));
}

test('there are five connections, of which one is read forwards alone', () => {
  expect(fields.filter(({ isOneWay }) => isOneWay).map(({ field }) => field)).toEqual(['deliveryEvents']);
  expect(fields.map(({ type, field }) => `${type}.${field}`).sort()).toEqual([
    'Campaign.messages',
    'Query.campaigns',
    'Query.deliveryEvents',
    'Query.failoverFlows',
    'Query.sends',
  ]);
});

test('relay-compiler accepts @connection and @refetchable on every connection, in its directions', async () => {
  for (const { name, text } of components) await writeFile(join(project, 'src', `${name}.js`), text);
  const made = await compile();
  expect(made.sort()).toEqual(
    components.flatMap(({ name }) => [`${name}PageQuery.graphql.js`, `${name}_page.graphql.js`]).sort(),
  );
});

test('relay-compiler would refuse @connection on a list that is none', async () => {
  const broken = `graphql\`query BrokenQuery { deliveryReports(by: []) @connection(key: "Broken_deliveryReports") { id } }\`;`;
  await writeFile(join(project, 'src/Broken.js'), broken);
  await expect(compile()).rejects.toThrow();
});
