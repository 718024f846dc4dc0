import { MessagingError } from '../../errors/error.js';
import { answerFailure, parseJson } from '../../vendor-client/answer.js';
import type { VendorAnswer } from '../../vendor-client/vendor-client.js';
import { findCause, jsonOf, refusalError } from '../refusal.js';
import { readError } from './wire/error.js';

const VENDOR = 'GMS';

/** The value of a read; null under 404. `read` gives null for a body that is no report. @throws MessagingError */
export function interpret<Value>(
  answer: VendorAnswer,
  read: (body: unknown, asOf: string) => Value | null,
): Value | null {
  if (answer.status === 404) return null;
  if (answer.status < 200 || answer.status >= 300) throw refusal(answer);
  const body = parseJson(VENDOR, answer);
  const told = readError(body);
  if (told) throw refusalError(VENDOR, answer.status, told);
  const value = read(body, answer.receivedAt);
  if (value === null)
    throw new MessagingError('UPSTREAM_BAD_RESPONSE', { vendor: VENDOR, vendorStatus: answer.status });
  return value;
}

const NO_CODE = { code: null, errorCode: null, text: '' };

/** A cause that the catalogue knows counts whatever the HTTP status: GMS gives its errors under any. */
function refusal(answer: VendorAnswer): MessagingError {
  const told = readError(jsonOf(answer.body)) ?? NO_CODE;
  const failure = findCause(VENDOR, told) ? null : answerFailure(VENDOR, answer);
  return failure ?? refusalError(VENDOR, answer.status, told);
}
