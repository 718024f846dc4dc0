import { describe, expect, test } from '@jest/globals';
import { gms, mistakesOf, read, routee } from './reading.js';

const real = { ...routee, ...gms, AUTH: 'none' };

describe('PUBLIC_URL', () => {
  test.each([
    ['https://graph.example', 'https://graph.example'],
    ['https://graph.example:8443/messaging//', 'https://graph.example:8443/messaging'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://localhost:4000/', 'http://localhost:4000'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
  ])('may be %s', (PUBLIC_URL, publicUrl) => {
    expect(read({ ...real, PUBLIC_URL }).callbacks).toEqual({ publicUrl, secrets: null });
  });

  test.each([
    'http://graph.example',
    'ftp://graph.example',
    'graph.example',
    'https://user:password@graph.example',
    'https://graph.example?x=1',
    'https://graph.example#x',
  ])('must not be %s', (PUBLIC_URL) => {
    expect(mistakesOf({ ...real, PUBLIC_URL })).toEqual([
      'PUBLIC_URL: must be an https URL, or an http URL on loopback, without a user, password, query or fragment',
    ]);
  });

  test('leaves room for vendor and token in an address of 256 characters', () => {
    const ofLength = (length: number) => 'https://graph.example/'.padEnd(length, 'x');
    expect(mistakesOf({ ...real, PUBLIC_URL: ofLength(186) })).toEqual([]);
    expect(mistakesOf({ ...real, PUBLIC_URL: ofLength(187) })).toEqual([
      'PUBLIC_URL: must have at most 186 characters: addresses of callbacks begin with it',
    ]);
  });
});

describe('CALLBACK_SECRETS', () => {
  const [one, two] = ['a'.repeat(32), 'b'.repeat(40)];
  test.each([
    [one, [one]],
    [`${two},${one}`, [two, one]],
    [`${two}, ${one}`, [two, one]],
  ])('may be one secret or two, the newest first: %s', (CALLBACK_SECRETS, secrets) => {
    expect(read({ ...real, CALLBACK_SECRETS }).callbacks.secrets).toEqual(secrets);
  });

  test.each(['a'.repeat(31), `${one},`, `${one},${'b'.repeat(31)}`, `${one},${two},${one}`, `${one} ${two}`])(
    'must have 32 characters or more each, and is not repeated: %s',
    (CALLBACK_SECRETS) => {
      const [mistake = '', ...others] = mistakesOf({ ...real, CALLBACK_SECRETS });
      expect(others).toEqual([]);
      expect(mistake).toMatch(/^CALLBACK_SECRETS: must be one secret, or two with a comma between, of 32 or more/);
      expect(mistake).not.toContain('aaa');
    },
  );
});
