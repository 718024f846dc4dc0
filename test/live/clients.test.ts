import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { EventSource } from 'eventsource';
import { printSchema } from 'graphql';
import relayRuntime, { type GraphQLResponse } from 'relay-runtime';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { compileForRelay, type RelayOperation } from '../clients/compile-for-relay.js';
import { until } from '../support/wait.js';
import { startCuttingProxy } from './cutting-proxy.js';
import { type LiveSandbox, startLiveSandbox } from './live-sandbox.js';
import { CLIENTS, socketClient, watching } from './watching.js';
import { stateOf, WATCH, type Watched } from './watched-message.js';

/** A WebSocket whose peer, here in the same process, does not answer within it is cut. */
const HEARTBEAT_MS = 3000;

let service: LiveSandbox;
let endpoint: string;
let trackingId: string;
beforeAll(async () => {
  service = await startLiveSandbox({}, { httpLimits: { heartbeatMs: HEARTBEAT_MS } });
  ({ endpoint } = service);
});
afterAll(() => service.stop());
beforeEach(async () => {
  trackingId = await service.sendMessage();
});
afterEach(() => until(() => service.open() === 0));

describe.each(Object.entries(CLIENTS))('%s', (_name, create) => {
  const watch = (after: string | null = null) => create(endpoint)<Watched>(WATCH, { trackingId, after });

  test('sees the present state, every change, and the end', async () => {
    const { seen, isComplete, error, stop } = watch();
    await until(() => seen.length === 1);
    await service.pass(3000);
    await until(() => seen.length === 2);
    await service.pass(5000);
    await until(isComplete);
    expect(seen.map(stateOf)).toEqual(['QUEUED', 'DELIVERED', 'SEEN']);
    expect(seen.map(({ viberMessageUpdated }) => viberMessageUpdated.isLast)).toEqual([false, false, true]);
    expect(error()).toBeNull();
    stop();
  });

  test('resumes after a cursor', async () => {
    const first = watch();
    await until(() => first.seen.length === 1);
    first.stop();
    await service.pass(8000);
    const { seen, isComplete, stop } = watch(first.seen[0]!.viberMessageUpdated.cursor);
    await until(isComplete);
    expect(seen.map(stateOf)).toEqual(['DELIVERED', 'SEEN']);
    stop();
  });

  test('leaves nothing when it stops', async () => {
    const { seen, stop } = watch();
    await until(() => seen.length === 1);
    expect(service.open()).toBe(1);
    stop();
    await until(() => service.open() === 0);
  });

  test('gets a refusal with its code', async () => {
    const { seen, error, stop } = watch('no cursor');
    await until(() => error() !== null);
    const { errors = error() } = error() as { errors?: unknown };
    expect(JSON.stringify(errors)).toContain('INVALID_EVENT_CURSOR');
    expect(seen).toEqual([]);
    stop();
  });
});

test('every client goes on over heartbeats', async () => {
  const all = Object.values(CLIENTS).map((create) => create(endpoint)<Watched>(WATCH, { trackingId, after: null }));
  await until(() => all.every(({ seen }) => seen.length === 1));
  await setTimeout(HEARTBEAT_MS + 50);
  await service.pass(8000);
  await until(() => all.every(({ isComplete, error }) => isComplete() || error() !== null));
  expect(all.map(({ error }) => error())).toEqual(all.map(() => null));
  for (const { seen, stop } of all) {
    expect(seen.map(stateOf)).toEqual(['QUEUED', 'DELIVERED', 'SEEN']);
    stop();
  }
});

test('EventSource resumes by itself with the last id after its connection was cut, and ends at 204', async () => {
  const proxy = await startCuttingProxy(Number(new URL(service.url).port));
  const seen: string[] = [];
  let completes = 0;
  const resumed: (string | undefined)[] = [];
  const statuses: number[] = [];
  const query = new URLSearchParams({ query: WATCH, variables: JSON.stringify({ trackingId }) }).toString();
  const source = new EventSource(`${proxy.url}/graphql?${query}`, {
    fetch: async (url, init) => {
      resumed.push(init.headers['Last-Event-ID']);
      const response = await fetch(url, init);
      statuses.push(response.status);
      return response;
    },
  });
  source.addEventListener('next', ({ data, lastEventId }) => {
    const { data: watched } = JSON.parse(String(data)) as { data: Watched };
    expect(lastEventId).toBe(watched.viberMessageUpdated.cursor);
    seen.push(stateOf(watched));
  });
  source.addEventListener('complete', () => (completes += 1));
  await until(() => seen.length === 1);
  await service.pass(3000);
  await until(() => seen.length === 2);
  proxy.cut();
  await service.pass(5000);
  await until(() => source.readyState === source.CLOSED); // it asked once more, and was answered 204
  expect(seen).toEqual(['QUEUED', 'DELIVERED', 'SEEN']);
  expect(completes).toBe(1);
  expect(resumed).toHaveLength(3);
  expect(resumed[0]).toBeUndefined();
  expect(new Set(resumed).size).toBe(3);
  expect(statuses).toEqual([200, 200, 204]);
  proxy.close();
});

test('graphql-ws carries queries and mutations', async () => {
  const client = socketClient(endpoint);
  const ask = async (query: string) => {
    for await (const result of client.iterate({ query })) return result;
    throw new Error('no result');
  };
  expect(await ask(`{ viberMessage(trackingId: "${trackingId}") { trackingId } }`)).toEqual({
    data: { viberMessage: { trackingId } },
  });
  const cancelled = await ask(
    'mutation { cancelViberCampaign(input: { trackingId: "nobody" }) { campaign { trackingId } } }',
  );
  expect(cancelled.errors?.[0]?.extensions).toMatchObject({ code: 'CAMPAIGN_NOT_FOUND' });
  await client.dispose();
});

test('relay-runtime takes each update into its store, over the client of graphql-ws', async () => {
  const { Environment, Network, Observable, RecordSource, requestSubscription, Store } = relayRuntime;
  const document = WATCH.replace('Watch(', 'WatchSubscription(');
  const { artifact, remove } = await compileForRelay(
    'WatchSubscription',
    document,
    printSchema(buildGraphSchema({ nodeFields: true })),
  );
  const client = socketClient(endpoint);
  const environment = new Environment({
    network: Network.create(
      () => Promise.reject(new Error('no query is asked')),
      ({ text: query }, given) =>
        Observable.create<GraphQLResponse>((sink) =>
          client.subscribe(
            { query: query!, variables: { ...given } },
            { ...sink, next: (result) => sink.next(result as GraphQLResponse) },
          ),
        ),
    ),
    store: new Store(new RecordSource()),
  });
  const { seen, isComplete, error, stop } = watching<Watched>(({ next, error: failed, complete }) => {
    const { dispose } = requestSubscription<RelayOperation<Watched>>(environment, {
      subscription: artifact,
      variables: { trackingId, after: null },
      onNext: (update) => next(update!),
      onError: failed,
      onCompleted: complete,
    });
    return dispose;
  });
  await until(() => seen.length === 1);
  await service.pass(8000);
  await until(isComplete);
  expect(seen.map(stateOf).at(-1)).toBe('SEEN');
  expect(error()).toBeNull();
  stop();
  await client.dispose();
  await remove();
});
