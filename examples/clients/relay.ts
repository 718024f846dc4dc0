import relayRuntime, { type GraphQLResponse, type RequestParameters, type Variables } from 'relay-runtime';

const { Environment, Network, RecordSource, Store } = relayRuntime;

interface GraphError {
  readonly extensions?: { readonly retryable?: boolean; readonly retryAfterSeconds?: number };
}

interface Answer {
  readonly data?: object | null;
  readonly errors?: readonly GraphError[];
}

/** Their ids are the vendor’s own, and not unique. */
const OF_THE_VENDOR = ['Sender', 'ViberFile'];

const TRIES = 3;
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Every thing of the graph has an `id` that is unique among all of them, and lists are connections for `@connection`: all
 * that Relay's store has to know are the ids that are not of the graph. The network repeats queries alone; a mutation may have sent already.
 */
export function createRelayEnvironment(url: string, headers: Readonly<Record<string, string>> = {}) {
  async function ask({ text }: RequestParameters, variables: Variables): Promise<Answer> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...headers,
      },
      body: JSON.stringify({ query: text, variables }),
    });
    return (await response.json()) as Answer;
  }

  async function fetchOperation(request: RequestParameters, variables: Variables): Promise<GraphQLResponse> {
    for (let tries = 1; ; tries += 1) {
      const isLast = tries === TRIES || request.operationKind !== 'query';
      try {
        const answer = await ask(request, variables);
        const { data, errors = [] } = answer;
        const isRefused = data == null && errors.length > 0 && errors.every((error) => error.extensions?.retryable);
        if (isLast || !isRefused) return answer as GraphQLResponse;
        await sleep(1000 * Math.max(...errors.map((error) => error.extensions?.retryAfterSeconds ?? 1)));
      } catch (error) {
        if (isLast) throw error;
        await sleep(250 * 2 ** tries);
      }
    }
  }

  return new Environment({
    getDataID: ({ id }, typename) => (OF_THE_VENDOR.includes(typename) ? undefined : id),
    network: Network.create(fetchOperation),
    store: new Store(new RecordSource()),
  });
}
