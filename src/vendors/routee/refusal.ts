import type { MessagingErrorCode } from '../../errors/catalogue.js';
import { MessagingError } from '../../errors/error.js';
import type { VendorPage, VendorPageRequest } from '../../graph/page/vendor-page.js';
import { answerFailure, parseJson } from '../../vendor-client/answer.js';
import type { VendorAnswer } from '../../vendor-client/vendor-client.js';
import { jsonOf, findCause, refusalError } from '../refusal.js';
import { readError } from './wire/error.js';
import { lacksRows, readPage } from './wire/page.js';

const VENDOR = 'ROUTEE';

export const isSuccess = ({ status }: VendorAnswer): boolean => status >= 200 && status < 300;

/** The value of a read; `read` gives null for an answer without what identifies the thing. @throws MessagingError */
export function interpret<Value>(answer: VendorAnswer, read: (body: unknown, asOf: string) => Value | null): Value {
  if (!isSuccess(answer)) throw refusal(answer);
  const value = read(parseJson(VENDOR, answer), answer.receivedAt);
  if (value === null) throw badResponse(answer);
  return value;
}

const badResponse = ({ status }: VendorAnswer, details: { retryable?: true } = {}): MessagingError =>
  new MessagingError('UPSTREAM_BAD_RESPONSE', { vendor: VENDOR, vendorStatus: status, ...details });

/** A page that was asked for. @throws UPSTREAM_BAD_RESPONSE, retryable where its rows lag behind its total */
export function interpretPage<Row>(
  answer: VendorAnswer,
  request: VendorPageRequest,
  readRow: (row: unknown, asOf: string, sessionId: string | null) => Row | null,
): VendorPage<Row> {
  const page = interpret(answer, (body, asOf) => readPage(body, request, asOf, readRow));
  if (lacksRows(page, request)) throw badResponse(answer, { retryable: true });
  return page;
}

/** As `interpret`, but null where Routee says that there is no such thing. */
export const interpretOrAbsent = <Value>(
  answer: VendorAnswer,
  absence: MessagingErrorCode,
  read: (body: unknown, asOf: string) => Value | null,
): Value | null => (isAbsent(answer, absence) ? null : interpret(answer, read));

/** Whether Routee says that there is no such thing: by HTTP status, or by the code in the body. */
export function isAbsent(answer: VendorAnswer, absence: MessagingErrorCode): boolean {
  if (answer.status === 404) return true;
  return answer.status === 400 && findCause(VENDOR, readError(jsonOf(answer.body)))?.meaning === absence;
}

/** Why Routee refused. `withInputPath` where the caller's own input was sent on. */
export function refusal(answer: VendorAnswer, options: { withInputPath?: boolean } = {}): MessagingError {
  return answerFailure(VENDOR, answer) ?? refusalError(VENDOR, answer.status, readError(jsonOf(answer.body)), options);
}
