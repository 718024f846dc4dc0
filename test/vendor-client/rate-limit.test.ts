import { describe, expect, test } from '@jest/globals';
import { Operation } from '../../src/operation.js';
import { MessagingError } from '../../src/errors/error.js';
import { createTokenAuthorization } from '../../src/vendor-client/authorization.js';
import { fakeClock } from '../support/fake-clock.js';
import { clientOf, failureOf, sendTo, textOf } from './support/client.js';
import { json, recordingPeer } from './support/peer.js';

/** A peer that answers 429 with these headers until it is set to be well. */
async function limitingPeer(headers: Record<string, string>) {
  const state = { isWell: false };
  const peer = await recordingPeer((_, response) =>
    state.isWell ? json(response, {}) : json(response, {}, 429, headers),
  );
  return { ...peer, beWell: () => void (state.isWell = true) };
}

describe('a vendor that answers 429 with Retry-After', () => {
  test('gets no read before the time has passed, and callers get what is left of it', async () => {
    const peer = await limitingPeer({ 'retry-after': '20' });
    const clock = fakeClock();
    const client = clientOf({ clock });
    const read = (id: string, operation = new Operation()) => client.read(textOf(`${peer.url}/${id}`), operation);
    expect(await read('first')).toBe('429 {}');

    const operation = new Operation();
    const failure = await failureOf(read('second', operation));
    expect(failure).toMatchObject({
      code: 'UPSTREAM_RATE_LIMITED',
      retryable: true,
      details: { vendor: 'ROUTEE', vendorStatus: 429, retryAfterSeconds: 20 },
    });
    expect(operation).toMatchObject({ calls: 0, maxAgeSeconds: 0 });
    clock.advance(12_500);
    expect((await failureOf(read('third'))).details.retryAfterSeconds).toBe(8);
    clock.advance(7_499);
    expect((await failureOf(read('fourth'))).details.retryAfterSeconds).toBe(1);
    expect(peer.received).toHaveLength(1);

    peer.beWell();
    clock.advance(1);
    expect(await read('fifth')).toBe('200 {}');
    expect(client.events.filter(({ type }) => type === 'REFUSED')).toEqual(
      Array.from({ length: 3 }, () => ({ type: 'REFUSED', kind: 'READ', vendor: 'ROUTEE', reason: 'RATE_LIMITED' })),
    );
    expect(client.state().circuits.read).toBe('CLOSED');
  });

  test('gets none of the reads that waited for a place when it said so', async () => {
    const peer = await limitingPeer({ 'retry-after': '5' });
    const client = clientOf({ clock: fakeClock(), concurrency: 1 });
    const reads = ['a', 'b', 'c'].map((id) => client.read(textOf(`${peer.url}/${id}`), new Operation()));
    expect(await reads[0]).toBe('429 {}');
    for (const read of reads.slice(1)) expect((await failureOf(read)).code).toBe('UPSTREAM_RATE_LIMITED');
    expect(peer.received).toHaveLength(1);
    expect(client.state()).toMatchObject({ inFlight: 0, waiting: 0 });
    expect(client.events.filter(({ type }) => type === 'REFUSED')).toEqual(
      Array.from({ length: 2 }, () => ({ type: 'REFUSED', kind: 'READ', vendor: 'ROUTEE', reason: 'RATE_LIMITED' })),
    );
  });

  test('gets no send either before its time, and is reported as one that never left', async () => {
    const peer = await limitingPeer({ 'retry-after': '3' });
    const clock = fakeClock();
    const client = clientOf({ clock });
    expect((await client.send(sendTo(peer.url), new Operation())).status).toBe(429);
    const failure = await failureOf(client.send(sendTo(peer.url), new Operation()));
    expect(failure).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', details: { retryAfterSeconds: 3 } });
    expect(peer.received).toHaveLength(1);
    // Reads and sends are limited each by its own answers.
    expect(await client.read(textOf(peer.url), new Operation())).toBe('429 {}');
    peer.beWell();
    clock.advance(3000);
    expect((await client.send(sendTo(peer.url), new Operation())).status).toBe(200);
  });

  test('is waited for as long as the longest wait of calls that were under way together', async () => {
    const peer = await recordingPeer((request, response) =>
      json(response, {}, 429, { 'retry-after': request.path.slice(1) }),
    );
    const client = clientOf({ clock: fakeClock() });
    await Promise.all([30, 2, 9].map((wait) => client.read(textOf(`${peer.url}/${wait}`), new Operation())));
    const failure = await failureOf(client.read(textOf(peer.url), new Operation()));
    expect(failure.details.retryAfterSeconds).toBe(30);
  });

  test('keeps the reads of another tenant out of it', async () => {
    const peer = await limitingPeer({ 'retry-after': '20' });
    const clock = fakeClock();
    expect(await clientOf({ clock }).read(textOf(peer.url), new Operation())).toBe('429 {}');
    peer.beWell();
    expect(await clientOf({ clock }).read(textOf(peer.url), new Operation())).toBe('200 {}');
  });

  test('in a day is asked again after an hour', async () => {
    const peer = await limitingPeer({ 'retry-after': '86400' });
    const clock = fakeClock();
    const client = clientOf({ clock });
    await client.read(textOf(peer.url), new Operation());
    clock.advance(3_599_000);
    expect((await failureOf(client.read(textOf(peer.url), new Operation()))).details.retryAfterSeconds).toBe(1);
    clock.advance(1000);
    expect(await client.read(textOf(peer.url), new Operation())).toBe('429 {}');
  });

  test('as an HTTP date is waited for by the wall clock, and a jump of that clock changes nothing', async () => {
    const clock = fakeClock();
    const date = new Date((Math.floor(clock.wallTime() / 1000) + 30) * 1000).toUTCString();
    const peer = await limitingPeer({ 'retry-after': date });
    let jump = 0;
    const client = clientOf({ clock: { ...clock, wallTime: () => clock.wallTime() + jump } });
    await client.read(textOf(peer.url), new Operation());
    jump = 86_400_000;
    expect((await failureOf(client.read(textOf(peer.url), new Operation()))).details.retryAfterSeconds).toBe(30);
    clock.advance(30_000);
    expect(await client.read(textOf(peer.url), new Operation())).toBe('429 {}');
  });

  test.each(['0', '', 'soon', '-5', '1.5', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'under which %j stands is asked on',
    async (text) => {
      const peer = await limitingPeer({ 'retry-after': text });
      const client = clientOf({ clock: fakeClock() });
      for (let i = 0; i < 3; i++) expect(await client.read(textOf(peer.url), new Operation())).toBe('429 {}');
      expect(peer.received).toHaveLength(3);
    },
  );
});

describe('a token endpoint that names a time to wait', () => {
  function limitedTokens(retryAfterSeconds: number) {
    const clock = fakeClock();
    const counter = { fetches: 0 };
    let failure: MessagingError | null = new MessagingError('UPSTREAM_RATE_LIMITED', {
      vendor: 'ROUTEE',
      vendorStatus: 429,
      retryAfterSeconds,
    });
    const authorization = createTokenAuthorization({
      vendor: 'ROUTEE',
      clock,
      fetchToken: async () => {
        counter.fetches++;
        if (failure) throw failure;
        return { value: 't', expiresInSeconds: 3600 };
      },
    });
    const header = async () => authorization.header(Number.POSITIVE_INFINITY);
    return { clock, counter, header, beWell: () => void (failure = null) };
  }

  test('is asked no more before, and callers get what is left of it', async () => {
    const { clock, counter, header, beWell } = limitedTokens(20);
    expect((await failureOf(header())).details.retryAfterSeconds).toBe(20);
    const reported: unknown[] = [];
    for (let second = 0; second < 19; second++) {
      clock.advance(1000);
      reported.push((await failureOf(header())).details);
    }
    expect(reported).toEqual(
      Array.from({ length: 19 }, (_, i) => ({ vendor: 'ROUTEE', vendorStatus: 429, retryAfterSeconds: 19 - i })),
    );
    expect(counter.fetches).toBe(1);
    beWell();
    clock.advance(1000);
    expect(await header()).toBe('Bearer t');
    expect(counter.fetches).toBe(2);
  });

  test('of no second is asked once a second', async () => {
    const { clock, counter, header } = limitedTokens(0);
    for (let i = 0; i < 5; i++) await failureOf(header());
    expect(counter.fetches).toBe(1);
    clock.advance(1000);
    await failureOf(header());
    expect(counter.fetches).toBe(2);
  });
});
