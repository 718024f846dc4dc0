import type { Route, StandInRequest } from '../../../sandbox/listener.js';
import type { AccessEffect, MagicPlace } from '../../../sandbox/magic.js';
import type { Reply } from '../../../sandbox/reply.js';

/** A route of Routee's API: it needs a token with that scope. */
export interface RouteeRoute extends Pick<Route, 'method' | 'template'> {
  readonly scope: 'viber' | 'failover' | 'account';
  /** Of a missing or bad token: 401 unless the documents say 403. */
  readonly badTokenStatus?: 403;
  /** Whose magic values apply: to `{trackingId}` in the path, or to the application's id where the path has none. */
  readonly place?: MagicPlace;
  answer(request: StandInRequest, refuseAccess: RefuseAccess): Reply;
}

/** Refuses the caller as a magic value says; null accepts it. */
export type RefuseAccess = (effect: AccessEffect) => Reply | null;

/** Routee does not document its largest page. The sandbox serves 100 and says so in the envelope, as Spring does. */
export const MAX_PAGE_SIZE = 100;

export interface PageRequest {
  /** From 0. */
  readonly number: number;
  readonly size: number;
}

/** `page` and `size` of the query, or the name of the parameter that is not valid. */
export function readPage(
  { query }: StandInRequest,
  defaultSize: number,
  maxSize = MAX_PAGE_SIZE,
): PageRequest | { wrong: 'page' | 'size' } {
  const number = query.get('page') ?? '0';
  const size = query.get('size') ?? String(defaultSize);
  if (!/^\d{1,9}$/.test(number)) return { wrong: 'page' };
  if (!/^[1-9]\d{0,8}$/.test(size)) return { wrong: 'size' };
  return { number: Number(number), size: Math.min(Number(size), maxSize) };
}

/** Spring's page envelope for one page of `total` rows; `rowAt` is called for those on the page. */
export function viewPage({ number, size }: PageRequest, total: number, rowAt: (index: number) => unknown) {
  const start = number * size;
  const length = Math.max(0, Math.min(size, total - start));
  const totalPages = Math.ceil(total / size);
  return {
    content: Array.from({ length }, (_, offset) => rowAt(start + offset)),
    totalPages,
    totalElements: total,
    last: number >= totalPages - 1,
    first: number === 0,
    numberOfElements: length,
    size,
    number,
  };
}
