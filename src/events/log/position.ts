import { MessagingError } from '../../errors/error.js';

/**
 * A place in the log of a tenant: epoch milliseconds by the clock of the store, then a number within the millisecond.
 * Both have a fixed number of digits, so that positions compare as texts. Time is in it so that a cursor of a log that
 * was begun anew, or that lost its end, never means another event.
 */
export type Position = string;

const PATTERN = /^\d{13}-\d{6}$/;
const MAX_SEQUENCE = 999_999;

const writePosition = (milliseconds: number, sequence: number): Position =>
  `${String(milliseconds).padStart(13, '0')}-${String(sequence).padStart(6, '0')}`;

export const isPosition = (text: string): boolean => PATTERN.test(text);

/** Epoch milliseconds. */
export const timeOf = (position: Position): number => Number(position.slice(0, 13));

/** Where a log begins, or what is before everything of this millisecond. */
export const startOf = (milliseconds: number): Position => writePosition(milliseconds, 0);

/** The next ones, all with one time: the clock may have been set back, positions never go back. */
export function positionsAfter(end: Position, now: number, count: number): Position[] {
  const time = timeOf(end);
  const sequence = Number(end.slice(14));
  const goesOn = now <= time;
  const first = goesOn ? sequence + 1 : 1;
  if (first + count > MAX_SEQUENCE) return positionsAfter(startOf(time + 1), time + 1, count);
  return Array.from({ length: count }, (_, index) => writePosition(goesOn ? time : now, first + index));
}

/** How much of it a log keeps. */
export interface Depth {
  readonly days: number;
  readonly max: number;
}

export const outsideLog = ({ days, max }: Depth): MessagingError =>
  new MessagingError('INVALID_EVENT_CURSOR', {
    message: `The cursor is not one of this event log, or is older than it, or beyond its end: events of ${days} days are kept, at most ${max}. Read the present state again.`,
  });

/** @throws INVALID_EVENT_CURSOR for a position outside the log. @param trimmed the last one that is no longer in it */
export function requireInside(after: Position, trimmed: Position, end: Position, depth: Depth): void {
  if (!isPosition(after) || after < trimmed || after > end) throw outsideLog(depth);
}
