import type { Question } from '../http/route.js';

export interface PageAsked {
  /** From 0. */
  readonly number: number;
  readonly size: number;
}

/** Routee does not document its largest page. The sandbox serves 100 and says so in the envelope, as Spring does. */
export const largestPage = 100;

/** `page` and `size` of the query, or the name of the parameter that is not a number of a page. */
export function readPage(
  question: Question,
  usualSize: number,
  largest = largestPage,
): PageAsked | { wrong: 'page' | 'size' } {
  const number = question.query.get('page') ?? '0';
  const size = question.query.get('size') ?? String(usualSize);
  if (!/^\d{1,9}$/.test(number)) return { wrong: 'page' };
  if (!/^[1-9]\d{0,8}$/.test(size)) return { wrong: 'size' };
  return { number: Number(number), size: Math.min(Number(size), largest) };
}

/** Spring's page, zero-based. */
export interface PageEnvelope {
  readonly content: readonly unknown[];
  readonly totalPages: number;
  readonly totalElements: number;
  readonly last: boolean;
  readonly first: boolean;
  readonly numberOfElements: number;
  readonly size: number;
  readonly number: number;
}

/** Cuts one page out of `total` things; `at` is asked only for those on it. */
export function cutPage({ number, size }: PageAsked, total: number, at: (index: number) => unknown): PageEnvelope {
  const start = number * size;
  const length = Math.max(0, Math.min(size, total - start));
  const totalPages = Math.ceil(total / size);
  return {
    content: Array.from({ length }, (_, offset) => at(start + offset)),
    totalPages,
    totalElements: total,
    last: number >= totalPages - 1,
    first: number === 0,
    numberOfElements: length,
    size,
    number,
  };
}
