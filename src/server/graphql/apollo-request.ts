import { type ApolloServer, HeaderMap } from '@apollo/server';
import { type HttpResponse, writtenErrorCodes } from '../http/answer.js';
import type { IncomingHeaders } from '../auth/caller.js';
import type { GraphQLRequest } from './graphql-request.js';
import type { KnownOperations } from './known-operations.js';
import type { RequestContext } from './request-context.js';

/** Has Apollo check, run and write an operation. @returns what it answers, and learns what it can be spared next time */
export async function askApollo(
  request: GraphQLRequest,
  method: 'GET' | 'POST',
  headers: IncomingHeaders,
  context: RequestContext,
  { apollo, known }: { apollo: ApolloServer<RequestContext>; known: KnownOperations | null },
): Promise<HttpResponse> {
  const search = method === 'GET' ? `?${request.search}` : '';
  const {
    status,
    headers: answered,
    body,
  } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method, headers: toHeaderMap(headers), body: request.body, search },
    context: async () => context,
  });
  if (status === undefined) known?.learnContentType(String(headers.accept ?? ''), answered.get('content-type'));
  const text = body.kind === 'complete' ? body.string.trimEnd() : '';
  return {
    status: status ?? 200,
    headers: Object.fromEntries(answered),
    text,
    codes: writtenErrorCodes(text),
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
