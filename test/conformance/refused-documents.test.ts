import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readReply, type RunningService, startRunningService } from '../support/running-service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService();
});
afterAll(() => service.stop());

const ask = async (body: unknown, accept: string) =>
  readReply(
    await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    }),
  );

const WRONG_OPERATIONS = [
  ['does not parse', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
  ['asks for an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'gives a literal of another type',
    { query: '{ campaigns(first: "x") { totalCount } }' },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'names none of two operations',
    { query: 'query A { __typename } query B { __typename }' },
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'gives a variable of another type',
    { query: 'query ($first: Int) { campaigns(first: $first) { totalCount } }', variables: { first: 'x' } },
    'BAD_USER_INPUT',
  ],
] as const;

describe.each(WRONG_OPERATIONS)('an operation that %s', (_name, body, code) => {
  test.each([
    ['application/graphql-response+json', 400],
    ['application/json', 200],
    ['*/*', 200],
  ])('is refused by its code under %s with status %d', async (accept, status) => {
    const answer = await ask(body, accept);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect({ status: answer.status, data: answer.data }).toEqual({ status, data: undefined });
  });
});

test.each([[{}], [{ query: '' }], [{ query: 0 }], [{ query: ['{ __typename }'] }], [{ query: null }]])(
  '%j is no GraphQL request: status 400 under every media type',
  async (body) => {
    for (const accept of ['application/graphql-response+json', 'application/json']) {
      const { status, errors } = await ask(body, accept);
      expect({ status, codes: errors.map(({ extensions }) => extensions.code) }).toEqual({
        status: 400,
        codes: ['BAD_REQUEST'],
      });
    }
  },
);
