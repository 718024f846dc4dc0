import {
  type ErrorCategory,
  errorCatalogue,
  type CatalogueEntry,
  type MessagingErrorCode,
  type VendorCause,
} from '../errors/catalogue.js';
import { MessagingError } from '../errors/error.js';
import { wellFormedJson } from '../vendor-client/well-formed-json.js';
import { text } from './reading.js';

/** What a vendor says about a refusal, read from its error body. */
export interface ToldRefusal {
  readonly code: string | null;
  readonly errorCode: string | null;
  /** Its sentences; matched against the catalogue, never shown. */
  readonly text: string;
}

interface Cause extends VendorCause {
  readonly meaning: MessagingErrorCode;
}

/** The causes of the catalogue by vendor and code, in its order: the first that fits is meant. */
const causes = new Map<string, Cause[]>();
for (const [meaning, entry] of Object.entries<CatalogueEntry>(errorCatalogue)) {
  for (const cause of entry.causes ?? []) {
    const key = `${cause.vendor} ${cause.code}`;
    causes.set(key, [...(causes.get(key) ?? []), { ...cause, meaning: meaning as MessagingErrorCode }]);
  }
}

/** What the catalogue knows of a refusal; null when its cause cannot be told. */
export function findCause(vendor: VendorCause['vendor'], told: ToldRefusal): Cause | null {
  const fits = (cause: Cause) =>
    (cause.errorCode === undefined || cause.errorCode === told.errorCode) &&
    (cause.cause === undefined || cause.cause.test(told.text));
  return causes.get(`${vendor} ${told.code ?? ''}`)?.find(fits) ?? null;
}

const CATEGORIES: Readonly<Record<number, ErrorCategory>> = { 404: 'NOT_FOUND', 409: 'CONFLICT' };

function categoryOf(status: number): ErrorCategory {
  return CATEGORIES[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'BAD_REQUEST');
}

/**
 * The refusal as an error of ours: the catalogue's code, else UPSTREAM_REJECTED with the vendor's code. `inputPath` is
 * told only where the caller's own input was sent on. Nothing of the vendor's sentences is shown: they may echo phone
 * numbers and addresses.
 */
export function refusalError(
  vendor: VendorCause['vendor'],
  vendorStatus: number,
  told: ToldRefusal,
  { withInputPath = false } = {},
): MessagingError {
  const cause = findCause(vendor, told);
  return new MessagingError(cause?.meaning ?? 'UPSTREAM_REJECTED', {
    vendor,
    vendorStatus,
    ...(cause ? {} : { category: categoryOf(vendorStatus) }),
    ...(withInputPath && cause?.inputPath ? { inputPath: cause.inputPath } : {}),
    ...(told.code === null ? {} : { vendorCode: told.code }),
    ...(told.errorCode === null ? {} : { vendorErrorCode: told.errorCode }),
  });
}

/** Short numbers and words: what is longer is no code and could be a phone number or an address. */
const CODE = /^-?\d{1,9}$|^[a-z][a-z0-9_]{0,63}$/i;

/** A code that may be shown, number or text; null for anything else. */
export function readCode(value: unknown): string | null {
  const code = typeof value === 'number' ? String(value) : text(value)?.trim();
  return code !== undefined && CODE.test(code) ? code : null;
}

const ADDRESS = /https?:\/\/[a-z0-9][^\s"'<>]*/gi;

/** One text of several sentences, without addresses: one that holds `image` or `https` would pass for a cause. */
export const joinSentences = (sentences: readonly unknown[]): string =>
  sentences
    .map((sentence) => text(sentence)?.replace(ADDRESS, ' '))
    .filter((sentence) => sentence !== undefined)
    .join('\n');

/** The JSON of a body that need not be any; null for HTML, nothing and the like. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(wellFormedJson(body));
  } catch {
    return null;
  }
}
