import type { ApolloServer } from '@apollo/server';
import { limitSources } from '../../graph/scope.js';
import { Operation } from '../../operation.js';
import { type Answer, NO_ACCOUNT } from '../http/answer.js';
import { AnswerFlights } from './answer-flights.js';
import { askApollo } from './apollo-request.js';
import { cacheControl } from '../http/cache-control.js';
import type { IncomingHeaders } from '../auth/caller.js';
import type { Execution } from './execution.js';
import { type GraphQLRequest, readGet, readPost } from './graphql-request.js';
import type { IncomingOperation } from './incoming-operation.js';
import type { KnownOperation, KnownOperations } from './known-operations.js';
import type { OperationGate } from './operation-gate.js';
import type { OperationQueue } from './operation-queue.js';
import type { ResolvePersisted } from './persisted/persisted-operations.js';
import { overloadedAnswer } from '../http/overloaded-answer.js';
import { type PreparedOperation, requireAffordable } from './prepared-operation.js';
import type { RequestContext } from './request-context.js';
import { refuse } from '../http/request-error.js';
import { type Respond, writeResponse } from './responder.js';
import { requireSubgraphSecret } from './subgraph-secret.js';

export interface GraphQLHandlerOptions {
  readonly apollo: ApolloServer<RequestContext>;
  /** Null where every operation goes through Apollo, and nobody shares the answer of another. */
  readonly known: KnownOperations | null;
  readonly respond: Respond;
  readonly prepare: (query: string, operationName: string | null) => PreparedOperation;
  readonly persisted: ResolvePersisted;
  readonly gate: OperationGate;
  readonly queue: OperationQueue;
  readonly maxCalls: number;
  readonly operationTimeoutMs: number;
  readonly sendTimeoutMs: number;
  readonly upstreamReport: boolean;
  /** Whether callers may keep answers for a while; not where they have keys, since the next key may see less. */
  readonly mayBeKept: boolean;
  /** Null in development: then the fields of federation are open. */
  readonly subgraphSecret: { readonly secret: string | null } | null;
}

/**
 * Answers operations: the answer of the same query where one is under way, else what it is, whether it may run, and a
 * run, through Apollo or, for a query that Apollo knows, at once. @throws RequestError for what is refused as a whole
 */
export function createGraphQLHandler(options: GraphQLHandlerOptions): (incoming: IncomingOperation) => Promise<Answer> {
  const flights = new AnswerFlights();

  return (incoming) => {
    const wants = readWishes(incoming.headers, options.upstreamReport);
    const mayShare = !wants.ownRun && options.known !== null;
    const underWay = mayShare ? flights.join(incoming) : undefined;
    if (underWay) return underWay;
    if (options.gate.isFull) {
      options.gate.refused();
      return Promise.resolve(overloadedAnswer(String(incoming.headers.accept ?? '')));
    }

    const request = options.persisted(
      incoming.method === 'POST' ? readPost(incoming.text) : readGet(new URLSearchParams(incoming.text)),
    );
    const looked = look(request, incoming, options);
    const type = looked?.prepared.type;
    const operation = newOperation(type === 'mutation', wants, options);
    const answer = begin(request, looked, incoming, wants, operation, options);
    options.gate.watch(answer, type === 'mutation');
    if (type !== 'query') return answer;
    if (mayShare) return flights.lead(incoming, answer, operation);
    incoming.disconnect?.onDisconnect(() => operation.cancel());
    return answer;
  };
}

/** What the caller asks for beside the operation. Who wants fresh data or a report of the calls shares no run. */
function readWishes(headers: IncomingHeaders, reportEnabled: boolean) {
  const fresh = /\bno-(cache|store)\b/.test(String(headers['cache-control'] ?? ''));
  const report = reportEnabled && headers['x-upstream-report'] === '1';
  return { fresh, report, ownRun: fresh || report };
}

/** An operation that may run. */
interface Looked {
  readonly prepared: PreparedOperation;
  /** The vendor calls that it may make. */
  readonly calls: number;
}

/** Refuses what must not run. @returns null where there is no text to look at: Apollo tells what is missing */
function look(
  request: GraphQLRequest,
  { caller, headers }: IncomingOperation,
  options: GraphQLHandlerOptions,
): Looked | null {
  if (request.query === null) return null;
  const prepared = options.prepare(request.query, request.operationName);
  if (prepared.type === 'mutation' && !caller.scopes.has('send')) throw refuse(403, 'FORBIDDEN');
  if (prepared.type === 'query' && !caller.scopes.has('read')) throw refuse(403, 'FORBIDDEN');
  if (options.subgraphSecret) requireSubgraphSecret(prepared.rootFields, headers, options.subgraphSecret.secret);
  const estimate = prepared.estimate(request.variables);
  requireAffordable(estimate, options.maxCalls);
  return { prepared, calls: estimate.calls };
}

type Wishes = ReturnType<typeof readWishes>;

const newOperation = (
  isSend: boolean,
  { fresh, report }: Wishes,
  { maxCalls, operationTimeoutMs, sendTimeoutMs }: GraphQLHandlerOptions,
): Operation =>
  new Operation({
    deadline: performance.now() + operationTimeoutMs + (isSend ? sendTimeoutMs : 0),
    fresh,
    maxCalls,
    keepsRequests: report,
  });

/** Runs a query when its turn has come; nothing else waits. */
function begin(
  request: GraphQLRequest,
  looked: Looked | null,
  incoming: IncomingOperation,
  wishes: Wishes,
  operation: Operation,
  options: GraphQLHandlerOptions,
): Promise<Answer> {
  const { queue } = options;
  const start = (): Promise<Answer> => run(request, looked?.prepared ?? null, incoming, wishes, operation, options);
  if (looked?.prepared.type !== 'query') return start();
  const { calls } = looked;
  const answer = queue.enter(calls)?.then(start) ?? start();
  const leave = (): void => queue.leave(calls);
  answer.then(leave, leave);
  return answer;
}

async function run(
  request: GraphQLRequest,
  prepared: PreparedOperation | null,
  { method, headers, caller }: IncomingOperation,
  { report }: Wishes,
  operation: Operation,
  options: GraphQLHandlerOptions,
): Promise<Answer> {
  const { tenant, sources } = caller.service;
  const context: RequestContext = {
    tenant,
    scopes: caller.scopes,
    sources: limitSources(sources, caller.scopes),
    operation,
    values: [],
    report,
    isExamined: prepared !== null,
  };
  const accept = String(headers.accept ?? '');
  const known =
    method === 'POST' && request.isPlain && request.query !== null
      ? options.known?.find(request.query, request.operationName, accept)
      : undefined;
  const response = known
    ? writeResponse(await options.respond(executionOf(known, request, context)), accept, known.contentType)
    : await askApollo(request, method, headers, context, options);
  const { calls, coalesced, cacheHits, retries } = operation;
  const { status, headers: answered, text: body, codes } = response;
  answered['cache-control'] = cacheControl(
    options.mayBeKept && prepared?.type === 'query',
    codes.length > 0,
    operation.maxAgeSeconds,
  );
  return {
    status,
    headers: answered,
    body,
    codes,
    account: prepared?.type
      ? {
          operationName: prepared.name,
          operationType: prepared.type,
          calls,
          coalesced,
          cacheHits,
          retries,
          joined: false,
        }
      : NO_ACCOUNT,
  };
}

/** An operation that Apollo has found valid before runs without it. */
const executionOf = (
  { document, operation }: KnownOperation,
  { variables }: GraphQLRequest,
  context: RequestContext,
): Execution<RequestContext> => ({
  document,
  operation,
  operationName: operation.name?.value ?? null,
  variables,
  context,
});
