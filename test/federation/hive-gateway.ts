import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import httpTransport from '@graphql-mesh/transport-http';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { printSchemaText } from '../../src/graph/schema-text.js';
import { readHiveConfiguration } from './hive-configuration.js';

/** A router that listens. */
export interface HiveGateway {
  readonly url: string;
  stop(): Promise<void>;
}

/** Hive Gateway as the example configures it, in front of this graph alone. @param messaging the address of the graph */
export async function startHiveGateway(messaging: string): Promise<HiveGateway> {
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
    upstreamTimeout,
  });
  const server = createServer((request, response) => void gateway.requestListener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway[Symbol.asyncDispose]();
    },
  };
}
