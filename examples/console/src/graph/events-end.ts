import type { ApolloClient } from '@apollo/client';
import { graphql } from '../generated/index.js';

const EventsEnd = graphql(/* GraphQL */ `
  query EventsEnd {
    deliveryEventsEnd
  }
`);

/** @returns the cursor of now @throws Error where the graph does not have it */
export async function readEventsEnd(client: ApolloClient): Promise<string> {
  const { data, error } = await client.query({ query: EventsEnd, fetchPolicy: 'network-only' });
  const end = data?.deliveryEventsEnd;
  if (end == null) throw error ?? new Error('The end of the log of events is missing.');
  return end;
}
