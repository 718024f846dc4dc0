import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { errorCodes, type HttpResponse } from '../http/answer.js';
import { formatError, isUnexpected } from './error-format.js';
import { createExecutor, type Execution } from './execution.js';
import type { RequestContext } from './request-context.js';
import { requestIdPlaceholder } from '../http/request-id.js';

/** A GraphQL response as it is written; without `data` where the operation did not run. */
export interface OperationResponse {
  readonly errors?: readonly GraphQLFormattedError[];
  readonly data?: Record<string, unknown> | null;
  readonly extensions?: Record<string, unknown>;
}

export type Respond = (execution: Execution<RequestContext>) => Promise<OperationResponse>;

/** Runs operations by our executor, and names their errors. */
export function createResponder(
  schema: GraphQLSchema,
  onUnexpected: (error: unknown) => void,
  compiles = true,
): Respond {
  const execute = createExecutor(schema, compiles);
  return async (execution) => {
    const { data, errors } = await execute(execution);
    errors?.filter(isUnexpected).forEach(onUnexpected);
    const { report, operation } = execution.context;
    if (!errors && data !== undefined && !report) return { data };
    return {
      ...(errors ? { errors: errors.map((error) => formatError(error, requestIdPlaceholder())) } : {}),
      ...(data === undefined ? {} : { data }),
      ...(report ? { extensions: { upstream: operation.report() } } : {}),
    };
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
 * GraphQL over HTTP: an operation that did not run because it is not valid is answered with 400, and under
 * `application/json` with 200.
 */
export function statusOf({ data, errors = [] }: OperationResponse, accept: string): 200 | 400 {
  if (data !== undefined) return 200;
  const isOfOperation = errors.every(({ extensions }) => OPERATION_CODES.has(extensions?.['code']));
  return isOfOperation && !accept.includes('graphql-response+json') ? 200 : 400;
}

/** A response to an operation that did not go through Apollo, as Apollo would write it. */
export const writeResponse = (response: OperationResponse, accept: string, contentType: string): HttpResponse => ({
  status: statusOf(response, accept),
  headers: { 'content-type': contentType },
  text: JSON.stringify(response),
  codes: errorCodes(response.errors),
});
