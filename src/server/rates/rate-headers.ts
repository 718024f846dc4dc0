import { type RateWindow, WINDOW_MS } from './rate-store.js';

/** One limit of a caller. */
export interface CallerRate {
  /** A name of the header: lower-case letters and hyphens. */
  readonly name: string;
  /** Null where it is not limited. */
  readonly perMinute: number | null;
  /** Null where nothing is counted. */
  readonly window: RateWindow | null;
}

const WINDOW_SECONDS = WINDOW_MS / 1000;

/**
 * The header fields `RateLimit-Policy` (what is allowed: `q` in `w` seconds) and `RateLimit` (what is left: `r`, for the
 * next `t` seconds; no `t` where no window has started, which the next count does).
 * @returns names and values in turn
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function rateHeaders(rates: readonly CallerRate[]): readonly string[] {
  let policies = '';
  let limits = '';
  for (const { name, perMinute, window } of rates) {
    if (perMinute === null) continue;
    const separator = policies === '' ? '' : ', ';
    policies += `${separator}"${name}";q=${perMinute};w=${WINDOW_SECONDS}`;
    limits += `${separator}"${name}";r=${window ? Math.max(0, perMinute - window.taken) : perMinute}`;
    if (window) limits += `;t=${Math.max(1, Math.ceil((window.until - performance.now()) / 1000))}`;
  }
  return ['ratelimit-policy', policies, 'ratelimit', limits];
}
