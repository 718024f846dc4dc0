import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { type SandboxedService, startSandboxedService } from '../support/running-service.js';
import { sandboxIds } from '../support/sandbox.js';

const SECRET = 'between-router-and-subgraph';
const CAMPAIGN = `{ campaign(trackingId: "${sandboxIds.campaign12}") { name } }`;

let service: SandboxedService;
beforeAll(async () => {
  service = await startSandboxedService({ NODE_ENV: 'production', SUBGRAPH_SECRET: SECRET });
});
afterAll(() => service.stop());

const address = () => `${service.url.replace('http', 'ws')}/graphql`;

/** The only result of an operation by WebSocket; rejects with its errors where it did not run. */
async function ask(query: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  class WithHeaders extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, { headers });
    }
  }
  const client = createClient({ url: address(), webSocketImpl: WithHeaders, retryAttempts: 0 });
  try {
    for await (const result of client.iterate({ query })) return result;
    return null;
  } finally {
    await client.dispose();
  }
}

describe('the whole graph answers a query with the same data', () => {
  test('by JSON, server-sent events and WebSocket', async () => {
    const data = await service.read(CAMPAIGN);
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: CAMPAIGN }),
    });
    expect(await response.text()).toBe(`event: next\ndata: ${JSON.stringify({ data })}\n\nevent: complete\ndata:\n\n`);
    expect(await ask(CAMPAIGN)).toEqual({ data });
  });

  test('and refuses a mutation by GET, though the caller takes a stream', async () => {
    const query = new URLSearchParams({ query: 'mutation { __typename }' }).toString();
    const { status } = await fetch(`${service.url}/graphql?${query}`, { headers: { accept: 'text/event-stream' } });
    expect(status).toBe(405);
  });
});

describe('the fields of federation by WebSocket', () => {
  test('need the secret in the upgrade', async () => {
    await expect(ask('{ _service { sdl } }')).rejects.toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await expect(ask('{ _service { sdl } }', { 'x-subgraph-secret': SECRET })).resolves.toMatchObject({
      data: { _service: { sdl: expect.stringContaining('type Query') } },
    });
  });
});
