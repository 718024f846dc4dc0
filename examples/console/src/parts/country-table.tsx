import { formatTotal, formatCountry, formatNumber, formatShare } from '../format.js';
import type { ProgressFragment } from '../generated/graphql.js';
import { countGroups } from '../states.js';
import { GroupBar } from './progress-bar.js';

type Row = ProgressFragment['countries'][number];

interface CountryTableProps {
  readonly countries: readonly Row[];
  /** Shows the messages of one country alone. */
  readonly choose: (country: string) => void;
}

export const CountryTable = ({ countries, choose }: CountryTableProps) => (
  <div className="scroll" tabIndex={0} role="region" aria-label="Table of countries">
    <table>
      <thead>
        <tr>
          <th scope="col">Country</th>
          <th scope="col" className="number">
            Messages
          </th>
          <th scope="col" className="wide">
            States
          </th>
          <th scope="col" className="number">
            Delivered
          </th>
          <th scope="col" className="number">
            Not delivered
          </th>
          <th scope="col" className="number">
            Cost
          </th>
        </tr>
      </thead>
      <tbody>
        {[...countries]
          .sort((one, other) => other.total - one.total)
          .map(({ country, total, cost, states }) => {
            const counts = countGroups(states);
            return (
              <tr key={country ?? ''}>
                <th scope="row">
                  {country ? (
                    <button type="button" className="link" onClick={() => choose(country)}>
                      {formatCountry(country)}
                    </button>
                  ) : (
                    'Not known'
                  )}
                </th>
                <td className="number">{formatNumber(total)}</td>
                <td className="wide">
                  <GroupBar counts={counts} total={total} />
                </td>
                <td className="number">{formatShare(counts.delivered + counts.seen, total)}</td>
                <td className="number">{formatShare(counts.failed, total)}</td>
                <td className="number">{cost === null || cost === undefined ? '–' : formatTotal(cost)}</td>
              </tr>
            );
          })}
      </tbody>
    </table>
  </div>
);
