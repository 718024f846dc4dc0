import { describe, expect, test } from '@jest/globals';
import { credentialOf, isSendable } from '../../examples/console/src/graph/credential.js';
import { readCredential } from '../../src/server/auth/credential.js';

describe('what the console sends of a key', () => {
  test.each(['a-key', 'header.payload.signature', 'a=b+c/d', 'with a space', 'with,comma', 'Schlüssel'])(
    'the graph reads %p as it was given',
    (key) => expect(readCredential(credentialOf(key))?.text).toBe(key),
  );

  test('a token goes where the graph takes tokens', () =>
    expect(readCredential(credentialOf('header.payload.signature'))).toEqual({
      text: 'header.payload.signature',
      mayBeToken: true,
    }));

  test('without a key there is no credential', () => expect(credentialOf(null)).toEqual({}));

  test('a key that no header can carry is known as such', () =>
    expect(['a-key', 'with a space', 'Schlüssel', 'ключ', 'a\u0000b'].map(isSendable)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]));
});
