import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { errorCatalogue } from '../../src/errors/catalogue.js';
import { badUserInput, MessagingError, requireAtMost, type Violation, violationError } from '../../src/errors/error.js';

const at = (...inputPath: (string | number)[]): Violation => ({
  code: 'BAD_USER_INPUT',
  inputPath,
  message: 'x: y is allowed',
});

describe('a MessagingError', () => {
  it('has the message, category and retryable of the catalogue unless others are given', () => {
    const plain = new MessagingError('UPSTREAM_RATE_LIMITED');
    expect([plain.message, plain.category, plain.retryable]).toEqual([
      'The vendor asks this server to slow down.',
      'UNAVAILABLE',
      true,
    ]);
    const reported = new MessagingError('UPSTREAM_REJECTED', {
      message: 'No.',
      category: 'NOT_FOUND',
      retryable: true,
    });
    expect([reported.message, reported.category, reported.retryable]).toEqual(['No.', 'NOT_FOUND', true]);
  });

  it('lists an input path of its own as its one violation, and leaves that of a vendor alone', () => {
    const own = new MessagingError('INVALID_CURSOR', { inputPath: ['after'] });
    expect(own.details.violations).toEqual([{ code: 'INVALID_CURSOR', inputPath: ['after'], message: own.message }]);
    const ofVendor = new MessagingError('SENDER_NOT_FOUND', { inputPath: ['input', 'senderId'], vendor: 'ROUTEE' });
    expect(ofVendor.details.violations).toBeUndefined();
  });

  it('of an unknown outcome names no kind of send, and advises reconcileSend and the same key', () => {
    const { message, remedy } = errorCatalogue.SEND_OUTCOME_UNKNOWN;
    expect(`${message} ${remedy}`).not.toMatch(/campaign|Routee|under a new key/i);
    expect(remedy).toMatch(/reconcileSend.*same key/);
  });

  it('of an unknown outcome, and of a cursor that the log does not have, says what to do', () => {
    expect(errorCatalogue.SEND_OUTCOME_UNKNOWN.message).toMatch(
      /Look at the vendor’s console for it, then say what was found with reconcileSend.* A new key can send it twice/,
    );
    expect(errorCatalogue.INVALID_EVENT_CURSOR.message).toMatch(/Read the present state again\.$/);
  });

  it('keeps its cause out of its details', () => {
    const cause = new Error('secret');
    const error = new MessagingError('INTERNAL_SERVER_ERROR', { cause, vendor: 'GMS' });
    expect(error.cause).toBe(cause);
    expect(error.details).toEqual({ vendor: 'GMS' });
  });
});

describe('the violations of one input', () => {
  it('are sorted by path: names by code point, indexes as numbers, a place before what lies in it', () => {
    const sorted = [
      at('input'),
      at('input', 0),
      at('input', 'B'),
      at('input', 'a'),
      at('input', 'a', 2),
      at('input', 'a', 10),
      at('input', 'a', 10, 'x'),
      at('input', 'b'),
      at('input', 'é'),
      at('input', '\uffee'),
      at('input', '\u{1f600}'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (shuffled) => {
        expect(violationError(shuffled).details.violations).toEqual(sorted);
      }),
    );
  });

  it('give the error the code, the place and the words of the first', () => {
    const error = violationError([at('b'), { code: 'TTL_OUT_OF_RANGE', inputPath: ['a'], message: 'Too short.' }]);
    expect([error.code, error.details.inputPath, error.message]).toEqual(['TTL_OUT_OF_RANGE', ['a'], 'Too short.']);
  });

  it('are 100 at most, the first ones', () => {
    const many = Array.from({ length: 150 }, (_, index) => at('list', 149 - index));
    const { violations } = violationError(many).details;
    expect(violations).toHaveLength(100);
    expect(violations?.at(-1)).toEqual(at('list', 99));
  });

  it('are at least one', () => {
    expect(() => violationError([])).toThrow(TypeError);
  });
});

describe('rules of lists and places', () => {
  it('refuse at the place, in their own words', () => {
    expect(badUserInput(['by', 0], 'No.')).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'No.',
      details: { inputPath: ['by', 0] },
    });
  });

  it('let a list be as long as it may be', () => {
    expect(() => requireAtMost([1, 2], 2, ['ids'])).not.toThrow();
    expect(() => requireAtMost([1, 2, 3], 2, ['ids'])).toThrow('ids: 3 items; at most 2 are allowed.');
  });
});
