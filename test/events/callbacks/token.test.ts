import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createCallbackAddresses, longestPublicUrl } from '../../../src/events/callbacks/callback-address.js';
import {
  type CallbackTarget,
  createCallbackTokens,
  TOKEN_LENGTH,
} from '../../../src/events/callbacks/callback-token.js';

const OLD = 'an old secret of thirty-two characters';
const NEW = 'a new secret of thirty-two characters';
const tenants = ['shop', 'bank'];
const send = { id: randomUUID(), kind: 'VIBER_CAMPAIGN' } as const;
const target: CallbackTarget = { vendor: 'ROUTEE', tenantId: 'shop', send };

describe('the token of an address', () => {
  const tokens = createCallbackTokens([NEW], tenants);
  const token = tokens.write(target);

  it.each<CallbackTarget>([
    target,
    { ...target, tenantId: 'bank' },
    { ...target, send: null },
    { ...target, send: { ...send, kind: 'VIBER_MESSAGE' } },
    { ...target, send: { ...send, kind: 'FAILOVER_FLOW' } },
  ])('gives back what it was made for: %j', (one) => {
    expect(tokens.read('ROUTEE', tokens.write(one))).toEqual(one);
  });

  it.each([
    [null, 0],
    ['VIBER_CAMPAIGN', 1],
    ['VIBER_MESSAGE', 2],
    ['FAILOVER_FLOW', 3],
  ] as const)('has the byte that it had in every release for the kind %s', (kind, byte) => {
    const named = { ...target, send: kind && { ...send, kind } };
    expect(Buffer.from(tokens.write(named), 'base64url')[6]).toBe(byte);
  });

  it('has one length, and letters that no address needs to escape', () => {
    expect(token).toMatch(new RegExp(`^[\\w-]{${TOKEN_LENGTH}}$`));
    expect(tokens.write({ ...target, send: null })).toHaveLength(TOKEN_LENGTH);
  });

  it('is wrong with any character changed, cut off, added or repeated', () => {
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(tokens.read('ROUTEE', token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
    }
    for (const wrong of ['', token.slice(1), `${token}A`, `${token}==`, `${token}${token}`, token.toUpperCase()])
      expect(tokens.read('ROUTEE', wrong)).toBeNull();
  });

  it('is wrong at another vendor, for a tenant that is gone, and under another secret', () => {
    expect(tokens.read('GMS', token)).toBeNull();
    expect(createCallbackTokens([NEW], ['bank']).read('ROUTEE', token)).toBeNull();
    expect(createCallbackTokens([OLD], tenants).read('ROUTEE', token)).toBeNull();
  });

  it('is accepted under the older of two secrets, and made under the newer', () => {
    const rotating = createCallbackTokens([NEW, OLD], tenants);
    const old = createCallbackTokens([OLD], tenants).write(target);
    expect(rotating.read('ROUTEE', old)).toEqual(target);
    expect(rotating.write(target)).toBe(token);
    expect(tokens.read('ROUTEE', old)).toBeNull();
  });
});

describe('the address of a send', () => {
  const tokens = createCallbackTokens([NEW], tenants);
  const of = (publicUrl: string | null) => createCallbackAddresses(publicUrl, tokens);

  it('is below PUBLIC_URL and names the vendor', () => {
    expect(of('https://graph.example/x').addressOf(target)).toBe(
      `https://graph.example/x/callbacks/routee/${tokens.write(target)}`,
    );
  });

  it('has at most 256 characters with the longest PUBLIC_URL that is allowed', () => {
    const url = 'https://graph.example/'.padEnd(longestPublicUrl(['ROUTEE', 'GMS']), 'x');
    expect(of(url).addressOf(target)).toHaveLength(256);
  });

  it('does not exist, and none is accepted, while PUBLIC_URL is not known', () => {
    const addresses = of(null);
    expect([addresses.addressOf(target), addresses.targetOf('routee', tokens.write(target))]).toEqual([null, null]);
    addresses.usePublicUrl('http://127.0.0.1:4000');
    expect(addresses.addressOf(target)).toMatch(/^http:\/\/127\.0\.0\.1:4000\/callbacks\/routee\//);
    expect(addresses.targetOf('routee', tokens.write(target))).toEqual(target);
  });

  it.each([
    ['https://graph.example', '/callbacks/routee/token', 'routee/token'],
    ['https://graph.example', '/x/callbacks/routee/token', null],
    ['https://graph.example/x', '/callbacks/routee/token', 'routee/token'],
    ['https://graph.example/x', '/x/callbacks/routee/token', 'routee/token'],
    ['https://graph.example/callbacks/x', '/callbacks/x/callbacks/routee/token', 'routee/token'],
    ['https://graph.example/x', '/x/graphql', null],
    [null, '/callbacks/routee/token', 'routee/token'],
  ])('with PUBLIC_URL %s has behind its start, where %s is asked for: %s', (publicUrl, path, rest) => {
    expect(of(publicUrl).restOf(path)).toBe(rest);
  });

  it.each([
    'https://graph.example/x',
    'https://graph.example/x/',
    'https://GRAPH.example:443/x/callbacks/routee/token',
    'https://graph.example./x/y?z#a',
    'https://graph.example/%78/y',
    'https://graph.example/y/../x/z',
    'https://graph.example//x/z',
    'https://user:password@graph.example/x/z',
  ])('is this graph’s own, however it is written: %s', (url) => {
    expect(of('https://graph.example/x').isOwn(url)).toBe(true);
  });

  it.each([
    'https://graph.example/',
    'https://graph.example/xy',
    'https://graph.example:8443/x',
    'https://other.example/x',
    'https://graph.example.other.example/x',
    'no address',
  ])('is not: %s', (url) => {
    expect(of('https://graph.example/x').isOwn(url)).toBe(false);
  });
});
