import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeOpaque, decodeOpaque } from '../../src/graph/opaque.js';
import { anyText } from '../support/any-text.js';

const anyBody = anyText();

describe('opaque text', () => {
  test('is decoded to what was encoded', () => {
    fc.assert(fc.property(anyBody, (body) => expect(decodeOpaque(encodeOpaque(body))).toBe(body)));
  });

  test('consists of characters that a URL takes as they are', () => {
    fc.assert(fc.property(anyBody, (body) => expect(encodeOpaque(body)).toMatch(/^[\w-]+$/)));
  });

  test('is the same on every server and in every release, since clients keep it', () => {
    expect(encodeOpaque('ViberMessage:digest:m1')).toBe('VmliZXJNZXNzYWdlOmRpZ2VzdDptMS50anJzaDQ');
  });

  test('is not decoded when it is damaged anywhere', () => {
    fc.assert(
      fc.property(anyBody, fc.nat(), fc.constantFrom('', ...'AZaz09-_ =.'), (body, at, letter) => {
        const whole = encodeOpaque(body);
        const place = at % whole.length;
        const damaged = whole.slice(0, place) + letter + whole.slice(place + 1);
        fc.pre(damaged !== whole);
        expect(decodeOpaque(damaged)).toBeNull();
      }),
      { numRuns: 1000 },
    );
  });

  test('is not any other text', () => {
    fc.assert(fc.property(anyText(), (text) => expect(decodeOpaque(text)).toBeNull()));
    expect(decodeOpaque('')).toBeNull();
  });
});
