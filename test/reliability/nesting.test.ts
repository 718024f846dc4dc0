import { describe, expect, it } from '@jest/globals';
import { isTooDeep } from '../../src/http/nesting.js';

const deep = (levels: number, [open, close]: string): string => open!.repeat(levels) + close!.repeat(levels);
/** Longer than what is looked at at all. */
const padded = (text: string): string => `[${text},"${'x'.repeat(100_000)}"]`;

describe('an answer', () => {
  it.each(['[]', '{}'])('of 200 000 nested %s is too deep', (pair) => {
    expect(isTooDeep(deep(200_000, pair))).toBe(true);
    expect(isTooDeep(`{"good":1,"extra":${deep(200_000, pair)}}`)).toBe(true);
  });

  it('as deep as any honest one is not', () => {
    expect(isTooDeep(padded(deep(50, '[]')))).toBe(false);
    expect(isTooDeep(JSON.stringify(Array.from({ length: 10_000 }, () => ({ rows: [{ one: [] }] }))))).toBe(false);
  });

  it('may hold any number of brackets in its texts', () => {
    expect(isTooDeep(padded(JSON.stringify('['.repeat(200_000))))).toBe(false);
    expect(isTooDeep(padded(JSON.stringify('\\"['.repeat(50_000))))).toBe(false);
    expect(isTooDeep(padded(JSON.stringify('\\'.repeat(100_000))))).toBe(false);
    expect(isTooDeep(`${'"\\\\",'.repeat(20_000)}${deep(200, '[]')}`)).toBe(true);
  });

  it('that ends within a text is left to the parser', () => {
    expect(isTooDeep(`["${'['.repeat(100_000)}`)).toBe(false);
  });
});
