import { beforeEach, describe, expect, test } from '@jest/globals';
import { CircuitBreaker } from '../../src/vendor-client/circuit-breaker.js';
import { MessagingError } from '../../src/errors/error.js';
import { Operation } from '../../src/operation.js';
import { fakeClock } from '../support/fake-clock.js';
import { clientOf, failureOf, textOf } from './support/client.js';
import { recordingPeer, json } from './support/peer.js';

let clock = fakeClock();
let breaker = new CircuitBreaker('ROUTEE', clock);
beforeEach(() => {
  clock = fakeClock();
  breaker = new CircuitBreaker('ROUTEE', clock);
});

const fail = (...resources: string[]): void =>
  resources.forEach((resource) => breaker.failed(breaker.enter(), resource));
const succeed = (times = 1): void => {
  for (let i = 0; i < times; i++) breaker.succeeded(breaker.enter());
};

function refusal(): MessagingError {
  try {
    breaker.enter();
  } catch (error) {
    if (error instanceof MessagingError) return error;
  }
  throw new Error('it let a call pass');
}

describe('a circuit', () => {
  test('opens after five failures in a row on different resources', () => {
    fail('a', 'b', 'c', 'd');
    expect(breaker.state).toBe('CLOSED');
    fail('e');
    expect(breaker.state).toBe('OPEN');
    expect(refusal()).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      retryable: true,
      details: { vendor: 'ROUTEE', retryAfterSeconds: 1 },
    });
  });

  test('stays closed when one resource fails again and again', () => {
    fail(...Array<string>(19).fill('a'));
    expect(breaker.state).toBe('CLOSED');
  });

  test('stays closed when successes come in between', () => {
    for (let i = 0; i < 4; i++) {
      fail('a', 'b', 'c', 'd');
      succeed(8);
    }
    expect(breaker.state).toBe('CLOSED');
  });

  test('opens when half of twenty recent calls failed', () => {
    for (let i = 0; i < 9; i++) {
      succeed();
      fail('a');
    }
    succeed();
    expect(breaker.state).toBe('CLOSED');
    fail('a');
    expect(breaker.state).toBe('OPEN');
  });

  test('forgets what is older than ten seconds', () => {
    for (let i = 0; i < 9; i++) {
      succeed();
      fail('a');
    }
    clock.advance(11_000);
    succeed();
    fail('a');
    expect(breaker.state).toBe('CLOSED');
  });

  test('lets one probe pass at a time and closes with its success', () => {
    fail('a', 'b', 'c', 'd', 'e');
    clock.advance(1000);
    expect(breaker.enter()).toBe('PROBE');
    expect(refusal().details.retryAfterSeconds).toBe(1);
    breaker.succeeded('PROBE');
    expect(breaker.state).toBe('CLOSED');
    fail('a', 'b', 'c', 'd');
    expect(breaker.state).toBe('CLOSED');
  });

  test('waits again when its probe fails, and not when it never left', () => {
    fail('a', 'b', 'c', 'd', 'e');
    clock.advance(1000);
    breaker.failed(breaker.enter(), 'a');
    refusal();
    clock.advance(1000);
    breaker.abandoned(breaker.enter());
    expect(breaker.enter()).toBe('PROBE');
  });

  test('is not probed before the time that a failure named, and callers get what is left of it', () => {
    fail('a', 'b', 'c', 'd');
    breaker.failed(breaker.enter(), 'e', 20_000);
    expect(refusal().details.retryAfterSeconds).toBe(20);
    clock.advance(19_999);
    expect(refusal().details.retryAfterSeconds).toBe(1);
    clock.advance(1);
    breaker.failed(breaker.enter(), 'a', 7000);
    expect(refusal().details.retryAfterSeconds).toBe(7);
    clock.advance(7000);
    breaker.failed(breaker.enter(), 'a');
    expect(refusal().details.retryAfterSeconds).toBe(1);
  });

  test('waits for the longest time that concurrent calls were given', () => {
    const early = breaker.enter();
    breaker.failed(breaker.enter(), 'a', 9000);
    fail('b', 'c', 'd', 'e');
    expect(refusal().details.retryAfterSeconds).toBe(9);
    breaker.failed(early, 'f', 30_000);
    expect(refusal().details.retryAfterSeconds).toBe(30);
  });

  test('forgets a time to wait once the vendor answers again', () => {
    breaker.failed(breaker.enter(), 'a', 60_000);
    succeed();
    fail('a', 'b', 'c', 'd', 'e');
    expect(refusal().details.retryAfterSeconds).toBe(1);
  });

  test('is not moved by calls that began before it opened', () => {
    const early = [breaker.enter(), breaker.enter()];
    fail('a', 'b', 'c', 'd', 'e');
    breaker.succeeded(early[0]!);
    expect(breaker.state).toBe('OPEN');
    clock.advance(1000);
    expect(breaker.enter()).toBe('PROBE');
    breaker.failed(early[1]!, 'f');
    expect(breaker.state).toBe('HALF_OPEN');
  });
});

describe('the circuit of reads', () => {
  test('answers at once while the vendor is down, and is closed again by the first read after its recovery', async () => {
    let down = true;
    const peer = await recordingPeer((_, response) => json(response, {}, down ? 500 : 200));
    const client = clientOf({ clock });
    const ask = (id: number, operation = new Operation()): Promise<string> =>
      client.read(textOf(`${peer.url}/${id}`), operation);
    for (let i = 0; i < 5; i++) await ask(i);
    const operation = new Operation();
    // The clock stands still: nothing is waited for.
    const failure = await failureOf(ask(9, operation));
    expect(failure.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(operation.calls).toBe(0);
    expect(peer.received).toHaveLength(5);
    down = false;
    clock.advance(1000);
    expect(await ask(10)).toBe('200 {}');
    expect(await Promise.all([11, 12, 13].map((id) => ask(id)))).toHaveLength(3);
    const changes = client.events.flatMap((event) => (event.type === 'CIRCUIT' ? [event.state] : []));
    expect(changes).toEqual(['OPEN', 'HALF_OPEN', 'CLOSED']);
  });

  test('waits as a 503 with Retry-After says', async () => {
    let down = true;
    const peer = await recordingPeer((_, response) =>
      down ? json(response, {}, 503, { 'retry-after': '20' }) : json(response, {}),
    );
    const client = clientOf({ clock });
    const ask = (id: number): Promise<string> => client.read(textOf(`${peer.url}/${id}`), new Operation());
    for (let i = 0; i < 5; i++) expect(await ask(i)).toBe('503 {}');
    const waits: unknown[] = [];
    for (let second = 0; second < 20; second++) {
      waits.push((await failureOf(ask(9))).details.retryAfterSeconds);
      clock.advance(1000);
    }
    expect(waits).toEqual(Array.from({ length: 20 }, (_, i) => 20 - i));
    expect(peer.received).toHaveLength(5);
    down = false;
    expect(await ask(10)).toBe('200 {}');
  });

  test('counts a read with all its retries once', async () => {
    const peer = await recordingPeer((_, response) => json(response, {}, 503));
    const client = clientOf();
    for (let i = 0; i < 4; i++) await client.read(textOf(`${peer.url}/${i}`), new Operation());
    expect(peer.received).toHaveLength(12);
    expect(client.state().circuits.read).toBe('CLOSED');
  });

  test.each([400, 404, 429, 403])('does not mind %s', async (status) => {
    const peer = await recordingPeer((_, response) => json(response, {}, status));
    const client = clientOf();
    for (let i = 0; i < 25; i++) await client.read(textOf(`${peer.url}/${i}`), new Operation());
    expect(client.state().circuits.read).toBe('CLOSED');
  });

  test('does not mind bodies that cannot be read, but does mind deadlines', async () => {
    const garbled = await recordingPeer((_, response) => response.end(Buffer.from([0xff])));
    const hung = await recordingPeer(() => undefined);
    const client = clientOf({ timeoutMs: 50, clock });
    for (let i = 0; i < 25; i++) await failureOf(client.read(textOf(`${garbled.url}/${i}`), new Operation()));
    expect(client.state().circuits.read).toBe('CLOSED');
    const failures = Promise.all(
      Array.from({ length: 5 }, (_, i) => failureOf(client.read(textOf(`${hung.url}/${i}`), new Operation()))),
    );
    await hung.arrived(5);
    clock.advance(50);
    await failures;
    expect(client.state().circuits.read).toBe('OPEN');
  });
});
