import type { IncomingHeaders } from '../auth/caller.js';
import { refuse } from '../answer/request-error.js';
import { isSameSecret } from '../auth/same-secret.js';
import { estimateCalls, type Variables } from './call-cost.js';
import type { KnownOperation } from './document-store.js';
import type { GraphQLRequest, IncomingOperation } from './request.js';
import { ROOT_RULES } from './root-scopes.js';
import { coerceVariables } from './variables.js';

/** An operation of a valid document that its caller may run, and that costs no more than is allowed. */
export interface CheckedOperation {
  readonly operation: KnownOperation;
  /** Coerced; a record without a prototype. */
  readonly variables: Variables;
  /** The vendor calls that it may make, by estimate. */
  readonly calls: number;
  /** Whether its answer is neither kept nor shared with the same query of another request. */
  readonly isPrivate: boolean;
}

export interface CheckOptions {
  readonly maxCalls: number;
  /** Whether messages name what the schema has that is close to a wrong name, as Apollo's rules do in development. */
  readonly suggests: boolean;
  /** Null in development: then the fields of federation are open. */
  readonly subgraphSecret: { readonly secret: string | null } | null;
}

const MAX_REFERENCES = 500;
const NEEDS_STREAM =
  'A subscription has many results: ask for them by SSE (`accept: text/event-stream`), by multipart (`accept: multipart/mixed;subscriptionSpec=1.0`) or over a WebSocket (`graphql-transport-ws`).';

/**
 * Checks method, scopes, variables and cost, in this order, before any vendor call. What is not allowed is refused.
 * @throws RequestError for a refusal whose status does not depend on the media type; MessagingError for an operation
 *   that cannot run as it was asked
 */
export function checkOperation(
  operation: KnownOperation,
  request: GraphQLRequest,
  { method, caller, headers, transport }: IncomingOperation,
  options: CheckOptions,
): CheckedOperation {
  if (operation.type === 'subscription' && transport === undefined) throw refuse(400, 'BAD_REQUEST', NEEDS_STREAM);
  let isPrivate = operation.type !== 'query';
  for (const name of operation.rootFields) {
    const rule = ROOT_RULES[operation.type].get(name);
    if (!rule) throw refuse(403, 'FORBIDDEN', `The field \`${name}\` is not open to any caller.`);
    if (name === '__typename' && operation.rootFields.size > 1) continue; // what the other fields need shows as much
    if (!caller.scopes.has(rule.scope))
      throw refuse(403, 'FORBIDDEN', `The field \`${name}\` needs the scope \`${rule.scope}\`.`);
    if (rule.forRouters) requireSubgraphSecret(name, headers, options.subgraphSecret);
    if (rule.isPrivate) {
      if (method === 'GET') throw refuse(405, 'BAD_REQUEST', `The field \`${name}\` goes by POST.`, { allow: 'POST' });
      isPrivate = true;
    }
  }
  if (method === 'GET' && operation.type === 'mutation')
    throw refuse(405, 'BAD_REQUEST', 'A GET runs queries and subscriptions; mutations go by POST.', { allow: 'POST' });
  if (operation.paidFields > 1 || (operation.paidFields === 1 && hasOtherFields(operation)))
    throw refuse(400, 'TOO_MANY_SENDS');
  const variables = coerceVariables(operation.variables, request.variables, options.suggests);
  const { calls, references } = estimateCalls(operation.selections, variables);
  if (references > MAX_REFERENCES) {
    throw refuse(
      400,
      'OPERATION_LIMIT_EXCEEDED',
      `An operation has ${references} references; ${MAX_REFERENCES} are allowed: routers lower their batch size.`,
    );
  }
  if (!(calls <= options.maxCalls)) throw tooExpensive(calls, options.maxCalls);
  return { operation, variables, calls, isPrivate };
}

/** A paid field has a name of its own: any second one is another field. */
const hasOtherFields = ({ rootFields }: KnownOperation): boolean =>
  rootFields.size > (rootFields.has('__typename') ? 2 : 1);

function tooExpensive(calls: number, maxCalls: number): Error {
  const cost = Number.isFinite(calls) ? `${calls} vendor calls` : 'more vendor calls than can be counted';
  return refuse(400, 'OPERATION_TOO_EXPENSIVE', `The operation could cost ${cost}; at most ${maxCalls} are allowed.`);
}

function requireSubgraphSecret(name: string, headers: IncomingHeaders, expected: CheckOptions['subgraphSecret']): void {
  if (expected === null) return;
  const given = headers['x-subgraph-secret'];
  const { secret } = expected;
  if (secret === null || typeof given !== 'string' || !isSameSecret(given, secret))
    throw refuse(403, 'FORBIDDEN', `The field \`${name}\` is open to routers alone, which send \`x-subgraph-secret\`.`);
}
