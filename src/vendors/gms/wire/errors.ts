import { isObject } from '../../reading.js';
import { joinSentences, type RawRefusal, readCode } from '../../answers.js';
import type { VendorCause } from '../../vendor.js';

/** GMS docs: sending, error codes. */
export const causes: readonly VendorCause[] = [{ meaning: 'INVALID_RECIPIENT', code: '36024' }];

/** `{"error_code", "error_text"}` (GMS docs: sending), met under any HTTP status. Null for a body of another shape. */
export function readError(body: unknown): RawRefusal | null {
  const code = isObject(body) ? readCode(body.error_code) : null;
  if (!isObject(body) || code === null || isReport(body)) return null;
  return { code, errorCode: null, text: joinSentences([body.error_text]) };
}

/** An error code beside a status is a member more of a report, not a refusal. */
const isReport = (body: Readonly<Record<string, unknown>>): boolean =>
  typeof body.status === 'number' || Array.isArray(body.reports);
