import { ApolloClient, type ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Client as UrqlClient } from '@urql/core';
import { EventSource } from 'eventsource';
import { type GraphQLAbstractType, parse, print, printSchema, separateOperations } from 'graphql';
import type { Client as SseClient } from 'graphql-sse';
import { type Client as SocketClient, createClient } from 'graphql-ws';
import relayRuntime from 'relay-runtime';
import { WebSocket } from 'ws';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { compileForRelay, type RelayOperation } from '../clients/compile-for-relay.js';
import { OF_THE_VENDOR, partsOf } from '../clients/parts.js';
import { NO_ACCOUNT } from '../../src/server/answer/answer.js';
import { answerOf } from '../server/http/http-service.js';
import { type FedService, FedStream, startFedService, SUBSCRIPTION } from '../server/http/stream/fed-stream.js';
import { APOLLO_OPTIONS } from '../support/apollo-options.js';
import { keyOf, writeTenants } from '../server/tenants-file.js';
import { until } from '../support/wait.js';
import { startCuttingProxy } from './cutting-proxy.js';
import { openSamples, type Samples, samplesOf } from './document-samples.js';
import { type LiveSandbox, startLiveSandbox } from './live-sandbox.js';
import { WATCH } from './watched-message.js';
import { type Watching, watching } from './watching.js';

Object.assign(globalThis, { WebSocket }); // which browsers have

const KEY = 'a-key-of-documented-clients-0123456789';
const HEADERS = { 'x-api-key': KEY };
/** With the fragments that each spreads. */
const [CAMPAIGN_PAGE, WATCH_CAMPAIGN] = Object.values(
  separateOperations(parse(samplesOf('For front ends', 'graphql')[0]!)),
).map(print) as [string, string];
const [DELIVERY_FEED] = samplesOf('For partners', 'graphql') as [string];
const PAGE = `query ($trackingId: ID!, $after: String) { campaign(trackingId: $trackingId) {
  id messages(first: 1, after: $after) { edges { node { id to status {
    state isSettled isFinal updatedAt vendorStatus detailedStatus description } } } pageInfo { hasNextPage endCursor } } } }`;

interface Watched {
  readonly campaignUpdated: {
    readonly cursor: string;
    readonly isLast: boolean;
    readonly campaign: { readonly progress: { readonly total: number; readonly settled: number } };
    readonly changedMessages: readonly { readonly id: string; readonly status: { readonly state: string } }[];
  };
}

interface Page {
  readonly campaign: {
    readonly messages: {
      readonly edges: readonly {
        readonly node: { readonly id: string; readonly status: { readonly state: string } };
      }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}

let service: LiveSandbox;
let samples: Samples;
let trackingId: string;
beforeAll(async () => {
  samples = await openSamples();
  const settings = { ...writeTenants([{ id: 'shop', keys: [keyOf(KEY)] }]), EVENT_MAX: '40' };
  service = await startLiveSandbox(settings, { headers: HEADERS });
});
afterAll(async () => {
  await service.stop();
  await samples.remove();
});
beforeEach(async () => {
  trackingId = await service.send('+12025550160', '+12025550162'); // seen after 8 s, undelivered after 4 s
});

const run = <Exports>(heading: string, index = 0, { url = service.url, key = KEY } = {}): Promise<Exports> =>
  samples.run<Exports>(samplesOf(heading, 'ts')[index]!, { url, key });

const WRONG = { key: 'not-a-key-of-anybody' };

/** What a subscriber of the campaign sees of it until its last update. */
async function watchToTheEnd({ seen, isComplete, error, stop }: Watching<Watched>): Promise<void> {
  await until(() => seen.length > 0 || error() !== null);
  expect(error()).toBeNull();
  await service.pass(10_000);
  await until(() => isComplete() || error() !== null);
  expect(error()).toBeNull();
  const states = new Map(
    seen.flatMap(({ campaignUpdated }) => campaignUpdated.changedMessages.map(({ id, status }) => [id, status.state])),
  );
  expect([...states.values()].sort()).toEqual(['SEEN', 'UNDELIVERED']);
  expect(seen.at(-1)!.campaignUpdated).toMatchObject({
    isLast: true,
    campaign: { progress: { total: 2, settled: 2 } },
  });
  stop();
  await until(() => service.open() === 0);
}

const watchByApollo = (client: ApolloClient): Watching<Watched> =>
  watching<Watched>(({ next, error, complete }) => {
    const subscription = client.subscribe({ query: gql(WATCH_CAMPAIGN), variables: { trackingId } }).subscribe({
      next: ({ data, error: failure }) => (failure ? error(failure) : next(data as Watched)),
      error,
      complete,
    });
    return () => subscription.unsubscribe();
  });

describe('what docs/live.md prints for Apollo Client', () => {
  test('watches by multipart, joins pages in its cache, and moves the rows that are shown', async () => {
    const { client } = await run<{ client: ApolloClient }>('Apollo Client 4');
    const query = gql(PAGE);
    const variables = { trackingId };
    const list = client.watchQuery<Page>({ query, variables });
    const shown = list.subscribe({});
    await until(() => list.getCurrentResult().dataState === 'complete');
    const { pageInfo } = client.readQuery<Page>({ query, variables })!.campaign.messages;
    expect(pageInfo.hasNextPage).toBe(true);
    await list.fetchMore({ variables: { after: pageInfo.endCursor } });
    const rows = () => client.readQuery<Page>({ query, variables })!.campaign.messages.edges;
    expect(rows().map(({ node }) => node.status.state)).toEqual(['QUEUED', 'QUEUED']);
    await client.query({ query: gql(CAMPAIGN_PAGE), variables });
    await watchToTheEnd(watchByApollo(client));
    expect(rows().map(({ node }) => node.status.state)).toEqual(['SEEN', 'UNDELIVERED']); // both pages are still whole
    expect(client.readQuery({ query: gql(CAMPAIGN_PAGE), variables })).toMatchObject({
      campaign: {
        progress: { total: 2, settled: 2, isSettled: true },
        messages: {
          edges: [
            { node: { status: { state: 'SEEN', isSettled: true, isFinal: true } } },
            { node: { status: { state: 'UNDELIVERED', isSettled: true, isFinal: true } } },
          ],
        },
      },
    });
    shown.unsubscribe();
    client.stop();
  });

  test('names every type of an interface or union', () => {
    const schema = buildGraphSchema({ nodeFields: true });
    const [sample] = samplesOf('Apollo Client 4', 'ts');
    const [, printed = ''] = /possibleTypes: \{\n([\s\S]+?)\n {2}\},/.exec(sample!) ?? [];
    const named = Object.fromEntries(
      [...printed.matchAll(/(\w+): \[(.+?)\]/g)].map(([, name, types]) => [name, types!.match(/\w+/g)]),
    );
    const known = Object.keys(schema.getTypeMap())
      .filter((name) => !name.startsWith('_'))
      .flatMap((name) => {
        const type = schema.getType(name)!;
        if (!('resolveType' in type)) return [];
        return [
          [
            name,
            schema
              .getPossibleTypes(type as GraphQLAbstractType)
              .map((one) => one.name)
              .sort(),
          ],
        ];
      });
    expect(named).toEqual(Object.fromEntries(known));
  });

  test('keeps together what two selections bring of an object without an id of its own', async () => {
    const { client } = await run<{ client: ApolloClient }>('Apollo Client 4');
    const { policies } = client.cache as InMemoryCache;
    const parts = partsOf(buildGraphSchema({ nodeFields: true }));
    expect(parts.filter(({ parent, field, type }) => !policies.getMergeFunction(parent, field, type))).toEqual([]);
    for (const __typename of OF_THE_VENDOR) expect(policies.identify({ __typename, id: 'one' })).toEqual([undefined]);
    client.stop();
  });

  test('ends a subscription over a WebSocket whose key is not valid', async () => {
    const { link } = await run<{ link: ApolloLink }>('Apollo Client 4', 1, WRONG);
    const client = new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions: APOLLO_OPTIONS });
    const { error } = watchByApollo(client);
    await until(() => error() !== null);
    expect(String(error())).toContain('4403');
    client.stop();
  });

  test('watches over a WebSocket, and asks queries by HTTP', async () => {
    const { link } = await run<{ link: ApolloLink }>('Apollo Client 4', 1);
    const client = new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions: APOLLO_OPTIONS });
    const { data } = await client.query({ query: gql(PAGE), variables: { trackingId } });
    expect((data as Page).campaign.messages.edges).toHaveLength(1);
    await watchToTheEnd(watchByApollo(client));
    client.stop();
  });
});

describe('the function of docs/live.md that goes on where a stream was cut', () => {
  type Follow = (
    client: SocketClient,
    query: string,
    trackingId: string,
    show: (update: { viberMessage?: { status: { state: string } } }) => void,
  ) => Promise<void>;
  const HEADING = 'Going on where a stream was cut';

  async function followOverCut(whileAway: () => Promise<void>): Promise<string[]> {
    const { follow } = await run<{ follow: Follow }>(HEADING);
    const proxy = await startCuttingProxy(Number(new URL(service.url).port));
    const client = createClient({
      url: `${proxy.url.replace('http', 'ws')}/graphql`,
      connectionParams: HEADERS,
      retryAttempts: 0,
    });
    const message = await service.sendMessage();
    const states: string[] = [];
    const following = follow(client, WATCH, message, (update) => states.push(update.viberMessage!.status.state));
    await until(() => states.length === 1);
    await proxy.cutDuring(whileAway); // the client would be back in a second
    await following;
    await client.dispose();
    proxy.close();
    return states;
  }

  test('reports each state once, over a cut', async () => {
    expect(await followOverCut(() => service.pass(8000))).toEqual(['QUEUED', 'DELIVERED', 'SEEN']);
  });

  test('begins with the present state where the log no longer holds its cursor', async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => `+120255530${String(index).padStart(2, '0')}`);
    const states = await followOverCut(async () => {
      await service.send(...numbers);
      await service.pass(9000);
    });
    expect(states).toEqual(['QUEUED', 'SEEN']);
  });

  test('rejects with the errors of a refusal that no repetition mends', async () => {
    const { follow } = await run<{ follow: Follow }>(HEADING);
    const client = createClient({ url: service.endpoint.replace('http', 'ws'), connectionParams: HEADERS });
    for (const [query, code] of [
      [WATCH, 'VIBER_MESSAGE_NOT_FOUND'],
      ['subscription ($trackingId: ID!) { nothing(of: $trackingId) }', 'GRAPHQL_VALIDATION_FAILED'],
    ] as const)
      await expect(follow(client, query, 'nobody', () => undefined)).rejects.toMatchObject([{ extensions: { code } }]);
    await client.dispose();
  });

  test('rejects where the connection is refused: the key is not valid, or not any more', async () => {
    const { follow } = await run<{ follow: Follow }>(HEADING);
    const url = service.endpoint.replace('http', 'ws');
    const client = createClient({ url, connectionParams: { 'x-api-key': WRONG.key }, retryAttempts: 0 });
    await expect(follow(client, WATCH, trackingId, () => undefined)).rejects.toMatchObject({ code: 4403 });
    await client.dispose();
  });
});

test('what docs/live.md prints for urql watches by SSE, and asks queries', async () => {
  const { client } = await run<{ client: UrqlClient }>('urql');
  const { data, error } = await client.query<Page>(PAGE, { trackingId }).toPromise();
  expect([error, data?.campaign.messages.edges.length]).toEqual([undefined, 1]);
  await watchToTheEnd(
    watching<Watched>(({ next, error: failed, complete }) => {
      let last: unknown;
      return client.subscription<Watched>(WATCH_CAMPAIGN, { trackingId }).subscribe((result) => {
        if (result.error) failed(result.error);
        else if (result.data && result.data !== last) next((last = result.data) as Watched); // the last one comes again
        if (!result.hasNext) complete();
      }).unsubscribe;
    }),
  );
});

/** Fragments of Relay are named by their module; the test reads all at once what components would read apart. */
const WATCH_FOR_RELAY = WATCH_CAMPAIGN.replace('WatchCampaign(', 'WatchSubscription(')
  .replaceAll(/(Status|Progress)Fields/g, 'Watch_$1')
  .replaceAll(/\.\.\.Watch_\w+/g, '$& @relay(mask: false)');

test('what docs/live.md prints for Relay asks queries, and watches over a WebSocket until its key is not valid', async () => {
  const { fetchQuery, requestSubscription } = relayRuntime;
  type Environment = Parameters<typeof fetchQuery>[0];
  const { environment } = await run<{ environment: Environment }>('Relay');
  const schema = printSchema(buildGraphSchema({ nodeFields: true }));
  const [query, subscription] = await Promise.all([
    compileForRelay('PageQuery', PAGE.replace('query (', 'query PageQuery('), schema),
    compileForRelay('WatchSubscription', WATCH_FOR_RELAY, schema),
  ]);
  const page = await fetchQuery<RelayOperation<Page>>(environment, query.artifact, { trackingId }).toPromise();
  expect(page!.campaign.messages.edges).toHaveLength(1);
  const watch = (by: Environment): Watching<Watched> =>
    watching<Watched>(
      ({ next, error, complete }) =>
        requestSubscription<RelayOperation<Watched>>(by, {
          subscription: subscription.artifact,
          variables: { trackingId, after: null },
          onNext: (update) => next(update!),
          onError: error,
          onCompleted: complete,
        }).dispose,
    );
  await watchToTheEnd(watch(environment));
  const { environment: refused } = await run<{ environment: Environment }>('Relay', 0, WRONG);
  const { error } = watch(refused);
  await until(() => error() !== null);
  expect(String(error())).toContain('4403');
  await Promise.all([query.remove(), subscription.remove()]);
});

test('what docs/live.md prints for graphql-sse watches', async () => {
  const { client } = await run<{ client: SseClient }>('graphql-sse');
  await watchToTheEnd(
    watching<Watched>(({ next, error, complete }) =>
      client.subscribe(
        { query: WATCH_CAMPAIGN, variables: { trackingId } },
        { next: ({ data, errors }) => (errors ? error(errors) : next(data as unknown as Watched)), error, complete },
      ),
    ),
  );
  client.dispose();
});

test('what docs/live.md prints for EventSource receives every event of a graph that is open', async () => {
  const open = await startLiveSandbox();
  const sources: EventSource[] = [];
  class Kept extends EventSource {
    constructor(url: string) {
      super(url);
      sources.push(this);
    }
  }
  Object.assign(globalThis, { EventSource: Kept });
  const shown: unknown[] = [];
  const console = jest.spyOn(globalThis.console, 'log').mockImplementation((value) => void shown.push(value));
  await run('EventSource', 0, open);
  await until(() => open.open() === 1);
  await open.sendMessage();
  await open.pass(3000);
  await until(() => shown.length > 0);
  console.mockRestore();
  expect(shown[0]).toMatchObject({
    data: { deliveryEventAdded: { cursor: expect.any(String), kind: 'VIBER_MESSAGE', status: { state: 'DELIVERED' } } },
  });
  for (const source of sources) source.close();
  await open.stop();
});

describe('a subscription that is refused with a code that may be repeated', () => {
  const codes = ['EVENTS_UNAVAILABLE'];
  const body = '{"errors":[{"message":"no","extensions":{"code":"EVENTS_UNAVAILABLE","retryable":true}}]}';
  const account = { ...NO_ACCOUNT, operationType: 'subscription' };
  let fed: FedService;
  beforeEach(async () => {
    let asked = 0;
    fed = await startFedService({
      answerOperation(incoming) {
        asked += 1;
        if (asked === 1) return Promise.resolve({ ...answerOf(body), status: 400, codes, account });
        const stream = new FedStream(incoming);
        stream.give(1);
        return Promise.resolve(stream);
      },
    });
  });
  afterEach(() => fed.stop());
  const shownOf = (results: readonly unknown[]): unknown =>
    results.map((result) => {
      const { data, errors } = result as { data?: unknown; errors?: { extensions: { code: string } }[] };
      return data ?? errors?.map(({ extensions }) => extensions.code);
    });

  test('is opened again by what docs/live.md prints for EventSource', async () => {
    const sources: EventSource[] = [];
    class Kept extends EventSource {
      constructor(url: string) {
        super(url);
        sources.push(this);
      }
    }
    Object.assign(globalThis, { EventSource: Kept });
    const shown: unknown[] = [];
    const console = jest.spyOn(globalThis.console, 'log').mockImplementation((value) => void shown.push(value));
    await run('EventSource', 0, fed);
    await until(() => shown.length === 2);
    console.mockRestore();
    expect(shownOf(shown)).toEqual([codes, { n: 1 }]);
    for (const source of sources) source.close();
  });

  test('is opened again by graphql-sse as docs/live.md sets it up', async () => {
    const { client } = await run<{ client: SseClient }>('graphql-sse', 0, fed);
    const shown: unknown[] = [];
    const leave = client.subscribe(
      { query: SUBSCRIPTION },
      {
        next: (result) => void shown.push(result),
        error: (error) => void shown.push(error),
        complete: () => undefined,
      },
    );
    await until(() => shown.length === 2);
    expect(shownOf(shown)).toEqual([codes, { n: 1 }]);
    leave();
    client.dispose();
  });
});

test('the operation and the steps that docs/live.md gives to partners tell each event once', async () => {
  const { deliveryEventsEnd } = await service.read<{ deliveryEventsEnd: string }>('{ deliveryEventsEnd }', {}, HEADERS);
  const message = await service.sendMessage();
  await service.pass(3000);
  interface Feed {
    readonly deliveryEvents: {
      readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
      readonly nodes: readonly {
        readonly status: { readonly state: string };
        readonly subject: { trackingId?: string };
      }[];
    };
  }
  const states: string[] = [];
  let cursor = deliveryEventsEnd;
  async function catchUp(): Promise<void> {
    for (let more = true; more;) {
      const { pageInfo, nodes } = (await service.read<Feed>(DELIVERY_FEED, { after: cursor }, HEADERS)).deliveryEvents;
      cursor = pageInfo.endCursor;
      states.push(...nodes.filter(({ subject }) => subject.trackingId === message).map(({ status }) => status.state));
      more = pageInfo.hasNextPage;
    }
  }
  await catchUp();
  expect(states).toEqual(['DELIVERED']);
  await catchUp(); // an empty page has a cursor too
  await service.pass(5000);
  await catchUp();
  expect(states).toEqual(['DELIVERED', 'SEEN']);
});
