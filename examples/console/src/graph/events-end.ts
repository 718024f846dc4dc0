import type { ApolloClient } from '@apollo/client';
import { graphql } from '../generated/index.js';
import type { QueryContext } from './client.js';

const EventsEnd = graphql(/* GraphQL */ `
  query EventsEnd {
    deliveryEventsEnd
  }
`);

/**
 * Asked once: what needs it goes on without it, or asks again by itself.
 * @param answerMs the longest wait for it, in the place of the usual one
 * @returns the cursor of now @throws Error where the graph does not have it
 */
export async function readEventsEnd(client: ApolloClient, answerMs?: number): Promise<string> {
  const context: QueryContext = { isAskedOnce: true, answerMs };
  const { data, error } = await client.query({ query: EventsEnd, fetchPolicy: 'network-only', context });
  const end = data?.deliveryEventsEnd;
  if (end == null) throw error ?? new Error('The end of the log of events is missing.');
  return end;
}
