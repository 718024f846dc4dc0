import { formatNumber, formatShare } from '../format.js';
import { funnelOf, type GroupCounts } from '../states.js';

/** How many came how far. The bars are cells of a table, so that it needs no other. */
export const Funnel = ({ total, counts }: { total: number; counts: GroupCounts }) => (
  <table className="funnel">
    <caption className="unseen">How many messages came how far</caption>
    <thead className="unseen">
      <tr>
        <th scope="col">Step</th>
        <th scope="col">Messages</th>
        <th scope="col">Share</th>
      </tr>
    </thead>
    <tbody>
      {funnelOf(total, counts).map(({ name, count }, step) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td className="track">
            <span
              className={`step-${step}`}
              style={{ width: `${total === 0 ? 0 : (100 * count) / total}%` }}
              aria-hidden="true"
            />
            <b>{formatNumber(count)}</b>
          </td>
          <td>{formatShare(count, total)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
