import { useEffect, useMemo, useState } from 'react';
import { useApolloClient } from '@apollo/client/react';
import { formatNumber, formatTime } from '../format.js';
import { type FragmentType, unmask } from '../generated/index.js';
import { countGroups, GROUP_NAMES, GROUPS, type GroupCounts } from '../states.js';
import { useConnection } from '../graph/connection.js';
import type AreaChart from './area-chart.js';
import { Progress } from './progress-bar.js';
import { type History, MAX_CHANGES, NO_HISTORY, type Point, readHistory } from './state-history.js';

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
  const [history, setHistory] = useState<History>(NO_HISTORY);
  const [live, setLive] = useState<readonly Point[]>([]);
  const present = JSON.stringify(countGroups(states));

  // each message that is not queued has changed at least once
  const changed = total - (states.find(({ state }) => state === 'QUEUED')?.count ?? 0);
  const [isLong] = useState(changed > MAX_CHANGES);

  useEffect(() => {
    let isShown = true;
    if (sentAt !== null && total > 0 && !isLong)
      readHistory(client, trackingId, total, sentAt).then(
        (read) => isShown && setHistory(read),
        () => undefined, // the chart then begins now
      );
    return () => void (isShown = false);
  }, [client, trackingId, sentAt, total, isLong]);

  useEffect(() => {
    setLive((points) => [...points, { at: Date.now(), counts: JSON.parse(present) as GroupCounts }]);
  }, [present]);

  const points = useMemo(() => {
    const end = history.points.at(-1)?.at ?? 0;
    const present = live.at(-1);
    if (!present) return history.points;
    const last = { ...present, at: Math.max(present.at, end) }; // the clock of the graph may be ahead
    const before = [...history.points, ...live.slice(0, -1).filter(({ at }) => at > end)];
    return [...before.filter(({ at }) => at < last.at), last];
  }, [history, live]);

  const limit = formatNumber(MAX_CHANGES);
  const cutAt = history.points.at(-1)?.at ?? 0;
  const resumed = live.find(({ at }) => at > cutAt);
  return (
    <>
      {isLong && live[0] && (
        <p className="note">
          From {formatTime(live[0].at)}, when this page was opened: more than {limit} changes came before it.
        </p>
      )}
      {history.isCut && resumed && (
        <p className="note">
          What changed between {formatTime(cutAt)} and {formatTime(resumed.at)} is not shown: only the first {limit}{' '}
          changes are read.
        </p>
      )}
      {points.length < 2 ? (
        <p className="note">No state has changed since this page was opened.</p>
      ) : (
        <>
          {Chart ? <Chart points={points} /> : <div className="chart" />}
          <PointsTable points={points} />
        </>
      )}
    </>
  );
}

const MAX_ROWS = 40;

const PointsTable = ({ points }: { points: readonly Point[] }) => (
  <details>
    <summary>As a table</summary>
    <div className="scroll" tabIndex={0} role="region" aria-label="Table of states over time">
      {points.length > MAX_ROWS && (
        <p className="note">
          The last {formatNumber(MAX_ROWS)} of {formatNumber(points.length)} times.
        </p>
      )}
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
