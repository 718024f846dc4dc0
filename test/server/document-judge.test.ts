import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { createDocumentJudge, type DocumentJudge } from '../../src/server/graphql/document-judge.js';

describe('where introspection is off', () => {
  let judge: DocumentJudge;
  beforeAll(async () => {
    judge = await createDocumentJudge({ schema: buildGraphSchema(), isDevelopment: false, introspection: false });
  });
  afterAll(() => judge.stop());

  test.each([
    '{ __schema { queryType { name } } }',
    'query { ...F } fragment F on Query { a: __type(name: "Campaign") { name } }',
  ])('%s is refused with the setting that says so', async (text) => {
    const { errors } = await judge.judge(text);
    expect(errors).toMatchObject([
      {
        message: 'Introspection is off on this server (INTROSPECTION=off): `__schema` and `__type` are not answered.',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
  });

  test('__typename is no introspection', async () => {
    expect((await judge.judge('{ __typename }')).errors).toBeNull();
  });
});
