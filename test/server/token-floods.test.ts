import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CryptoKey, errors, generateKeyPair, type JWTPayload, type JWTVerifyGetKey, SignJWT } from 'jose';
import { createTokenReader, type TokenReader } from '../../src/server/auth/token-reader.js';
import { createCaller } from '../../src/server/auth/caller.js';
import { createTenant } from '../../src/server/auth/caller.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { type KeyServer, startKeyServer } from './key-server.js';
import { bearer, keyOf, writeTenants } from './tenants-file.js';

const ISSUER = 'https://issuer.example/';
const AUDIENCE = 'messaging-graph';
const SERVICE = { tenant: createTenant('shop'), sources: undefined as never, updates: undefined as never };
const NO_RATES = { operationsPerMinute: null, upstreamCallsPerMinute: null };
const FLOOD = 2000;

let pair: { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };
beforeAll(async () => {
  pair = await generateKeyPair('ES256');
});

function readerWith(limits: { maxTrusted?: number; maxChecks?: number }, jwks?: JWTVerifyGetKey): TokenReader {
  return createTokenReader({
    jwks: { find: jwks ?? (() => Promise.resolve(pair.publicKey)), reloadIfOld: () => Promise.resolve(false) },
    issuer: ISSUER,
    audience: AUDIENCE,
    callerFor: ({ tenant, subject, scopes }) =>
      tenant === 'shop'
        ? createCaller({ service: SERVICE, credential: `shop/token#${subject}`, scopes, rates: NO_RATES })
        : null,
    ...limits,
  });
}

interface Token {
  readonly text: string;
  readonly hex: string;
}

async function tokenOf(claims: JWTPayload): Promise<Token> {
  const text = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: String(claims.jti) })
    .setExpirationTime('10m')
    .sign(pair.privateKey);
  return { text, hex: createHash('sha256').update(text).digest('hex') };
}

const good = (n: number): Promise<Token> =>
  tokenOf({ tenant: 'shop', sub: `subject-${n}`, jti: `${n}`, scope: `read scope-${n}`, scopes: [`other-${n}`] });
const isKnown = (reader: TokenReader, { hex }: Token): boolean => reader.known(hex) !== null;
const codeOf = (reader: TokenReader, { text, hex }: Token): Promise<string> =>
  reader.read(text, hex).then(
    () => 'let in',
    ({ error }: { error: { code: string } }) => error.code,
  );

describe('of a flood of tokens', () => {
  test('that are good, each of another subject with other scopes, only the latest are remembered', async () => {
    const reader = readerWith({ maxTrusted: 50 });
    const tokens = await Promise.all(Array.from({ length: FLOOD }, (_, n) => good(n)));
    const views = new Set<string>();
    for (const { text, hex } of tokens) views.add((await reader.read(text, hex)).view);
    expect(tokens.filter((token) => isKnown(reader, token))).toEqual(tokens.slice(-50));
    expect([...views]).toEqual(['shop read']);
  });

  test.each([
    ['name tenants that are not here', 'tenant', () => Promise.resolve(pair.publicKey)],
    ['name keys that are not here', 'shop', () => Promise.reject(new errors.JWKSNoMatchingKey())],
  ])('that %s none is remembered, and none that is good is forgotten', async (_name, tenant, jwks) => {
    const goodOne = await good(0);
    const reader = readerWith({ maxTrusted: 1 }, (header) =>
      header?.kid === '0' ? Promise.resolve(pair.publicKey) : jwks(),
    );
    await reader.read(goodOne.text, goodOne.hex);
    for (let n = 1; n <= FLOOD; n++) {
      const token = await tokenOf({ tenant: tenant === 'shop' ? tenant : `tenant-${n}`, sub: 'a', jti: `${n}` });
      expect(await codeOf(reader, token)).toBe('UNAUTHENTICATED');
      expect(isKnown(reader, token)).toBe(false);
    }
    expect(isKnown(reader, goodOne)).toBe(true);
  });

  test('whose keys do not come only so many wait; the rest is refused until later, and those that wait are let in', async () => {
    let release = (_key: CryptoKey): void => undefined;
    const key = new Promise<CryptoKey>((resolve) => (release = resolve));
    const reader = readerWith({ maxChecks: 3 }, () => key);
    const tokens = await Promise.all([0, 1, 2, 3, 4].map(good));
    const waiting = tokens.slice(0, 3).map((token) => codeOf(reader, token));
    const again = codeOf(reader, tokens[0]!); // waits with the first
    expect(await Promise.all(tokens.slice(3).map((token) => codeOf(reader, token)))).toEqual([
      'OVERLOADED',
      'OVERLOADED',
    ]);
    release(pair.publicKey);
    expect(await Promise.all([...waiting, again])).toEqual(Array(4).fill('let in'));
    expect(await codeOf(reader, tokens[3]!)).toBe('let in');
  });
});

describe('a service that tokens flood', () => {
  let keys: KeyServer;
  let service: RunningService;
  beforeAll(async () => {
    keys = await startKeyServer();
    service = await startRunningService({
      SANDBOX: 'on',
      METRICS_KEY: 'metrics',
      RATE_OPERATIONS_PER_MINUTE: '3',
      ...keys.settings,
      ...writeTenants([{ id: 'shop', keys: [keyOf('a-key')] }]),
    });
  });
  afterAll(async () => {
    await service.stop();
    await keys.close();
  });

  /** What is counted, without how often. */
  const series = async (): Promise<string[]> => {
    const answer = await fetch(`${service.url}/metrics`, { headers: { 'x-api-key': 'metrics' } });
    const lines = (await answer.text()).split('\n').filter((line) => line.startsWith('messaging_graph_'));
    return lines.map((line) => line.slice(0, line.lastIndexOf(' ')));
  };
  const flood = async (count: number, name: string): Promise<Set<number>> => {
    const statuses = new Set<number>();
    for (let n = 0; n < count; n++) {
      for (const token of [
        await keys.token({ tenant: 'shop', sub: `${name}-${n}`, scope: `read ${name}-${n}` }),
        await keys.token({ tenant: `${name}-${n}`, sub: 'a', scope: 'read' }),
        await keys.token({ tenant: 'shop', sub: 'a', scope: 'read' }, { kid: `${name}-${n}` }),
      ]) {
        statuses.add((await service.query('{ __typename }', {}, bearer(token))).status);
      }
    }
    return statuses;
  };

  test('counts and logs under no name of theirs', async () => {
    await flood(1, 'first');
    const before = await series();
    expect(await flood(150, 'flood')).toEqual(new Set([200, 401]));
    expect(await series()).toEqual(before);
    expect(before.join()).not.toContain('first');
    expect(service.log()).not.toMatch(/flood-|first-/);
  });
});
