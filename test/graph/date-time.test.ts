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
