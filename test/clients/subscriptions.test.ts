import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, fetchExchange } from '@urql/core';
import { EventSource } from 'eventsource';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import relayRuntime from 'relay-runtime';
import { until } from '../support/wait.js';
import { compileForRelay } from './compile-for-relay.js';
import { CHANGES, LIVE_SDL, type LiveService, startLiveService, WATCH, type Watched } from './live-service.js';
import { APOLLO_OPTIONS } from '../support/apollo-options.js';

Object.assign(globalThis, { WebSocket }); // which browsers have, and @apollo/client looks at

let service: LiveService;
let endpoint: string;
beforeEach(async () => {
  service = await startLiveService({ limits: { heartbeatMs: 20 } });
  endpoint = `${service.url}/graphql`;
});
afterEach(async () => {
  await until(() => service.pipeline.limits.open === 0);
  await service.stop();
  expect(service.unexpected).toEqual([]);
});

const variables = { trackingId: 'ca' };
const socketAddress = () => endpoint.replace('http', 'ws');
const newSocketClient = () => createSocketClient({ url: socketAddress(), webSocketImpl: WebSocket, retryAttempts: 3 });

interface Watching {
  /** The numbers of delivered messages that were seen. */
  readonly seen: number[];
  readonly isComplete: () => boolean;
  readonly error: () => unknown;
  readonly stop: () => void;
}

type Watch = (after?: string) => Watching;

/** Collects what a client gives to its observer. */
function watching(
  start: (sink: { next(data: Watched): void; error(error: unknown): void; complete(): void }) => () => void,
): Watching {
  const seen: number[] = [];
  let isComplete = false;
  let failure: unknown = null;
  const stop = start({
    next: ({ campaignUpdated }) => void seen.push(campaignUpdated.campaign.delivered),
    error: (error) => void (failure = error),
    complete: () => void (isComplete = true),
  });
  return { seen, isComplete: () => isComplete, error: () => failure, stop };
}

function apollo(link: HttpLink | GraphQLWsLink): Watch {
  const client = new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions: APOLLO_OPTIONS });
  return (after) =>
    watching(({ next, error, complete }) => {
      const subscription = client
        .subscribe<Watched>({ query: gql(WATCH), variables: { ...variables, after } })
        .subscribe({
          next: ({ data, error: failure }) => (failure ? error(failure) : next(data!)),
          error,
          complete,
        });
      return () => {
        subscription.unsubscribe();
        client.stop();
      };
    });
}

const clients: Readonly<Record<string, () => Watch>> = {
  '@apollo/client by multipart': () => apollo(new HttpLink({ uri: endpoint })),
  '@apollo/client by WebSocket': () => apollo(new GraphQLWsLink(newSocketClient())),
  '@urql/core by SSE': () => {
    const client = new Client({
      url: endpoint,
      preferGetMethod: false,
      fetchSubscriptions: true,
      exchanges: [fetchExchange],
    });
    return (after) =>
      watching(({ next, error, complete }) => {
        let told: unknown;
        const { unsubscribe } = client.subscription<Watched>(WATCH, { ...variables, after }).subscribe((result) => {
          if (result.error) error(result.error);
          else if (result.data && result.data !== told) next((told = result.data) as Watched); // given again at the end
          if (!result.hasNext) complete();
        });
        return unsubscribe;
      });
  },
  'graphql-sse': () => {
    const client = createSseClient({ url: endpoint, retryAttempts: 3 });
    return (after) =>
      watching(({ next, error, complete }) =>
        client.subscribe<Watched>(
          { query: WATCH, variables: { ...variables, after } },
          { next: ({ data, errors }) => (errors ? error(errors) : next(data!)), error, complete },
        ),
      );
  },
  'graphql-ws': () => {
    const client = newSocketClient();
    return (after) =>
      watching(({ next, error, complete }) => {
        const stop = client.subscribe<Watched>(
          { query: WATCH, variables: { ...variables, after } },
          { next: ({ data, errors }) => (errors ? error(errors) : next(data!)), error, complete },
        );
        return () => {
          stop();
          void client.dispose();
        };
      });
  },
};

describe.each(Object.entries(clients))('%s', (_name, create) => {
  test('sees the present state, every change, and the end, over heartbeats', async () => {
    const { seen, isComplete, error, stop } = create()();
    await until(() => seen.length === 1);
    for (let change = 2; change <= CHANGES; change++) {
      service.publish(change);
      await until(() => seen.length === change);
    }
    await until(isComplete);
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(error()).toBeNull();
    stop();
  });

  test('resumes after a cursor', async () => {
    const cursors: string[] = [];
    const first = createSseClient({ url: endpoint });
    service.publish(2);
    for await (const { data } of first.iterate<Watched>({ query: WATCH, variables })) {
      cursors.push(data!.campaignUpdated.cursor);
      break;
    }
    service.publish(CHANGES);
    const { seen, isComplete, stop } = create()(cursors[0]);
    await until(isComplete);
    expect(seen).toEqual([3, 4]);
    stop();
  });

  test('leaves nothing when it stops', async () => {
    const { seen, stop } = create()();
    await until(() => seen.length === 1);
    stop();
    await until(() => service.pipeline.limits.open === 0 && service.server.streams.size === 0);
  });

  test('is told a refusal with its code', async () => {
    const { seen, error, stop } = create()('no cursor');
    await until(() => error() !== null);
    const { errors = error() } = error() as { errors?: unknown };
    expect(JSON.stringify(errors)).toContain('INVALID_EVENT_CURSOR');
    expect(seen).toEqual([]);
    stop();
  });
});

describe('EventSource', () => {
  const address = () =>
    `${endpoint}?${new URLSearchParams({ query: WATCH, variables: JSON.stringify(variables) }).toString()}`;

  test('resumes by itself with the last id after its connection was cut, and ends at 204', async () => {
    const seen: number[] = [];
    let completes = 0;
    const resumed: (string | undefined)[] = [];
    const source = new EventSource(address(), {
      fetch: async (url, init) => {
        resumed.push(init.headers['Last-Event-ID']);
        return fetch(url, init);
      },
    });
    source.addEventListener('next', ({ data, lastEventId }) => {
      const { campaignUpdated } = (JSON.parse(String(data)) as { data: Watched }).data;
      expect(lastEventId).toBe(campaignUpdated.cursor);
      seen.push(campaignUpdated.campaign.delivered);
    });
    source.addEventListener('complete', () => (completes += 1));
    await until(() => seen.length === 1);
    service.publish(2);
    await until(() => seen.length === 2);
    service.server.connections.destroyAll();
    service.publish(CHANGES);
    await until(() => seen.length === CHANGES);
    await until(() => source.readyState === source.CLOSED); // it asked once more, and was answered 204
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(completes).toBe(1);
    expect(resumed).toHaveLength(3);
    expect(resumed[0]).toBeUndefined();
    expect(new Set(resumed).size).toBe(3);
    expect(service.answered.at(-1)).toMatchObject({ status: 204 });
  });
});

describe('graphql-ws', () => {
  test('carries queries and mutations', async () => {
    const client = newSocketClient();
    const ask = async (query: string) => {
      for await (const result of client.iterate({ query })) return result;
      throw new Error('no result');
    };
    expect(await ask('{ campaign(trackingId: "ca") { delivered } }')).toEqual({ data: { campaign: { delivered: 1 } } });
    expect(await ask('mutation { cancelViberCampaign }')).toEqual({ data: { cancelViberCampaign: true } });
    await client.dispose();
  });
});

describe('relay-runtime', () => {
  test('takes each update into its store, over the client of graphql-ws', async () => {
    const { Environment, Network, Observable, RecordSource, requestSubscription, Store } = relayRuntime;
    const document = WATCH.replace('Watch(', 'WatchSubscription(');
    const { artifact, remove } = await compileForRelay('WatchSubscription', document, LIVE_SDL);
    const client = newSocketClient();
    const environment = new Environment({
      network: Network.create(
        () => Promise.reject(new Error('no query is asked')),
        ({ text: query }, given) =>
          Observable.create((sink) => client.subscribe({ query: query!, variables: { ...given } }, sink)),
      ),
      store: new Store(new RecordSource()),
    });
    const { seen, isComplete, error, stop } = watching(({ next, error: failed, complete }) => {
      const { dispose } = requestSubscription<Watched>(environment, {
        subscription: artifact,
        variables,
        onNext: next,
        onError: failed,
        onCompleted: complete,
      });
      return dispose;
    });
    await until(() => seen.length === 1);
    service.publish(CHANGES);
    await until(isComplete);
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(error()).toBeNull();
    stop();
    await client.dispose();
    await remove();
  });
});

describe('a subscription', () => {
  const post = (query: string, accept: string) =>
    fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query }),
    });

  test('over plain JSON is refused, and the three ways are named', async () => {
    const response = await post('subscription { deliveryEventAdded { cursor } }', 'application/json');
    const text = await response.text();
    expect(text).toContain('"code":"BAD_REQUEST"');
    expect(text).toMatch(/text\/event-stream.*multipart\/mixed.*WebSocket/i);
  });

  test('of two root fields is refused on every transport', async () => {
    const query = 'subscription { a: deliveryEventAdded { cursor } b: deliveryEventAdded { cursor } }';
    for (const accept of ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0']) {
      const response = await post(query, accept);
      expect(response.headers.get('content-type')).toContain(accept.split(';')[0]);
      expect(await response.text()).toContain('GRAPHQL_VALIDATION_FAILED');
    }
    const client = newSocketClient();
    await expect(client.iterate({ query }).next()).rejects.toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    await client.dispose();
  });
});
