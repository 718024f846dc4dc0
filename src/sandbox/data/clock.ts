/** The sandbox's time. Everything made up is placed relative to `startedAt`, so that it is always recent. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  readonly startedAt: number;
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;

/**
 * ISO 8601 in UTC with `Z` and 0, 2 or 3 fractional digits, as Routee's own examples vary. Nothing is rounded away, so
 * texts sort and compare like the instants.
 */
export function formatDate(epochMilliseconds: number): string {
  const iso = new Date(epochMilliseconds).toISOString();
  if (epochMilliseconds % 1000 === 0) return iso.replace('.000Z', 'Z');
  return epochMilliseconds % 10 === 0 ? iso.replace(/\dZ$/, 'Z') : iso;
}
