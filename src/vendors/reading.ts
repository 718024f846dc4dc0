/**
 * Tolerant readers of JSON members: a value of a type that nobody expects reads as null and never throws. They know no
 * vendor's spelling; what must be there is checked where a body is parsed.
 */

/** A JSON object of which nothing is known yet. */
export type Members = Readonly<Record<string, unknown>>;

const NOTHING: Members = {};

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object, or null. */
export const object = (value: unknown): Members | null => (isObject(value) ? value : null);

/** The object, or one without members, so that its members can be read as null. */
export const members = (value: unknown): Members => (isObject(value) ? value : NOTHING);

export const list = (value: unknown): readonly unknown[] | null => (Array.isArray(value) ? value : null);

/** Text; an empty one says nothing and is null. */
export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What is read from the objects of a list, without what is no object; null when it is no list. */
export function readList<Read>(value: unknown, read: (entry: Members) => Read): Read[] | null {
  if (!Array.isArray(value)) return null;
  const entries: Read[] = [];
  for (const entry of value) if (isObject(entry)) entries.push(read(entry));
  return entries;
}

/** The texts of a list, without what is no text; null when it is no list. */
export const texts = (value: unknown): string[] | null =>
  Array.isArray(value) ? (value.every(isSaid) ? value : value.filter(isSaid)) : null;

const isSaid = (entry: unknown): entry is string => typeof entry === 'string' && entry !== '';

/** Text, or a whole number as text. */
export const textOrNumber = (value: unknown): string | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : text(value);

/** In the place of text that was lost: an id with it could be that of several things. */
const REPLACEMENT_CHARACTER = '\ufffd';

/** An opaque id as text; a damaged one is null. */
export const textId = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && !value.includes(REPLACEMENT_CHARACTER) ? value : null;

/** An opaque id: text, or a whole number as text; a damaged one is null. */
export const identifier = (value: unknown): string | null =>
  typeof value === 'string' ? textId(value) : textOrNumber(value);

export const boolean = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

const NUMERIC = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A finite number, also one written as text. */
export function number(value: unknown): number | null {
  const read = typeof value === 'string' && NUMERIC.test(value.trim()) ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}

/** A whole number that fits GraphQL's Int; others are null. */
export function int32(value: unknown): number | null {
  const read = number(value);
  return read !== null && (read | 0) === read ? read | 0 : null;
}

/** A length of time as whole seconds; `unit` is how many seconds one of the vendor's units has. */
export function seconds(value: unknown, unit = 1): number | null {
  const read = number(value);
  return read === null ? null : int32(Math.round(read * unit));
}

const ALL_DIGITS = /^\d+$/;

/** A phone number: all digits, text or number, get the plus of E.164; anything else stays as it is. */
export function phoneNumber(value: unknown): string | null {
  const read = textOrNumber(value);
  return read !== null && ALL_DIGITS.test(read) ? `+${read}` : read;
}

const SHORTEST_PHONE_NUMBER = 7;

/** Who a message is from: a name, a phone number, or a short code, which E.164 does not know and which stays as it is. */
export function sender(value: unknown): string | null {
  const read = textOrNumber(value);
  return read !== null && read.length >= SHORTEST_PHONE_NUMBER ? phoneNumber(read) : read;
}

/** A word for comparing: vendors vary letter case, spaces, underscores and hyphens. */
export const word = (value: string): string => value.toLowerCase().replace(/[\s_-]+/g, '');

/**
 * A table from words to meanings that is asked with the vendor's own text. The usual letter cases are found as they
 * are: taking a word apart costs more than all else in a row.
 */
export function wordTable<Meaning>(rows: Readonly<Record<string, Meaning>>): (told: string | null) => Meaning | null {
  const meanings = new Map<string, Meaning>();
  for (const [told, meaning] of Object.entries(rows)) {
    for (const spelling of [word(told), told, told.toUpperCase()]) meanings.set(spelling, meaning);
  }
  return (told) => (told === null ? null : (meanings.get(told) ?? meanings.get(word(told)) ?? null));
}

/** A map keyed by data as a list, in code point order of the keys. */
export function sortedEntries(value: unknown): [key: string, value: unknown][] {
  return Object.entries(members(value)).sort(([a], [b]) => compareText(a, b));
}

/** UTF-8 order is code point order. */
export const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
