import countries from 'i18n-iso-countries/index.js';
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import { text } from '../../reading.js';

countries.registerLocale(english);

/** ISO's own short, official and former names, and others in use, that the library does not have. */
// prettier-ignore
const MORE_NAMES: Readonly<Record<string, readonly string[]>> = {
  BN: ['Brunei'],
  BO: ['Bolivia, Plurinational State of'],
  CD: ['DR Congo', 'Congo-Kinshasa'],
  CG: ['Congo', 'Congo-Brazzaville'], // ISO's short name; the library has it for CD too
  CV: ['Cabo Verde'],
  FK: ['Falkland Islands'],
  FM: ['Micronesia'],
  GB: ['United Kingdom of Great Britain and Northern Ireland'],
  KP: ['Korea, Democratic People’s Republic of'],
  LA: ['Laos'],
  MD: ['Moldova'],
  MF: ['Saint Martin'],
  MK: ['Macedonia', 'Macedonia, the former Yugoslav Republic of', 'Republic of Macedonia'],
  MM: ['Burma'],
  MO: ['Macau'],
  PS: ['Palestinian Territory, Occupied', 'Palestinian Territories'],
  SH: ['Saint Helena, Ascension and Tristan da Cunha'],
  SX: ['Sint Maarten'],
  SY: ['Syria'],
  SZ: ['Swaziland'],
  TL: ['East Timor'],
  VA: ['Holy See', 'Vatican City', 'Vatican'],
  VE: ['Venezuela, Bolivarian Republic of'],
  VI: ['United States Virgin Islands'],
  VN: ['Viet Nam'],
};

/**
 * One spelling for those of one name: `Iran, Islamic Republic of`, `Iran (Islamic Republic of)` and `Islamic Republic of
 * Iran`; `Bosnia & Herzegovina`; `St. Lucia`; with or without accents, `the` and hyphens.
 */
const spell = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\p{M}.'’]/gu, '')
    .toLowerCase()
    .replace('&', ' and ')
    .replace(/^([^,(]+)[,(](.+)$/, '$2 $1')
    .replace(/\bst\b/, 'saint')
    .replace(/\bthe\b|[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/ +/g, ' ');

const codes = new Map(
  [...Object.entries(countries.getNames('en', { select: 'all' })), ...Object.entries(MORE_NAMES)].flatMap(
    ([code, names]) => names.map((name) => [spell(name), code]),
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
  if (raw.length > LONGEST_NAME) return raw; // NFD takes the square of the number of marks
  const code = codes.get(spell(raw)) ?? (ALPHA_2.test(raw) ? raw.toUpperCase() : raw);
  if (read.size < MOST_SPELLINGS) read.set(raw, code);
  return code;
}
