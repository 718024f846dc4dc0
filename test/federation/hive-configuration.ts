import { jest } from '@jest/globals';
import type { parse } from 'graphql';

/** What of Hive Gateway's configuration decides what is sent to a subgraph. */
export interface HiveConfiguration {
  readonly propagateHeaders: {
    fromClientToSubgraphs(payload: { request: Request; subgraphName: string }): Record<string, string>;
  };
  upstreamRetry(payload: {
    executionRequest: { document: ReturnType<typeof parse> };
  }): { maxRetries: number } | undefined;
  readonly upstreamTimeout: number;
}

/** The example's file, with `secret` as SUBGRAPH_SECRET. */
export async function readHiveConfiguration(): Promise<HiveConfiguration> {
  process.env['SUBGRAPH_SECRET'] = 'secret';
  // the gateway is not installed: npx fetches it
  jest.unstable_mockModule('@graphql-hive/gateway', () => ({ defineConfig: (config: unknown) => config }), {
    virtual: true,
  });
  const file = '../../examples/supergraph/gateway.config.ts';
  const { gatewayConfig } = (await import(file)) as { gatewayConfig: HiveConfiguration };
  delete process.env['SUBGRAPH_SECRET'];
  return gatewayConfig;
}
