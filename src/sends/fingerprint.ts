import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { CanonicalInput } from './canonical.js';

/** Turns what must not be kept, or may not shape a name, into 43 letters of the base64url alphabet. */
export type Fingerprint = (kind: 'tenant' | 'key' | 'input' | 'vendor', text: string) => string;

export const createSecret = (): string => randomBytes(32).toString('base64url');

/** Of the store that has the secret, which it does not show. */
export const identityOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Keyed, so that who reads the store cannot find a phone number by trying them all. */
export function createFingerprint(secret: string): Fingerprint {
  // UTF-16 keeps texts apart that UTF-8 would merge: every lone surrogate becomes the same replacement character there.
  return (kind, text) => createHmac('sha256', secret).update(`${kind}:`).update(text, 'utf16le').digest('base64url');
}

/**
 * @param bound fingerprint of the input that a key was bound with, in that form
 * @returns null where they cannot be compared: the form is not known here, or the fingerprint is damaged
 */
export function isSameInput(
  fingerprint: Fingerprint,
  input: CanonicalInput,
  bound: string | null,
  form: number,
): boolean | null {
  const text = input.inForm(form);
  if (text === null || bound === null || !/^[\w-]{43}$/.test(bound)) return null;
  return fingerprint('input', text) === bound;
}

/** 12 hexadecimal digits of the fingerprint of a key, for the log. */
export const digestOf = (key: string): string => Buffer.from(key, 'base64url').toString('hex').slice(0, 12);
