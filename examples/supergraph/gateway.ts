import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { GraphQLError } from 'graphql';

/** What the gateway hands on from a client to every subgraph. */
const PASSED_ON = ['authorization', 'x-api-key', 'x-request-id'] as const;
type ClientHeaders = { readonly [Name in (typeof PASSED_ON)[number]]?: string };

/**
 * A subgraph whose refusals keep their code. Apollo's own source makes "400: Bad Request" of each whose status is not 200,
 * and shows clients the address of the subgraph, also where a connection fails.
 */
class Subgraph extends RemoteGraphQLDataSource<ClientHeaders> {
  override async errorFromResponse(
    response: Parameters<RemoteGraphQLDataSource['errorFromResponse']>[0],
  ): Promise<GraphQLError> {
    const error = await super.errorFromResponse(response);
    const { response: answer, ...extensions } = error.extensions as { response?: { body?: SubgraphBody } };
    const refusal = answer?.body?.errors?.[0];
    if (refusal?.message === undefined) return new GraphQLError(error.message, { extensions });
    return new GraphQLError(refusal.message, { extensions: refusal.extensions });
  }

  override didEncounterError(error: Error): never {
    if (error instanceof GraphQLError) throw error;
    throw new GraphQLError('The subgraph gave no answer that can be read.', {
      originalError: error,
      extensions: { code: 'SUBREQUEST_HTTP_ERROR' },
    });
  }
}

/** What a subgraph answers, if it is GraphQL and not a text. */
interface SubgraphBody {
  readonly errors?: readonly { readonly message?: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

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
      new Subgraph({
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
