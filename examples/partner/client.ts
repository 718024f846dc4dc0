import { ClientError, GraphQLClient } from 'graphql-request';

/** A client of the graph at an address, with the API key in MESSAGING_GRAPH_KEY where the graph requires one. */
export function connect(endpoint: string): GraphQLClient {
  const key = process.env['MESSAGING_GRAPH_KEY'];
  return new GraphQLClient(endpoint, key ? { headers: { authorization: `Bearer ${key}` } } : {});
}

/** The codes and messages of a refusal; a ClientError's own message repeats the variables, phone numbers included. */
export function describeError(error: unknown): string {
  const errors = error instanceof ClientError ? error.response.errors : undefined;
  if (!errors) return error instanceof Error && !(error instanceof ClientError) ? error.message : 'no GraphQL response';
  return errors.map(({ extensions, message }) => `${String(extensions['code'])}: ${message}`).join('\n');
}
