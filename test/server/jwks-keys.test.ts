import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type Caller, createCaller } from '../../src/server/auth/caller.js';
import { createJwks } from '../../src/server/auth/jwks.js';
import { createTokenReader, type TokenReader } from '../../src/server/auth/token-reader.js';
import { type KeyServer, startKeyServer } from './key-server.js';

const caller: Caller = createCaller({
  service: { tenant: { id: 'shop', digest: 'd' }, sources: undefined as never, updates: undefined as never },
  credential: 'shop/token#1',
  scopes: new Set(['read']),
  rates: { operationsPerMinute: null, upstreamCallsPerMinute: null },
});

let keys: KeyServer;
let reader: TokenReader;
let pairs: { readonly privateKey: CryptoKey; readonly shown: JWK }[];

let askedBefore: number;

beforeAll(async () => {
  keys = await startKeyServer();
  pairs = await Promise.all(
    ['one', 'two', 'three'].map(async (kid) => {
      const { privateKey, publicKey } = await generateKeyPair('RS256');
      return { privateKey, shown: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
    }),
  );
});
function start(): void {
  const { url, issuer, audience } = keys;
  reader = createTokenReader({ jwks: createJwks(new URL(url)), issuer, audience, callerFor: () => caller });
  askedBefore = keys.asked();
}
beforeEach(start);
afterEach(() => void jest.useRealTimers());
afterAll(() => keys.close());

const show = (...shown: JWK[]): void => keys.answer(200, JSON.stringify({ keys: shown }));

/** @param kid null for a token that names no key */
const tokenOf = (privateKey: CryptoKey, kid: string | null): Promise<string> =>
  new SignJWT({ tenant: 'shop' })
    .setProtectedHeader({ alg: 'RS256', ...(kid === null ? {} : { kid }) })
    .setIssuer(keys.issuer)
    .setAudience(keys.audience)
    .setExpirationTime('10m')
    .sign(privateKey);

let reads = 0;
/** The status of the refusal; 200 for a caller. */
const statusOf = (token: string): Promise<number> =>
  reader.read(token, String(reads++)).then(
    () => 200,
    (error: { status: number }) => error.status,
  );

describe('a token without kid', () => {
  test('is accepted when any key of the set verifies it', async () => {
    show(...pairs.map(({ shown }) => shown));
    for (const { privateKey } of pairs) expect(await statusOf(await tokenOf(privateKey, null))).toBe(200);
  });

  test('is refused with 401 when none does', async () => {
    show(...pairs.slice(0, 2).map(({ shown }) => shown));
    expect(await statusOf(await tokenOf(pairs[2]!.privateKey, null))).toBe(401);
  });

  test('is verified with at most 32 keys', async () => {
    const others = (count: number) => Array.from({ length: count }, (_, n) => ({ ...pairs[0]!.shown, kid: `k${n}` }));
    const token = await tokenOf(pairs[1]!.privateKey, null);
    show(...others(32), pairs[1]!.shown);
    expect(await statusOf(token)).toBe(401);
    start();
    show(...others(31), pairs[1]!.shown);
    expect(await statusOf(token)).toBe(200);
  });

  test('is accepted also where another key of the set cannot be used', async () => {
    show({ ...pairs[0]!.shown, n: 'AQAB' }, pairs[1]!.shown);
    expect(await statusOf(await tokenOf(pairs[1]!.privateKey, null))).toBe(200);
  });
});

describe('a token that names a key which cannot be used', () => {
  test.each([
    ['a modulus that is no text', { n: 7 }],
    ['no modulus', { n: undefined }],
    ['a modulus that is far too short', { n: 'AQAB' }],
    ['its private part beside it', { d: 'AQAB' }],
  ])('is refused with 401, and the rest of the set goes on: %s', async (_name, change) => {
    show({ ...pairs[0]!.shown, ...change } as JWK, pairs[1]!.shown);
    expect(await statusOf(await tokenOf(pairs[0]!.privateKey, 'one'))).toBe(401);
    expect(await statusOf(await tokenOf(pairs[1]!.privateKey, 'two'))).toBe(200);
    expect(await statusOf(await tokenOf(pairs[0]!.privateKey, 'one'))).toBe(401);
    expect(keys.asked() - askedBefore).toBe(1); // the set did not fail
  });
});

test.each([
  ['a set that is no set', '{"keys":7}'],
  ['text that is no JSON', 'keys'],
])('%s is 503: nothing is known about the token', async (_name, text) => {
  keys.answer(200, text);
  expect(await statusOf(await tokenOf(pairs[0]!.privateKey, 'one'))).toBe(503);
});

describe('a key that is replaced', () => {
  test.each([
    ['without kid', null],
    ['under the same kid', 'one'],
  ])('%s is found by the first token that it signed, once the cooldown of 5 s is over', async (_name, kid) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'queueMicrotask'] });
    start();
    const shownAs = (index: number): JWK => ({ ...pairs[index]!.shown, kid: kid ?? undefined });
    const [old, fresh] = [await tokenOf(pairs[0]!.privateKey, kid), await tokenOf(pairs[1]!.privateKey, kid)];
    show(shownAs(0));
    expect(await statusOf(old)).toBe(200);
    show(shownAs(1));
    jest.advanceTimersByTime(4999);
    expect(await statusOf(fresh)).toBe(401);
    jest.advanceTimersByTime(1);
    expect(await statusOf(fresh)).toBe(200);
    expect(await statusOf(old)).toBe(401);
    expect(keys.asked() - askedBefore).toBe(2);
  });
});
