import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readConfig } from '../../src/config/config.js';
import { readHiveConfiguration } from './hive-configuration.js';

const PASSED_ON = ['authorization', 'x-api-key', 'x-request-id'];

/** The rules of Apollo Router and Cosmo, of which each has its own words. */
interface HeaderRules {
  readonly all: { readonly request: readonly { readonly op?: string; readonly named?: string }[] };
  readonly subgraphs: object;
}

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

  test('hands on the credentials and the request id, and the secret to our subgraph alone', async () => {
    const { propagateHeaders } = await readHiveConfiguration();
    const request = new Request('http://gateway.example', {
      headers: {
        authorization: 'Bearer one',
        'x-api-key': 'two',
        'x-request-id': 'request-1',
        'x-subgraph-secret': 'guess',
        'x-other': '1',
      },
    });
    const headersFor = (subgraphName: string) =>
      propagateHeaders.fromClientToSubgraphs({ request, subgraphName, context: {} });
    const shared = { authorization: 'Bearer one', 'x-api-key': 'two', 'x-request-id': 'request-1' };
    expect(headersFor('messaging')).toEqual({ ...shared, 'x-subgraph-secret': 'secret' });
    expect(headersFor('orders')).toEqual(shared);
  });
});

describe('the configuration for Apollo Router', () => {
  const text = readFileSync('examples/supergraph/router.yaml', 'utf8');
  const { headers } = parse(text) as { headers: HeaderRules };

  test('hands on the credentials and the request id, and the secret to our subgraph alone', () => {
    expect(headers.all.request).toEqual(PASSED_ON.map((named) => ({ propagate: { named } })));
    const value = '${env.SUBGRAPH_SECRET:-none}';
    expect(headers.subgraphs).toEqual({ messaging: { request: [{ insert: { name: 'x-subgraph-secret', value } }] } });
  });

  test('asks for no retry', () => {
    expect(text.replaceAll(/#.*$/gm, '')).not.toContain('retry');
  });
});

test('the configuration for Cosmo in docs/scaling.md hands on the same headers', () => {
  const [, text = ''] = /```yaml\n(headers:[\s\S]+?)```/.exec(readFileSync('docs/scaling.md', 'utf8')) ?? [];
  const { headers } = parse(text) as { headers: HeaderRules };
  const propagated = headers.all.request.map(({ op, named }) => ({ op, named: named?.toLowerCase() }));
  expect(propagated).toEqual(PASSED_ON.map((named) => ({ op: 'propagate', named })));
  const secret = { op: 'set', name: 'X-Subgraph-Secret', value: '${SUBGRAPH_SECRET}' };
  expect(headers.subgraphs).toEqual({ messaging: { request: [secret] } });
});
