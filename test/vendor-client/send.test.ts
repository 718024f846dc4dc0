import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import type { Authorization } from '../../src/vendor-client/vendor-client.js';
import { Operation } from '../../src/operation.js';
import { fakeClock } from '../support/fake-clock.js';
import { until } from '../support/wait.js';
import { clientOf, deferred, failureOf, sendTo } from './support/client.js';
import { closedAfterwards, deadUrl, json, rawPeer, recordingPeer } from './support/peer.js';

const OK = 'HTTP/1.1 200 OK\r\n';

function renewable(): Authorization {
  let number = 1;
  return {
    header: () => Promise.resolve(`Bearer ${number}`),
    renew: () => Promise.resolve(`Bearer ${++number}`),
  };
}

function expectUnknown(failure: MessagingError): void {
  expect(failure.code).toBe('SEND_OUTCOME_UNKNOWN');
  expect(failure.details).toMatchObject({ vendor: 'ROUTEE', outcome: 'UNKNOWN' });
  expect(failure.retryable).toBe(false);
}

describe('a send', () => {
  test('goes out once, on a connection of its own', async () => {
    const peer = await recordingPeer((_, response) => json(response, { ok: true }));
    const client = clientOf();
    for (let i = 0; i < 3; i++)
      expect((await client.send(sendTo(`${peer.url}/send`), new Operation())).status).toBe(200);
    expect(peer.connections()).toBe(3);
    expect(peer.received[0]).toMatchObject({ method: 'POST', path: '/send', body: '{"to":"+306900000000"}' });
    expect(peer.received[0]!.headers).toMatchObject({ authorization: 'Bearer t', 'content-type': 'application/json' });
    await peer.abandoned();
  });

  test.each([400, 403, 408, 429, 500, 503, 302])('is not repeated after %s: that is its answer', async (status) => {
    const peer = await recordingPeer((_, response) => json(response, {}, status, { location: '/elsewhere' }));
    const answer = await clientOf({ authorization: renewable() }).send(sendTo(peer.url), new Operation());
    expect(answer.status).toBe(status);
    expect(peer.received).toHaveLength(1);
  });

  test('is repeated once with a new token after 401', async () => {
    const peer = await recordingPeer((request, response) =>
      json(response, {}, request.headers.authorization === 'Bearer 2' ? 200 : 401),
    );
    const operation = new Operation();
    expect((await clientOf({ authorization: renewable() }).send(sendTo(peer.url), operation)).status).toBe(200);
    expect(peer.received).toHaveLength(2);
    expect(operation).toMatchObject({ calls: 2, retries: 1 });
    expect(operation.requests.map(({ status }) => status)).toEqual([401, 200]);
  });

  test('is repeated once with a new token after 403 where the request says that a 403 proves a refusal', async () => {
    const peer = await recordingPeer((_, response) => json(response, {}, 403));
    const request = { ...sendTo(peer.url), repeatsAfter403: true } as const;
    expect((await clientOf({ authorization: renewable() }).send(request, new Operation())).status).toBe(403);
    expect(peer.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
  });

  test('that is refused with 401 twice ends there', async () => {
    const peer = await recordingPeer((_, response) => json(response, {}, 401));
    expect((await clientOf({ authorization: renewable() }).send(sendTo(peer.url), new Operation())).status).toBe(401);
    expect(peer.received).toHaveLength(2);
  });

  test.each<[string, Parameters<typeof rawPeer>[0]]>([
    ['is reset', (s) => s.resetAndDestroy()],
    ['is answered by a closed connection', (s) => s.end()],
    ['is answered with half a body', (s) => s.end(`${OK}content-length: 100\r\n\r\nabc`)],
    ['is answered with hints only', (s) => s.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1000))],
    ['is answered with garbage', (s) => s.write('hello\r\n\r\n')],
    ['is answered in no known encoding', (s) => s.end(`${OK}content-encoding: zstd\r\ncontent-length: 1\r\n\r\nx`)],
    [
      'is answered with something that is not text',
      (s) => s.end(Buffer.from(`${OK}content-length: 1\r\n\r\n\xff`, 'latin1')),
    ],
    ['is answered without end', (s) => s.write(`${OK}content-length: 999999999\r\n\r\n`)],
    ['is answered with too long headers', (s) => s.write(`${OK}a: ${'b'.repeat(40_000)}\r\n\r\n`)],
  ])('that %s may have gone out', async (_, misbehave) => {
    const peer = await rawPeer(misbehave);
    // The clock stands still: no deadline decides.
    const failure = await failureOf(clientOf({ clock: fakeClock() }).send(sendTo(peer.url), new Operation()));
    expectUnknown(failure);
    expect(peer.connections()).toBe(1);
    await peer.abandoned();
  });

  test.each([
    ['is never answered', ''],
    ['is answered with headers only', `${OK}content-length: 100\r\n\r\n`],
  ])('that %s by its deadline may have gone out', async (_, text) => {
    let asked = false;
    const peer = await rawPeer((socket) => {
      asked = true;
      socket.write(text);
    });
    const clock = fakeClock();
    const failure = failureOf(clientOf({ sendTimeoutMs: 200, clock }).send(sendTo(peer.url), new Operation()));
    await until(() => asked && peer.written() === text.length);
    clock.advance(200);
    expectUnknown(await failure);
    expect(peer.connections()).toBe(1);
    await peer.abandoned();
  });

  test.each(['refused', 'unknown'])('to a host that is %s never left', async (kind) => {
    const url = kind === 'refused' ? await deadUrl() : 'http://nowhere.invalid';
    const failure = await failureOf(clientOf().send(sendTo(url), new Operation()));
    expect(failure.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(failure.retryable).toBe(true);
  });

  test('never left when the TLS handshake fails', async () => {
    const server = createTlsServer({});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closedAfterwards(() => new Promise((resolve) => void server.close(() => resolve())));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const failure = await failureOf(clientOf().send(sendTo(`https://127.0.0.1:${address.port}`), new Operation()));
    expect(failure.code).toBe('UPSTREAM_UNAVAILABLE');
  });

  test('without a token has the token’s error', async () => {
    const peer = await recordingPeer((_, response) => json(response, {}));
    const authorization: Authorization = {
      header: () => Promise.reject(new MessagingError('UPSTREAM_UNAUTHENTICATED', { vendor: 'ROUTEE' })),
      renew: null,
    };
    const operation = new Operation();
    const failure = await failureOf(clientOf({ authorization }).send(sendTo(peer.url), operation));
    expect(failure.code).toBe('UPSTREAM_UNAUTHENTICATED');
    expect(peer.received).toHaveLength(0);
    expect(operation.calls).toBe(0);
  });

  test('that ran out of time while it waited for a place never left', async () => {
    const peer = await recordingPeer(() => undefined);
    const clock = fakeClock();
    const client = clientOf({ concurrency: 1, sendTimeoutMs: 100, clock });
    const failures = Promise.all([1, 2].map(() => failureOf(client.send(sendTo(peer.url), new Operation()))));
    await peer.arrived(1);
    clock.advance(100);
    const [first, second] = await failures;
    expect([first!.code, second!.code].sort()).toEqual(['SEND_OUTCOME_UNKNOWN', 'UPSTREAM_TIMEOUT']);
    expect(peer.received).toHaveLength(1);
  });

  test('gives its waiting place up as soon as it may not begin any more', async () => {
    const answered = deferred<void>();
    const peer = await recordingPeer((_, response) => void answered.promise.then(() => json(response, {})));
    const clock = fakeClock();
    const client = clientOf({ concurrency: 1, clock });
    const first = client.send(sendTo(peer.url), new Operation());
    await peer.arrived(1);
    const tooLate = new MessagingError('OVERLOADED', { message: 'too late' });
    let isLate = false;
    const requireInTime = (): void => {
      if (isLate) throw tooLate;
    };
    const operation = new Operation();
    const second = failureOf(client.send(sendTo(peer.url), operation, requireInTime));
    clock.advance(20);
    expect(client.state()).toMatchObject({ inFlight: 1, waiting: 1 });
    isLate = true;
    clock.advance(20);
    expect(await second).toBe(tooLate);
    expect(client.state()).toMatchObject({ inFlight: 1, waiting: 0, circuits: { send: 'CLOSED' } });
    expect(client.events).toContainEqual({
      type: 'REFUSED',
      kind: 'SEND',
      vendor: 'ROUTEE',
      reason: 'QUEUED_TOO_LONG',
    });
    expect(operation.calls).toBe(0);
    answered.resolve();
    expect((await first).status).toBe(200);
    expect(peer.received).toHaveLength(1);
  });

  test('is not given up when its operation runs out of time, nor when the client closes', async () => {
    const asked = deferred<void>();
    const answered = deferred<void>();
    const peer = await recordingPeer((_, response) => {
      asked.resolve();
      void answered.promise.then(() => json(response, {}));
    });
    const client = clientOf();
    const operation = new Operation();
    const sent = client.send(sendTo(peer.url), operation);
    await asked.promise;
    operation.deadline = performance.now() - 1;
    const closed = client.close();
    answered.resolve();
    expect((await sent).status).toBe(200);
    await closed;
  });

  test('stays here while the circuit of sends is open', async () => {
    const peer = await recordingPeer((_, response) => json(response, {}, 500));
    // It stands still: the circuit's second does not pass.
    const client = clientOf({ clock: fakeClock() });
    for (let i = 0; i < 5; i++) await client.send(sendTo(peer.url), new Operation());
    const operation = new Operation();
    const failure = await failureOf(client.send(sendTo(peer.url), operation));
    expect(failure.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(failure.details.retryAfterSeconds).toBe(1);
    expect(peer.received).toHaveLength(5);
    expect(operation.calls).toBe(0);
    expect(client.state().circuits).toMatchObject({ send: 'OPEN', read: 'CLOSED' });
  });
});
