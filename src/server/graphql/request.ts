import { isRecord } from '../../is-record.js';
import type { Disconnect } from '../../operation.js';
import type { RequestIds } from '../../trace.js';
import type { Caller, IncomingHeaders } from '../auth/caller.js';
import type { Transport } from '../answer/answer-stream.js';
import { refuse } from '../answer/request-error.js';

/** One GraphQL request, its caller known. */
export interface IncomingOperation {
  readonly method: 'GET' | 'POST';
  readonly headers: IncomingHeaders;
  /** The query string of a GET, without `?`; the body of a POST. */
  readonly text: string;
  readonly caller: Caller;
  /** For lines of the log. They are read where a line needs them: an id that nobody gave is made then. */
  readonly ids?: RequestIds;
  /** A query without a waiter is cancelled; a send never is. */
  readonly disconnect?: Disconnect;
  /** What carries many results; absent where the answer is one JSON document. */
  readonly transport?: Transport;
  /** The cursor of `Last-Event-ID`, which goes before `after`; SSE alone. */
  readonly lastEventId?: string;
  /** Checks the credentials again: of the headers, or of connection_init. Throws and rejects as `Identify`. */
  readonly identify?: () => Caller | Promise<Caller>;
}

/** What the caller asks for beside the operation. Fresh data, or a report of the calls, is never shared. */
export interface RequestOptions {
  /** `Cache-Control: no-cache` or `no-store`: remembered vendor answers are not used. */
  readonly fresh: boolean;
  /** `x-upstream-report: 1`: every vendor call is listed in `extensions.upstream`. */
  readonly report: boolean;
}

export function readRequestOptions(headers: IncomingHeaders, reportEnabled: boolean): RequestOptions {
  return {
    fresh: /\bno-(cache|store)\b/.test(String(headers['cache-control'] ?? '')),
    report: reportEnabled && headers['x-upstream-report'] === '1',
  };
}

/** The members of a GraphQL request (GraphQL over HTTP). Null and an empty text are as good as absent. */
export interface GraphQLRequest {
  readonly query: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The hash of a persisted operation. */
  readonly hash: string | null;
}

/** @throws RequestError 400 for a request that is not well-formed */
export function readRequest({ method, text }: IncomingOperation): GraphQLRequest {
  return method === 'POST' ? readMembers(readObject(text)) : readSearch(parseSearch(text));
}

function parseSearch(text: string): URLSearchParams {
  try {
    decodeURIComponent(text); // URLSearchParams replaces what is no UTF-8, and takes a percent sign without digits as it is
  } catch {
    throw refuse(400, 'BAD_REQUEST', 'The query string is not UTF-8 with percent-encoding.');
  }
  return new URLSearchParams(text);
}

function readSearch(search: URLSearchParams): GraphQLRequest {
  const read = (name: string): string | undefined => {
    const [value, ...others] = search.getAll(name);
    if (others.length > 0) throw refuse(400, 'BAD_REQUEST', `The parameter \`${name}\` is given once at most.`);
    return value === '' ? undefined : value;
  };
  const json = (name: string): unknown => {
    const value = read(name);
    return value === undefined ? undefined : parseJson(value, `parameter \`${name}\``);
  };
  return readMembers({
    query: read('query'),
    operationName: read('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  });
}

function readObject(text: string): Record<string, unknown> {
  if (text === '') throw refuse(400, 'BAD_REQUEST', 'The body is empty; it must be a JSON object with `query`.');
  const body = parseJson(text, 'body');
  if (Array.isArray(body)) throw refuse(400, 'BAD_REQUEST', 'Operations come one a request, not as an array.');
  if (!isRecord(body)) throw refuse(400, 'BAD_REQUEST', 'The body is a JSON object with `query`.');
  return body;
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(400, 'BAD_REQUEST', `The ${place} is not JSON.`);
  }
}

const NO_VARIABLES: Readonly<Record<string, unknown>> = {};

function readMembers({ query, operationName, variables, extensions }: Record<string, unknown>): GraphQLRequest {
  if (isDeeper(variables, MAX_VARIABLE_DEPTH + 1))
    throw refuse(
      400,
      'OPERATION_LIMIT_EXCEEDED',
      `A variable is more than ${MAX_VARIABLE_DEPTH} levels deep; ${MAX_VARIABLE_DEPTH} are allowed.`,
    );
  const hash = extensions == null ? null : readHash(readRecord(extensions, 'extensions'));
  return {
    query: readText(query, 'query'),
    operationName: readText(operationName, 'operationName'),
    variables: variables == null ? NO_VARIABLES : readRecord(variables, 'variables'),
    hash,
  };
}

/** The hash that names a persisted operation, as Apollo Client sends it. */
function readHash({ persistedQuery }: Record<string, unknown>): string | null {
  if (persistedQuery == null) return null;
  const { version, sha256Hash } = isRecord(persistedQuery) ? persistedQuery : {};
  if (version !== 1) throw refuse(400, 'BAD_REQUEST', '`extensions.persistedQuery.version` must be 1.');
  if (typeof sha256Hash !== 'string' || sha256Hash === '')
    throw refuse(400, 'BAD_REQUEST', '`extensions.persistedQuery.sha256Hash` must be a text.');
  return sha256Hash;
}

function readText(value: unknown, name: string): string | null {
  if (value == null || value === '') return null;
  if (typeof value !== 'string') throw refuse(400, 'BAD_REQUEST', `\`${name}\` must be a text.`);
  return value;
}

function readRecord(value: unknown, name: string): Record<string, unknown> {
  if (!isRecord(value)) throw refuse(400, 'BAD_REQUEST', `\`${name}\` must be an object.`);
  return value;
}

const MAX_VARIABLE_DEPTH = 32;

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1)));
