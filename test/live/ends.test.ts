import { afterEach, describe, expect, test } from '@jest/globals';
import { type KeyServer, startKeyServer } from '../server/key-server.js';
import { bearer, keyOf, writeTenants } from '../server/tenants-file.js';
import { type Settings } from '../support/running-service.js';
import { until } from '../support/wait.js';
import { type LiveSandbox, startLiveSandbox } from './live-sandbox.js';
import { RAW_STREAMS, type RawOptions, type RawStream, type RawTransport } from './raw-streams.js';
import { WATCH } from './watched-message.js';

const TRANSPORTS = Object.keys(RAW_STREAMS) as RawTransport[];
const KEY = 'a-key-of-live-ends-0123456789-0123456789';
const FEED = 'subscription { deliveryEventAdded { cursor } }';

/** How long a token is taken after its end: clocks differ. */
const TOLERANCE_SECONDS = 5;

let service: LiveSandbox;
let keys: KeyServer | null = null;
let isStopped: boolean;
afterEach(async () => {
  if (!isStopped) await service.stop();
  await keys?.close();
  keys = null;
});

async function start(settings: Settings = {}, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  isStopped = false;
  service = await startLiveSandbox(settings, { headers });
}

const open = (transport: RawTransport, more: Partial<RawOptions> = {}): RawStream =>
  RAW_STREAMS[transport]({ endpoint: service.endpoint, query: FEED, ...more });
const openAll = async (more: Partial<RawOptions> = {}): Promise<Record<RawTransport, RawStream>> => {
  const streams = Object.fromEntries(TRANSPORTS.map((transport) => [transport, open(transport, more)]));
  await until(() => service.open() === TRANSPORTS.length);
  return streams as Record<RawTransport, RawStream>;
};

test('a server that stops ends open subscriptions by every transport with a code that says to come again', async () => {
  await start();
  const streams = await openAll();
  isStopped = true;
  await service.drain();
  await until(() => Object.values(streams).every((stream) => stream.end() !== null));
  expect(streams.SSE.text()).not.toContain('complete');
  expect(streams.SSE.end()).toBe('whole');
  expect(streams.multipart.text()).toMatch(/\{"payload":null,"errors":\[.*"OVERLOADED".*\r\n--graphql--\r\n$/s);
  expect(streams.multipart.end()).toBe('whole');
  expect(streams.WebSocket.end()).toBe(1012);
  expect(streams.WebSocket.text()).not.toContain('complete');
});

test('a token that expires ends its subscription by every transport, and says why', async () => {
  keys = await startKeyServer();
  await start({ ...keys.settings, ...writeTenants([{ id: 'shop' }]) });
  const claims = { sub: 'one', tenant: 'shop', scope: 'read' };
  const begun = (): number => service.log().split('"event":"subscription-start"').length - 1;
  let streams: Record<RawTransport, RawStream> | null = null;
  // On a busy machine a token may be over before all are open: then with one that lasts longer.
  for (let seconds = 2; streams === null; seconds *= 2) {
    const before = begun();
    const headers = bearer(await keys.token(claims, { expiresIn: seconds - TOLERANCE_SECONDS }));
    const isOver = performance.now() + seconds * 1000 + 1000;
    const opened = TRANSPORTS.map((transport) => [transport, open(transport, { headers })] as const);
    await until(() => performance.now() >= isOver);
    const isWhole = begun() - before === TRANSPORTS.length;
    await service.pass(seconds * 1000 + 1000);
    await until(() => opened.every(([, stream]) => stream.end() !== null));
    if (isWhole) streams = Object.fromEntries(opened) as Record<RawTransport, RawStream>;
  }
  expect(streams.SSE.text()).toMatch(
    /event: next\ndata: \{"errors":\[.*"UNAUTHENTICATED".*\n\nevent: complete\ndata:\n\n$/s,
  );
  expect(streams.multipart.text()).toMatch(/\{"payload":null,"errors":\[.*"UNAUTHENTICATED".*\r\n--graphql--\r\n$/s);
  expect(streams.WebSocket.end()).toBe(4403);
});

describe.each(TRANSPORTS)('by %s', (transport) => {
  test('a subscription over the rate is RATE_LIMITED, and one that is open goes on', async () => {
    await start(writeTenants([{ id: 'shop', keys: [keyOf(KEY, { operationsPerMinute: 3 })] }]));
    const headers = { 'x-api-key': KEY };
    const first = open(transport, { headers });
    await until(() => service.open() === 1);
    for (let asked = 0; asked < 2; asked++) await service.query('{ __typename }', {}, headers);
    const second = open(transport, { headers });
    await until(() => second.text().includes('RATE_LIMITED'));
    if (transport !== 'WebSocket') expect(second.status()).toBe(429);
    expect([first.end(), service.open()]).toEqual([null, 1]);
    second.stop();
    first.stop();
  });

  test('a subscription that is resumed exactly at its end completes at once, without an update', async () => {
    await start();
    const trackingId = await service.sendMessage();
    const watched = open(transport, { query: WATCH, variables: { trackingId, after: null } });
    await until(() => watched.text().includes('"QUEUED"'));
    await service.pass(8000);
    await until(() => service.open() === 0);
    const cursors = [...watched.text().matchAll(/"cursor":"([^"]+)"/g)].map(([, cursor]) => cursor);
    const resumed = open(transport, { query: WATCH, variables: { trackingId, after: cursors.at(-1) } });
    const completed = { SSE: /complete/, multipart: /--graphql--/, WebSocket: /"complete"/ }[transport];
    await until(() => completed.test(resumed.text()));
    expect(resumed.text()).not.toContain('"data"');
    watched.stop();
    resumed.stop();
  });
});
