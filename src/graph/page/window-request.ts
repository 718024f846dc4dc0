import type { Window } from './page-plan.js';

/** A window as a caller asks for it: `last` without `before` ends where the list ends, which only the vendor knows. */
export type WindowRequest =
  | { readonly from: 'START'; readonly offset: number; readonly count: number }
  | { readonly from: 'END'; readonly before: number | null; readonly count: number };

/** The positions of a request, as far as they exist in a list of `total`; null when that has to be known first. */
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
