/** Times in addresses are instants in UTC, so that a link means the same in every time zone; fields show local times. */

/** @param given ISO 8601; without a zone it is a local time @returns in UTC; null where it is no time, or its year has not four digits */
export function instantOf(given: string | null): string | null {
  const date = new Date(given !== null && /^\d{4}-\d\d-\d\d/.test(given) ? given : NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** As a field of the type `datetime-local` has it; empty where it is no time. */
export function fieldTimeOf(given: string | null): string {
  const instant = instantOf(given);
  if (instant === null) return '';
  const date = new Date(instant);
  date.setMinutes(date.getMinutes() - date.getTimezoneOffset());
  return date.toISOString().slice(0, 19).replace(/:00$/, '');
}
