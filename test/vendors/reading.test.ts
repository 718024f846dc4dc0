import { describe, expect, it } from '@jest/globals';
import { epochInstant, instant } from '../../src/vendors/instant.js';
import {
  identifier,
  int32,
  number,
  phoneNumber,
  seconds,
  sender,
  sortedEntries,
  text,
  texts,
  wordTable,
} from '../../src/vendors/reading.js';

const nonsense = [undefined, null, true, {}, [], Number.NaN, Number.POSITIVE_INFINITY, Symbol('s')];

describe('a tolerant reader', () => {
  it.each([
    ['text', text],
    ['texts', (value: unknown) => (Array.isArray(value) ? null : texts(value))],
    ['identifier', identifier],
    ['number', number],
    ['int32', int32],
    ['seconds', seconds],
    ['phoneNumber', phoneNumber],
    ['sender', sender],
    ['instant', instant],
    ['epochInstant', epochInstant],
  ])('reads what is of a wrong type as null: %s', (_name, read) => {
    expect(nonsense.map((value) => read(value))).toEqual(nonsense.map(() => null));
  });

  it.each([
    ['2021-12-30T14:18:26Z', '2021-12-30T14:18:26.000Z'],
    ['2021-12-30T14:19:02.5Z', '2021-12-30T14:19:02.500Z'],
    ['2019-07-05T10:28:44.44Z', '2019-07-05T10:28:44.440Z'],
    ['2019-07-05T10:28:44.996Z', '2019-07-05T10:28:44.996Z'],
    ['2019-07-05T10:28:44.9969999Z', '2019-07-05T10:28:44.996Z'],
    ['2020-02-29T10:28:44.1234567Z', '2020-02-29T10:28:44.123Z'],
    ['2025-05-05T15:00Z', '2025-05-05T15:00:00.000Z'],
    ['2025-05-05T15:00:01,5z', '2025-05-05T15:00:01.500Z'],
    ['2025-05-05T01:00:00+02:00', '2025-05-04T23:00:00.000Z'],
    ['2025-05-05T01:00-0130', '2025-05-05T02:30:00.000Z'],
  ])('reads the instant %s', (reported, read) => expect(instant(reported)).toBe(read));

  it.each([
    '',
    'yesterday',
    '2021-12-30',
    '2021-12-30T14:18:26',
    '2021-02-29T00:00:00Z',
    '2021-04-31T00:00:00Z',
    '2021-13-01T00:00:00Z',
    '2021-00-01T00:00:00Z',
    '2021-01-00T00:00:00Z',
    '2021-01-01T24:00:00Z',
    '2021-01-01T25:00:00Z',
    '2021-01-01T00:60:00Z',
    '2021-02-30T00:00:00+01:00',
    '9999-12-31T23:59:59-23:59',
    ' 2021-01-01T00:00:00Z',
  ])('knows that %j is no instant', (reported) => expect(instant(reported)).toBeNull());

  it.each([
    [1477417294667, '2016-10-25T17:41:34.667Z'],
    ['1477417294667', '2016-10-25T17:41:34.667Z'],
    [8.64e15, null],
    [1e300, null],
    ['soon', null],
    [0, '1970-01-01T00:00:00.000Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [-0.5, '1970-01-01T00:00:00.000Z'],
    [1477417294667.9, '2016-10-25T17:41:34.667Z'],
    [253402300799999, '9999-12-31T23:59:59.999Z'],
    [253402300800000, null],
    [-62167219200001, null],
  ])('reads epoch milliseconds %j', (reported, read) => expect(epochInstant(reported)).toBe(read));

  it('reads epoch milliseconds as Date does, day after day and at every hour', () => {
    const step = 11 * 3_600_000 + 7 * 60_000 + 13_000 + 17;
    for (let time = -1e12; time < 5e12; time += 997 * step) {
      for (const reported of [time, time + step, time - 1])
        expect(epochInstant(reported)).toBe(new Date(reported).toISOString());
    }
  });

  it.each([
    ['300', 300],
    [' 0.035 ', 0.035],
    ['1e3', 1000],
    [-1, -1],
    ['', null],
    ['0x10', null],
    ['1e999', null],
    ['12a', null],
  ])('reads the number %j', (reported, read) => expect(number(reported)).toBe(read));

  it.each([
    [2147483647, 2147483647],
    [2147483648, null],
    [-2147483648, -2147483648],
    [9007199254740993, null],
    [1.5, null],
    ['7', 7],
    [-0, 0],
  ])('reads the whole number %j', (reported, read) => expect(int32(reported)).toBe(read));

  it('reads times to live in the unit that it is given', () => {
    expect([
      seconds('300'),
      seconds(86400),
      seconds(0.5, 60),
      seconds(10, 60),
      seconds('1.51', 60),
      seconds(1e12, 60),
    ]).toEqual([300, 86400, 30, 600, 91, null]);
  });

  it('puts a plus before phone numbers that are all digits and leaves others alone', () => {
    expect([380961111111, '380961111111', '+306912345678', 'Routee', '+30 691', 2 ** 60].map(phoneNumber)).toEqual([
      '+380961111111',
      '+380961111111',
      '+306912345678',
      'Routee',
      '+30 691',
      null,
    ]);
  });

  it('leaves the names and short codes of senders alone', () => {
    expect(['Routee', '54321', 54321, '302101234567'].map(sender)).toEqual([
      'Routee',
      '54321',
      '54321',
      '+302101234567',
    ]);
  });

  it('reads ids that are whole numbers as text', () =>
    expect([6349599, 2 ** 53, 1.5, 'x', ''].map(identifier)).toEqual(['6349599', null, null, 'x', null]));

  it('compares words without letter case, spaces, underscores and hyphens', () => {
    const read = wordTable({ NoAnswer: 1 });
    expect(['NoAnswer', 'No Answer', 'NO_ANSWER', 'no-answer', ' noanswer '].map(read)).toEqual([1, 1, 1, 1, 1]);
    expect(['', 'constructor', '__proto__', 'No', null].map(read)).toEqual([null, null, null, null, null]);
  });

  it('lists maps in code point order, and takes keys of prototypes for keys', () => {
    const map: unknown = JSON.parse('{"b":1,"__proto__":2,"😀":3,"\uFFFD":4,"constructor":5,"10":6,"9":7}');
    expect(sortedEntries(map).map(([key]) => key)).toEqual([
      '10',
      '9',
      '__proto__',
      'b',
      'constructor',
      '\uFFFD',
      '😀',
    ]);
    expect(sortedEntries('none')).toEqual([]);
  });
});
