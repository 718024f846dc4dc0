import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergeWindows, planPages, planWindows, type Window } from '../../../src/graph/page/window.js';

const window = (mostRows: number) =>
  fc.record({ offset: fc.nat(100_000), count: fc.integer({ min: 1, max: mostRows }) });
const anyMaxPageSize = fc.integer({ min: 1, max: 150 });

const covers = (pages: readonly { page: number; size: number }[], { offset, count }: Window): boolean =>
  Array.from({ length: count }, (_, index) => offset + index).every((position) =>
    pages.some(({ page, size }) => page * size <= position && position < (page + 1) * size),
  );

describe('the plan of vendor pages for a window', () => {
  test('covers any window with pages of one allowed size', () => {
    fc.assert(
      fc.property(window(300), anyMaxPageSize, (asked, maxPageSize) => {
        const pages = planPages(asked, maxPageSize);
        expect(covers(pages, asked)).toBe(true);
        expect(pages.every(({ size }) => size >= 1 && size <= maxPageSize && size === pages[0]?.size)).toBe(true);
      }),
    );
  });

  test('never takes more than two calls while the window fits the largest page', () => {
    fc.assert(
      fc.property(
        anyMaxPageSize.chain((maxPageSize) => fc.tuple(window(maxPageSize), fc.constant(maxPageSize))),
        ([asked, maxPageSize]) => planPages(asked, maxPageSize).length <= 2,
      ),
    );
  });

  test('takes one call for up to 50 rows of pages of at most 100, wherever they start', () => {
    for (let count = 1; count <= 50; count++) {
      for (let offset = 0; offset < 3000; offset += count % 7 === 0 ? 1 : 13)
        expect(planPages({ offset, count }, 100)).toHaveLength(1);
    }
    fc.assert(
      fc.property(window(50), (asked) => planPages(asked, 100).length === 1),
      { numRuns: 500 },
    );
  });

  test('asks nothing for an empty window', () => {
    expect(planPages({ offset: 7, count: 0 }, 100)).toEqual([]);
  });
});

describe('windows asked for together', () => {
  test('stay covered, at no more calls than one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ offset: fc.nat(400), count: fc.integer({ min: 1, max: 100 }) }), { maxLength: 6 }),
        anyMaxPageSize,
        (windows, maxPageSize) => {
          const pages = planWindows(windows, maxPageSize);
          expect(windows.every((one) => covers(pages, one))).toBe(true);
          const apart = windows.reduce((sum, one) => sum + planPages(one, maxPageSize).length, 0);
          expect(pages.length).toBeLessThanOrEqual(apart);
        },
      ),
    );
  });

  test('share one call when one page holds both', () => {
    expect(
      mergeWindows(
        [
          { offset: 20, count: 20 },
          { offset: 0, count: 20 },
        ],
        100,
      ),
    ).toEqual([{ offset: 0, count: 40 }]);
  });

  test('stay apart when they lie far from each other', () => {
    const far = [
      { offset: 0, count: 20 },
      { offset: 5000, count: 20 },
    ];
    expect(mergeWindows(far, 100)).toEqual(far);
  });
});
