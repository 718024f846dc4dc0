import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MessagingError } from '../../../src/errors/error.js';
import { slicePage } from '../../../src/graph/page/connection.js';
import type { VendorPage, VendorPageRequest } from '../../../src/graph/page/window.js';
import { type Slice, type WindowAnswer, type WindowRead, WindowReader } from '../../../src/graph/page/window-reader.js';
import { pageOf } from '../../support/fake-sources.js';

type Row = { readonly trackingId: string };
type SettingTexts = VendorPage<Row> | null;
type Vendor = (request: VendorPageRequest, call: number) => SettingTexts | Promise<SettingTexts>;

const listOf = (total: number): Row[] => Array.from({ length: total }, (_, index) => ({ trackingId: `r${index}` }));

/** A reader of a vendor's list, with every request that it makes. */
function readerOf(vendor: Vendor, maxPageSize = 100) {
  const requests: VendorPageRequest[] = [];
  const reader = new WindowReader<Row>(async (request) => {
    requests.push(request);
    return vendor(request, requests.length);
  }, maxPageSize);
  return { reader, requests };
}

const honest =
  (rows: readonly (Row | null)[], cap?: number): Vendor =>
  (request) =>
    pageOf(rows, request, cap);

/** What a window is, said as plain slices. */
function expected<Item>(rows: readonly Item[], { request }: WindowRead): { offset: number; rows: Item[] } {
  const end = Math.min(
    request.from === 'START' ? request.offset + request.count : (request.before ?? rows.length),
    rows.length,
  );
  const start =
    request.from === 'START' ? request.offset : Math.max(0, (request.before ?? rows.length) - request.count);
  return { offset: Math.min(start, end), rows: rows.slice(start, end) };
}

const isSlice = (answer: WindowAnswer<Row> | undefined): answer is Slice<Row> =>
  answer !== null && answer !== undefined && !(answer instanceof Error);

function expectExact(answer: WindowAnswer<Row> | undefined, rows: readonly (Row | null)[], read: WindowRead): void {
  if (!isSlice(answer)) throw answer ?? new TypeError('no answer');
  expect(answer.total).toBe(rows.length);
  const { offset, rows: slice } = expected(rows, read);
  expect(answer.window).toEqual({ offset, count: slice.length });
  expect(answer.rows).toEqual(read.rows ? slice.map((row, index) => ({ position: offset + index, item: row })) : []);
}

const fromStart = fc.record({
  request: fc.record({
    from: fc.constant('START' as const),
    offset: fc.nat(320),
    count: fc.integer({ min: 1, max: 100 }),
  }),
  rows: fc.boolean(),
});
const fromEnd = fc.record({
  request: fc.record({
    from: fc.constant('END' as const),
    before: fc.option(fc.nat(320)),
    count: fc.integer({ min: 1, max: 100 }),
  }),
  rows: fc.boolean(),
});
const anyRead: fc.Arbitrary<WindowRead> = fc.oneof(fromStart, fromEnd);
const anyTotal = fc.oneof(fc.nat(5), fc.nat(300));
const learnsTheEnd = ({ request, rows }: WindowRead): boolean =>
  rows && request.from === 'END' && request.before === null;

describe('a window on an honest list', () => {
  test('is read exactly, in two calls at most, and in one more when only the vendor knows where the list ends', async () => {
    await fc.assert(
      fc.asyncProperty(anyTotal, anyRead, async (total, read) => {
        const rows = listOf(total);
        const { reader, requests } = readerOf(honest(rows));
        const [answer] = await reader.read([read]);
        expectExact(answer, rows, read);
        expect(requests.length).toBeLessThanOrEqual(learnsTheEnd(read) ? 3 : read.rows ? 2 : 1);
      }),
      { numRuns: 300 },
    );
  });

  test('of at most 50 rows takes one call, and one more when it counts from the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyTotal,
        anyRead.filter(({ request }) => request.count <= 50),
        async (total, read) => {
          const { reader, requests } = readerOf(honest(listOf(total)));
          await reader.read([read]);
          expect(requests.length).toBeLessThanOrEqual(learnsTheEnd(read) ? 2 : 1);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('costs one call of size 1 when only the total is asked for', async () => {
    const { reader, requests } = readerOf(honest(listOf(42)));
    const [answer] = await reader.read([{ request: { from: 'START', offset: 0, count: 20 }, rows: false }]);
    expect(isSlice(answer) && answer.total).toBe(42);
    expect(requests).toEqual([{ page: 0, size: 1 }]);
  });

  test('shares every page with the others of the list, asked for together or later', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyTotal,
        fc.array(fc.array(anyRead, { minLength: 1, maxLength: 4 }), { maxLength: 3 }),
        async (total, batches) => {
          const rows = listOf(total);
          const { reader, requests } = readerOf(honest(rows));
          for (const batch of batches) {
            const answers = await reader.read(batch);
            batch.forEach((read, index) => expectExact(answers[index], rows, read));
          }
          expect(new Set(requests.map(({ page, size }) => `${page}/${size}`)).size).toBe(requests.length);
        },
      ),
    );
  });

  test('keeps its place where rows lack their ids', async () => {
    const rows = listOf(30).map((row, index) => (index % 3 === 0 ? null : row));
    const { reader } = readerOf(honest(rows));
    const read = { request: { from: 'START', offset: 5, count: 20 }, rows: true } as const;
    expectExact((await reader.read([read]))[0], rows, read);
  });

  test('before the first item is empty, and has the total in one call', async () => {
    const rows = listOf(30);
    const { reader, requests } = readerOf(honest(rows));
    const read = { request: { from: 'END', before: 0, count: 10 }, rows: true } as const;
    expectExact((await reader.read([read]))[0], rows, read);
    expect(requests).toEqual([{ page: 0, size: 1 }]);
  });

  test('of a list that is not there is null, after one try', async () => {
    const { reader, requests } = readerOf(() => null);
    const reads: WindowRead[] = [
      { request: { from: 'START', offset: 0, count: 5 }, rows: true },
      { request: { from: 'END', before: null, count: 5 }, rows: true },
    ];
    expect(await reader.read(reads)).toEqual([null, null]);
    expect(await reader.read(reads)).toEqual([null, null]);
    expect(requests).toHaveLength(1);
  });
});

describe('a vendor that gives smaller pages than asked for', () => {
  test('is planned for again, once, and read exactly', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyTotal,
        fc.integer({ min: 1, max: 120 }),
        fc.array(anyRead, { minLength: 1, maxLength: 3 }),
        async (total, cap, reads) => {
          const rows = listOf(total);
          let isCapKnown = false;
          const sizesOnceKnown: number[] = [];
          const { reader } = readerOf(async (request) => {
            if (isCapKnown) sizesOnceKnown.push(request.size);
            await Promise.resolve(); // pages of one plan are asked for before the first is answered
            isCapKnown ||= request.size > cap;
            return pageOf(rows, request, cap);
          });
          const answers = await reader.read(reads);
          reads.forEach((read, index) => expectExact(answers[index], rows, read));
          expect(sizesOnceKnown.filter((size) => size > cap)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('and then still smaller ones is not believed', async () => {
    const rows = listOf(300);
    const { reader } = readerOf((request, call) => pageOf(rows, request, Math.ceil(40 / call)));
    const [answer] = await reader.read([{ request: { from: 'START', offset: 0, count: 100 }, rows: true }]);
    expect(answer).toBeInstanceOf(MessagingError);
    expect(answer).toHaveProperty('code', 'UPSTREAM_BAD_RESPONSE');
  });
});

describe('a window that is looked up without a call', () => {
  test('is given exactly when reading it would make no call, and is what reading gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyTotal,
        fc.array(anyRead, { minLength: 1, maxLength: 4 }),
        anyRead,
        fc.constantFrom(0, 1, 2),
        async (total, before, read, failing) => {
          const rows = listOf(total);
          const { reader, requests } = readerOf((request, call) => {
            if (call === failing) throw new MessagingError('UPSTREAM_TIMEOUT');
            return pageOf(rows, request);
          });
          await reader.read(before);
          const made = requests.length;
          const held = reader.peek(read);
          expect(requests).toHaveLength(made);
          const [answer] = await reader.read([read]);
          expect(held === undefined).toBe(requests.length > made);
          if (held !== undefined) expect(held).toEqual(answer);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is held for every window that was read, also where the vendor gave fewer rows than its total says', async () => {
    const { reader, requests } = readerOf((request) => ({ ...pageOf(listOf(11), request), total: 12 }));
    const read = { request: { from: 'START', offset: 0, count: 12 }, rows: true } as const;
    const [answer] = await reader.read([read]);
    expect(reader.peek(read)).toEqual(answer);
    expect(requests).toHaveLength(1);
  });

  test('is null for a list that is not there', async () => {
    const { reader } = readerOf(() => null);
    const read = { request: { from: 'END', before: null, count: 5 }, rows: true } as const;
    expect(reader.peek(read)).toBeUndefined();
    await reader.read([read]);
    expect(reader.peek(read)).toBeNull();
  });
});

describe('a list that changes while it is read', () => {
  test('shows no item twice, whatever moved between two pages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), anyRead, async (shift, read) => {
        const rows = listOf(300);
        const { reader } = readerOf((request, call) =>
          pageOf(
            call > 1
              ? [...listOf(shift).map(({ trackingId }) => ({ trackingId: `new-${trackingId}` })), ...rows]
              : rows,
            request,
          ),
        );
        const [answer] = await reader.read([read]);
        if (!isSlice(answer)) throw answer ?? new TypeError('no answer');
        const ids = slicePage(answer).items.map(({ item }) => item?.trackingId);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  test('takes no more calls when it grows between two pages, in whatever order they arrive', async () => {
    const { reader, requests } = readerOf(async (request) => {
      if (request.page === 1) for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      return pageOf(listOf(request.page === 1 ? 140 : 120), request);
    });
    const [answer] = await reader.read([{ request: { from: 'START', offset: 50, count: 90 }, rows: true }]);
    expect(isSlice(answer) && answer.rows.length).toBe(70);
    expect(requests).toHaveLength(2);
  });

  test('takes no more calls when the last page of it shrinks', async () => {
    const { reader, requests } = readerOf((request, call) => pageOf(listOf(call === 1 ? 200 : 120), request));
    const [answer] = await reader.read([{ request: { from: 'START', offset: 50, count: 90 }, rows: true }]);
    expect(isSlice(answer) && answer.total).toBe(120);
    expect(requests.length).toBeLessThanOrEqual(2);
  });
});

describe('a page whose rows lag behind its total', () => {
  const lagging = new MessagingError('UPSTREAM_BAD_RESPONSE', { retryable: true });
  const reads: readonly WindowRead[] = [
    { request: { from: 'START', offset: 3, count: 20 }, rows: true },
    { request: { from: 'END', before: null, count: 5 }, rows: true },
    { request: { from: 'START', offset: 0, count: 20 }, rows: false },
  ];

  test.each(reads)('is read once more: %j', async (read) => {
    const rows = listOf(30);
    const lags = new Set<string>();
    const { reader, requests } = readerOf((request) => {
      const key = JSON.stringify(request);
      if (lags.has(key)) return pageOf(rows, request);
      lags.add(key);
      throw lagging;
    });
    expectExact((await reader.read([read]))[0], rows, read);
    expect(requests).toHaveLength(2 * lags.size);
  });

  test.each(reads)('is reported as it is when it lags again, and not read a third time: %j', async (read) => {
    const { reader, requests } = readerOf(() => {
      throw lagging;
    });
    expect(await reader.read([read])).toEqual([lagging]);
    expect(await reader.read([read])).toEqual([lagging]);
    expect(requests).toHaveLength(2);
  });

  test('is distinguished from one that is wrong, which is not read again', async () => {
    const { reader, requests } = readerOf(() => {
      throw new MessagingError('UPSTREAM_BAD_RESPONSE');
    });
    await reader.read([reads[0]!]);
    expect(requests).toHaveLength(1);
  });
});

describe('pages that fail', () => {
  test('fail the windows that touch them and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(6), fc.array(anyRead, { minLength: 1, maxLength: 4 }), async (failing, reads) => {
        const rows = listOf(300);
        const failure = new MessagingError('UPSTREAM_TIMEOUT');
        const failed: VendorPageRequest[] = [];
        const { reader } = readerOf((request, call) => {
          if (call !== failing) return pageOf(rows, request);
          failed.push(request);
          throw failure;
        });
        const answers = await reader.read(reads);
        answers.forEach((answer, index) => {
          const read = reads[index]!;
          if (!(answer instanceof Error)) expectExact(answer, rows, read);
          else {
            expect(answer).toBe(failure);
            const { request } = read;
            const end = request.from === 'START' ? request.offset + request.count : (request.before ?? 0);
            const start = request.from === 'START' ? request.offset : Math.max(0, end - request.count);
            const touches = failed.some(({ page, size }) => start < (page + 1) * size && page * size < end);
            expect(touches || learnsTheEnd(read) || !read.rows || end === 0).toBe(true);
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  test('are not tried again in the operation', async () => {
    const { reader, requests } = readerOf(() => {
      throw new MessagingError('UPSTREAM_UNAVAILABLE');
    });
    const read: WindowRead = { request: { from: 'START', offset: 0, count: 20 }, rows: true };
    await reader.read([read]);
    const [again] = await reader.read([read]);
    expect(again).toHaveProperty('code', 'UPSTREAM_UNAVAILABLE');
    expect(requests).toHaveLength(1);
  });

  test.each<[string, WindowRead]>([
    ['the end of a list', { request: { from: 'END', before: null, count: 5 }, rows: true }],
    ['its total', { request: { from: 'START', offset: 0, count: 20 }, rows: false }],
  ])('are not tried again for %s', async (_name, read) => {
    const { reader, requests } = readerOf(() => {
      throw new MessagingError('UPSTREAM_UNAVAILABLE');
    });
    await reader.read([read]);
    const [again] = await reader.read([read]);
    expect(again).toHaveProperty('code', 'UPSTREAM_UNAVAILABLE');
    expect(requests).toHaveLength(1);
  });
});
