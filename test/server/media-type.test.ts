import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { acceptedTypes, negotiateMediaType } from '../../src/server/answer/media-type.js';
import { readReply, type RunningService, startRunningService } from '../support/running-service.js';

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';

describe('the media type of a response', () => {
  test.each<[string | undefined, string | null]>([
    [undefined, JSON_TYPE],
    ['', JSON_TYPE],
    [',', JSON_TYPE],
    [`, ${GRAPHQL_TYPE} ,`, GRAPHQL_TYPE],
    ['*/*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    [JSON_TYPE, JSON_TYPE],
    [GRAPHQL_TYPE, GRAPHQL_TYPE],
    [`${GRAPHQL_TYPE}, ${JSON_TYPE}`, GRAPHQL_TYPE],
    [`${JSON_TYPE}, ${GRAPHQL_TYPE}`, JSON_TYPE],
    [`${JSON_TYPE}, ${GRAPHQL_TYPE};q=0.5`, JSON_TYPE],
    [`${JSON_TYPE};q=0.5, ${GRAPHQL_TYPE}`, GRAPHQL_TYPE],
    [`${GRAPHQL_TYPE};q=0.9, ${JSON_TYPE};q=0.9`, GRAPHQL_TYPE],
    [`${GRAPHQL_TYPE};q=0, */*;q=0.1`, JSON_TYPE],
    [`*/*, ${JSON_TYPE};q=0`, GRAPHQL_TYPE],
    [`*/*, ${GRAPHQL_TYPE};q=0.2`, JSON_TYPE],
    [`*/*, ${GRAPHQL_TYPE}`, GRAPHQL_TYPE],
    [`APPLICATION/GraphQL-Response+JSON ; Q="0.7" , text/html`, GRAPHQL_TYPE],
    [`${GRAPHQL_TYPE}; charset=utf-8`, GRAPHQL_TYPE],
    [`${JSON_TYPE}; charset="UTF-8"`, JSON_TYPE],
    [`${JSON_TYPE}; charset=latin1`, null],
    [`${JSON_TYPE};q=0`, null],
    ['text/html', null],
    ['multipart/mixed; deferSpec=20220824', null],
    ['application/graphql-response+jsonp', null],
  ])('for accept: %s is %s', (accept, expected) => {
    expect(negotiateMediaType(accept)).toBe(expected);
    expect(negotiateMediaType(accept)).toBe(expected); // as remembered
  });
});

describe('the media type of many responses', () => {
  const SSE = 'text/event-stream';
  const MULTIPART = 'multipart/mixed';

  test.each<[string, string | null, boolean]>([
    [SSE, SSE, true],
    [`${SSE}; charset=utf-8`, SSE, true],
    ['TEXT/Event-Stream', SSE, true],
    ['multipart/mixed;subscriptionSpec=1.0', MULTIPART, true],
    ['multipart/mixed; boundary="graphql"; subscriptionSpec="1.0", application/json', MULTIPART, true],
    [`multipart/mixed;boundary=graphql;subscriptionSpec=1.0,${GRAPHQL_TYPE},${JSON_TYPE};q=0.9`, MULTIPART, true],
    [`${JSON_TYPE}, multipart/mixed;subscriptionSpec=1.0`, MULTIPART, false],
    [`${JSON_TYPE};q=0.5, multipart/mixed;subscriptionSpec=1.0;q=0.6`, MULTIPART, true],
    [`${SSE}, ${MULTIPART}`, SSE, true],
    [`${SSE};q=0.1, multipart/mixed;subscriptionSpec=1.0;q=0.2`, MULTIPART, true],
    [`${GRAPHQL_TYPE}, application/graphql+json, ${JSON_TYPE}, ${SSE}, ${MULTIPART}`, SSE, false],
    [`${SSE}, */*`, SSE, true],
    [`${SSE};q=0, */*`, null, false],
    ['multipart/mixed', null, false],
    ['multipart/mixed; deferSpec=20220824', null, false],
    ['multipart/mixed; subscriptionSpec=2.0', null, false],
    ['text/*', null, false],
    ['*/*', null, false],
    ['', null, false],
  ])('for accept: %s is %s', (accept, stream, prefersStream) => {
    expect(acceptedTypes(accept)).toMatchObject({ stream, prefersStream });
  });
});

describe('status and media type of a refused operation', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService();
  });
  afterAll(() => service.stop());

  const ask = async (query: string, accept: string, path = '') =>
    readReply(
      await fetch(`${service.url}/graphql${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query }),
      }),
    );

  test.each([
    [`${JSON_TYPE}, ${GRAPHQL_TYPE};q=0.5`, 200, JSON_TYPE],
    [`${GRAPHQL_TYPE}, ${JSON_TYPE};q=0.5`, 400, GRAPHQL_TYPE],
    [`${GRAPHQL_TYPE};q=0, ${JSON_TYPE}`, 200, JSON_TYPE],
  ])('agree for accept: %s', async (accept, status, type) => {
    for (const query of ['{ nothing }', '{', 'query ($id: ID!) { node(id: $id) { id } }']) {
      const answer = await ask(query, accept);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, `${type}; charset=utf-8`]);
    }
    const other = await ask('{ _service { sdl } }'.repeat(3000), accept);
    expect([other.status, other.headers.get('content-type')]).toEqual([400, `${type}; charset=utf-8`]);
  });

  test('are 406 and JSON where neither type is accepted, and a mutation is then not run', async () => {
    const answer = await ask('mutation { __typename }', 'text/html');
    expect([answer.status, answer.data, answer.errors.length]).toEqual([406, undefined, 1]);
  });

  test.each(['multipart/*', 'multipart/mixed', 'text/*'])(
    'are 406 for %s, with every type that is written',
    async (accept) => {
      const { status, errors } = await ask('subscription { __typename }', accept);
      expect([status, errors[0]!.message]).toEqual([
        406,
        'A query or mutation is answered as `application/json` or `application/graphql-response+json`, a subscription as ' +
          '`text/event-stream` or `multipart/mixed;subscriptionSpec=1.0`; `accept` allows none of them.',
      ]);
    },
  );
});
