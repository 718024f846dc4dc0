import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { Bulkhead } from '../../src/vendor-client/bulkhead.js';
import { Operation } from '../../src/operation.js';
import { fakeClock } from '../support/fake-clock.js';
import { clientOf, deferred, failureOf, textOf } from './support/client.js';
import { recordingPeer } from './support/peer.js';

const clock = fakeClock();
const later = (): number => clock.now() + 5000;

/** Resolves with a place in it, at once where there is one. */
const enter = (bulkhead: Bulkhead, owner: object, deadline: number): Promise<void> =>
  new Promise((admitted, refused) =>
    bulkhead.tryAcquire() ? admitted() : bulkhead.wait(owner, { deadline, admitted, refused }),
  );

describe('a bulkhead', () => {
  test('gives every operation that waits its turn', async () => {
    const bulkhead = new Bulkhead('GMS', 1, 100, clock);
    void enter(bulkhead, {}, later());
    const [large, small] = [{ name: 'large' }, { name: 'small' }];
    const order: string[] = [];
    const all = [large, large, large, small, small].map(async (owner) => {
      await enter(bulkhead, owner, later());
      order.push(owner.name);
      bulkhead.release();
    });
    bulkhead.release();
    await Promise.all(all);
    expect(order).toEqual(['large', 'small', 'large', 'small', 'large']);
    expect(bulkhead).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  test('refuses at once when its queue is full', async () => {
    const bulkhead = new Bulkhead('GMS', 1, 2, clock);
    const owners = [{}, {}, {}];
    owners.forEach((owner) => void enter(bulkhead, owner, later()));
    await expect(enter(bulkhead, {}, later())).rejects.toBeInstanceOf(MessagingError);
    for (let i = 0; i < 3; i++) bulkhead.release();
    await bulkhead.close();
  });

  test('lets the longest queue give way to who waits for less', async () => {
    const bulkhead = new Bulkhead('GMS', 1, 3, clock);
    const large = {};
    void enter(bulkhead, {}, later());
    const waits = [1, 2, 3].map(() => enter(bulkhead, large, later()));
    const small = enter(bulkhead, {}, later());
    const failure = await failureOf(waits[2]!);
    expect(failure).toMatchObject({ code: 'OVERLOADED', details: { vendor: 'GMS', retryAfterSeconds: 1 } });
    for (let i = 0; i < 4; i++) bulkhead.release();
    await Promise.all([waits[0], waits[1], small]);
    expect(bulkhead).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  test('keeps nobody waiting past the deadline', async () => {
    const bulkhead = new Bulkhead('GMS', 1, 10, clock);
    void enter(bulkhead, {}, later());
    const refused = failureOf(enter(bulkhead, {}, clock.now() + 10));
    clock.advance(20);
    expect((await refused).code).toBe('UPSTREAM_TIMEOUT');
    expect(bulkhead.waiting).toBe(0);
  });
});

test('no more than the configured number of calls is in flight, and all are answered', async () => {
  let most = 0;
  const unanswered: (() => void)[] = [];
  const peer = await recordingPeer((_, response) => {
    unanswered.push(() => response.end());
    most = Math.max(most, unanswered.length);
    // Answers only when as many have come as may: fewer at once would never end.
    if (unanswered.length === 4) setImmediate(() => unanswered.splice(0).forEach((answer) => answer()));
  });
  const client = clientOf({ concurrency: 4 });
  const operation = new Operation();
  await Promise.all(Array.from({ length: 200 }, (_, i) => client.read(textOf(`${peer.url}/${i}`), operation)));
  expect(most).toBe(4);
  expect(peer.connections()).toBeLessThanOrEqual(4);
});

test('a small operation is answered while a large one still waits', async () => {
  const gate = deferred<void>();
  const peer = await recordingPeer((_, response) => void gate.promise.then(() => response.end()));
  const client = clientOf({ concurrency: 1 });
  const large = new Operation();
  let largeDone = 0;
  const many = Array.from({ length: 50 }, (_, i) =>
    client.read(textOf(`${peer.url}/${i}`), large).then(() => largeDone++),
  );
  const one = client.read(textOf(`${peer.url}/one`), new Operation());
  gate.resolve();
  await one;
  expect(largeDone).toBeLessThan(5);
  await Promise.all(many);
});
