import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sandboxIds } from '../support/sandbox.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { codesOf, get, persistedQuery, post, sha256 } from './persisted-request.js';
import { APOLLO_OPTIONS } from '../support/apollo-options.js';

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService();
});
afterAll(() => service.stop());

describe.each([false, true])(
  '@apollo/client with its persisted-query link, hashes by GET: %s',
  (useGETForHashedQueries) => {
    const query = gql(
      `query Message${useGETForHashedQueries ? 'ByGet' : 'ByPost'}($id: ID!) { viberMessage(trackingId: $id) { trackingId } }`,
    );

    test('sends the text once, and from then on the hash alone', async () => {
      const sent: { method: string; hasText: boolean }[] = [];
      const recording: typeof fetch = (input, init) => {
        const request = `${String(input)} ${String(init?.body ?? '')}`;
        sent.push({ method: init?.method ?? 'GET', hasText: request.includes('viberMessage') });
        return fetch(input, init);
      };
      const ask = async (id: string) => {
        const client = new ApolloClient({
          defaultOptions: APOLLO_OPTIONS,
          cache: new InMemoryCache(),
          link: ApolloLink.from([
            new PersistedQueryLink({ sha256: async (text: string) => sha256(text), useGETForHashedQueries }),
            new HttpLink({ uri: `${service.url}/graphql`, fetch: recording }),
          ]),
        });
        const { data } = await client.query({ query, variables: { id } });
        client.stop();
        return data;
      };

      for (const id of [sandboxIds.messageSeen, sandboxIds.messageSent, sandboxIds.messageSeen])
        expect(await ask(id)).toMatchObject({ viberMessage: { trackingId: id } });

      const hashed = { method: useGETForHashedQueries ? 'GET' : 'POST', hasText: false };
      expect(sent).toEqual([hashed, { method: 'POST', hasText: true }, hashed, hashed]);
    });
  },
);

const document = '{ automatic: __typename }';

describe.each([
  ['POST', post],
  ['GET', get],
] as const)('by %s', (method, ask) => {
  const text = `${document} # ${method}`;
  const extensions = persistedQuery(sha256(text));

  test('an unknown hash is no failure but a step: the client gets a code, and no cache may keep it', async () => {
    const answer = await ask(service.url, { extensions });
    expect(answer.status).toBe(200);
    expect(answer.errors[0]?.message).toBe('PersistedQueryNotFound');
    expect(codesOf(answer)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect(answer.headers.get('cache-control')).toContain('no-cache');
  });

  test('a wrong hash is refused with a code, and remembered under no name', async () => {
    const wrong = persistedQuery(sha256('something else'));
    const answer = await ask(service.url, { query: text, extensions: wrong });
    expect({ status: answer.status, codes: codesOf(answer) }).toEqual({ status: 400, codes: ['BAD_REQUEST'] });
    expect(codesOf(await ask(service.url, { extensions: wrong }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  test('the text with its hash is answered, and then the hash alone', async () => {
    expect((await ask(service.url, { query: text, extensions })).data).toEqual({ automatic: 'Query' });
    expect((await ask(service.url, { extensions })).data).toEqual({ automatic: 'Query' });
  });

  test.each([[7], [null], [''], [['x']], [{ a: 1 }]])('%j is no hash, and no crash', async (hash) => {
    const answer = await ask(service.url, { extensions: persistedQuery(hash) });
    expect(answer.status).toBeLessThan(500);
    expect(codesOf(answer)).toEqual([expect.stringMatching(/^(BAD_REQUEST|PERSISTED_QUERY_NOT_FOUND)$/)]);
  });
});

test('a text that is not valid is not remembered', async () => {
  const query = '{ nothing }';
  const extensions = persistedQuery(sha256(query));
  expect(codesOf(await post(service.url, { query, extensions }))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(codesOf(await post(service.url, { extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
});

test('a mutation by its hash is still a mutation: not by GET', async () => {
  const query = 'mutation { __typename }';
  const extensions = persistedQuery(sha256(query));
  expect((await post(service.url, { query, extensions })).data).toEqual({ __typename: 'Mutation' });
  expect((await get(service.url, { extensions })).status).toBe(405);
});

test('limits hold for a text behind a hash too', async () => {
  const query = `query ($ids: [ID!]!) { ${Array.from({ length: 6 }, (_, index) => `n${index}: nodes(ids: $ids) { id }`).join(' ')} }`;
  const extensions = persistedQuery(sha256(query));
  const ids = (count: number) => ({ ids: Array.from({ length: count }, (_, index) => `id-${index}`) });
  expect((await post(service.url, { query, extensions, variables: ids(1) })).errors).toEqual([]);
  expect(codesOf(await post(service.url, { extensions, variables: ids(100) }))).toEqual(['OPERATION_TOO_EXPENSIVE']);
});

test('a flood of hashes pushes the oldest out, and the memory stays bounded', async () => {
  const first = '{ first: __typename }';
  const extensions = persistedQuery(sha256(first));
  await post(service.url, { query: first, extensions });
  expect((await post(service.url, { extensions })).data).toEqual({ first: 'Query' });

  // 16 MB are kept: 20 texts of 950 kB are more
  for (let index = 0; index < 20; index++) {
    const query = `{ flood: __typename } # ${index}${'x'.repeat(950_000)}`;
    const { data } = await post(service.url, { query, extensions: persistedQuery(sha256(query)) });
    expect(data).toEqual({ flood: 'Query' });
  }
  expect(codesOf(await post(service.url, { extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  expect((await post(service.url, { query: first, extensions })).data).toEqual({ first: 'Query' });
});
