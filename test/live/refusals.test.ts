import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { keyOf, writeTenants } from '../server/tenants-file.js';
import { until } from '../support/wait.js';
import { type LiveSandbox, startLiveSandbox } from './live-sandbox.js';
import { CLIENTS } from './watching.js';
import { WATCH, type Watched } from './watched-message.js';

const [ALL, SENDS, ONE, OTHER] = ['all', 'sends', 'one', 'other'].map(
  (name) => `a-key-of-live-refusals-${name}-0123456789`,
);
const TWO_FIELDS =
  'subscription { a: viberMessageUpdated(trackingId: "m") { cursor } b: viberMessageUpdated(trackingId: "m") { cursor } }';

/** What a client reports of a refusal: errors, or graphql-sse the response whose status says it. */
async function textOf(error: unknown): Promise<string> {
  const { errors = error, response } = error as { errors?: unknown; response?: Response };
  return response && !response.bodyUsed ? response.text() : JSON.stringify(errors);
}

let service: LiveSandbox;
let trackingId: string;
beforeAll(async () => {
  service = await startLiveSandbox(
    {
      ...writeTenants([
        {
          id: 'shop',
          keys: [
            keyOf(ALL!),
            keyOf(SENDS!, { name: 'sends', scopes: ['send'] }),
            keyOf(ONE!, { name: 'one', subscriptions: 1 }),
          ],
        },
        { id: 'other', keys: [keyOf(OTHER!)] },
      ]),
      EVENT_MAX: '5',
    },
    { headers: { 'x-api-key': ALL! } },
  );
  trackingId = await service.sendMessage();
});
afterAll(() => service.stop());

describe.each(Object.entries(CLIENTS))('on the real graph, by %s', (_name, create) => {
  const watch = (key: string, after: string | null = null, query = WATCH) =>
    create(service.endpoint, { 'x-api-key': key })<Watched>(query, { trackingId, after });

  async function refusal(...given: Parameters<typeof watch>): Promise<string> {
    const { seen, error, stop } = watch(...given);
    await until(() => error() !== null);
    const text = await textOf(error());
    stop();
    expect(seen).toEqual([]);
    await until(() => service.open() === 0);
    return text;
  }
  /** The cursor of the present state. */
  async function cursorOf(key: string): Promise<string> {
    const { seen, stop } = watch(key);
    await until(() => seen.length === 1);
    stop();
    await until(() => service.open() === 0);
    return seen[0]!.viberMessageUpdated.cursor;
  }

  test('a caller without the scope is refused', async () => {
    expect(await refusal(SENDS!)).toContain('"FORBIDDEN"');
  });

  test('one subscription more than a caller may have is refused, with the time after which to try again', async () => {
    trackingId = await service.sendMessage(); // one that goes on
    const first = watch(ONE!);
    await until(() => first.seen.length === 1);
    const second = watch(ONE!);
    await until(() => second.error() !== null);
    expect(await textOf(second.error())).toMatch(
      /"SUBSCRIPTION_LIMIT_EXCEEDED".*"retryAfterSeconds":\d+|"retryAfterSeconds":\d+.*"SUBSCRIPTION_LIMIT_EXCEEDED"/,
    );
    expect(service.open()).toBe(1);
    second.stop();
    first.stop();
    await until(() => service.open() === 0);
  });

  test('two root fields are refused', async () => {
    expect(await refusal(ALL!, null, TWO_FIELDS)).toContain('"GRAPHQL_VALIDATION_FAILED"');
  });

  test('a cursor of another tenant is refused', async () => {
    expect(await refusal(ALL!, await cursorOf(OTHER!))).toContain('"INVALID_EVENT_CURSOR"');
  });

  test('a cursor that is older than the log is refused', async () => {
    const cursor = await cursorOf(ALL!);
    for (let sent = 0; sent < 4; sent++) await service.sendMessage();
    await service.pass(8500); // two events each
    expect(await refusal(ALL!, cursor)).toContain('"INVALID_EVENT_CURSOR"');
  });
});

test('over plain JSON a subscription is refused, and the three ways are named', async () => {
  const { status, text, errors } = await service.query(WATCH, { trackingId }, { 'x-api-key': ALL! });
  expect([status, errors[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  expect(text).toMatch(/text\/event-stream.*multipart\/mixed.*WebSocket/i);
});

test.each(['http://elsewhere.example', 'null'])('a WebSocket of the page %s is refused', async (origin) => {
  const socket = new WebSocket(service.endpoint.replace('http', 'ws'), 'graphql-transport-ws', { origin });
  const outcome = await new Promise((resolve) =>
    socket.on('error', ({ message }) => resolve(message)).on('open', () => resolve('open')),
  );
  expect(outcome).toBe('Unexpected server response: 403');
});
