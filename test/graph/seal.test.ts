import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seal, unseal } from '../../src/graph/seal.js';

const anyBody = fc.string({ unit: 'binary' });

describe('what is sealed', () => {
  test('is opened again as it was', () => {
    fc.assert(fc.property(anyBody, (body) => expect(unseal(seal(body))).toBe(body)));
  });

  test('is opaque text for a URL', () => {
    fc.assert(fc.property(anyBody, (body) => expect(seal(body)).toMatch(/^[\w-]+$/)));
  });

  test('is the same on every server and in every release, since clients keep it', () => {
    expect(seal('ViberMessage:digest:m1')).toBe('VmliZXJNZXNzYWdlOmRpZ2VzdDptMS50anJzaDQ');
  });

  test('is not opened when it is damaged anywhere', () => {
    fc.assert(
      fc.property(anyBody, fc.nat(), fc.constantFrom('', ...'AZaz09-_ =.'), (body, at, letter) => {
        const whole = seal(body);
        const place = at % whole.length;
        const damaged = whole.slice(0, place) + letter + whole.slice(place + 1);
        fc.pre(damaged !== whole);
        expect(unseal(damaged)).toBeNull();
      }),
      { numRuns: 1000 },
    );
  });

  test('is nothing that was never sealed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(unseal(text)).toBeNull()));
    expect(unseal('')).toBeNull();
  });
});
