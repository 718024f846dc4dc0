import { MessagingError } from '../errors/error.js';
import type { MessagingErrorCode } from '../errors/catalogue.js';
import { retryAfterSeconds } from './rate-limit.js';
import type { Vendor, VendorAnswer } from './vendor-client.js';
import { wellFormedJson } from './well-formed-json.js';

/**
 * What an answer's status says, whoever the vendor is.
 * @returns null for success (2xx) and for refusals (the other 4xx) that only the vendor's own codes explain
 */
export function answerFailure(vendor: Vendor, { status, headers, receivedAt }: VendorAnswer): MessagingError | null {
  const code = codeOf(status);
  if (code === null) return null;
  const wait = retryAfterSeconds(headers, Date.parse(receivedAt));
  const mayWait = wait !== undefined && (code === 'UPSTREAM_RATE_LIMITED' || code === 'UPSTREAM_UNAVAILABLE');
  return new MessagingError(code, { vendor, vendorStatus: status, ...(mayWait ? { retryAfterSeconds: wait } : {}) });
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

/**
 * The JSON of an answer, its texts well-formed.
 * @throws UPSTREAM_BAD_RESPONSE for anything that is not JSON, whatever the content type says
 */
export function parseJson(vendor: Vendor, { status, body }: VendorAnswer): unknown {
  try {
    return JSON.parse(wellFormedJson(body));
  } catch {
    // The parser's own error quotes the text.
    throw new MessagingError('UPSTREAM_BAD_RESPONSE', { vendor, vendorStatus: status });
  }
}
