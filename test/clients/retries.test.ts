import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gql } from '@apollo/client';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { createRelayEnvironment } from '../../examples/clients/relay.js';
import { createUrqlClient } from '../../examples/clients/urql.js';
import { readSchema } from '../../examples/clients/urql-schema.js';
import { createClient } from '../../examples/console/src/graph/client.js';

const QUERY = 'query Campaign { campaign(trackingId: "t") { __typename id trackingId name } }';
const MUTATION = 'mutation Cancel { cancelViberCampaign(input: { trackingId: "t" }) { send { id } } }';

/** One operation by a client as it is set up; resolves whatever comes of it. */
type Run = (text: string) => Promise<unknown>;

const CLIENTS: Readonly<Record<string, (url: string) => Run>> = {
  'Apollo Client': (uri) => {
    const client = createClient({ uri, key: () => null, webSocketImpl: WebSocket });
    return (text) =>
      text === QUERY ? client.query({ query: gql(text) }) : client.mutate({ mutation: gql(text) }).catch(() => null);
  },
  urql: (url) => {
    const client = createUrqlClient(url, readSchema(readFileSync('schema.graphql', 'utf8')));
    return (text) => (text === QUERY ? client.query(text, {}) : client.mutation(text, {})).toPromise();
  },
  Relay: (url) => {
    const network = createRelayEnvironment(url).getNetwork();
    return (text) => {
      const operationKind = text === QUERY ? 'query' : 'mutation';
      const request = { name: 'Operation', text, operationKind, id: null, cacheID: text, metadata: {} } as const;
      return network
        .execute(request, {}, { force: true })
        .toPromise()
        .catch(() => null);
    };
  },
};

describe.each(Object.entries(CLIENTS))('%s', (_name, create) => {
  let server: Server;
  /** In turn; the connection is cut where there is none. */
  let answers: { status: number; body: unknown }[];
  let requests: number;
  let run: Run;
  beforeEach(async () => {
    requests = 0;
    server = createServer((request, response) => {
      request.resume().on('end', () => {
        requests += 1;
        const answer = answers.shift();
        if (!answer) return void request.socket.destroy();
        response.writeHead(answer.status, { 'content-type': 'application/graphql-response+json' });
        response.end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    run = create(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const refusal = (status: number, code: string, retryable: boolean, more: object = {}) => ({
    status,
    body: { errors: [{ message: code, extensions: { code, retryable, ...more } }] },
  });
  const data = { campaign: { __typename: 'Campaign', id: 'a', trackingId: 't', name: 'Spring' } };
  const found = { status: 200, body: { data } };

  it('repeats a query that is refused for now', async () => {
    answers = [refusal(503, 'OVERLOADED', true), found];
    expect(await run(QUERY)).toMatchObject({ data });
    expect(requests).toBe(2);
  });

  it('waits for retryAfterSeconds before it repeats', async () => {
    const { setTimeout: start } = globalThis;
    const waits: number[] = [];
    const timers = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, milliseconds = 0) => {
      waits.push(milliseconds);
      return start(run, 0);
    }) as typeof setTimeout);
    try {
      answers = [4, 3].map((seconds) => refusal(429, 'RATE_LIMITED', true, { retryAfterSeconds: seconds }));
      answers.push(found);
      expect(await run(QUERY)).toMatchObject({ data });
    } finally {
      timers.mockRestore();
    }
    expect(requests).toBe(3);
    const [first, second, ...others] = waits.filter((milliseconds) => milliseconds >= 1000);
    expect(others).toEqual([]);
    for (const [wait, seconds] of [
      [first!, 4],
      [second!, 3],
    ] as const) {
      expect(wait).toBeGreaterThanOrEqual(seconds * 1000);
      expect(wait).toBeLessThan(seconds * 1700);
    }
  });

  it('shows an answer with data at once, also where a part of it may be had later', async () => {
    const extensions = { code: 'UPSTREAM_RATE_LIMITED', retryable: true, retryAfterSeconds: 2 };
    const errors = [{ message: 'Slow down.', path: ['campaign', 'name'], extensions }];
    const part = { campaign: { ...data.campaign, name: null } };
    answers = [{ status: 200, body: { data: part, errors } }, found];
    expect(await run(QUERY)).toMatchObject({ data: part });
    expect(requests).toBe(1);
  });

  it('does not repeat a query that is refused for good', async () => {
    answers = [refusal(403, 'FORBIDDEN', false), found];
    await run(QUERY);
    expect(requests).toBe(1);
  });

  it('never repeats a mutation whose connection is lost', async () => {
    answers = [];
    await run(MUTATION);
    expect(requests).toBe(1);
  });

  it('never repeats a mutation that is refused for now', async () => {
    answers = [refusal(503, 'OVERLOADED', true), refusal(503, 'OVERLOADED', true)];
    await run(MUTATION);
    expect(requests).toBe(1);
  });
});
