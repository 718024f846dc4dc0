import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gql } from '@apollo/client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from '../../examples/console/src/graph/client.js';
import { follow, type FollowState } from '../../examples/console/src/graph/follow.js';
import { until } from '../support/wait.js';

const query = gql`
  subscription Updates($trackingId: ID!, $after: String) {
    campaignUpdated(trackingId: $trackingId, after: $after) {
      cursor
      isLast
    }
  }
`;

/** One stream as a server writes it. */
type Script = (stream: {
  update(cursor: string, isLast?: boolean): void;
  /** The end of the whole stream by an error. */
  fail(code: string, more?: Readonly<Record<string, unknown>>): void;
  complete(): void;
  /** As when the server dies. */
  drop(): void;
}) => void;

describe('following a subscription', () => {
  let server: Server;
  let scripts: Script[];
  let afters: (string | null)[];
  let stop: (() => void) | null;
  beforeEach(async () => {
    afters = [];
    stop = null;
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        afters.push((JSON.parse(text) as { variables: { after: string | null } }).variables.after);
        write(response, scripts.shift() ?? (() => undefined));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    stop?.();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function write(response: ServerResponse, script: Script): void {
    const head = { 'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0' };
    const textOf = (value: unknown): string =>
      `\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(value)}\r\n--graphql`;
    const open = (): void => {
      if (!response.headersSent) response.writeHead(200, head).write('\r\n--graphql');
    };
    const part = (value: unknown): void => (open(), void response.write(textOf(value)));
    script({
      update: (cursor, isLast = false) =>
        part({ payload: { data: { campaignUpdated: { __typename: 'CampaignUpdate', cursor, isLast } } } }),
      fail(code, more = {}) {
        const text = `${textOf({ payload: null, errors: [{ message: code, extensions: { code, ...more } }] })}--\r\n`;
        if (response.headersSent) return void response.end(text);
        const whole = `\r\n--graphql${text}`; // a refusal instead of a stream is one answer with a length
        response.writeHead(200, { ...head, 'content-length': whole.length }).end(whole);
      },
      complete: () => void response.end('--\r\n'),
      drop: () => (open(), void setImmediate(() => response.destroy())),
    });
    open();
  }

  function start(...all: Script[]) {
    scripts = all;
    const cursors: string[] = [];
    const states: FollowState[] = [];
    let missed = 0;
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    stop = follow<{ campaignUpdated: { cursor: string } }, { trackingId: string }>(
      createClient({ uri, key: () => null }),
      query,
      { trackingId: 't' },
      {
        update: ({ campaignUpdated }) => cursors.push(campaignUpdated.cursor),
        state: (state) => states.push(state),
        missed: () => (missed += 1),
      },
    );
    return { cursors, states, missed: () => missed };
  }

  it('goes on from its last cursor when the connection is lost, and says that something may have been missed', async () => {
    const { cursors, states, missed } = start(
      ({ update, drop }) => (update('c1'), update('c2'), drop()),
      ({ update }) => update('c3'),
    );
    await until(() => cursors.includes('c3'));
    expect(cursors).toEqual(['c1', 'c2', 'c3']);
    expect(afters).toEqual([null, 'c2']);
    expect(states).toEqual(['connecting', 'live', 'waiting', 'live']);
    expect(missed()).toBe(1);
  });

  it('is live once its stream is open, however long no update comes', async () => {
    const { cursors, states, missed } = start(
      ({ drop }) => drop(),
      () => undefined,
    );
    await until(() => states.filter((state) => state === 'live').length === 2);
    expect(states).toEqual(['connecting', 'live', 'waiting', 'live']);
    expect(cursors).toEqual([]);
    expect(missed()).toBe(1);
  });

  it('goes on where the server drains or ends the stream before the last update', async () => {
    const { cursors } = start(
      ({ update, fail }) => (update('c1'), fail('OVERLOADED', { retryable: true })),
      ({ update, complete }) => (update('c2'), complete()),
      ({ update }) => update('c3'),
    );
    await until(() => cursors.includes('c3'));
    expect(afters).toEqual([null, 'c1', 'c2']);
  });

  it('starts anew where the log has lost its cursor', async () => {
    const { cursors, missed } = start(
      ({ update, drop }) => (update('c1'), drop()),
      ({ fail }) => fail('INVALID_EVENT_CURSOR'),
      ({ update }) => update('d1'),
    );
    await until(() => cursors.includes('d1'));
    expect(afters).toEqual([null, 'c1', null]);
    expect(missed()).toBe(1);
  });

  it('ends with the last update', async () => {
    const { states } = start(({ update, complete }) => (update('c1', true), complete()));
    await until(() => states.includes('ended'));
    expect(states.at(-1)).toBe('ended');
    expect(afters).toEqual([null]);
  });

  it('ends where it is refused for good', async () => {
    const { states } = start(({ fail }) => fail('FORBIDDEN', { retryable: false }));
    await until(() => states.includes('refused'));
    expect(afters).toEqual([null]);
  });
});
