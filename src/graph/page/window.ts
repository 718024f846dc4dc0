/** One page of a list as the vendor pages it: by number (from 0) and size. */
export interface VendorPageRequest {
  readonly page: number;
  readonly size: number;
}

/**
 * What the vendor answered to it. A page with fewer rows than its place in the total has is no page: its source throws
 * UPSTREAM_BAD_RESPONSE, retryable.
 */
export interface VendorPage<Row> {
  /** In the vendor's order; null for a row without the id that identifies it. */
  readonly rows: readonly (Row | null)[];
  /** Of the whole list, as the vendor counts it. */
  readonly total: number;
  /** As the envelope says: smaller than asked for when the vendor caps it. */
  readonly size: number;
  /** When the vendor said so, ISO 8601. */
  readonly asOf: string;
}

/** A run of positions in a list: from `offset` (from 0), `count` of them. */
export interface Window {
  readonly offset: number;
  readonly count: number;
}

/** A window as a caller requests it. `last` without `before` ends at the end of the list, which only the vendor can report. */
export type WindowRequest =
  | { readonly from: 'START'; readonly offset: number; readonly count: number }
  | { readonly from: 'END'; readonly before: number | null; readonly count: number };

/**
 * The positions of a request, as far as they exist in a list of `total`; null when they depend on a total that is not
 * known.
 */
export function windowOf(request: WindowRequest, total: number | null): Window | null {
  if (request.from === 'START') return clamp(request.offset, request.offset + request.count, total);
  const end = request.before ?? total;
  return end === null ? null : clamp(Math.max(0, end - request.count), end, total);
}

function clamp(start: number, end: number, total: number | null): Window {
  const last = total === null ? end : Math.min(end, total);
  const first = Math.min(start, last);
  return { offset: first, count: last - first };
}

/** One place of a window: the row there, or null for a row that the vendor gave without its id. */
export interface Placed<Row> {
  readonly position: number;
  readonly item: Row | null;
}

/** How many pages of one size touch a window. */
const pagesTouched = ({ offset, count }: Window, size: number): number =>
  Math.floor((offset + count - 1) / size) - Math.floor(offset / size) + 1;

/**
 * The fewest vendor pages of one size that cover a window, and of those the smallest size. Vendors page by number and
 * size, so a window that starts anywhere has to be cut out of whole pages. With a largest size of M, a window of at
 * most M rows never needs more than two, and one of at most M / 2 nearly always one.
 */
export function planPages(window: Window, maxPageSize: number): VendorPageRequest[] {
  if (window.count < 1) return [];
  let size = maxPageSize;
  let calls = Number.POSITIVE_INFINITY;
  for (let candidate = 1; candidate <= maxPageSize && calls > 1; candidate++) {
    const touched = pagesTouched(window, candidate);
    if (touched < calls) [size, calls] = [candidate, touched];
  }
  const first = Math.floor(window.offset / size);
  const pages: VendorPageRequest[] = [];
  for (let page = first; page < first + calls; page++) pages.push({ page, size });
  return pages;
}

/** The fewest pages that cover all windows. */
export function planWindows(windows: readonly Window[], maxPageSize: number): VendorPageRequest[] {
  const pages: VendorPageRequest[] = [];
  for (const window of mergeWindows(windows, maxPageSize)) pages.push(...planPages(window, maxPageSize));
  return pages;
}

/** The smallest window around both. */
function joinWindows(a: Window, b: Window): Window {
  const offset = Math.min(a.offset, b.offset);
  return { offset, count: Math.max(a.offset + a.count, b.offset + b.count) - offset };
}

/** Joins windows where one read of both takes fewer calls than a read of each. */
export function mergeWindows(windows: readonly Window[], maxPageSize: number): Window[] {
  const calls = (window: Window) => planPages(window, maxPageSize).length;
  const merged: Window[] = [];
  for (const window of [...windows].sort((a, b) => a.offset - b.offset)) {
    const last = merged.at(-1);
    const joined = last && joinWindows(last, window);
    if (last && joined && calls(joined) < calls(last) + calls(window)) merged[merged.length - 1] = joined;
    else merged.push(window);
  }
  return merged;
}
