import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MessagingError } from '../../src/errors/error.js';
import { pathSegment } from '../../src/vendor-client/path-segment.js';
import { anyText } from '../support/any-text.js';

const path = ['trackingId'];

describe('an id', () => {
  test('is one segment that says the same after any URL parser', () => {
    const ids = anyText({ minLength: 1, maxLength: 100 }).filter((id) => id !== '.' && id !== '..' && id.length <= 256);
    fc.assert(
      fc.property(ids, (id) => {
        const { pathname, search, hash } = new URL(`https://vendor.example/a/${pathSegment(id, path)}/b`);
        const segments = pathname.split('/');
        expect(segments).toHaveLength(4);
        expect(decodeURIComponent(segments[2]!)).toBe(id);
        expect(search + hash).toBe('');
      }),
    );
  });

  test.each(['', '.', '..', 'x'.repeat(257), 'a\ud800', '\udc00'])(
    'that no encoding makes safe is refused: %j',
    (id) => {
      expect(() => pathSegment(id, path)).toThrow(MessagingError);
      try {
        pathSegment(id, path);
      } catch (error) {
        expect(error).toMatchObject({ code: 'BAD_USER_INPUT', details: { inputPath: path } });
        expect((error as MessagingError).message).toMatch(/^trackingId: an id has 1 to 256 characters /);
      }
    },
  );

  test('of 256 characters passes', () => expect(pathSegment('x'.repeat(256), path)).toHaveLength(256));
});
