import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant } from '../../src/graph/scalar/date-time.scalar.js';
import { graph } from '../support/fake-sources.js';

describe('DateTime', () => {
  test.each([
    ['2026-05-05T15:00Z', '2026-05-05T15:00:00.000Z'],
    ['2026-05-05T15:00:01Z', '2026-05-05T15:00:01.000Z'],
    ['2026-05-05T15:00:01.5+03:00', '2026-05-05T12:00:01.500Z'],
    ['2026-05-05T15:00:01,25+0300', '2026-05-05T12:00:01.250Z'],
    ['2026-05-05t15:00:01.123456789z', '2026-05-05T15:00:01.123Z'],
    ['2024-02-29T00:00-00:30', '2024-02-29T00:30:00.000Z'],
    ['2026-01-01T00:00+14:00', '2025-12-31T10:00:00.000Z'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31T23:59:59.999Z'],
    ['2026-01-01T00:00+23:59', '2025-12-31T00:01:00.000Z'],
    ['2000-02-29T00:00Z', '2000-02-29T00:00:00.000Z'],
    ['0004-02-29T00:00Z', '0004-02-29T00:00:00.000Z'],
  ])('reads %s as %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  test.each([
    '2026-05-05T15:00',
    '2026-05-05',
    '2026-02-29T00:00Z',
    '2026-02-30T00:00Z',
    '2026-13-01T00:00Z',
    '2026-05-05T25:00Z',
    '2026-05-05T15:60Z',
    '2026-05-05T15:00:00 Z',
    '2026-05-05 15:00Z',
    ' 2026-05-05T15:00Z',
    '2026-05-05T15:00+03',
    '1777993200000',
    '',
    'now',
    '9999-12-31T23:00-05:00',
    '0000-01-01T00:00+01:00',
    '2026-01-01T24:00:00Z',
    '2026-01-01T24:00Z',
    '2026-01-01T24:00:00.000+02:00',
    '2026-01-01T23:59:60Z',
    '2016-12-31T23:59:60Z',
    '2026-01-01T00:00+24:00',
    '2026-01-01T00:00-24:00',
    '2026-01-01T00:00+00:60',
    '2026-01-01T00:00+0060',
    '2026-01-01T00:00+2400',
    '2026-04-31T00:00Z',
    '2026-01-32T00:00Z',
    '2026-01-00T00:00Z',
    '2026-00-01T00:00Z',
    '1900-02-29T00:00Z',
    '0000-01-01T00:00Z',
    '0000-02-29T00:00Z',
    '0001-01-01T00:00+01:00',
    '9999-12-31T23:59:59.999-00:01',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00.1234567890Z',
    '2026-01-01T00:00.5Z',
    '2026-01-01T00:00:00Z\n',
    '+002026-01-01T00:00Z',
    '-2026-01-01T00:00Z',
    '2026-01-01T00:00\u221201:00',
    '２026-01-01T00:00Z',
    '2026-1-1T0:0Z',
    '20260101T0000Z',
    '2026-W01-1T00:00Z',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('reads back every instant that it writes', () => {
    const instants = fc.date({
      min: new Date('0001-01-01T00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(instants, (date) => parseInstant(date.toISOString()) === date.toISOString()));
  });

  test('takes text alone, in the document and in variables', async () => {
    const { ask } = await graph();
    const inDocument = await ask('{ failoverFlows(filter: { createdFrom: 5 }) { totalCount } }');
    const inVariable = await ask('query ($t: DateTime) { failoverFlows(filter: { createdFrom: $t }) { totalCount } }', {
      t: 5,
    });
    expect([inDocument, inVariable].map(({ errors, calls }) => [errors.length, calls])).toEqual([
      [1, []],
      [1, []],
    ]);
  });
});
