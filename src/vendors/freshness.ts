import type { DeliveryStatus } from '../graph/delivery/delivery-status.type.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How long it may be remembered that there is no such thing: it may appear at any moment. */
export const KEEP_ABSENCE = 1 * SECOND;
const KEEP_FINAL = 60 * MINUTE;
/** Counters such as clicks grow after the end of a message. */
export const KEEP_COUNTER = 1 * MINUTE;
const KEEP_OPEN_PAGE = 2 * SECOND;
/** New rows may come to a page whose rows are all final. */
const KEEP_FINAL_PAGE = 1 * MINUTE;

/** What is known of a state: a final one stays, an open one that has not changed for long will not change just now. */
export type StateFacts = Pick<DeliveryStatus, 'isFinal' | 'updatedAt'>;

/** How long a state may be remembered, milliseconds. */
export function keepState({ isFinal, updatedAt }: StateFacts, now = Date.now()): number {
  if (isFinal) return KEEP_FINAL;
  if (updatedAt === null) return SECOND;
  if (isOld(updatedAt, now)) return MINUTE;
  return Math.min(Math.max((now - Date.parse(updatedAt)) / AGES_KEPT, SECOND), MINUTE);
}

/** A state is remembered for this part of its age. */
const AGES_KEPT = 30;

let old = { second: -1, text: '' };

/** Whether nothing more is to be learned from the age: texts in UTC sort by time, and reading each costs a microsecond. */
function isOld(updatedAt: string, now: number): boolean {
  const second = Math.floor(now / SECOND);
  if (second !== old.second) old = { second, text: new Date(second * SECOND - AGES_KEPT * MINUTE).toISOString() };
  return updatedAt < old.text;
}

/** How long several states told together may be remembered: no longer than any of them. */
export function keepStates(states: readonly StateFacts[], now = Date.now()): number {
  return states.reduce((least, state) => Math.min(least, keepState(state, now)), KEEP_FINAL);
}

/**
 * How long a page may be remembered, by the times of its rows; null for a row that could not be read. `isSettled` says
 * that no row can come to it or move: it is full, and in an order that hangs on nothing that changes.
 */
export function keepPage(rows: readonly (number | null)[], isSettled = false): number {
  if (rows.length === 0) return KEEP_OPEN_PAGE;
  const least = Math.min(...rows.map((keep) => keep ?? SECOND));
  if (least < KEEP_FINAL) return Math.min(least, KEEP_OPEN_PAGE);
  return isSettled ? KEEP_FINAL : KEEP_FINAL_PAGE;
}
