import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

/** What the gateway hands on from a client to every subgraph. */
const PASSED_ON = ['authorization', 'x-api-key', 'x-request-id'] as const;
type ClientHeaders = { readonly [Name in (typeof PASSED_ON)[number]]?: string };

export interface GatewayOptions {
  readonly supergraphSdl: string;
  readonly port: number;
  /** Opens the fields of federation of the messaging graph outside development (SUBGRAPH_SECRET). */
  readonly subgraphSecret?: string | undefined;
}

/**
 * Serves a supergraph by Apollo's gateway for Node.js. It sends every request to a subgraph once: nothing here may
 * retry, because a mutation sends messages that are paid for.
 */
export async function startGateway(options: GatewayOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const gateway = new ApolloGateway({
    supergraphSdl: options.supergraphSdl,
    buildService: ({ name, url }) =>
      new RemoteGraphQLDataSource<ClientHeaders>({
        ...(url === undefined ? {} : { url }),
        willSendRequest({ request, context }) {
          for (const header of PASSED_ON) {
            const value = context[header];
            if (value !== undefined) request.http?.headers.set(header, value);
          }
          if (name === 'messaging' && options.subgraphSecret !== undefined)
            request.http?.headers.set('x-subgraph-secret', options.subgraphSecret);
        },
      }),
  });
  const server = new ApolloServer<ClientHeaders>({
    gateway,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
  });
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: options.port },
    context: async ({ req: { headers } }) =>
      Object.fromEntries(PASSED_ON.map((name) => [name, headers[name]?.toString()])),
  });
  return { url, stop: () => server.stop() };
}
