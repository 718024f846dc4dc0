import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { GraphQLClient } from 'graphql-request';
import { readFileSync } from 'node:fs';
import { filter, firstValueFrom } from 'rxjs';
import { createUrqlClient } from '../../examples/clients/urql.js';
import { readSchema } from '../../examples/clients/urql-schema.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import {
  CAMPAIGN_PAGE,
  type CampaignPage,
  everyTrackingId,
  MESSAGES,
  PAGE_SIZE,
  PAGES,
  type PageVariables,
  readOrder,
  readPages,
  trackingId,
  trackingIdsOf,
} from './campaign-pages.js';
import { createRelayPages } from './relay-pages.js';
import { APOLLO_OPTIONS } from '../support/apollo-options.js';
import { sandboxIds } from '../support/sandbox.js';

let service: RunningService;
let endpoint: string;
let order: string[];
beforeAll(async () => {
  service = await startRunningService();
  endpoint = `${service.url}/graphql`;
  order = await readOrder(service);
});
afterAll(() => service.stop());

const WAYS = ['forward', 'backward'] as const;

test('the campaign has 237 messages, each once', () => {
  expect(order).toHaveLength(MESSAGES);
  expect([...order].sort()).toEqual(everyTrackingId());
});

test.each(WAYS)('graphql-request pages the campaign %s to the end', async (way) => {
  const client = new GraphQLClient(endpoint);
  const pages = await readPages(way, (variables) => client.request<CampaignPage>(CAMPAIGN_PAGE, variables));
  expect(pages).toHaveLength(PAGES);
  expect(new Set(pages.map(({ campaign }) => campaign.messages.totalCount))).toEqual(new Set([MESSAGES]));
  const inOrder = way === 'forward' ? pages : pages.reverse();
  expect(inOrder.flatMap(trackingIdsOf)).toEqual(order);
});

describe('@apollo/client with relayStylePagination', () => {
  const query = gql(CAMPAIGN_PAGE);

  test.each(WAYS)('pages the campaign %s to the end', async (way) => {
    const client = new ApolloClient({
      defaultOptions: APOLLO_OPTIONS,
      link: new HttpLink({ uri: endpoint }),
      cache: new InMemoryCache({ typePolicies: { Campaign: { fields: { messages: relayStylePagination() } } } }),
    });
    const variables = way === 'forward' ? { trackingId, first: PAGE_SIZE } : { trackingId, last: PAGE_SIZE };
    const list = client.watchQuery<CampaignPage, PageVariables>({ query, variables });
    const watching = list.subscribe({});
    await firstValueFrom(list.pipe(filter(({ loading }) => !loading)));
    const pages = await readPages(way, async (variables) => (await list.fetchMore({ variables })).data as CampaignPage);
    expect(pages).toHaveLength(PAGES);
    // the cache has put all pages together
    const seen = client.readQuery<CampaignPage, PageVariables>({ query, variables });
    expect(seen && trackingIdsOf(seen)).toEqual(order);
    expect(seen?.campaign.messages.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    watching.unsubscribe();
    client.stop();
  });
});

describe('@urql/core with graphcache', () => {
  const schema = readSchema(readFileSync('schema.graphql', 'utf8'));

  test.each(WAYS)('pages the campaign %s to the end', async (way) => {
    const client = createUrqlClient(endpoint, schema);
    const pages = await readPages(way, async (variables) => {
      const { data, error } = await client.query<CampaignPage>(CAMPAIGN_PAGE, variables).toPromise();
      if (!data) throw error ?? new Error('urql gave no data');
      return data;
    });
    expect(pages).toHaveLength(PAGES);
    expect(trackingIdsOf(pages.at(-1)!)).toEqual(order); // the cache has put all pages together
  });

  test('shows a step the fields of its own type alone, and has nothing to warn of', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const client = createUrqlClient(endpoint, schema);
    async function steps(selection: string): Promise<unknown> {
      const query = `query ($id: ID!) { failoverFlow(trackingId: $id) { id steps { __typename order ${selection} } } }`;
      const { data, error } = await client
        .query<{ failoverFlow: { steps: object[] } }>(query, { id: sandboxIds.flowViberThenSms })
        .toPromise();
      return error ?? data?.failoverFlow.steps;
    }
    const all = await steps('from price');
    expect(all).toMatchObject([{ __typename: 'ViberStep' }, { __typename: 'SmsStep', price: expect.any(Number) }]);
    const [viber] = all as [object];
    const sms = { __typename: 'SmsStep', order: 2 };
    expect(await steps('... on ViberStep { from price }')).toEqual([viber, sms]); // from the cache
    expect(await steps('... on ViberStep { from price } ... on SmsStep { channel }')).toEqual([
      viber,
      { ...sms, channel: 'SMS' },
    ]);
    expect(warn.mock.calls).toEqual([]);
    warn.mockRestore();
  });
});

describe('relay-runtime with artifacts of relay-compiler', () => {
  test.each(WAYS)('pages the campaign %s to the end', async (way) => {
    const relay = await createRelayPages(endpoint);
    const pages = await readPages(way, relay.readPage);
    await relay.close();
    expect(pages).toHaveLength(PAGES);
    expect(trackingIdsOf(pages.at(-1)!)).toEqual(order); // the store has put all pages together
  });
});
