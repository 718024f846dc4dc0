import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ServiceOptions } from '../../src/app/service.js';
import type { Settings } from '../support/running-service.js';
import { sandboxIds } from '../support/sandbox.js';
import { until } from '../support/wait.js';
import { type LiveSandbox, startLiveSandbox } from './live-sandbox.js';
import { RAW_STREAMS, type RawStream, type RawTransport } from './raw-streams.js';
import { WATCH } from './watched-message.js';

const TRANSPORTS = Object.keys(RAW_STREAMS) as RawTransport[];
const DAY_MS = 24 * 60 * 60 * 1000;
const CHANGES_MS = 8000;
const KEPT = { EVENT_DAYS: '2', EVENT_MAX: '500' };

const EVENTS = `query ($after: String) { deliveryEvents(first: 100, after: $after, filter: { kinds: [VIBER_MESSAGE] }) {
  pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
  nodes { cursor status { state } subject { ... on ViberMessage { trackingId } } } } }`;
const FEED = 'subscription ($after: String) { deliveryEventAdded(after: $after) { cursor status { state } } }';
const CAMPAIGN =
  'subscription ($trackingId: ID!, $after: String) { campaignUpdated(trackingId: $trackingId, after: $after) { cursor } }';

interface Events {
  readonly deliveryEvents: {
    readonly pageInfo: Readonly<Record<string, unknown>> & { readonly endCursor: string };
    readonly nodes: readonly {
      readonly cursor: string;
      readonly status: { readonly state: string };
      readonly subject: { readonly trackingId: string };
    }[];
  };
}

let service: LiveSandbox;
let directory: string;
let streams: RawStream[];
beforeEach(async () => {
  streams = [];
  directory = await mkdtemp(join(tmpdir(), 'kept-events-'));
});
afterEach(async () => {
  for (const stream of streams) stream.stop();
  await service.stop();
  await rm(directory, { recursive: true });
});

async function start(settings: Settings, options: ServiceOptions = {}): Promise<void> {
  service = await startLiveSandbox(settings, options);
}

const read = async (after: string | null): Promise<Events['deliveryEvents']> =>
  (await service.read<Events>(EVENTS, { after })).deliveryEvents;
const end = async (): Promise<string> =>
  (await service.read<{ deliveryEventsEnd: string }>('{ deliveryEventsEnd }')).deliveryEventsEnd;
const statesOf = ({ nodes }: Events['deliveryEvents']): string[] =>
  nodes.map(({ status, subject }) => `${subject.trackingId} ${status.state}`);
function open(
  transport: RawTransport,
  query: string,
  variables: object,
  headers: Readonly<Record<string, string>> = {},
): RawStream {
  const stream = RAW_STREAMS[transport]({ endpoint: service.endpoint, query, variables: { ...variables }, headers });
  streams.push(stream);
  return stream;
}

describe.each<[place: string, settings: () => Settings]>([
  ['in memory', () => ({})],
  ['in DATA_DIR', () => ({ DATA_DIR: directory })],
])('a log %s whose events become older than EVENT_DAYS', (_, settings) => {
  test('shows only what it keeps, refuses cursors from before by every way with the numbers, and knows the states for 30 days', async () => {
    await start({ ...KEPT, ...settings() });
    const beginning = await end();
    const campaign = await service.send('+12025550160');
    const old = await service.sendMessage();
    await service.pass(CHANGES_MS);
    const gone = await read(beginning);
    expect(statesOf(gone)).toHaveLength(4);
    service.skip(DAY_MS);
    const young = await service.sendMessage();
    await service.pass(CHANGES_MS);
    expect(statesOf(await read(beginning))).toHaveLength(6); // 1 day later nothing is too old
    service.skip(DAY_MS);

    const page = await read(null);
    expect(statesOf(page)).toEqual([`${young} DELIVERED`, `${young} SEEN`]);
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: false });
    const refusal = {
      path: ['deliveryEvents'],
      message: expect.stringMatching(/events of 2 days are kept, at most 500\. Read the present state again/),
      extensions: { code: 'INVALID_EVENT_CURSOR', category: 'BAD_REQUEST', inputPath: ['after'] },
    };
    for (const after of [beginning, ...gone.nodes.map(({ cursor }) => cursor)]) {
      const { data, errors } = await service.query(EVENTS, { after });
      expect([data, errors]).toMatchObject([{ deliveryEvents: null }, [refusal]]);
    }
    // after the last event that is gone nothing is missed
    expect(statesOf(await read(gone.pageInfo.endCursor))).toEqual(statesOf(page));

    for (const transport of TRANSPORTS)
      for (const [query, variables] of [
        [WATCH, { trackingId: old }],
        [CAMPAIGN, { trackingId: campaign }],
        [FEED, {}],
      ] as const) {
        const stream = open(transport, query, { ...variables, after: beginning });
        await until(() => stream.text().includes('INVALID_EVENT_CURSOR'));
        expect(stream.text()).toContain('events of 2 days are kept, at most 500');
        expect(stream.text()).not.toContain('"cursor"');
        if (transport !== 'WebSocket') await until(() => stream.end() === 'whole');
        expect(service.open()).toBe(0);
      }

    for (const cursor of [beginning, 'damaged']) {
      const stream = open('SSE', FEED, {}, { 'last-event-id': cursor });
      await until(() => stream.end() === 'whole');
      expect(stream.text()).toContain(
        '"message":"The header Last-Event-ID, which goes before `after`: The cursor is not',
      );
      expect(stream.text()).toContain('"inputPath":["after"]');
    }

    const [message] = await messagesOf(campaign);
    expect(await campaignOf(message!)).toEqual({ trackingId: campaign });
    service.skip(27 * DAY_MS); // 29 days after its last report
    expect(await campaignOf(message!)).toEqual({ trackingId: campaign });
    service.skip(31 * DAY_MS);
    expect(await campaignOf(message!)).toBeNull();
    expect(statesOf(await read(null))).toEqual([]);
  });
});

async function messagesOf(trackingId: string): Promise<string[]> {
  const { campaign } = await service.read<{ campaign: { messages: { nodes: { trackingId: string }[] } } }>(
    'query ($trackingId: ID!) { campaign(trackingId: $trackingId) { messages { nodes { trackingId } } } }',
    { trackingId },
  );
  return campaign.messages.nodes.map((node) => node.trackingId);
}

/** What the log alone knows of a message that is reached by its own id. */
const campaignOf = async (trackingId: string): Promise<unknown> =>
  (
    await service.read<{ viberMessage: { campaign: unknown } }>(
      'query ($trackingId: ID!) { viberMessage(trackingId: $trackingId) { to campaign { trackingId } } }',
      { trackingId },
    )
  ).viberMessage.campaign;

describe('a log in DATA_DIR whose disk is full', () => {
  const ENOUGH = 1e9;
  const TOO_LITTLE = 16 * 1024 * 1024 - 1;
  let free: number;
  /** How the callbacks of Routee were answered. */
  const answers = () =>
    service.sandbox!.callbacks().flatMap(({ vendor, status }) => (vendor === 'routee' ? [status] : []));
  const readiness = async (): Promise<[number, string]> => {
    const response = await fetch(`${service.url}/readyz`);
    return [response.status, await response.text()];
  };

  test('has callbacks repeated, reports that, goes on with reads and subscriptions, and loses nothing once there is room', async () => {
    free = ENOUGH;
    await start({ DATA_DIR: directory }, { freeBytes: () => free });
    const beginning = await end();
    const trackingId = await service.sendMessage();
    const watches = TRANSPORTS.map((transport) => open(transport, WATCH, { trackingId, after: null }));
    for (const transport of TRANSPORTS) open(transport, FEED, { after: beginning });
    await until(() => watches.every((stream) => stream.text().includes('"QUEUED"')) && service.open() === 6);

    free = TOO_LITTLE;
    await service.pass(3000); // delivered
    await until(() => answers().includes(503));
    expect(await readiness()).toEqual([200, 'ready\nevents: "down"\n']);
    expect(service.log()).toMatch(/"event":"events","state":"down","cause":"less than 16 MB are free on the disk"/);
    expect(statesOf(await read(beginning))).toEqual([]);
    expect(await timelineOf(trackingId)).toEqual(['QUEUED', 'DELIVERED']); // the vendor itself was read
    expect(streams.map((stream) => stream.end())).toEqual(streams.map(() => null));
    const variables = { trackingId: sandboxIds.messageSeen, after: null }; // which the log does not know
    const refused = RAW_STREAMS.SSE({ endpoint: service.endpoint, query: WATCH, variables });
    await until(() => refused.end() !== null);
    expect(refused.text()).toMatch(/^:\n\nevent: next\ndata: \{"errors":\[.*"EVENTS_UNAVAILABLE".*\}\n\n$/);

    free = ENOUGH;
    await until(async () => (await readiness())[1] === 'ready\n');
    await service.pass(70_000); // seen meanwhile, and all was repeated
    await until(() => answers().filter((status) => status === 200).length === 2);
    expect(answers()[0]).toBe(503);
    // what was repeated late is outranked, and kept all the same
    expect(statesOf(await read(beginning)).at(-1)).toBe(`${trackingId} SEEN`);
    expect(await timelineOf(trackingId)).toEqual(['QUEUED', 'DELIVERED', 'SEEN']);
    await until(() => streams.every((stream) => stream.text().includes('"SEEN"')));
  });
});

async function timelineOf(trackingId: string): Promise<string[]> {
  const { viberMessage } = await service.read<{ viberMessage: { timeline: { state: string }[] } }>(
    'query ($trackingId: ID!) { viberMessage(trackingId: $trackingId) { timeline { state } } }',
    { trackingId },
  );
  return viberMessage.timeline.map(({ state }) => state);
}
