import { isObject } from '../../reading.js';
import { joinSentences, readCode, type ToldRefusal } from '../../refusal.js';

/** `{"error_code", "error_text"}` (GMS docs: sending), met under any HTTP status. Null for a body of another shape. */
export function readError(body: unknown): ToldRefusal | null {
  const code = isObject(body) ? readCode(body.error_code) : null;
  if (!isObject(body) || code === null || isReport(body)) return null;
  return { code, errorCode: null, text: joinSentences([body.error_text]) };
}

/** An error code beside a status is a member more of a report, not a refusal. */
const isReport = (body: Readonly<Record<string, unknown>>): boolean =>
  typeof body.status === 'number' || Array.isArray(body.reports);
