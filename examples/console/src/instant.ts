/** Times in addresses are instants in UTC, so that a link means the same in every time zone; fields show local times. */

/** A date, then a time with or without seconds and a zone. */
const WRITTEN = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
const MINUTE_MS = 60_000;

/** @param given ISO 8601; without a zone it is a local time @returns in UTC; null where it is no time, or its year has not four digits */
export function instantOf(given: string | null): string | null {
  const [, day, time] = WRITTEN.exec(given ?? '') ?? [];
  if (day === undefined || !isDay(day)) return null;
  const date = new Date(`${day}${time ?? 'T00:00'}`); // a date alone would be read in UTC
  const instant = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  return /^\d{4}-/.test(instant) ? instant : null;
}

/** `Date` reads 30 February as 2 March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** As a field of the type `datetime-local` has it; empty where it is no time. */
export function fieldTimeOf(given: string | null): string {
  const instant = instantOf(given);
  if (instant === null) return '';
  const date = new Date(instant);
  // not by setMinutes, which counts on a clock that may be changed in between
  const local = new Date(date.getTime() - date.getTimezoneOffset() * MINUTE_MS);
  return local.toISOString().slice(0, 19).replace(/:00$/, '');
}
