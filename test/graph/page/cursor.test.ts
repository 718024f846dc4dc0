import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCursorCodec } from '../../../src/graph/page/cursor.js';
import { anyText } from '../../support/any-text.js';

const codec = createCursorCodec(['tenant', 'list'], () => true);
const anyCursor = fc.record({ position: fc.nat(), extra: fc.stringMatching(/^[0-9a-z]{0,12}$/) });

const codeOf = (read: () => unknown): unknown => {
  try {
    read();
    return null;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('a cursor', () => {
  test('gives back what it was written with', () => {
    fc.assert(fc.property(anyCursor, (cursor) => expect(codec.read(codec.write(cursor), 'after')).toEqual(cursor)));
  });

  test('is opaque text for a URL', () => {
    fc.assert(fc.property(anyCursor, (cursor) => expect(codec.write(cursor)).toMatch(/^[\w-]+$/)));
  });

  test('of another connection is refused', () => {
    fc.assert(
      fc.property(anyCursor, fc.array(fc.oneof(fc.string(), fc.constant(null))), (cursor, identity) => {
        fc.pre(JSON.stringify(identity) !== '["tenant","list"]');
        expect(codeOf(() => codec.read(createCursorCodec(identity).write(cursor), 'after'))).toBe('INVALID_CURSOR');
      }),
    );
  });

  test('that is damaged anywhere is refused', () => {
    fc.assert(
      fc.property(anyCursor, fc.nat(), fc.constantFrom(...'AZaz09-_ =.'), (cursor, at, letter) => {
        const whole = codec.write(cursor);
        const place = at % whole.length;
        const damaged = whole.slice(0, place) + letter + whole.slice(place + 1);
        fc.pre(damaged !== whole);
        expect(codeOf(() => codec.read(damaged, 'before'))).toBe('INVALID_CURSOR');
      }),
      { numRuns: 500 },
    );
  });

  test('that is any other text is refused, and the refusal names the argument', () => {
    fc.assert(fc.property(anyText(), (text) => expect(codeOf(() => codec.read(text, 'after'))).toBe('INVALID_CURSOR')));
    const inputPath = ['before'];
    const violations = [expect.objectContaining({ code: 'INVALID_CURSOR', inputPath })];
    expect(() => codec.read('', 'before')).toThrow(expect.objectContaining({ details: { inputPath, violations } }));
  });
});
