import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import { readHiveConfiguration } from './hive-configuration.js';

describe('the configuration for Hive Gateway', () => {
  test('loads without the package of the gateway, which npx installs outside of the project', async () => {
    expect(() => createRequire(import.meta.url).resolve('@graphql-hive/gateway')).toThrow('Cannot find module');
    expect((await readHiveConfiguration()).supergraph).toBe('examples/supergraph/supergraph.graphql');
  });

  test('waits for queries and mutations longer than the graph may take, and for subscriptions without an end', async () => {
    const { upstreamTimeout } = await readHiveConfiguration();
    const timeoutOf = (operationType: string) => upstreamTimeout({ executionRequest: { operationType } });
    const { upstream, operationTimeoutMs } = readConfig({ SANDBOX: 'on' });
    for (const type of ['query', 'mutation'])
      expect(timeoutOf(type)).toBeGreaterThan(upstream.sendTimeoutMs + operationTimeoutMs);
    expect(timeoutOf('subscription')).toBeUndefined();
  });

  test('hands on the authorization and the request id, and the secret to our subgraph alone', async () => {
    const { propagateHeaders } = await readHiveConfiguration();
    const request = new Request('http://gateway.example', {
      headers: {
        authorization: 'Bearer one',
        'x-request-id': 'request-1',
        'x-subgraph-secret': 'guess',
        'x-other': '1',
      },
    });
    const headersFor = (subgraphName: string) =>
      propagateHeaders.fromClientToSubgraphs({ request, subgraphName, context: {} });
    const shared = { authorization: 'Bearer one', 'x-request-id': 'request-1' };
    expect(headersFor('messaging')).toEqual({ ...shared, 'x-subgraph-secret': 'secret' });
    expect(headersFor('orders')).toEqual(shared);
  });
});

test('the configuration for Apollo Router hands on the same headers and asks for no retry', () => {
  const settings = readFileSync('examples/supergraph/router.yaml', 'utf8').replaceAll(/#.*$/gm, '');
  for (const name of ['named: authorization', 'named: x-request-id', 'name: x-subgraph-secret'])
    expect(settings).toContain(name);
  expect(settings).not.toMatch(/retry|matching/);
});
