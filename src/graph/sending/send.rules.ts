import type { InputPath, Violation } from '../../errors/error.js';
import { PHONE_NUMBER_RULE, readPhoneNumber } from '../delivery/phone-number.js';
import { HTTPS_ADDRESS, isPublicHttpsUrl, lengthViolations, violation } from './text.rules.js';

/** Rules that several kinds of send have. */

/** Phone numbers, contacts, groups or labels of one input. */
export const MAX_ENTRIES = 1000;
const MAX_KEY = 255;
const MAX_LABEL = 350;

/** Only such a key can be bound: halves of surrogate pairs cannot be distinguished. */
export const isKeyValid = (key: string): boolean => keyViolations(key).length === 0 && key.isWellFormed();

export const keyViolations = (key: string): Violation[] =>
  lengthViolations(['input', 'idempotencyKey'], key, [1, MAX_KEY]);

export const emptyViolations = (path: InputPath, text: string): Violation[] =>
  text === '' ? [violation(path, '0 characters; at least 1 is needed')] : [];

export const phoneNumberViolations = (path: InputPath, text: string): Violation[] =>
  readPhoneNumber(text) === null ? [violation(path, PHONE_NUMBER_RULE, 'INVALID_RECIPIENT')] : [];

export const labelViolations = (path: InputPath, label: string | null | undefined): Violation[] =>
  label == null ? [] : lengthViolations(path, label, [0, MAX_LABEL]);

/** For what the vendor fetches or calls. */
export const publicUrlViolations = (path: InputPath, url: string | null | undefined): Violation[] =>
  url == null || isPublicHttpsUrl(url) ? [] : [violation(path, HTTPS_ADDRESS)];

/** What a time to live may be, in seconds: both ends are allowed, and multiples of `unit` alone. */
export interface TtlRange {
  readonly least: number;
  readonly most: number;
  readonly unit: number;
}

export const VIBER_TTL: TtlRange = { least: 30, most: 86_400, unit: 1 };

export function ttlViolations(
  path: InputPath,
  seconds: number | null | undefined,
  { least, most, unit }: TtlRange,
): Violation[] {
  if (seconds == null || (seconds >= least && seconds <= most && seconds % unit === 0)) return [];
  const multiples = unit === 1 ? '' : `, multiples of ${unit},`;
  return [violation(path, `${least} to ${most}${multiples} are allowed`, 'TTL_OUT_OF_RANGE')];
}

/** A list whose length is not allowed; both ends are. */
export function countViolations(
  path: InputPath,
  list: readonly unknown[],
  [least, most]: readonly [number, number],
): Violation[] {
  if (list.length >= least && list.length <= most) return [];
  const allowed = least > 0 ? `${least} to ${most} are allowed` : `at most ${most} are allowed`;
  return [violation(path, `${list.length} entries; ${allowed}`)];
}

interface EntryRules<Entry> {
  /** What distinguishes entries. */
  readonly textOf: (entry: Entry) => string;
  readonly pathOf: (index: number) => InputPath;
  readonly violationsOf: (path: InputPath, text: string) => Violation[];
}

/** Every entry by its own rule, and none twice. */
export function entryViolations<Entry>(
  list: readonly Entry[],
  { textOf, pathOf, violationsOf }: EntryRules<Entry>,
): Violation[] {
  const seen = new Set<string>();
  return list.flatMap((entry, index) => {
    const [text, path] = [textOf(entry), pathOf(index)];
    const broken = violationsOf(path, text);
    if (broken.length === 0 && seen.has(text)) broken.push(violation(path, 'each entry is allowed once'));
    seen.add(text);
    return broken;
  });
}

/** Text with half a surrogate pair cannot be written as UTF-8: the vendor would be sent something else. */
export function illFormedText(value: unknown, path: InputPath = ['input']): Violation[] {
  if (typeof value === 'string')
    return value.isWellFormed()
      ? []
      : [violation(path, 'well-formed Unicode is needed; half of a surrogate pair is not')];
  if (Array.isArray(value)) return value.flatMap((item, index) => illFormedText(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => illFormedText(member, [...path, name]));
}
