import type { DeliveryStatus } from '../graph/delivery/delivery-status.type.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Milliseconds that a missing thing is cached: it may appear at any moment. */
export const KEEP_ABSENCE = 1 * SECOND;
const KEEP_FINAL = 60 * MINUTE;
/** Counters such as clicks grow after the final state. */
export const KEEP_COUNTER = 1 * MINUTE;
const KEEP_OPEN_PAGE = 2 * SECOND;
/** New rows may come to a page whose rows are all final. */
const KEEP_FINAL_PAGE = 1 * MINUTE;

export type StateFacts = Pick<DeliveryStatus, 'isFinal' | 'updatedAt'>;

/** Milliseconds that a state may be cached. A final one stays; the older an open one is, the less likely it changes now. */
export function keepState({ isFinal, updatedAt }: StateFacts, now = Date.now()): number {
  if (isFinal) return KEEP_FINAL;
  if (updatedAt === null) return SECOND;
  if (isOld(updatedAt, now)) return MINUTE;
  return Math.min(Math.max((now - Date.parse(updatedAt)) / AGES_KEPT, SECOND), MINUTE);
}

/** An open state is cached for one part in 30 of its age. */
const AGES_KEPT = 30;

let old = { second: -1, text: '' };

/** Whether the age reaches the upper limit. Compares text: parsing a date costs a microsecond. */
function isOld(updatedAt: string, now: number): boolean {
  const second = Math.floor(now / SECOND);
  if (second !== old.second) old = { second, text: new Date(second * SECOND - AGES_KEPT * MINUTE).toISOString() };
  return updatedAt < old.text;
}

/** Milliseconds that several states of one answer may be cached: the least of them. */
export function keepStates(states: readonly StateFacts[], now = Date.now()): number {
  return states.reduce((least, state) => Math.min(least, keepState(state, now)), KEEP_FINAL);
}

/**
 * Milliseconds that a page may be cached, by the times of its rows; null for a row that could not be read. `isFixed`:
 * the page is full and its order depends on nothing that changes, so that no row is added or moved.
 */
export function keepPage(rows: readonly (number | null)[], isFixed = false): number {
  if (rows.length === 0) return KEEP_OPEN_PAGE;
  const least = Math.min(...rows.map((keep) => keep ?? SECOND));
  if (least < KEEP_FINAL) return Math.min(least, KEEP_OPEN_PAGE);
  return isFixed ? KEEP_FINAL : KEEP_FINAL_PAGE;
}
