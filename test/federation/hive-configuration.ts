import type { gatewayConfig as example } from '../../examples/supergraph/gateway.config.js';

export type HiveConfiguration = typeof example;

/** The example's file, with `secret` as SUBGRAPH_SECRET. Its gateway is not installed: npx fetches it for each start. */
export async function readHiveConfiguration(): Promise<HiveConfiguration> {
  process.env['SUBGRAPH_SECRET'] = 'secret';
  const { gatewayConfig } = await import('../../examples/supergraph/gateway.config.js');
  delete process.env['SUBGRAPH_SECRET'];
  return gatewayConfig;
}
