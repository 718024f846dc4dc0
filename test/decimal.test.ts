import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDecimals, multiplyDecimal, quoteLongNumbers, readDecimal } from '../src/decimal.js';

describe('a decimal', () => {
  test.each([
    ['0.012', '0.012'],
    ['12.0345', '12.0345'],
    ['1.500', '1.5'],
    ['007', '7'],
    ['5.', '5'],
    ['.5', '0.5'],
    ['+1', '1'],
    ['-0.30', '-0.3'],
    ['-0', '0'],
    ['0.000', '0'],
    [' 0.1 ', '0.1'],
    ['1e-7', '0.0000001'],
    ['1.25E+2', '125'],
    ['0.1234567890123456789012345', '0.1234567890123456789012345'],
    [0.1, '0.1'],
    [41.37, '41.37'],
    [1e-7, '0.0000001'],
    [1e21, '1000000000000000000000'],
  ])('is %j in one spelling', (value, text) => {
    expect(readDecimal(value)).toBe(text);
  });

  test.each([
    null,
    undefined,
    true,
    {},
    '',
    '.',
    '1,5',
    '1.2.3',
    '0x10',
    'NaN',
    'Infinity',
    '1e100',
    1e150,
    '1e-100',
    Number.NaN,
    Infinity,
    '€1',
    '1e9999999',
    '9'.repeat(101),
  ])('is not %j', (value) => {
    expect(readDecimal(value)).toBeNull();
  });

  test('adds and multiplies without the error of binary fractions', () => {
    expect(addDecimals(['0.1', '0.2'])).toBe('0.3');
    expect(addDecimals(['0.012', '-0.012'])).toBe('0');
    expect(addDecimals([])).toBe('0');
    expect(multiplyDecimal('0.07', 3)).toBe('0.21');
    expect(multiplyDecimal('1.15', 1000)).toBe('1150');
    expect(multiplyDecimal('0.031', 0)).toBe('0');
  });

  const decimals = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 20 }))
    .map(([units, scale]) => readDecimal(`${units}e-${scale}`)!);

  test('reads what it writes, and a sum of equal ones is a product', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 1, max: 50 }), (decimal, count) => {
        expect(readDecimal(decimal)).toBe(decimal);
        expect(addDecimals(Array<string>(count).fill(decimal))).toBe(multiplyDecimal(decimal, count));
      }),
    );
  });

  test('refuses to calculate with what is none', () => {
    expect(() => addDecimals(['1', 'x'])).toThrow(TypeError);
  });
});

describe('a long number of a JSON text', () => {
  test.each([
    ['{"a":1234567890.1234567891}', { a: '1234567890.1234567891' }],
    ['[-0.1234567890123456,12.5,1e5]', ['-0.1234567890123456', 12.5, 1e5]],
    ['12345678901234567890', '12345678901234567890'],
    ['[1.234567890123456789E+2]', ['1.234567890123456789E+2']],
    [
      String.raw`{"12345678901234567890":"a \"12345678901234567890\" b"}`,
      { '12345678901234567890': 'a "12345678901234567890" b' },
    ],
    ['{"a":0.30000000000000004}', { a: '0.30000000000000004' }],
  ])('is text: %s', (json, value) => {
    expect(JSON.parse(quoteLongNumbers(json))).toEqual(value);
  });

  test('changes no text that has none, and makes no JSON of what is none', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const exact = (text: string): unknown =>
          JSON.parse(text, (_, value: unknown) => (typeof value === 'number' ? String(value) : value));
        const read = JSON.parse(quoteLongNumbers(json), (_, value: unknown) =>
          typeof value === 'number' ? String(value) : value,
        ) as unknown;
        expect(read).toEqual(exact(json));
      }),
    );
    for (const json of [
      '01234567890123456789',
      '1234567890123456789.',
      '+1234567890123456789',
      '1234567890123456789e',
      '"1234567890123456789',
    ])
      expect(() => JSON.parse(quoteLongNumbers(json)) as unknown).toThrow(SyntaxError);
  });
});
