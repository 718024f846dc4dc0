import { type ErrorDetails, MessagingError } from '../errors/error.js';
import type { MessagingErrorCode } from '../errors/catalogue.js';
import { retryAfterSeconds } from './rate-limit.js';
import type { Misfit, Vendor, VendorAnswer } from './vendor-client.js';

/**
 * The error that an answer's status stands for, at any vendor.
 * @returns null for success (2xx) and for the other 4xx, which only the vendor's own codes explain
 */
export function answerFailure(vendor: Vendor, { status, headers, receivedAt }: VendorAnswer): MessagingError | null {
  const code = codeOf(status);
  if (code === null) return null;
  const wait = retryAfterSeconds(headers, Date.parse(receivedAt));
  const isWait = wait !== undefined && (code === 'UPSTREAM_RATE_LIMITED' || code === 'UPSTREAM_UNAVAILABLE');
  return new MessagingError(code, { vendor, vendorStatus: status, ...(isWait ? { retryAfterSeconds: wait } : {}) });
}

function codeOf(status: number): MessagingErrorCode | null {
  if (status === 401) return 'UPSTREAM_UNAUTHENTICATED';
  if (status === 403) return 'UPSTREAM_FORBIDDEN';
  if (status === 408) return 'UPSTREAM_UNAVAILABLE';
  if (status === 429) return 'UPSTREAM_RATE_LIMITED';
  if (status >= 500 && status <= 599) return 'UPSTREAM_UNAVAILABLE';
  if ((status >= 200 && status <= 299) || (status >= 400 && status <= 499)) return null;
  return 'UPSTREAM_BAD_RESPONSE';
}

/** The error of an answer that cannot be used. */
export const badAnswer = (
  vendor: Vendor,
  { status }: VendorAnswer,
  misfit: Misfit,
  details: ErrorDetails = {},
): MessagingError =>
  new MessagingError('UPSTREAM_BAD_RESPONSE', { vendor, vendorStatus: status, ...details, cause: misfit });

/** Why an answer with success cannot be used; null for every other error. */
export const misfitOf = (error: unknown): Misfit | null =>
  error instanceof MessagingError && error.code === 'UPSTREAM_BAD_RESPONSE' && typeof error.cause === 'string'
    ? (error.cause as Misfit)
    : null;

/**
 * The JSON of an answer, its texts well-formed.
 * @throws UPSTREAM_BAD_RESPONSE for anything that is not JSON, whatever the content type says
 */
export function parseJson(vendor: Vendor, answer: VendorAnswer): unknown {
  try {
    return JSON.parse(wellFormedJson(answer.body));
  } catch {
    // The parser's own error quotes the text.
    throw badAnswer(vendor, answer, 'NOT_JSON');
  }
}

/** An escape of a surrogate, which no document of UTF-8 needs: rare, so that most bodies cost one search for a backslash. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/** One escape: a whole pair, half of one, or any other. */
const ESCAPE = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(u[dD][89a-fA-F][\da-fA-F]{2})|[^])/g;

/**
 * JSON whose texts and names are well-formed once they are parsed: the escape of half a surrogate pair becomes that of
 * U+FFFD. JSON allows it, UTF-8 has no bytes for it, and strict readers refuse a whole answer for it.
 */
export function wellFormedJson(json: string): string {
  if (!json.includes('\\u') || !SURROGATE_ESCAPE.test(json)) return json;
  return json.replace(ESCAPE, (escape, half: string | undefined) => (half === undefined ? escape : '\\ufffd'));
}
