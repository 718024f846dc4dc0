import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JsonLimits, type JsonFault } from '../../src/vendor-client/answer-body.js';

const MEBIBYTE = 1024 * 1024;
/** One name or value in 20 bytes of the largest body. */
const MAX_VALUES = 52_429;

/** Looks at a body that comes in pieces, each after the bytes before it. */
function faultOf(json: string, cuts: readonly number[] = []): JsonFault | null {
  const bytes = Buffer.from(json);
  const limits = new JsonLimits(MEBIBYTE);
  for (const end of [...cuts].sort((a, b) => a - b)) {
    const fault = limits.faultOf(bytes.subarray(0, end));
    if (fault !== null) return fault;
  }
  return limits.faultOf(bytes);
}

const deep = (levels: number, [open, close]: string): string => open!.repeat(levels) + close!.repeat(levels);
/** Longer than what is looked at at all. */
const padded = (json: string): string => `[${json},"${'x'.repeat(100_000)}"]`;
const ones = (count: number): string => `[${Array(count).fill(1).join()}]`;

describe('a body', () => {
  test.each(['[]', '{}'])('of 200 000 nested %s is too deep', (pair) => {
    expect(faultOf(deep(200_000, pair))).toBe('TOO_DEEP');
    expect(faultOf(`{"good":1,"extra":${deep(200_000, pair)}}`)).toBe('TOO_DEEP');
  });

  test('as deep and as full as any honest one is neither too deep nor too full', () => {
    expect(faultOf(padded(deep(50, '[]')))).toBeNull();
    const row = { steps: Array.from({ length: 9 }, (_, order) => ({ order, status: { name: 'Sent' }, to: '+306' })) };
    expect(faultOf(JSON.stringify({ content: Array(100).fill(row) }))).toBeNull();
  });

  test('may have so many values and not one more', () => {
    expect(faultOf(ones(MAX_VALUES))).toBeNull();
    expect(faultOf(ones(MAX_VALUES + 1))).toBe('TOO_MANY_VALUES');
  });

  test.each(['{},', '[],', '1,', '"",', '{"a":1},', '[{"a":[1]}],'])('of a megabyte of %s has too many', (part) => {
    expect(faultOf(`[${part.repeat(1_000_000 / part.length)}0]`)).toBe('TOO_MANY_VALUES');
  });

  test('may hold any number of signs in its texts', () => {
    for (const text of ['['.repeat(200_000), ','.repeat(200_000), '\\"[,:'.repeat(50_000), '\\'.repeat(100_000)]) {
      expect(faultOf(padded(JSON.stringify(text)))).toBeNull();
    }
    expect(faultOf(`${'"\\\\",'.repeat(20_000)}${deep(200, '[]')}`)).toBe('TOO_DEEP');
  });

  test('that ends within a text is left to the parser', () => {
    expect(faultOf(`["${'['.repeat(100_000)}`)).toBeNull();
    expect(faultOf(`["${'['.repeat(100_000)}\\`)).toBeNull();
  });

  test('of 32 KiB is not looked through', () => {
    expect(faultOf(deep(16 * 1024, '[]'))).toBeNull();
    expect(faultOf(deep(16 * 1024 + 1, '[]'))).toBe('TOO_DEEP');
  });

  test('is judged the same however it is cut into pieces', () => {
    const filler = `"${'y'.repeat(40_000)}"`;
    const piece = fc.constantFrom('"', '\\', '\\"', '[', '{', ']', '}', ',', ':', '7', '['.repeat(30), 'é');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 200 }),
        fc.array(fc.integer({ min: 39_990, max: 40_400 })),
        (pieces, cuts) => {
          const json = `[${filler},${pieces.join('')}`;
          expect(faultOf(json, cuts)).toBe(faultOf(json));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('of an odd kind is reported while it still comes', () => {
    const limits = new JsonLimits(MEBIBYTE);
    const bytes = Buffer.from('[1,'.repeat(40_000));
    expect(limits.faultOf(bytes.subarray(0, 40_000))).toBe('TOO_DEEP');
  });
});
