import { describe, expect, test } from '@jest/globals';
import { credentialOf, isSendable } from '../../examples/console/src/graph/credential.js';
import { readCredential } from '../../src/server/auth/credential.js';

describe('what the console sends of a key', () => {
  test.each(['a-key', 'header.payload.signature', 'a=b+c/d', '!~', 'k'.repeat(12_000)])(
    'the graph reads as it was given, as a key or a token: %p',
    (key) => {
      expect(readCredential(credentialOf(key))).toEqual({ text: key, mayBeToken: true });
      expect(isSendable(key)).toBe(true);
    },
  );

  test('without a key there is no credential', () => expect(credentialOf(null)).toEqual({}));

  test.each(['', 'with a space', 'with,comma', 'Schlüssel', 'ключ', 'a\u0000b', 'k'.repeat(12_001)])(
    'a key that the graph takes nowhere is known as such: %j',
    (key) => {
      expect(isSendable(key)).toBe(false);
      expect(readCredential(credentialOf(key))).toBeNull();
      expect(readCredential({ 'x-api-key': key })).toBeNull();
    },
  );
});
