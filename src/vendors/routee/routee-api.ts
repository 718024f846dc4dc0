import type { MessagingErrorCode } from '../../errors/catalogue.js';
import type { VendorPage, VendorPageRequest } from '../../graph/page/vendor-page.js';
import type { TenantVendorClient } from '../../vendor-client/create-vendor-client.js';
import type { VendorAnswer } from '../../vendor-client/vendor-client.js';
import type { Observe } from '../../vendor-client/vendor-event.js';
import { createAnswers, isSuccess } from '../answers.js';
import { causes, readError } from './wire/errors.js';
import { lacksRows, readPage } from './wire/page.js';

/** What the sources need of the account at Routee. */
export interface RouteeApi {
  readonly client: TenantVendorClient;
  readonly observe?: Observe;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** The largest page that may be asked for; Routee’s own limit is not documented. */
  readonly maxPageSize: number;
}

/** The largest answer about one thing, bytes. */
export const MAX_OBJECT_BYTES = 1024 * 1024;
/** Several times what a row has whose texts and addresses are all as long as Routee takes them. */
const MAX_ROW_BYTES = 10 * 1024;

/** The largest page of so many rows, bytes: one with more rows than were asked for is refused anyway. */
export const maxPageBytes = (size: number): number => Math.max(MAX_OBJECT_BYTES, size * MAX_ROW_BYTES);

export const JSON_HEADERS = { accept: 'application/json' };
export const JSON_BODY_HEADERS = { accept: 'application/json', 'content-type': 'application/json' };

export const answers = createAnswers({ vendor: 'ROUTEE', causes, readError });

/** Whether Routee says that there is no such thing: by HTTP status, or by the code in the body. */
export const isAbsent = (answer: VendorAnswer, absence: MessagingErrorCode): boolean =>
  answer.status === 404 || (answer.status === 400 && answers.meaningOf(answer) === absence);

/** The thing that an answer is about. @throws MessagingError */
export function interpret<Value>(answer: VendorAnswer, read: (body: unknown, asOf: string) => Value | null): Value {
  if (!isSuccess(answer)) throw answers.refusal(answer);
  return answers.value(answer, read);
}

/** A page that was asked for. @throws UPSTREAM_BAD_RESPONSE, retryable where its rows lag behind its total */
export function interpretPage<Row>(
  answer: VendorAnswer,
  request: VendorPageRequest,
  readRow: (row: unknown, asOf: string, sessionId: string | null) => Row | null,
): VendorPage<Row> {
  const page = interpret(answer, (body, asOf) => readPage(body, request, asOf, readRow));
  if (lacksRows(page, request)) throw answers.badResponse(answer, { retryable: true });
  return page;
}
