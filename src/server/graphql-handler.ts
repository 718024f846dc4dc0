import { type ApolloServer, HeaderMap } from '@apollo/server';
import { limitSources } from '../graph/scope.js';
import { Operation } from '../operation.js';
import { type Answer, asJoined, NO_ACCOUNT } from './answer.js';
import { AnswerFlights } from './answer-flights.js';
import { cacheControl } from './cache-control.js';
import type { Caller, IncomingHeaders } from './caller.js';
import { type GraphQLRequest, readGet, readPost } from './graphql-request.js';
import type { OperationGate } from './operation-gate.js';
import { overloadedAnswer } from './overloaded-answer.js';
import type { ResolvePersisted } from './persisted/persisted-operations.js';
import { type PreparedOperation, requireAffordable } from './prepared-operation.js';
import type { RequestContext } from './request-context.js';
import { refuse } from './request-error.js';
import { requireSubgraphSecret } from './subgraph-secret.js';

/** One GraphQL request, its caller known. */
export interface IncomingOperation {
  readonly method: 'GET' | 'POST';
  readonly headers: IncomingHeaders;
  /** The query string of a GET, without `?`; the body of a POST. */
  readonly text: string;
  readonly caller: Caller;
}

export interface GraphQLHandlerOptions {
  readonly apollo: ApolloServer<RequestContext>;
  readonly prepare: (query: string, operationName: string | null) => PreparedOperation;
  readonly persisted: ResolvePersisted;
  readonly gate: OperationGate;
  readonly maxCalls: number;
  readonly operationTimeoutMs: number;
  readonly sendTimeoutMs: number;
  readonly upstreamReport: boolean;
  /** Null in development: then the fields of federation are open. */
  readonly subgraphSecret: { readonly secret: string | null } | null;
}

/**
 * Answers operations: what it is, whether it may run, then either the answer of the same query that is under way, or
 * a run by Apollo. @throws RequestError for what is refused as a whole
 */
export function createGraphQLHandler(options: GraphQLHandlerOptions): (incoming: IncomingOperation) => Promise<Answer> {
  const flights = new AnswerFlights();

  return (incoming) => {
    const wants = readWishes(incoming.headers, options.upstreamReport);
    const key = wants.ownRun ? null : flightKey(incoming);
    const underWay = key === null ? undefined : flights.join(key);
    if (underWay) return underWay.then(asJoined);
    if (options.gate.isFull) return Promise.resolve(overloadedAnswer(String(incoming.headers.accept ?? '')));

    const request = options.persisted(
      incoming.method === 'POST' ? readPost(incoming.text) : readGet(new URLSearchParams(incoming.text)),
    );
    const prepared = look(request, incoming, options);
    const answer = run(request, prepared, incoming, wants, options);
    options.gate.watch(answer, prepared?.operation?.operation === 'mutation');
    return key !== null && prepared?.operation?.operation === 'query' ? flights.lead(key, answer) : answer;
  };
}

/** What the caller asks for beside the operation. Who wants fresh data or a report of the calls shares no run. */
function readWishes(headers: IncomingHeaders, reportEnabled: boolean) {
  const fresh = /\bno-(cache|store)\b/.test(String(headers['cache-control'] ?? ''));
  const report = reportEnabled && headers['x-upstream-report'] === '1';
  return { fresh, report, ownRun: fresh || report };
}

const ANSWER_HEADERS = [
  'accept',
  'content-type',
  'x-subgraph-secret',
  'apollo-require-preflight',
  'x-apollo-operation-name',
];

/** Everything that an answer hangs on. */
function flightKey({ method, headers, text, caller }: IncomingOperation): string {
  let key = `${method}\n${caller.view}\n${caller.credential}\n`;
  for (const name of ANSWER_HEADERS) key += `${String(headers[name] ?? '')}\n`;
  return key + text;
}

/** Refuses what must not run. @returns null where there is no text to look at: Apollo tells what is missing */
function look(
  request: GraphQLRequest,
  { caller, headers }: IncomingOperation,
  options: GraphQLHandlerOptions,
): PreparedOperation | null {
  if (request.query === null) return null;
  const prepared = options.prepare(request.query, request.operationName);
  if (prepared.operation?.operation === 'mutation' && !caller.scopes.has('send')) throw refuse(403, 'FORBIDDEN');
  if (prepared.operation?.operation === 'query' && !caller.scopes.has('read')) throw refuse(403, 'FORBIDDEN');
  if (options.subgraphSecret) requireSubgraphSecret(prepared.rootFields, headers, options.subgraphSecret.secret);
  requireAffordable(prepared.estimate(request.variables), options.maxCalls);
  return prepared;
}

async function run(
  request: GraphQLRequest,
  prepared: PreparedOperation | null,
  { method, headers, caller }: IncomingOperation,
  { fresh, report }: { fresh: boolean; report: boolean },
  options: GraphQLHandlerOptions,
): Promise<Answer> {
  const { apollo, maxCalls, operationTimeoutMs, sendTimeoutMs } = options;
  const isMutation = prepared?.operation?.operation === 'mutation';
  const operation = new Operation({
    deadline: performance.now() + operationTimeoutMs + (isMutation ? sendTimeoutMs : 0),
    fresh,
    maxCalls,
  });
  const { tenant, sources } = caller.service;
  const {
    status,
    headers: answered,
    body,
  } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method,
      headers: toHeaderMap(headers),
      body: request.body,
      search: method === 'GET' ? `?${request.search}` : '',
    },
    context: async () => ({
      tenant,
      scopes: caller.scopes,
      sources: limitSources(sources, caller.scopes),
      operation,
      report,
      isExamined: prepared !== null,
    }),
  });
  const { calls, coalesced, cacheHits, retries } = operation;
  const answerText = body.kind === 'complete' ? body.string : '';
  return {
    status: status ?? 200,
    headers: {
      ...Object.fromEntries(answered),
      'cache-control': cacheControl(prepared?.operation?.operation === 'query', answerText, operation.maxAgeSeconds),
    },
    body: answerText,
    account: prepared?.operation
      ? {
          operationName: prepared.operation.name?.value ?? null,
          operationType: prepared.operation.operation,
          calls,
          coalesced,
          cacheHits,
          retries,
          joined: false,
        }
      : NO_ACCOUNT,
  };
}

const APOLLO_HEADERS = ['accept', 'content-type', 'apollo-require-preflight', 'x-apollo-operation-name'];

/** Only what Apollo looks at. */
function toHeaderMap(headers: IncomingHeaders): HeaderMap {
  const map = new HeaderMap();
  for (const name of APOLLO_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') map.set(name, value);
  }
  return map;
}
