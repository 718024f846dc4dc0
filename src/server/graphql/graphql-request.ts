import { refuse } from '../http/request-error.js';

/** A GraphQL request as HTTP brought it (GraphQL over HTTP), not yet looked into by Apollo. */
export interface GraphQLRequest {
  readonly query: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The hash of a persisted operation. */
  readonly hash: string | null;
  /** Whether every member has its type and no persisted operation is named: nothing for Apollo to find fault with. */
  readonly isPlain: boolean;
  /** The JSON object of a POST; undefined for a GET. */
  readonly body: unknown;
  /** The query string of a GET, without `?`; empty for a POST. */
  readonly search: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** @throws RequestError for a body that is not a JSON object */
export function readPost(text: string): GraphQLRequest {
  const body = parseJson(text);
  if (Array.isArray(body)) throw refuse(400, 'BAD_REQUEST', 'Operations come one a request, not as an array.');
  if (!isRecord(body)) throw refuse(400, 'BAD_REQUEST', 'The body is a JSON object with `query`.');
  return readMembers(body, body, '');
}

/** @throws RequestError for parameters that are not JSON */
export function readGet(search: URLSearchParams): GraphQLRequest {
  const json = (name: string) => {
    const text = search.get(name);
    return text === null || text === '' ? undefined : parseJson(text);
  };
  const members = {
    query: search.get('query'),
    operationName: search.get('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  };
  return readMembers(members, undefined, search.toString());
}

const MAX_VARIABLE_DEPTH = 32;

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1)));

function readMembers(members: Record<string, unknown>, body: unknown, search: string): GraphQLRequest {
  const { variables, extensions } = members;
  if (isDeeper(variables, MAX_VARIABLE_DEPTH + 1)) {
    throw refuse(400, 'OPERATION_LIMIT_EXCEEDED', `A variable is at most ${MAX_VARIABLE_DEPTH} levels deep.`);
  }
  const persisted = isRecord(extensions) ? extensions['persistedQuery'] : undefined;
  return {
    query: textOf(members['query']),
    operationName: textOf(members['operationName']),
    variables: isRecord(variables) ? variables : {},
    hash: isRecord(persisted) ? textOf(persisted['sha256Hash']) : null,
    isPlain:
      textOf(members['operationName']) === (members['operationName'] ?? null) &&
      (variables == null || isRecord(variables)) &&
      (extensions == null || (isRecord(extensions) && persisted === undefined)),
    body,
    search,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(400, 'BAD_REQUEST', 'The request is not JSON.');
  }
}
