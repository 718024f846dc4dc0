import countries from 'i18n-iso-countries/index.js';
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import { text } from '../../reading.js';

countries.registerLocale(english);

const codes = new Map(
  Object.entries(countries.getNames('en', { select: 'all' })).flatMap(([code, names]) =>
    names.map((name) => [name.toLowerCase(), code]),
  ),
);

const ALPHA_2 = /^[a-z]{2}$/i;

/** Spellings already read; a vendor has a few hundred at most. */
const read = new Map<string, string>();
const MOST_SPELLINGS = 1000;
const LONGEST_NAME = 64;

/**
 * ISO 3166-1 alpha-2 of a country that Routee names in English or by its code (Routee docs: Viber tracking); a name
 * that is in no list stays as it is.
 */
export function country(value: unknown): string | null {
  const raw = text(value);
  if (raw === null) return null;
  const known = read.get(raw);
  if (known !== undefined) return known;
  const code = codes.get(raw.trim().toLowerCase()) ?? (ALPHA_2.test(raw) ? raw.toUpperCase() : raw);
  if (raw.length <= LONGEST_NAME && read.size < MOST_SPELLINGS) read.set(raw, code);
  return code;
}
