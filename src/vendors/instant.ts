import { number } from './reading.js';

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;

/** An instant in UTC, to the second or finer, valid in every year: 29 February is not. */
const PLAIN_INSTANT =
  /^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;

/**
 * An instant in ISO 8601 with a zone, minute precision or any number of fraction digits, as UTC text with milliseconds.
 * Days that do not exist are null, not rolled over.
 */
export function instant(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (PLAIN_INSTANT.test(value)) return toMilliseconds(value);
  const match = INSTANT.exec(value);
  if (!match) return null;
  const [, day = '', zone = ''] = match;
  const local = epochText(Date.parse(`${value.slice(0, -zone.length).toUpperCase().replace(',', '.')}Z`));
  if (local?.startsWith(day) !== true) return null;
  if (zone === 'Z' || zone === 'z') return local;
  const hours = zone.slice(0, 3);
  return epochText(Date.parse(`${local.slice(0, -1)}${hours}:${zone.slice(-2)}`));
}

/** A plain instant with three digits of a second, more of them cut off. */
function toMilliseconds(instant: string): string {
  switch (instant.length) {
    case 24:
      return instant;
    case 20:
      return instant.slice(0, 19) + '.000Z';
    case 22:
      return instant.slice(0, 21) + '00Z';
    case 23:
      return instant.slice(0, 22) + '0Z';
    default:
      return instant.slice(0, 23) + 'Z';
  }
}

/** Epoch milliseconds, a number or numeric text, as UTC text. */
export const epochInstant = (value: unknown): string | null => epochText(number(value) ?? Number.NaN);

const DAY = 86_400_000;
const FARTHEST = 8.64e15; // what Date can hold

/** The latest day as text up to the `T`: times of one answer are mostly of one day. */
let lastDay = { number: Number.NaN, text: '' };

/** Null for years before 0 and after 9999, which are written with a sign and six digits. */
function epochText(milliseconds: number): string | null {
  if (!(Math.abs(milliseconds) <= FARTHEST)) return null;
  const whole = Math.trunc(milliseconds);
  const day = Math.floor(whole / DAY);
  if (day !== lastDay.number) {
    const iso = new Date(day * DAY).toISOString();
    if (iso.length !== 24) return null;
    lastDay = { number: day, text: iso.slice(0, 11) };
  }
  return lastDay.text + timeText(whole - day * DAY);
}

/** @param milliseconds of a day */
function timeText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const fraction = String(1000 + (milliseconds % 1000)).slice(1);
  return `${twoDigits(hours)}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}.${fraction}Z`;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const twoDigits = (number: number): string => TWO_DIGITS[number]!;
