// Hive Gateway 2: npm run example:hive. No import: npx installs its package outside of this project.

const secret = process.env['SUBGRAPH_SECRET'];

/** A request of a client, on its way to a subgraph. */
interface Propagation {
  readonly request: Request;
  readonly subgraphName: string;
  /** Of a WebSocket: the payload of the client's connection_init. */
  readonly context: { readonly connectionParams?: Readonly<Record<string, unknown>> };
}

/** A client's header. The one in connection_init replaces that of the upgrade. */
function headerOf(name: string, { request, context }: Propagation): string | null {
  const params = Object.entries(context.connectionParams ?? {});
  const value = params.find(([given]) => given.toLowerCase() === name)?.[1];
  return typeof value === 'string' ? value : request.headers.get(name);
}

/** What is sent to a subgraph. */
interface SubgraphRequest {
  readonly operationType?: string;
}

/** What a subgraph answered. */
interface SubgraphAnswer {
  readonly response?: Response;
  readonly executionResult?: { readonly errors?: readonly SubgraphError[] } | AsyncIterable<unknown>;
}

interface SubgraphError {
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Where the connection gave no answer, or a 5xx without Retry-After. One with it would be held here for that time. */
function shouldRetry({ response, executionResult }: SubgraphAnswer): boolean {
  const errors = executionResult && 'errors' in executionResult ? executionResult.errors : undefined;
  if (errors?.some(({ extensions }) => extensions?.['code'] === 'SUBREQUEST_HTTP_ERROR')) return true;
  return response !== undefined && response.status >= 500 && !response.headers.has('retry-after');
}

export const gatewayConfig = {
  supergraph: 'examples/supergraph/supergraph.graphql',
  host: '127.0.0.1',
  port: 4100,
  propagateHeaders: {
    fromClientToSubgraphs(from: Propagation): Record<string, string> {
      const headers: Record<string, string> = {};
      for (const name of ['authorization', 'x-api-key', 'x-request-id']) {
        const value = headerOf(name, from);
        if (value !== null) headers[name] = value;
      }
      if (from.subgraphName === 'messaging' && secret !== undefined) headers['x-subgraph-secret'] = secret;
      return headers;
    },
  },
  // A mutation sends messages that are paid for: once, whatever the answer was. A query may be asked again. The delay is
  // Hive's before the second try, and also before it gives the second failure to the client.
  upstreamRetry: ({ executionRequest }: { readonly executionRequest: SubgraphRequest }) =>
    executionRequest.operationType === 'query' ? { maxRetries: 1, retryDelay: 200, shouldRetry } : undefined,
  // Longer than the graph's own deadlines: who gives up first loses the answer to a send. A subscription has no end.
  upstreamTimeout: ({ executionRequest }: { readonly executionRequest?: SubgraphRequest }) =>
    executionRequest?.operationType === 'subscription' ? undefined : 50_000,
};
