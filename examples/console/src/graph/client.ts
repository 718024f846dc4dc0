import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { SetContextLink } from '@apollo/client/link/context';
import { RetryLink } from '@apollo/client/link/retry';
import { map } from 'rxjs';
import { createCache } from './cache.js';
import { problemsOf } from './errors.js';

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

export interface ClientOptions {
  readonly uri: string;
  /** Asked before every request; null for none. */
  readonly key: () => string | null;
}

/** In the `fetchOptions` of a subscription: told when its stream is open, before the first update. */
export interface StreamOptions {
  readonly opened?: () => void;
}

/** A stream has no length; a refused subscription is one whole answer. */
const fetchAndTell: typeof fetch = async (input, options) => {
  const response = await fetch(input, options);
  if (response.ok && !response.headers.has('content-length')) (options as StreamOptions | undefined)?.opened?.();
  return response;
};

const TRIES = 4;

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

/** Repeats queries alone: a mutation may have sent already, and a subscription goes on from its cursor (see follow.ts). */
const retries = new RetryLink({
  attempts: (count, operation, error) =>
    isQuery(operation) && count < TRIES && problemsOf(error).every(({ retryable }) => retryable),
  delay: (count, _operation, error) => {
    const seconds = Math.max(0, ...problemsOf(error).map(({ retryAfterSeconds }) => retryAfterSeconds ?? 0));
    return seconds > 0 ? seconds * 1000 : 250 * 2 ** count * (0.5 + Math.random());
  },
});

/** Subscriptions come over HTTP too, as `multipart/mixed`, which HttpLink asks for by itself. */
export const createClient = ({ uri, key }: ClientOptions): ApolloClient =>
  new ApolloClient({
    cache: createCache(),
    link: ApolloLink.from([
      retries,
      refusals,
      new SetContextLink(({ headers }) => {
        const given = key();
        return { headers: given === null ? headers : { ...headers, 'x-api-key': given } };
      }),
      new HttpLink({ uri, fetch: fetchAndTell }),
    ]),
    defaultOptions: {
      // a failed part leaves the others on the screen
      watchQuery: { errorPolicy: 'all' },
      query: { errorPolicy: 'all' },
      mutate: { errorPolicy: 'all' },
    },
  });
