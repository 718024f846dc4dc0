import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { SetContextLink } from '@apollo/client/link/context';
import { RetryLink } from '@apollo/client/link/retry';
import { OperationTypeNode } from 'graphql';
import { map } from 'rxjs';
import { createCache } from './cache.js';
import { credentialOf } from './credential.js';
import { problemsOf } from './errors.js';
import { createSocketLink, type SocketOptions } from './socket.js';

declare module '@apollo/client' {
  namespace ApolloClient {
    namespace DeclareDefaultOptions {
      interface WatchQuery {
        errorPolicy: 'all';
      }
      interface Query {
        errorPolicy: 'all';
      }
      interface Mutate {
        errorPolicy: 'all';
      }
    }
  }
}

export interface ClientOptions extends Omit<SocketOptions, 'url'> {
  /** `http:` or `https:`; its WebSocket has the same address. */
  readonly uri: string;
}

/** In the `fetchOptions` of a request: the longest wait for its answer, milliseconds. */
interface Patience {
  readonly answerMs: number;
}

/** In the context of a query. */
export interface QueryContext {
  /** Without an answer it fails; other queries are repeated. */
  readonly isAskedOnce?: boolean;
  /** In the place of the usual time. */
  readonly answerMs?: number;
}

/** Above the deadlines of the graph, 10 s for a query and 30 s for a send: no answer comes after it. */
const QUERY: Patience = { answerMs: 15_000 };
const MUTATION: Patience = { answerMs: 45_000 };

/** A connection that is cut silently never answers; without a limit the screen would wait for ever. */
const fetchInTime: typeof fetch = (input, options) => {
  const { answerMs } = options as RequestInit & Patience;
  const signals = [AbortSignal.timeout(answerMs), ...(options?.signal ? [options.signal] : [])];
  return fetch(input, { ...options, signal: AbortSignal.any(signals) });
};

const TRIES = 4;
/** A longer wait that the graph asks for is shown, with a way to try again, instead of made in silence. */
const LONGEST_WAIT_SECONDS = 5;

const waitOf = (error: unknown): number =>
  Math.max(0, ...problemsOf(error).map(({ retryAfterSeconds }) => retryAfterSeconds ?? 0));

const isQuery = (operation: ApolloLink.Operation): boolean => operation.operationType === 'query';

/** A refusal that says it can be repeated, such as OVERLOADED, becomes an error, so that the link before it repeats it. */
const refusals = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    map((result) => {
      const { data, errors = [] } = result as {
        data?: unknown;
        errors?: ConstructorParameters<typeof CombinedGraphQLErrors>[0]['errors'];
      };
      if (!isQuery(operation) || data != null || errors.length === 0) return result;
      const error = new CombinedGraphQLErrors({ errors });
      if (problemsOf(error).every(({ retryable }) => retryable)) throw error;
      return result;
    }),
  ),
);

/** Repeats queries alone: a mutation may have sent already. */
const retries = new RetryLink({
  attempts: (count, operation, error) =>
    isQuery(operation) &&
    !(operation.getContext() as QueryContext).isAskedOnce &&
    count < TRIES &&
    waitOf(error) <= LONGEST_WAIT_SECONDS &&
    problemsOf(error).every(({ retryable }) => retryable),
  delay: (count, _operation, error) => {
    const seconds = waitOf(error);
    return seconds > 0 ? seconds * 1000 : 250 * 2 ** count * (0.5 + Math.random());
  },
});

export const createClient = ({ uri, ...options }: ClientOptions): ApolloClient =>
  new ApolloClient({
    cache: createCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      createSocketLink({ url: uri.replace(/^http/, 'ws'), ...options }),
      ApolloLink.from([
        retries,
        refusals,
        new SetContextLink(({ headers, answerMs = QUERY.answerMs }, { operationType }) => ({
          headers: { ...headers, ...credentialOf(options.key()) },
          fetchOptions: operationType === OperationTypeNode.QUERY ? { answerMs } : MUTATION,
        })),
        new HttpLink({ uri, fetch: fetchInTime }),
      ]),
    ),
    defaultOptions: {
      // a failed part leaves the others on the screen
      watchQuery: { errorPolicy: 'all' },
      query: { errorPolicy: 'all' },
      mutate: { errorPolicy: 'all' },
    },
  });
