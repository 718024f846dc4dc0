import { formatNumber, formatShare } from '../format.js';
import { countGroups, GROUP_NAMES, GROUPS, type GroupCounts } from '../states.js';
import { type FragmentType, graphql, unmask } from '../generated/index.js';

export const Progress = graphql(/* GraphQL */ `
  fragment Progress on CampaignProgress {
    asOf
    total
    settled
    isSettled
    isFinal
    cost
    firstUpdateAt
    lastUpdateAt
    states {
      state
      count
    }
    countries {
      country
      total
      cost
      states {
        state
        count
      }
    }
  }
`);

/** The share of each group, as one bar. It is a picture of figures that stand beside it. */
export const GroupBar = ({ counts, total }: { counts: GroupCounts; total: number }) => (
  <span className="bar" aria-hidden="true">
    {GROUPS.map((group) => (
      <span
        key={group}
        className={`is-${group}`}
        style={{ width: `${total === 0 ? 0 : (100 * counts[group]) / total}%` }}
      />
    ))}
  </span>
);

/** How far a campaign is: what is settled of all its messages. */
export function ProgressBar({ progress, name }: { progress: FragmentType<typeof Progress>; name: string }) {
  const { total, settled, states } = unmask(Progress, progress);
  return (
    <div className="progress">
      <div
        role="progressbar"
        aria-label={`${name}: settled messages`}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={settled}
        aria-valuetext={`${formatNumber(settled)} of ${formatNumber(total)}`}
      >
        <GroupBar counts={countGroups(states)} total={total} />
      </div>
      <span className="figure">
        {formatShare(settled, total)} <small>of {formatNumber(total)} settled</small>
      </span>
    </div>
  );
}

export const Legend = ({ counts }: { counts?: GroupCounts }) => (
  <ul className="legend" aria-label="Messages by state">
    {GROUPS.map((group) => (
      <li key={group} className={`is-${group}`}>
        {GROUP_NAMES[group]}
        {counts && <b>{formatNumber(counts[group])}</b>}
      </li>
    ))}
  </ul>
);
