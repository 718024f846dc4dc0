import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGatewayRuntime, getGraphQLWSOptions } from '@graphql-hive/gateway-runtime';
import httpTransport from '@graphql-mesh/transport-http';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { printSchemaText } from '../../src/graph/schema-text.js';
import { readHiveConfiguration } from './hive-configuration.js';

/** A router that listens, at /graphql also for WebSockets. */
export interface HiveGateway {
  readonly url: string;
  stop(): Promise<void>;
}

export interface HiveOptions {
  /** Divides the timeout of the example, for a test that waits until it is over. */
  readonly timeoutDivisor?: number;
}

/** Hive Gateway as the example configures it, in front of this graph alone. @param messaging the address of the graph */
export async function startHiveGateway(
  messaging: string,
  { timeoutDivisor = 1 }: HiveOptions = {},
): Promise<HiveGateway> {
  const { supergraphSdl } = composeServices([
    { name: 'messaging', url: `${messaging}/graphql`, typeDefs: parse(printSchemaText(buildGraphSchema())) },
  ]);
  const { propagateHeaders, upstreamRetry, upstreamTimeout } = await readHiveConfiguration();
  const gateway = createGatewayRuntime({
    supergraph: supergraphSdl!,
    logging: false,
    transports: { http: httpTransport },
    propagateHeaders,
    upstreamRetry,
    upstreamTimeout(request) {
      const timeout = upstreamTimeout(request);
      return timeout && timeout / timeoutDivisor;
    },
  });
  const server = createServer((request, response) => void gateway.requestListener(request, response));
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  const listening = useServer(
    getGraphQLWSOptions<Record<string, unknown>, { readonly request: IncomingMessage }>(gateway, ({ extra }) => ({
      req: extra.request,
      request: requestOf(extra.request),
    })),
    sockets,
  );
  await gateway.getSchema(); // a WebSocket does not wait for it
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      await listening.dispose();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway[Symbol.asyncDispose]();
    },
  };
}

/** The upgrade of a WebSocket, as the gateway's own server hands it on. */
const requestOf = ({ url, headers }: IncomingMessage): Request =>
  new Request(new URL(url ?? '/', `http://${headers.host}`), { headers: headers as Record<string, string> });
