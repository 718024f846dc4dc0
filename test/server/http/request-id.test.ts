import { expect, test } from '@jest/globals';
import { requestIdOf } from '../../../src/server/http/request-id.js';

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

test('a request without an id gets a random UUID that no other has', () => {
  const ids = Array.from({ length: 1000 }, () => requestIdOf(undefined));
  for (const id of ids) expect(id).toMatch(UUID);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the id of a caller is kept where it has 1 to 128 characters that a log line can hold', () => {
  for (const id of ['a', 'x'.repeat(128), '4bf92f35-77b3', 'a/b:c+d=_', '+1a']) expect(requestIdOf(id)).toBe(id);
});

test('the id of a caller is replaced where it is longer, has other characters, is a phone number or came twice', () => {
  for (const id of ['', 'x'.repeat(129), 'a b', 'a"b', 'é', '+306912345678', 'a\n', ['a', 'b']])
    expect(requestIdOf(id)).toMatch(UUID);
});
