import { describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  type ExecutionResult,
  getNamedType,
  type GraphQLInputObjectType,
  isInputObjectType,
  parse,
  validate,
} from 'graphql';
import { buildGraphSchema } from '../../src/graph/schema.js';
import type { GraphContext } from '../../src/graph/context.js';
import { createDocumentValidator } from '../../src/server/graphql/document-validation.js';
import { findOperation } from '../../src/server/graphql/document-store.js';
import { createExecutor } from '../../src/server/graphql/executor.js';
import { coerceVariables } from '../../src/server/graphql/variables.js';

/** Every kind of place where a value may stand: with and without null, with and without a default. */
const schema = buildSchema(`
  enum Colour { RED GREEN }
  scalar Any
  input OneId @oneOf { first: Int second: String }
  input Shape { must: Int! may: Int mustOr: Int! = 7 mayOr: Int = 8 colour: Colour = RED colours: [Colour!] nested: Inner }
  input Inner { must: Int! may: Int }
  type Query {
    int(must: Int!, may: Int): String
    or(must: Int! = 1, may: Int = 2): String
    list(must: [Int!]!, may: [Int]): String
    enums(must: [Colour!], may: [Colour], one: Colour! = GREEN): String
    shape(shape: Shape): String
    any(any: Any): String
    anys(anys: [Any!]!): String
    one(id: OneId!, ids: [OneId!]): String
    self: Query!
    name: String
  }
`);
/** Its arguments, in an order that does not depend on who coerced them. */
const echo = (_root: unknown, args: unknown): string =>
  JSON.stringify(args, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
for (const name of ['int', 'or', 'list', 'enums', 'shape', 'any', 'anys', 'one'])
  schema.getQueryType()!.getFields()[name]!.resolve = echo;
schema.getQueryType()!.getFields()['self']!.resolve = () => ({ name: 'self' });

/** Where a variable stands, and its types in that place. */
const PLACES: readonly (readonly [text: string, types: readonly string[]])[] = [
  ['int(must: $v)', ['Int!', 'Int = 3']],
  ['int(must: 1, may: $v)', ['Int', 'Int!', 'Int = 3', 'Int = null']],
  ['or(must: $v)', ['Int', 'Int!', 'Int = 3', 'Int! = 3']],
  ['or(may: $v)', ['Int', 'Int = 3', 'Int = null']],
  ['list(must: $v)', ['[Int!]!', '[Int!] = [3]']],
  ['list(must: [1, $v])', ['Int!', 'Int = 3']],
  ['list(must: [], may: [$v])', ['Int', 'Int!', 'Int = 3']],
  ['enums(must: $v)', ['[Colour!]', '[Colour!] = [RED]']],
  ['enums(must: [RED, $v])', ['Colour!', 'Colour = RED']],
  ['enums(may: [$v])', ['Colour', 'Colour = GREEN']],
  ['enums(may: $v)', ['[Colour]', '[Colour!]', '[Colour] = [null]']],
  ['enums(one: $v)', ['Colour', 'Colour = RED', 'Colour!']],
  ['shape(shape: $v)', ['Shape', 'Shape = { must: 1 }', 'Shape!']],
  ['shape(shape: { must: $v })', ['Int!', 'Int = 3']],
  ['shape(shape: { must: 1, mustOr: $v })', ['Int', 'Int = 3', 'Int!']],
  ['shape(shape: { must: 1, mayOr: $v, nested: { must: 2, may: $v } })', ['Int', 'Int = 3']],
  ['shape(shape: { must: 1, colours: [$v] })', ['Colour!', 'Colour = RED']],
  ['any(any: $v)', ['Any', 'Any!', 'Any = { a: 1 }']],
  ['any(any: { a: $v })', ['Int', 'Int!', 'String = "x"', 'Any']],
  ['any(any: { a: { b: [$v] } })', ['Int', 'String!']],
  ['any(any: [$v])', ['Any', 'Any! = 1']],
  ['anys(anys: $v)', ['[Any!]!', '[Any!] = [1]']],
  ['anys(anys: [$v])', ['Any!', 'Any = 1']],
  ['anys(anys: [{ a: $v }, 1])', ['Int', 'Int!']],
  ['anys(anys: { a: $v })', ['Int', 'Int!']],
  ['one(id: $v)', ['OneId!', 'OneId! = { first: 1 }']],
  ['one(id: { first: $v })', ['Int', 'Int!', 'Int = 3']],
  ['one(id: { first: 1 }, ids: [{ first: $v }])', ['Int', 'Int!']],
  ['name @include(if: $v)', ['Boolean!', 'Boolean = true', 'Boolean! = false']],
  ['self { a: name @skip(if: $v) name }', ['Boolean!', 'Boolean = true']],
  ['self { ... @include(if: $v) { name } }', ['Boolean!', 'Boolean = true']],
];

/** Places that graphql-jit is not asked to compile. */
const NOT_COMPILED = /\.\.\. @include|anys?\(anys?: (?!\$v|\[\$v\]\))|any\(any: \[/;

const VALUES: readonly unknown[] = [
  ...[1, 'RED', 'BLUE', 'x', true, 2.5, 1e12],
  ...[
    [1],
    [1, null],
    ['RED', null],
    [],
    { must: 1 },
    { must: 1, mustOr: null },
    { must: 1, colours: ['RED', null] },
    { first: 1 },
    { first: null },
    { first: 1, second: 'x' },
    {},
  ],
];

const NAMES = ['v', 'constructor', '__proto__', 'valueOf'];
const context = {} as GraphContext;

/** What callers would see of a result. */
const shown = ({ data, errors }: ExecutionResult): unknown => ({
  data: JSON.parse(JSON.stringify(data ?? null)) as unknown,
  errors: (errors ?? [])
    .map(({ message, path }) => ({ message, path }))
    .sort((a, b) => (a.message < b.message ? -1 : 1)),
});

const validator = await createDocumentValidator({ schema, isDevelopment: false, introspection: true });

describe.each(PLACES)('with a variable in %s', (place, types) => {
  test.each(types.flatMap((type) => NAMES.map((name) => [type, name] as const)))(
    'of type %s, named %s, a compiled operation answers as graphql-js does, whatever is given',
    async (type, name) => {
      const text = `query ($${name}: ${type}) { first: __typename ${place.replaceAll('$v', `$${name}`)} }`;
      expect(validate(schema, parse(text))).toEqual([]);
      const { plan, ...operation } = findOperation(await validator.validate(text), null);
      const plain = createExecutor(schema, { compiles: false });
      const compiling = createExecutor(schema, { compilingShare: Number.POSITIVE_INFINITY });
      await compiling.loadCompiler();

      const run = async ({ execute }: typeof plain, given: Record<string, unknown>): Promise<unknown> => {
        try {
          const variables = coerceVariables(operation.variables, given);
          return shown(
            await execute({ operation: { ...operation, plan }, variables, calls: 0, isPrivate: false }, context),
          );
        } catch (error) {
          return (error as Error).message;
        }
      };
      const givens = [undefined, null, ...VALUES].map((value): Record<string, unknown> =>
        // computed, so that __proto__ is a property of its own
        value === undefined ? {} : (JSON.parse(JSON.stringify({ [name]: value })) as Record<string, unknown>),
      );
      for (let round = 0; round < 3; round++) {
        for (const given of givens)
          expect({ given, result: await run(compiling, given) }).toEqual({ given, result: await run(plain, given) });
      }
      const mayCompile = name === 'v' && !NOT_COMPILED.test(place);
      expect(plan.compiled != null).toBe(mayCompile);
    },
  );
});

describe('a compiled operation is written as graphql-js writes it, to the byte', () => {
  test.each([
    ['an alias named __proto__', '{ name __proto__: self { name } z: name }', false],
    ['a field that is skipped first and taken later', '{ a: name @skip(if: $v) b: name a: name }', false],
    ['the same with @include', '{ a: name @include(if: $v) b: name a: name }', false],
    ['the same with a literal', '{ a: name @skip(if: true) b: name a: name c: name @include(if: $v) }', false],
    ['the same further down', '{ self { a: name @skip(if: $v) b: name self { name } a: name } }', false],
    [
      'the same by a fragment',
      '{ self { a: name @skip(if: $v) b: name ...f } } fragment f on Query { a: name }',
      false,
    ],
    [
      'an object that is skipped first',
      '{ a: self @skip(if: $v) { x: name } b: name a: self { x: name y: name } }',
      false,
    ],
    [
      'a field that may be skipped',
      '{ name a: name @skip(if: $v) self { b: name @include(if: $v) self { name } } }',
      true,
    ],
    ['a fragment twice', '{ self { ...f b: name ...f } } fragment f on Query { a: name @skip(if: $v) }', true],
  ])('with %s', async (_name, selections, mayCompile) => {
    const text = `query ($v: Boolean!) ${selections}`;
    const operation = findOperation(await validator.validate(text.replace('{', '{ v: name @skip(if: $v)')), null);
    const plain = createExecutor(schema, { compiles: false });
    const compiling = createExecutor(schema, { compilingShare: Number.POSITIVE_INFINITY });
    await compiling.loadCompiler();
    for (const v of [true, false, true, false]) {
      const checked = { operation, variables: { v }, calls: 0, isPrivate: false };
      const [expected, found] = [await plain.execute(checked, context), await compiling.execute(checked, context)];
      expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
    }
    expect(operation.plan.compiled != null).toBe(mayCompile);
  });
});

test('an operation that is to be compiled loads the compiler, and is answered by graphql-js until it is there', async () => {
  const { plan, ...operation } = findOperation(await validator.validate('{ self { name } }'), null);
  const executor = createExecutor(schema);
  const run = () =>
    executor.execute({ operation: { ...operation, plan }, variables: {}, calls: 0, isPrivate: false }, context);

  for (let times = 0; times < 3; times++)
    expect(shown(await run())).toEqual({ data: { self: { name: 'self' } }, errors: [] });
  expect(plan.compiled).toBeUndefined();
  await executor.close();
  expect(shown(await run())).toEqual({ data: { self: { name: 'self' } }, errors: [] });
  expect(plan.compiled).not.toBeNull();
  expect(plan.compiled).toBeDefined();
});

test('no input type of the graph holds itself: graphql-jit would compile it without end', () => {
  const below = (type: GraphQLInputObjectType, above: readonly string[] = []): string[] =>
    above.includes(type.name)
      ? [type.name]
      : Object.values(type.getFields()).flatMap((field) => {
          const inner = getNamedType(field.type);
          return isInputObjectType(inner) ? below(inner, [...above, type.name]) : [];
        });
  const inputs = Object.values(buildGraphSchema().getTypeMap()).filter(isInputObjectType);
  expect(inputs.length).toBeGreaterThan(0);
  expect(inputs.flatMap((type) => below(type))).toEqual([]);
});
