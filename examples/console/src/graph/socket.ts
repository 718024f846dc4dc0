import { ApolloLink, Observable } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { print } from '@apollo/client/utilities';
import { type Client, createClient } from 'graphql-ws';
import { credentialOf } from './credential.js';

export interface SocketOptions {
  /** `ws:` or `wss:` */
  readonly url: string;
  /** Asked for every new connection; null for none. */
  readonly key: () => string | null;
  /** Milliseconds between an answer of the server and the next ping, and the longest wait for an answer. */
  readonly silenceMs?: number;
  /** The class `WebSocket`, where it is not global. */
  readonly webSocketImpl?: unknown;
}

/** In the context of a subscription: called once the connection has taken it, before the first update. */
export interface SocketContext {
  readonly opened?: () => void;
}

const SILENCE_MS = 10_000;
/** The graph closes the connection so where its credentials are not valid, or not any more. */
const FORBIDDEN = 4403;

const UNAUTHENTICATED = new CombinedGraphQLErrors({
  errors: [
    {
      message: 'The graph does not accept this key.',
      extensions: { code: 'UNAUTHENTICATED', retryable: false },
    },
  ],
});

/** Subscriptions over one WebSocket: six tabs with a stream of HTTP/1.1 each would take every connection of a browser. */
export function createSocketLink(options: SocketOptions): ApolloLink {
  const { client, isConnected } = createSocket(options);

  return new ApolloLink((operation) => {
    const { query, variables, operationName, extensions } = operation;
    const { opened } = operation.getContext() as SocketContext;
    return new Observable((observer) => {
      const stopWaiting = client.on('connected', () => opened?.());
      const stop = client.subscribe(
        { query: print(query), variables, operationName: operationName ?? null, extensions },
        {
          next: (result) => observer.next(result as ApolloLink.Result),
          complete: () => observer.complete(),
          error: (error: unknown) => observer.error(errorOf(error)),
        },
      );
      if (isConnected()) opened?.();
      return () => {
        stopWaiting();
        stop();
      };
    });
  });
}

/** A connection without an answer to a ping is given up; nothing else shows that the other side is gone. */
function createSocket({ url, key, silenceMs = SILENCE_MS, webSocketImpl }: SocketOptions) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isConnected = false;
  const expectAnswer = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => client.terminate(), silenceMs);
  };
  const client: Client = createClient({
    url,
    webSocketImpl,
    connectionParams: () => credentialOf(key()),
    keepAlive: silenceMs,
    retryAttempts: 0, // each subscription goes on from its own cursor: see follow.ts
    on: {
      connecting: expectAnswer,
      connected() {
        isConnected = true;
        clearTimeout(timer);
      },
      ping: (isReceived) => !isReceived && expectAnswer(),
      pong: (isReceived) => isReceived && clearTimeout(timer),
      closed() {
        isConnected = false;
        clearTimeout(timer);
      },
    },
  });
  // the connection of another network is over, though no event has reported it
  (globalThis as Partial<EventTarget>).addEventListener?.('online', () => client.terminate());
  return { client, isConnected: () => isConnected };
}

/** Errors of the graph as such; anything else is a lost connection. */
function errorOf(error: unknown): Error {
  if (Array.isArray(error)) return new CombinedGraphQLErrors({ errors: error });
  const { code } = (error ?? {}) as { code?: unknown };
  return code === FORBIDDEN ? UNAUTHENTICATED : new Error('The connection was lost.', { cause: error });
}
