import fc from 'fast-check';

const codePoint = fc.oneof(fc.nat(0x7f), fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }));

/**
 * Texts of any code points without lone surrogates, as `fc.string({ unit: 'binary' })`, which makes a table of all of them:
 * a second of the processor in each suite.
 */
export const anyText = ({ minLength = 0, maxLength = 10 }: { minLength?: number; maxLength?: number } = {}) =>
  fc.array(codePoint, { minLength, maxLength }).map((points) => String.fromCodePoint(...points));
