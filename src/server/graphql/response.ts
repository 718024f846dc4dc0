import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Operation } from '../../operation.js';
import { type Answer, type AnswerAccount, errorCodes } from '../answer/answer.js';
import { formatError, isUnexpected } from '../answer/error-format.js';
import type { MediaType } from '../answer/media-type.js';

/** A GraphQL response; without `data` where the operation did not run. */
export interface OperationResponse {
  readonly errors?: readonly GraphQLFormattedError[];
  readonly data?: Record<string, unknown> | null;
  readonly extensions?: Record<string, unknown>;
}

/**
 * The response to an operation that ran, or to one update of a subscription.
 * @param reported whose vendor calls it lists; null for none
 */
export function responseOf(
  { data, errors }: ExecutionResult,
  reported: Operation | null,
  onUnexpected: (error: unknown) => void,
): OperationResponse {
  errors?.filter(isUnexpected).forEach(onUnexpected);
  if (!errors && data !== undefined && reported === null) return { data };
  return {
    ...(errors ? { errors: errors.map((error) => formatError(error)) } : {}),
    ...(data === undefined ? {} : { data }),
    ...(reported ? { extensions: { upstream: reported.report() } } : {}),
  };
}

/** What an operation can be wrong in, once it is well-formed as a request. */
const OPERATION_CODES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/**
 * GraphQL over HTTP: an operation that did not run because it is not valid is answered with 400, and with 200 where the
 * response is written as `application/json`.
 */
function statusOf({ data, errors = [] }: OperationResponse, mediaType: MediaType): 200 | 400 {
  if (data !== undefined) return 200;
  const isOfOperation = errors.every(({ extensions }) => OPERATION_CODES.has(extensions?.['code']));
  return isOfOperation && mediaType === 'application/json' ? 200 : 400;
}

/**
 * @param maxAgeSeconds how long the caller's own client may keep the answer, by the part that expires first; null for not
 *   at all. Answers belong to one caller, so no shared cache may keep them; errors are never kept.
 */
export function writeResponse(
  response: OperationResponse,
  mediaType: MediaType,
  account: AnswerAccount,
  maxAgeSeconds: number | null = null,
): Answer {
  const codes = errorCodes(response.errors);
  const isKept = maxAgeSeconds !== null && codes.length === 0;
  return {
    status: statusOf(response, mediaType),
    headers: {
      'content-type': `${mediaType}; charset=utf-8`,
      'cache-control': isKept ? `private, max-age=${maxAgeSeconds}` : 'private, no-store',
    },
    body: JSON.stringify(response),
    codes,
    account,
  };
}
