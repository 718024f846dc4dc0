import type { MessagingErrorCode } from '../../errors/catalogue.js';
import type { VendorPage, VendorPageRequest } from '../../graph/page/window.js';
import type { Operation } from '../../operation.js';
import type { TenantVendorClient } from '../../vendor-client/create-vendor-client.js';
import { pathSegment } from '../../vendor-client/path-segment.js';
import type { Observe, VendorAnswer } from '../../vendor-client/vendor-client.js';
import { createAnswers, isSuccess } from '../answers.js';
import { KEEP_ABSENCE } from '../freshness.js';
import { causes, readError } from './wire/errors.js';
import { lacksRows, onlyRow, readPage } from './wire/page.js';

/** What the sources need of the account at Routee. */
export interface RouteeApi {
  readonly client: TenantVendorClient;
  readonly observe?: Observe;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** The largest page that may be requested; Routee’s own limit is not documented. */
  readonly maxPageSize: number;
}

/** The largest answer about one thing, bytes. */
export const MAX_OBJECT_BYTES = 1024 * 1024;
/** Several times the size of a row whose texts and addresses have the greatest length that Routee accepts. */
const MAX_ROW_BYTES = 10 * 1024;

/** The largest page of so many rows, bytes: one with more rows than requested is refused anyway. */
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

interface ReadById<Thing> {
  /** Followed by the trackingId. */
  readonly path: string;
  readonly absence: MessagingErrorCode;
  readonly read: (row: unknown, asOf: string) => Thing | null;
  /** Milliseconds. */
  readonly keepFor: (thing: Thing) => number;
}

/** Reads one thing by its trackingId; null where Routee says that there is none. */
export function createReadById<Thing extends { readonly trackingId: string }>(
  { client, apiUrl }: RouteeApi,
  { path, absence, read, keepFor }: ReadById<Thing>,
) {
  const route = `${path}/{trackingId}`;
  return (trackingId: string, operation: Operation): Promise<Thing | null> =>
    client.read(
      {
        method: 'GET',
        route,
        url: `${apiUrl}${path}/${pathSegment(trackingId, ['trackingId'])}`,
        headers: JSON_HEADERS,
        maxBytes: MAX_OBJECT_BYTES,
        interpret: (answer) =>
          isAbsent(answer, absence)
            ? null
            : interpret(answer, (body, asOf) => {
                const thing = read(onlyRow(body), asOf);
                return thing?.trackingId === trackingId ? thing : null;
              }),
        about: trackingId,
        keepFor: (thing: Thing | null) => (thing ? keepFor(thing) : KEEP_ABSENCE),
      },
      operation,
    );
}

/** A page that was requested. @throws UPSTREAM_BAD_RESPONSE, retryable where its rows lag behind its total */
export function interpretPage<Row>(
  answer: VendorAnswer,
  request: VendorPageRequest,
  readRow: (row: unknown, asOf: string, sessionId: string | null) => Row | null,
): VendorPage<Row> {
  const page = interpret(answer, (body, asOf) => readPage(body, request, asOf, readRow));
  if (lacksRows(page, request)) throw answers.badResponse(answer, 'FEWER_ROWS', { retryable: true });
  return page;
}
