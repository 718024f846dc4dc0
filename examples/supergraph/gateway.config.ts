// Hive Gateway 2: npm run example:hive. No import: npx installs its package outside of this project.

const secret = process.env['SUBGRAPH_SECRET'];

/** A request of a client, on its way to a subgraph. */
interface Propagation {
  readonly request: Request;
  readonly subgraphName: string;
}

/** What is sent to a subgraph. */
interface SubgraphRequest {
  readonly document: { readonly definitions: readonly { readonly kind: string; readonly operation?: string }[] };
}

export const gatewayConfig = {
  supergraph: 'examples/supergraph/supergraph.graphql',
  host: '127.0.0.1',
  port: 4100,
  propagateHeaders: {
    fromClientToSubgraphs({ request, subgraphName }: Propagation): Record<string, string> {
      const headers: Record<string, string> = {};
      for (const name of ['authorization', 'x-request-id']) {
        const value = request.headers.get(name);
        if (value !== null) headers[name] = value;
      }
      if (subgraphName === 'messaging' && secret !== undefined) headers['x-subgraph-secret'] = secret;
      return headers;
    },
  },
  // A mutation sends messages that are paid for: once, whatever the answer was. Queries may be asked again.
  upstreamRetry({ executionRequest }: { readonly executionRequest: SubgraphRequest }) {
    const isMutation = executionRequest.document.definitions.some(
      (definition) => definition.kind === 'OperationDefinition' && definition.operation === 'mutation',
    );
    return isMutation ? undefined : { maxRetries: 1 };
  },
  // Longer than the graph's own deadlines: who gives up first loses the answer to a send.
  upstreamTimeout: 50_000,
};
