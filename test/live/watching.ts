import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client, fetchExchange } from '@urql/core';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { APOLLO_OPTIONS } from '../support/apollo-options.js';

Object.assign(globalThis, { WebSocket }); // which browsers have, and @apollo/client looks at

export const socketClient = (endpoint: string) =>
  createSocketClient({ url: endpoint.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 3 });

/** What a client was given of one subscription. */
export interface Watching<Data> {
  readonly seen: readonly Data[];
  readonly isComplete: () => boolean;
  readonly error: () => unknown;
  readonly stop: () => void;
}

export interface Sink<Data> {
  next(data: Data): void;
  error(error: unknown): void;
  complete(): void;
}

/** Collects what a client gives to its observer. */
export function watching<Data>(start: (sink: Sink<Data>) => () => void): Watching<Data> {
  const seen: Data[] = [];
  let isComplete = false;
  let failure: unknown = null;
  const stop = start({
    next: (data) => void seen.push(data),
    error: (error) => void (failure = error),
    complete: () => void (isComplete = true),
  });
  return { seen, isComplete: () => isComplete, error: () => failure, stop };
}

type Variables = Record<string, unknown>;
export type Watch = <Data>(query: string, variables: Variables) => Watching<Data>;

function apollo(link: HttpLink | GraphQLWsLink): Watch {
  return <Data>(query: string, variables: Variables) => {
    const client = new ApolloClient({ link, cache: new InMemoryCache(), defaultOptions: APOLLO_OPTIONS });
    return watching<Data>(({ next, error, complete }) => {
      const subscription = client.subscribe<Variables>({ query: gql(query), variables }).subscribe({
        next: ({ data, error: failure }) => (failure ? error(failure) : next(data as Data)),
        error,
        complete,
      });
      return () => {
        subscription.unsubscribe();
        client.stop();
      };
    });
  };
}

/** Each client as its users set it up, for an endpoint. */
export const CLIENTS: Readonly<Record<string, (endpoint: string, headers?: Record<string, string>) => Watch>> = {
  '@apollo/client by multipart': (uri, headers = {}) => apollo(new HttpLink({ uri, headers })),

  '@apollo/client by WebSocket': (endpoint, headers) =>
    apollo(
      new GraphQLWsLink(
        createSocketClient({
          url: endpoint.replace('http', 'ws'),
          webSocketImpl: WebSocket,
          connectionParams: { ...headers },
        }),
      ),
    ),

  '@urql/core by SSE': (url, headers = {}) => {
    const client = new Client({
      url,
      preferGetMethod: false,
      fetchSubscriptions: true,
      fetchOptions: { headers },
      exchanges: [fetchExchange],
    });
    return <Data>(query: string, variables: Variables) =>
      watching<Data>(({ next, error, complete }) => {
        let reported: unknown;
        const { unsubscribe } = client.subscription<Variables>(query, variables).subscribe((result) => {
          if (result.error) error(result.error);
          else if (result.data && result.data !== reported) next((reported = result.data) as Data); // given again at the end
          if (!result.hasNext) complete();
        });
        return unsubscribe;
      });
  },

  'graphql-sse': (url, headers = {}) => {
    const client = createSseClient({ url, headers, retryAttempts: 0 });
    return <Data>(query: string, variables: Variables) =>
      watching<Data>(({ next, error, complete }) =>
        client.subscribe<Variables>(
          { query, variables },
          { next: ({ data, errors }) => (errors ? error(errors) : next(data as Data)), error, complete },
        ),
      );
  },

  'graphql-ws': (endpoint, headers) => {
    const client = createSocketClient({
      url: endpoint.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 3,
      connectionParams: { ...headers },
    });
    return <Data>(query: string, variables: Variables) =>
      watching<Data>(({ next, error, complete }) => {
        const stop = client.subscribe<Variables>(
          { query, variables },
          { next: ({ data, errors }) => (errors ? error(errors) : next(data as Data)), error, complete },
        );
        return () => {
          stop();
          void client.dispose();
        };
      });
  },
};
