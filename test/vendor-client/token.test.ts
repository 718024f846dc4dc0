import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import {
  createBasicAuthorization,
  createTokenAuthorization,
  type FetchedToken,
} from '../../src/vendor-client/authorization.js';
import { fetchOnce, postForm } from '../../src/vendor-client/fetch-once.js';
import { fakeClock } from '../support/fake-clock.js';
import { deferred, failureOf } from './support/client.js';
import { deadUrl, json, rawPeer, recordingPeer } from './support/peer.js';

const soon = (): number => performance.now() + 60_000;

/** An authorization whose fetches are counted: the first token is "1", the next "2". */
function counted(
  expiresInSeconds: number,
  options: { fails?: () => MessagingError | null; gate?: Promise<unknown> } = {},
) {
  const clock = fakeClock();
  const counter = { fetches: 0 };
  const fetchToken = async (): Promise<FetchedToken> => {
    const value = String(++counter.fetches);
    await options.gate;
    const failure = options.fails?.();
    if (failure) throw failure;
    return { value, expiresInSeconds };
  };
  return { authorization: createTokenAuthorization({ fetchToken, vendor: 'ROUTEE', clock }), clock, counter };
}

describe('a token', () => {
  test('is fetched once for a thousand who ask at the same time', async () => {
    const { authorization, counter } = counted(3600);
    const headers = await Promise.all(Array.from({ length: 1000 }, () => authorization.header(soon())));
    expect(new Set(headers)).toEqual(new Set(['Bearer 1']));
    expect(counter.fetches).toBe(1);
  });

  test('is used while it lives and renewed ahead without anybody waiting', async () => {
    const { authorization, clock, counter } = counted(3600);
    await authorization.header(soon());
    clock.advance(3_000_000);
    expect(await authorization.header(soon())).toBe('Bearer 1');
    expect(counter.fetches).toBe(1);
    clock.advance(300_000);
    expect(await authorization.header(soon())).toBe('Bearer 1');
    expect(counter.fetches).toBe(2);
    await new Promise(setImmediate);
    expect(await authorization.header(soon())).toBe('Bearer 2');
  });

  test('is never used after its end', async () => {
    const { authorization, clock } = counted(3600);
    await authorization.header(soon());
    clock.advance(3_600_000);
    expect(await authorization.header(soon())).toBe('Bearer 2');
  });

  test('of short life is renewed half a minute before its end', async () => {
    const { authorization, clock, counter } = counted(100);
    await authorization.header(soon());
    clock.advance(71_000);
    await authorization.header(soon());
    expect(counter.fetches).toBe(2);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 'abc' as unknown as number])(
    'with the life %s serves for a moment',
    async (life) => {
      const { authorization, clock, counter } = counted(life);
      await authorization.header(soon());
      await authorization.header(soon());
      expect(counter.fetches).toBe(1);
      clock.advance(1000);
      expect(await authorization.header(soon())).toBe('Bearer 2');
    },
  );

  test('with a life of 1e12 seconds is kept', async () => {
    const { authorization, clock, counter } = counted(1e12);
    await authorization.header(soon());
    clock.advance(1e12);
    expect(await authorization.header(soon())).toBe('Bearer 1');
    expect(counter.fetches).toBe(1);
  });

  test('that was refused is replaced once for all who held it', async () => {
    const { authorization, counter } = counted(3600);
    const used = await authorization.header(soon());
    const renewed = await Promise.all(Array.from({ length: 100 }, () => authorization.renew!(used, soon())));
    expect(new Set(renewed)).toEqual(new Set(['Bearer 2']));
    expect(await authorization.renew!(used, soon())).toBe('Bearer 2');
    expect(counter.fetches).toBe(2);
  });
});

describe('a token endpoint', () => {
  test('that fails is asked once a second', async () => {
    let failure: MessagingError | null = new MessagingError('UPSTREAM_UNAUTHENTICATED', { vendor: 'ROUTEE' });
    const { authorization, clock, counter } = counted(3600, { fails: () => failure });
    for (let i = 0; i < 20; i++)
      expect((await failureOf(Promise.resolve(authorization.header(soon())))).code).toBe('UPSTREAM_UNAUTHENTICATED');
    expect(counter.fetches).toBe(1);
    clock.advance(1000);
    failure = null;
    expect(await authorization.header(soon())).toBe('Bearer 2');
  });

  test('that is dead opens its circuit, and closes it with the first answer', async () => {
    let failure: MessagingError | null = new MessagingError('UPSTREAM_UNAVAILABLE');
    const { authorization, clock, counter } = counted(3600, { fails: () => failure });
    for (let i = 0; i < 5; i++) {
      await failureOf(Promise.resolve(authorization.header(soon())));
      clock.advance(1000);
    }
    expect(counter.fetches).toBe(5);
    expect(authorization.circuit).toBe('OPEN');
    failure = null;
    expect(await authorization.header(soon())).toBe('Bearer 6');
    expect(authorization.circuit).toBe('CLOSED');
  });

  test('that is slow keeps nobody longer than their own deadline, and still delivers', async () => {
    const gate = deferred<void>();
    const { authorization, clock, counter } = counted(3600, { gate: gate.promise });
    const patient = authorization.header(soon());
    const hasty = failureOf(Promise.resolve(authorization.header(clock.now() + 20)));
    clock.advance(20);
    expect((await hasty).code).toBe('UPSTREAM_TIMEOUT');
    gate.resolve();
    expect(await patient).toBe('Bearer 1');
    expect(counter.fetches).toBe(1);
  });

  test('that fails while a token still lives disturbs nobody', async () => {
    let failure: MessagingError | null = null;
    const { authorization, clock } = counted(3600, { fails: () => failure });
    await authorization.header(soon());
    failure = new MessagingError('UPSTREAM_UNAVAILABLE');
    clock.advance(3_300_000);
    for (let i = 0; i < 3; i++) expect(await authorization.header(soon())).toBe('Bearer 1');
  });
});

describe('a single fetch', () => {
  const request = (url: string) => ({
    route: '/oauth/token',
    url,
    headers: { authorization: 'Basic eDp5' },
    form: { grant_type: 'client_credentials' },
  });

  test('posts a form and gives back whatever comes', async () => {
    const peer = await recordingPeer((_, response) => json(response, { error: 'no' }, 401));
    const answer = await postForm(request(`${peer.url}/oauth/token`), { deadline: soon(), vendor: 'ROUTEE' });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toEqual({ error: 'no' });
    expect(peer.received[0]).toMatchObject({
      method: 'POST',
      path: '/oauth/token',
      body: 'grant_type=client_credentials',
    });
    expect(peer.received[0]!.headers).toMatchObject({
      authorization: 'Basic eDp5',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '29',
    });
    expect(peer.received[0]!.headers['accept-encoding']).toBeUndefined();
    expect(peer.received[0]!.headers['user-agent']).toBeUndefined();
  });

  test('refuses more than it asked for', async () => {
    const peer = await recordingPeer((_, response) => response.end('x'.repeat(2 * 1024 * 1024)));
    const failure = await failureOf(postForm(request(peer.url), { deadline: soon(), vendor: 'ROUTEE' }));
    expect(failure.code).toBe('UPSTREAM_BAD_RESPONSE');
    await peer.abandoned();
  });

  test('ends by its deadline', async () => {
    const asked = deferred<void>();
    const peer = await rawPeer(() => asked.resolve());
    const clock = fakeClock();
    const failure = failureOf(
      fetchOnce({ method: 'GET', route: '/', url: peer.url }, { deadline: clock.now() + 50, clock }),
    );
    await asked.promise;
    clock.advance(50);
    expect((await failure).code).toBe('UPSTREAM_TIMEOUT');
    await peer.abandoned();
  });

  test('hides what the library knows', async () => {
    const failure = await failureOf(
      postForm(request(`${await deadUrl()}/secret`), { deadline: soon(), vendor: 'ROUTEE' }),
    );
    expect(failure.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(failure.cause).toBe('ECONNREFUSED');
    expect(`${failure.stack}${JSON.stringify(failure)}`).not.toMatch(/secret|eDp5/);
  });
});

test('HTTP Basic has nothing to renew', async () => {
  const authorization = createBasicAuthorization('Ångström', 'p:w');
  expect(authorization.renew).toBeNull();
  const header = await authorization.header(soon());
  expect(Buffer.from(header.slice('Basic '.length), 'base64').toString()).toBe('Ångström:p:w');
});
