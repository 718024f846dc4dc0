import type { ApolloClient } from '@apollo/client';
import { graphql } from '../generated/index.js';
import type { DeliveryState } from '../generated/graphql.js';
import { countGroups, type GroupCounts } from '../states.js';

const HistoryPage = graphql(/* GraphQL */ `
  query History($trackingId: ID!, $after: String) {
    deliveryEvents(filter: { campaignTrackingId: $trackingId, kinds: [VIBER_MESSAGE] }, first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        receivedAt
        status {
          state
        }
        subject {
          ... on ViberMessage {
            id
            trackingId
          }
        }
      }
    }
  }
`);

export interface Point {
  /** Milliseconds. */
  readonly at: number;
  readonly counts: GroupCounts;
}

export interface History {
  readonly points: readonly Point[];
  /** The log has more changes than were read. */
  readonly isCut: boolean;
}

export const NO_HISTORY: History = { points: [], isCut: false };

const MAX_PAGES = 10;
/** In pages of 100, which is what the graph gives at once. */
export const MAX_CHANGES = MAX_PAGES * 100;

/**
 * What the log of events reports, as counts after each second in which something changed; empty where it is not known. A
 * message counts as queued until the log has an event of it, so that each point has all of them.
 */
export async function readHistory(
  client: ApolloClient,
  trackingId: string,
  total: number,
  from: string,
): Promise<History> {
  const stateOf = new Map<string, DeliveryState>();
  const bySecond = new Map<number, GroupCounts>();
  const counts = new Map<DeliveryState, number>([['QUEUED', total]]);
  const add = (state: DeliveryState, by: number): void => void counts.set(state, (counts.get(state) ?? 0) + by);
  const keep = (at: string): void => {
    const states = [...counts].map(([state, count]) => ({ state, count }));
    bySecond.set(Math.floor(Date.parse(at) / 1000), countGroups(states));
  };
  keep(from);
  let after: string | null = null;
  let isCut = true;
  for (let page = 0; isCut && page < MAX_PAGES; page += 1) {
    const variables: { trackingId: string; after: string | null } = { trackingId, after };
    const { data } = await client.query({ query: HistoryPage, variables, fetchPolicy: 'no-cache' });
    if (!data?.deliveryEvents) return NO_HISTORY;
    const { nodes, pageInfo } = data.deliveryEvents;
    for (const { receivedAt, status, subject } of nodes) {
      const id = subject && 'trackingId' in subject ? subject.trackingId : null;
      if (!status || id === null || (!stateOf.has(id) && stateOf.size === total)) continue;
      add(stateOf.get(id) ?? 'QUEUED', -1);
      add(status.state, 1);
      stateOf.set(id, status.state);
      keep(receivedAt);
    }
    isCut = pageInfo.hasNextPage;
    after = pageInfo.endCursor ?? null;
  }
  if (bySecond.size < 2) return NO_HISTORY; // the log does not know it
  return { points: [...bySecond].map(([second, counts]) => ({ at: second * 1000, counts })), isCut };
}
