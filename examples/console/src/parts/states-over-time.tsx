import { useEffect, useMemo, useState } from 'react';
import { useApolloClient } from '@apollo/client/react';
import type { ApolloClient } from '@apollo/client';
import { formatNumber, formatTime } from '../format.js';
import { type FragmentType, graphql, unmask } from '../generated/index.js';
import type { DeliveryState } from '../generated/graphql.js';
import { countGroups, GROUP_NAMES, GROUPS, type GroupCounts } from '../states.js';
import { useConnection } from '../graph/connection.js';
import type AreaChart from './area-chart.js';
import { Progress } from './progress-bar.js';

/** The chart, which comes after the first screen; null until it is loaded, which is tried again whenever the connection changes. */
function useChart(): typeof AreaChart | null {
  const connection = useConnection();
  const [loaded, setLoaded] = useState<{ readonly Chart: typeof AreaChart } | null>(null);
  useEffect(() => {
    let isShown = true;
    if (loaded === null)
      import('./area-chart.js').then(
        (module) => isShown && setLoaded({ Chart: module.default }),
        () => undefined, // the table has the same numbers
      );
    return () => void (isShown = false);
  }, [loaded, connection]);
  return loaded && loaded.Chart;
}

const History = graphql(/* GraphQL */ `
  query History($trackingId: ID!, $after: String) {
    deliveryEvents(filter: { campaignTrackingId: $trackingId, kinds: [VIBER_MESSAGE] }, first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        receivedAt
        previousState
        status {
          state
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

/** Pages of 100 changes: of a larger campaign the chart begins when its screen is opened. */
const MAX_PAGES = 10;

/** What the log of events tells, as counts after each second in which something changed; empty where it is not known. */
async function readHistory(client: ApolloClient, trackingId: string, total: number, from: string): Promise<Point[]> {
  const counts = new Map<DeliveryState, number>([['QUEUED', total]]);
  const bySecond = new Map<number, GroupCounts>();
  const add = (state: DeliveryState, by: number): void => void counts.set(state, (counts.get(state) ?? 0) + by);
  const keep = (at: string): void => {
    const states = [...counts].map(([state, count]) => ({ state, count }));
    bySecond.set(Math.floor(Date.parse(at) / 1000), countGroups(states));
  };
  keep(from);
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const variables: { trackingId: string; after: string | null } = { trackingId, after };
    const { data } = await client.query({ query: History, variables, fetchPolicy: 'no-cache' });
    if (!data?.deliveryEvents) return [];
    const { nodes, pageInfo } = data.deliveryEvents;
    for (const { receivedAt, previousState, status } of nodes) {
      if (!status) continue;
      add(previousState ?? 'QUEUED', -1);
      add(status.state, 1);
      keep(receivedAt);
    }
    if (!pageInfo.hasNextPage && bySecond.size < 2) return []; // the log does not know it
    if (!pageInfo.hasNextPage) return [...bySecond].map(([second, value]) => ({ at: second * 1000, counts: value }));
    after = pageInfo.endCursor ?? null;
  }
  return [];
}

interface StatesOverTimeProps {
  readonly trackingId: string;
  /** When it was sent; null where this graph did not send it. */
  readonly sentAt: string | null;
  readonly progress: FragmentType<typeof Progress>;
}

/** The states of a campaign's messages, from the log of events and then from each update. */
export function StatesOverTime({ trackingId, sentAt, progress }: StatesOverTimeProps) {
  const client = useApolloClient();
  const Chart = useChart();
  const { states, total } = unmask(Progress, progress);
  const [history, setHistory] = useState<readonly Point[]>([]);
  const [live, setLive] = useState<readonly Point[]>([]);
  const present = JSON.stringify(countGroups(states));

  useEffect(() => {
    let isShown = true;
    if (sentAt !== null && total > 0)
      readHistory(client, trackingId, total, sentAt).then(
        (points) => isShown && setHistory(points),
        () => undefined, // the chart then begins now
      );
    return () => void (isShown = false);
  }, [client, trackingId, sentAt, total]);

  useEffect(() => {
    setLive((points) => [...points, { at: Date.now(), counts: JSON.parse(present) as GroupCounts }]);
  }, [present]);

  const points = useMemo(() => {
    const end = history.at(-1)?.at ?? 0;
    return [...history, ...live.filter(({ at }) => at > end)];
  }, [history, live]);

  if (points.length < 2) return <p className="note">No state has changed since this page was opened.</p>;
  return (
    <>
      {Chart ? <Chart points={points} /> : <div className="chart" />}
      <PointsTable points={points} />
    </>
  );
}

const MAX_ROWS = 40;

const PointsTable = ({ points }: { points: readonly Point[] }) => (
  <details>
    <summary>As a table</summary>
    <div className="scroll" tabIndex={0} role="region" aria-label="Table of states over time">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {GROUPS.map((group) => (
              <th key={group} scope="col" className="number">
                {GROUP_NAMES[group]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.slice(-MAX_ROWS).map(({ at, counts }) => (
            <tr key={at}>
              <th scope="row">{formatTime(at)}</th>
              {GROUPS.map((group) => (
                <td key={group} className="number">
                  {formatNumber(counts[group])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);
