import { isRecord } from '../is-record.js';

/**
 * Tolerant readers of JSON members: a value of an unexpected type reads as null and never throws. Required members are
 * checked where a body is parsed.
 */

/** An unchecked JSON object. */
export type Members = Readonly<Record<string, unknown>>;

const NOTHING: Members = {};

export const isObject: (value: unknown) => value is Members = isRecord;

/** The object, or null. */
export const object = (value: unknown): Members | null => (isObject(value) ? value : null);

/** The object, or one without members, so that its members can be read as null. */
export const members = (value: unknown): Members => (isObject(value) ? value : NOTHING);

export const list = (value: unknown): readonly unknown[] | null => (Array.isArray(value) ? value : null);

/** Text; empty text is null. */
export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Reads the objects of a list and skips other entries; null when it is no list. */
export function readList<Read>(value: unknown, read: (entry: Members) => Read): Read[] | null {
  if (!Array.isArray(value)) return null;
  const entries: Read[] = [];
  for (const entry of value) if (isObject(entry)) entries.push(read(entry));
  return entries;
}

/** The texts of a list without its other entries; null when it is no list. */
export const texts = (value: unknown): string[] | null =>
  Array.isArray(value) ? (value.every(isNonEmptyText) ? value : value.filter(isNonEmptyText)) : null;

const isNonEmptyText = (entry: unknown): entry is string => typeof entry === 'string' && entry !== '';

/** Text, or a whole number as text. */
export const textOrNumber = (value: unknown): string | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : text(value);

/** Stands for damaged characters: two ids with it may be of different things. */
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

/** A sender: a name, a phone number, or a short code, which is not E.164 and stays as it is. */
export function sender(value: unknown): string | null {
  const read = textOrNumber(value);
  return read !== null && read.length >= SHORTEST_PHONE_NUMBER ? phoneNumber(read) : read;
}

/** A word for comparing: vendors vary letter case, spaces, underscores and hyphens. */
export const word = (value: string): string => value.toLowerCase().replace(/[\s_-]+/g, '');

/**
 * Finds the meaning of a vendor's word. Usual letter cases have entries of their own: normalizing costs more than the
 * rest of a row.
 */
export function wordTable<Meaning>(rows: Readonly<Record<string, Meaning>>): (raw: string | null) => Meaning | null {
  const meanings = new Map<string, Meaning>();
  for (const [name, meaning] of Object.entries(rows)) {
    for (const spelling of [word(name), name, name.toUpperCase()]) meanings.set(spelling, meaning);
  }
  return (raw) => (raw === null ? null : (meanings.get(raw) ?? meanings.get(word(raw)) ?? null));
}

/** A map keyed by data as a list, in code point order of the keys. */
export function sortedEntries(value: unknown): [key: string, value: unknown][] {
  return Object.entries(members(value)).sort(([a], [b]) => compareText(a, b));
}

/** UTF-8 order is code point order. */
export const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
