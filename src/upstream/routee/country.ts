import countries from 'i18n-iso-countries/index.js';
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import { text } from '../reading.js';

countries.registerLocale(english);

const codes = new Map(
  Object.entries(countries.getNames('en', { select: 'all' })).flatMap(([code, names]) =>
    names.map((name) => [name.toLowerCase(), code]),
  ),
);

const ALPHA_2 = /^[a-z]{2}$/i;

/**
 * ISO 3166-1 alpha-2 of a country that Routee names in English or by its code (Routee docs: Viber tracking); a name
 * that is in no list stays as it is.
 */
export function country(value: unknown): string | null {
  const told = text(value);
  if (told === null) return null;
  return codes.get(told.trim().toLowerCase()) ?? (ALPHA_2.test(told) ? told.toUpperCase() : told);
}
