import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gql } from '@apollo/client';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { createClient } from '../../examples/console/src/graph/client.js';
import { follow, type FollowOptions, type FollowState } from '../../examples/console/src/graph/follow.js';
import { until } from '../support/wait.js';

/** A feed: its first update is not the present state. */
const feed = gql`
  subscription Feed($after: String) {
    deliveryEventAdded(after: $after) {
      cursor
    }
  }
`;
const query = gql`
  subscription Updates($trackingId: ID!, $after: String) {
    campaignUpdated(trackingId: $trackingId, after: $after) {
      cursor
      isLast
    }
  }
`;

/** One subscription as a server answers it. */
type Script = (stream: {
  update(cursor: string, isLast?: boolean): void;
  /** A refusal, or the end of the whole stream by an error. */
  fail(code: string, more?: Readonly<Record<string, unknown>>): void;
  complete(): void;
  /** As when the server dies. */
  drop(): void;
  /** As when the server drains, or where the credentials are over. */
  close(code: number): void;
  /** As when the network is gone and nobody says so: the connection stays open and nothing comes. */
  fallSilent(): void;
}) => void;

interface Message {
  readonly id: string;
  readonly type: string;
  readonly payload: {
    readonly query: string;
    readonly variables: { readonly after: string | null };
    readonly [key: string]: unknown;
  };
}

const NEVER_BY_TIME = 2 ** 30;
const SILENCE_MS = 60_000;
const LONGEST_FIRST_WAIT_MS = 500;

interface StartOptions extends FollowOptions {
  readonly followed?: typeof query;
  readonly after?: string | null;
}

describe('following a subscription', () => {
  let server: Server;
  let sockets: WebSocketServer;
  let scripts: Script[];
  let afters: (string | null)[];
  let keys: unknown[];
  let stop: (() => void) | null;
  let unanswered: number;
  /** Where the log ends, as the graph answers it; null where it cannot. */
  let ends: (string | null)[];
  /** How often it was asked. */
  let asked: number;
  /** The connection ends without an answer. */
  let isCut: boolean;
  beforeEach(async () => {
    afters = [];
    keys = [];
    stop = null;
    unanswered = 0;
    ends = [];
    asked = 0;
    isCut = false;
    server = createServer((_request, response) => {
      asked += 1;
      if (isCut) return void response.destroy();
      const end = ends.shift() ?? null;
      const errors = [{ message: 'away', path: ['deliveryEventsEnd'], extensions: { retryable: true } }];
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: { deliveryEventsEnd: end }, ...(end === null && { errors }) }));
    });
    sockets = new WebSocketServer({ server });
    sockets.on('connection', answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    jest.useRealTimers();
    stop?.();
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    await new Promise((resolve) => server.close(resolve));
  });

  function answer(socket: WebSocket): void {
    let isSilent = false;
    const say = (message: unknown): void => socket.send(JSON.stringify(message));
    socket.on('message', (data: Buffer) => {
      if (isSilent) return void unanswered++;
      const { id, type, payload } = JSON.parse(data.toString()) as Message;
      if (type === 'ping') say({ type: 'pong' });
      if (type === 'connection_init') {
        keys.push(payload?.authorization ?? null);
        say({ type: 'connection_ack' });
      }
      if (type !== 'subscribe') return;
      afters.push(payload.variables.after);
      const next = (data: unknown): void => say({ id, type: 'next', payload: { data } });
      const isFeed = payload.query.includes('deliveryEventAdded');
      scripts.shift()?.({
        update: (cursor, isLast = false) =>
          next(
            isFeed
              ? { deliveryEventAdded: { __typename: 'DeliveryEvent', cursor } }
              : { campaignUpdated: { __typename: 'CampaignUpdate', cursor, isLast } },
          ),
        fail: (code, more = {}) =>
          say({ id, type: 'error', payload: [{ message: code, extensions: { code, ...more } }] }),
        complete: () => say({ id, type: 'complete' }),
        drop: () => socket.terminate(),
        close: (code) => socket.close(code),
        fallSilent: () => (isSilent = true),
      });
    });
  }

  type Update = Readonly<Record<string, { readonly cursor: string }>>;

  function start(
    all: readonly Script[],
    { followed = query, after = null as string | null, ...options }: StartOptions = {},
  ) {
    scripts = [...all];
    const cursors: string[] = [];
    const states: FollowState[] = [];
    const codes: (string | null)[] = [];
    let missed = 0;
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    stop = follow<Update, { trackingId?: string }>(
      createClient({ uri, key: () => 'a-key', silenceMs: SILENCE_MS, webSocketImpl: WebSocket }),
      followed,
      { ...(followed === query && { trackingId: 't' }), after },
      {
        update: (data) => cursors.push(Object.values(data)[0]!.cursor),
        state(state, problem) {
          states.push(state);
          codes.push(problem?.code ?? null);
        },
        missed: () => (missed += 1),
      },
      { openAfterMs: NEVER_BY_TIME, ...options },
    );
    return { cursors, states, codes, missed: () => missed };
  }

  it('goes on from its last cursor when the connection is lost, and says that something may have been missed', async () => {
    const { cursors, states, missed } = start([
      ({ update, drop }) => (update('c1'), update('c2'), setImmediate(drop)),
      ({ update }) => update('c3'),
    ]);
    await until(() => cursors.includes('c3'));
    expect(cursors).toEqual(['c1', 'c2', 'c3']);
    expect(afters).toEqual([null, 'c2']);
    expect(states).toEqual(['connecting', 'live', 'waiting', 'live']);
    expect(missed()).toBe(1);
  });

  it('notices a connection on which nothing comes any more, and goes on from its cursor on another', async () => {
    jest.useFakeTimers({ doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'Date'] });
    const { cursors, states } = start([
      ({ update, fallSilent }) => (update('c1'), fallSilent()),
      ({ update }) => update('c2'),
    ]);
    await until(() => cursors.includes('c1'));
    jest.advanceTimersByTime(SILENCE_MS);
    await until(() => unanswered === 1); // the ping
    expect(states).toEqual(['connecting', 'live']);
    jest.advanceTimersByTime(SILENCE_MS);
    await until(() => states.at(-1) === 'waiting');
    jest.advanceTimersByTime(LONGEST_FIRST_WAIT_MS);
    await until(() => cursors.includes('c2'));
    expect(cursors).toEqual(['c1', 'c2']);
    expect(afters).toEqual([null, 'c1']);
    expect(states).toEqual(['connecting', 'live', 'waiting', 'live']);
  });

  it('is live once its subscription is taken, however long no update comes', async () => {
    const { cursors, states } = start([() => undefined], { openAfterMs: 0 });
    await until(() => states.includes('live'));
    expect(states).toEqual(['connecting', 'live']);
    expect(cursors).toEqual([]);
  });

  it('goes on where the server drains or ends the stream before the last update', async () => {
    const { cursors } = start([
      ({ update, close }) => (update('c1'), close(1012)),
      ({ update, complete }) => (update('c2'), complete()),
      ({ update }) => update('c3'),
    ]);
    await until(() => cursors.includes('c3'));
    expect(afters).toEqual([null, 'c1', 'c2']);
  });

  it('goes on from its cursor on another network, and says that something may have been missed', async () => {
    const page = new EventTarget();
    const names = ['addEventListener', 'removeEventListener'] as const;
    for (const name of names)
      Object.defineProperty(globalThis, name, { value: page[name].bind(page), configurable: true });
    const { cursors, missed } = start([({ update }) => update('c1'), ({ update }) => update('c2')]);
    await until(() => cursors.includes('c1'));
    page.dispatchEvent(new Event('online'));
    await until(() => cursors.includes('c2'));
    for (const name of names) Reflect.deleteProperty(globalThis, name);
    expect(afters).toEqual([null, 'c1']);
    expect(missed()).toBe(1);
  });

  it('starts anew where the log has lost its cursor', async () => {
    const { cursors, missed } = start([
      ({ update, drop }) => (update('c1'), setImmediate(drop)),
      ({ fail }) => fail('INVALID_EVENT_CURSOR'),
      ({ update }) => update('d1'),
    ]);
    await until(() => cursors.includes('d1'));
    expect(afters).toEqual([null, 'c1', null]);
    expect(missed()).toBe(1);
  });

  it('ends with the last update', async () => {
    const { states } = start([({ update, complete }) => (update('c1', true), complete())]);
    await until(() => states.includes('ended'));
    expect(states.at(-1)).toBe('ended');
    expect(afters).toEqual([null]);
  });

  it('ends where it is refused for good', async () => {
    const { states, codes } = start([({ fail }) => fail('FORBIDDEN', { retryable: false })]);
    await until(() => states.includes('refused'));
    expect(codes.at(-1)).toBe('FORBIDDEN');
    expect(afters).toEqual([null]);
  });

  it('gives its key when it connects, and ends where the key is no longer accepted', async () => {
    const { states, codes } = start([({ close }) => close(4403)]);
    await until(() => states.includes('refused'));
    expect(keys).toEqual(['Bearer a-key']);
    expect(codes.at(-1)).toBe('UNAUTHENTICATED');
  });

  const ofFeed = { followed: feed, isFeed: true };

  it('begins a feed at the end of the log, which is known before it is opened', async () => {
    ends = ['e1'];
    const { cursors } = start([({ update }) => update('c1')], ofFeed);
    await until(() => cursors.includes('c1'));
    expect(afters).toEqual(['e1']);
  });

  it('begins a feed at the cursor that it is given', async () => {
    const { cursors } = start([({ update }) => update('c1')], { ...ofFeed, after: 'c0' });
    await until(() => cursors.includes('c1'));
    expect(afters).toEqual(['c0']);
  });

  it('goes on with a feed from the end of the log where the log has lost its cursor', async () => {
    ends = ['d0'];
    const { cursors, missed } = start([({ fail }) => fail('INVALID_EVENT_CURSOR'), ({ update }) => update('d1')], {
      ...ofFeed,
      after: 'c0',
    });
    await until(() => cursors.includes('d1'));
    expect(afters).toEqual(['c0', 'd0']);
    expect(missed()).toBe(1);
  });

  it('tries again where the end of the log cannot be read, and says that something may have been missed', async () => {
    ends = [null, 'e1'];
    const { cursors, states, missed } = start([({ update }) => update('c1')], ofFeed);
    await until(() => cursors.includes('c1'));
    expect(afters).toEqual(['e1']);
    expect(states).toEqual(['connecting', 'waiting', 'live']);
    expect(missed()).toBe(1);
  });

  it('says that something may have been missed where what is shown was read before its end of the log was', async () => {
    ends = ['e1'];
    const { cursors, states, missed } = start([({ update }) => update('c1')], { ...ofFeed, isLate: true });
    await until(() => cursors.includes('c1'));
    expect(states).toEqual(['connecting', 'live']);
    expect(missed()).toBe(1);
  });

  it('asks once for the end of the log before it says that it waits', async () => {
    isCut = true;
    const { states } = start([], ofFeed);
    await until(() => states.includes('waiting'));
    expect(asked).toBe(1);
  });

  it('asks nothing more where it is ended before the end of the log is known', async () => {
    ends = ['e1'];
    const { states } = start([({ update }) => update('c1')], ofFeed);
    stop?.();
    await until(() => ends.length === 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([afters, states]).toEqual([[], ['connecting']]);
  });
});
