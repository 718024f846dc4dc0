import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { createDocumentValidator, type DocumentValidator } from '../../src/server/graphql/document-validation.js';

describe('where introspection is off', () => {
  let validator: DocumentValidator;
  beforeAll(async () => {
    validator = await createDocumentValidator({
      schema: buildGraphSchema(),
      isDevelopment: false,
      introspection: false,
    });
  });
  afterAll(() => validator.stop());

  test.each([
    '{ __schema { queryType { name } } }',
    'query { ...F } fragment F on Query { a: __type(name: "Campaign") { name } }',
  ])('%s is refused with the setting that says so', async (text) => {
    const { errors } = await validator.validate(text);
    expect(errors).toMatchObject([
      {
        message: 'Introspection is off on this server (INTROSPECTION=off): `__schema` and `__type` are not answered.',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
  });

  test('__typename is no introspection', async () => {
    expect((await validator.validate('{ __typename }')).errors).toBeNull();
  });
});

describe('a document that is too large', () => {
  let validator: DocumentValidator;
  beforeAll(async () => {
    validator = await createDocumentValidator({
      schema: buildGraphSchema(),
      isDevelopment: false,
      introspection: true,
    });
  });
  afterAll(() => validator.stop());
  const many = (count: number, write: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => write(n)).join(' ');
  const nested = (depth: number): string => '{ a '.repeat(depth) + '}'.repeat(depth);

  test.each([
    [`{ ${many(6000, () => 'a')} }`, 'A document has more than 6000 tokens; 6000 are allowed.'],
    [nested(101), 'Brackets are nested more than 100 deep in a document; 100 are allowed.'],
    [nested(19), 'An operation is 19 fields deep; 16 are allowed.'],
    [`{ ${many(102, (n) => `a${n}: a`)} }`, 'An operation has 102 aliases; 100 are allowed.'],
    [
      `{ ${many(12, (n) => `a${n}: __schema { queryType { name } }`)} }`,
      'An operation asks for the schema under 12 aliases; 10 are allowed.',
    ],
    [`{ ${many(53, () => '__typename')} }`, 'An operation has 53 root fields; 50 are allowed.'],
    [`{ ${many(14, () => 'previewViberMessage { kind }')} }`, 'An operation has 14 previews; 10 are allowed.'],
    [`{ a ${many(21, () => '@b')} }`, 'One place has 21 directives; 20 are allowed.'],
    [
      `{ ...f0 } ${many(20, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`)} fragment f20 on Query { a }`,
      'A document selects more than 20000 fields and fragments, fragments expanded; 20000 are allowed.',
    ],
  ])('is refused with what it has and what is allowed: %#', async (text, message) => {
    expect((await validator.validate(text)).errors).toMatchObject([
      { message, extensions: { code: 'OPERATION_LIMIT_EXCEEDED' } },
    ]);
  });
});
