import { describe, expect, test } from '@jest/globals';
import { answerFailure, parseJson } from '../../src/vendor-client/answer.js';
import { retryAfterSeconds } from '../../src/vendor-client/rate-limit.js';
import type { VendorAnswer } from '../../src/vendor-client/vendor-client.js';
import { MessagingError } from '../../src/errors/error.js';

const answer = (status: number, body = '', headers: Record<string, string> = {}): VendorAnswer => ({
  status,
  headers,
  body,
  receivedAt: '',
});

describe('a status that says all', () => {
  test.each([
    [401, 'UPSTREAM_UNAUTHENTICATED'],
    [403, 'UPSTREAM_FORBIDDEN'],
    [408, 'UPSTREAM_UNAVAILABLE'],
    [429, 'UPSTREAM_RATE_LIMITED'],
    [500, 'UPSTREAM_UNAVAILABLE'],
    [599, 'UPSTREAM_UNAVAILABLE'],
    [302, 'UPSTREAM_BAD_RESPONSE'],
    [304, 'UPSTREAM_BAD_RESPONSE'],
    [999, 'UPSTREAM_BAD_RESPONSE'],
  ])('%s is %s', (status, code) => {
    expect(answerFailure('GMS', answer(status))).toMatchObject({
      code,
      details: { vendor: 'GMS', vendorStatus: status },
    });
  });

  test.each([200, 204, 400, 404, 409])('%s is left to the vendor', (status) =>
    expect(answerFailure('GMS', answer(status))).toBeNull(),
  );

  test('429 and 503 carry the time to wait', () => {
    for (const status of [429, 503]) {
      expect(answerFailure('ROUTEE', answer(status, '', { 'retry-after': '7' }))!.details.retryAfterSeconds).toBe(7);
    }
    expect(answerFailure('ROUTEE', answer(429))!.details).not.toHaveProperty('retryAfterSeconds');
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2025-01-01T00:00:00Z');
  test.each([
    ['0', 0],
    [' 12 ', 12],
    ['999999999999', 3600],
    ['Wed, 01 Jan 2025 00:00:30 GMT', 30],
    ['Tue, 31 Dec 2024 00:00:00 GMT', 0],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j means %s', (header, seconds) => expect(retryAfterSeconds({ 'retry-after': header }, now)).toBe(seconds));
});

describe('a body', () => {
  test('of JSON is read whatever it is called', () =>
    expect(parseJson('GMS', answer(200, '{"a":[1]}'))).toEqual({ a: [1] }));

  test.each(['', '<html>secret</html>', '{"a":', 'NaN', '['.repeat(200_000)])(
    'that is not JSON is a bad response',
    (body) => {
      expect.assertions(2);
      try {
        parseJson('GMS', answer(200, body));
      } catch (error) {
        expect(error).toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE', details: { vendorStatus: 200 } });
        expect(String((error as MessagingError).stack)).not.toContain('secret');
      }
    },
  );

  test('nested deeper than any stack does no harm', () => {
    const body = '['.repeat(200_000) + ']'.repeat(200_000);
    let outcome: unknown;
    try {
      outcome = parseJson('GMS', answer(200, body));
    } catch (error) {
      outcome = error;
    }
    expect(Array.isArray(outcome) || outcome instanceof MessagingError).toBe(true);
  });
});
