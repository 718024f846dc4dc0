import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { formatAmount, formatDate, formatNumber, isMasked, words } from '../format.js';
import { graphql, unmask } from '../generated/index.js';
import type { Channel, FailoverFlowFilter, FailoverFlowKind, FailoverStatus } from '../generated/graphql.js';
import { problemsOf } from '../graph/errors.js';
import { useLive } from '../graph/use-live.js';
import { Empty, Loading, ProblemNotice } from '../parts/notice.js';
import { OpenById } from '../parts/open-by-id.js';
import { FlowBadge } from '../parts/flow-badge.js';
import { go, linkTo } from '../route.js';
import { groupOf } from '../states.js';

const Flows = graphql(/* GraphQL */ `
  query Flows($filter: FailoverFlowFilter, $first: Int!, $after: String) {
    failoverFlows(filter: $filter, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        cursor
        node {
          id
          trackingId
          ...FlowRow
        }
      }
    }
  }
`);

const FlowRow = graphql(/* GraphQL */ `
  fragment FlowRow on FailoverFlow {
    trackingId
    status
    kind
    createdAt
    terminationChannel
    totalPrice
    steps {
      order
      channel
      to
      status {
        state
      }
    }
  }
`);

/** Every change of any flow, in one subscription. */
const FlowChanges = graphql(/* GraphQL */ `
  subscription FlowChanges($after: String) {
    deliveryEventAdded(filter: { kinds: [FAILOVER_FLOW] }, after: $after) {
      cursor
      subject {
        ... on FailoverFlow {
          id
          trackingId
          ...FlowRow
        }
      }
    }
  }
`);

const PAGE = 25;
const STATUSES: readonly FailoverStatus[] = ['QUEUED', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED'];
const CHANNELS: readonly Channel[] = ['VIBER', 'SMS', 'VOICE'];
const KINDS: readonly FailoverFlowKind[] = ['STANDARD', 'TRANSACTIONAL'];

/** The filter in the address, so that a search can be passed on. */
function filterOf(search: URLSearchParams): FailoverFlowFilter {
  const instant = (name: string): string | null => {
    const given = search.get(name);
    return given ? new Date(given).toISOString() : null;
  };
  const all = {
    status: search.get('status') as FailoverStatus | null,
    kind: search.get('kind') as FailoverFlowKind | null,
    channel: search.get('channel') as Channel | null,
    terminationChannel: search.get('endedBy') as Channel | null,
    recipient: search.get('recipient'),
    createdFrom: instant('from'),
    createdUntil: instant('until'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

export function FlowsScreen({ search }: { search: URLSearchParams }) {
  const filter = filterOf(search);
  const { data, previousData, error, loading, refetch, fetchMore } = useQuery(Flows, {
    variables: { filter, first: PAGE },
  });
  const list = (data ?? previousData)?.failoverFlows;
  const flows = list?.edges.flatMap((edge) => (edge?.node ? [unmask(FlowRow, edge.node)] : [])) ?? [];
  const [hasNewer, setHasNewer] = useState(false);
  useLive(FlowChanges, {}, ({ deliveryEventAdded }) => {
    const subject = deliveryEventAdded?.subject;
    if (!subject || !('trackingId' in subject)) return;
    if (list && !flows.some(({ trackingId }) => trackingId === subject.trackingId)) setHasNewer(true);
  });
  const readAgain = (): void => {
    setHasNewer(false);
    void refetch();
  };
  const hidesNumbers = flows.some(({ steps }) => steps.some(({ to }) => to && isMasked(to)));
  const [problem] = problemsOf(error);

  return (
    <>
      <header className="head">
        <div>
          <h1 tabIndex={-1}>Failover flows</h1>
          <p className="note">
            {list
              ? `${formatNumber(list.totalCount)} found, newest first`
              : 'One message over several channels in turn'}
          </p>
        </div>
        <OpenById label="Open by tracking id" path="flows" />
      </header>
      <form
        className="filters card"
        role="search"
        aria-label="Filter"
        onChange={(event) => {
          const given = new FormData(event.currentTarget);
          go(linkTo(['flows'], Object.fromEntries([...given].map(([name, value]) => [name, String(value).trim()]))));
        }}
        onSubmit={(event) => event.preventDefault()}
      >
        <Choice name="status" label="Status" values={STATUSES} search={search} />
        <Choice name="channel" label="Uses" values={CHANNELS} search={search} />
        <Choice name="endedBy" label="Ended by" values={CHANNELS} search={search} />
        <Choice name="kind" label="Kind" values={KINDS} search={search} />
        <label>
          From
          <input type="datetime-local" name="from" defaultValue={search.get('from') ?? ''} />
        </label>
        <label>
          Until
          <input type="datetime-local" name="until" defaultValue={search.get('until') ?? ''} />
        </label>
        {hidesNumbers ? (
          <p className="note">Numbers are masked for this key, which may not search by them.</p>
        ) : (
          <label>
            Recipient
            <input type="tel" name="recipient" placeholder="+30…" defaultValue={search.get('recipient') ?? ''} />
          </label>
        )}
        {search.size > 0 && (
          <a
            className="clear"
            href={linkTo(['flows'])}
            onClick={(event) => event.currentTarget.closest('form')?.reset()}
          >
            Clear
          </a>
        )}
      </form>
      {hasNewer && (
        <button type="button" onClick={readAgain}>
          Another flow has changed: read the list again
        </button>
      )}
      {problem && <ProblemNotice problem={problem} retry={() => void refetch()} />}
      {!list && loading && <Loading lines={8} />}
      {list && flows.length === 0 && <Empty title="No flow matches">Choose fewer filters, or a longer time.</Empty>}
      {flows.length > 0 && (
        <div className="card scroll" tabIndex={0} role="region" aria-label="Table of flows" aria-busy={loading}>
          <table className="hover">
            <thead>
              <tr>
                <th scope="col">Recipient</th>
                <th scope="col">Status</th>
                <th scope="col">Steps</th>
                <th scope="col">Kind</th>
                <th scope="col" className="number">
                  Created
                </th>
                <th scope="col" className="number">
                  Cost
                </th>
              </tr>
            </thead>
            <tbody>
              {flows.map(({ trackingId, status, kind, steps, createdAt, totalPrice }) => (
                <tr key={trackingId}>
                  <th scope="row">
                    <a href={linkTo(['flows', trackingId])}>{steps[0]?.to ?? trackingId}</a>
                  </th>
                  <td>
                    <FlowBadge status={status} />
                  </td>
                  <td>
                    <ol className="channels">
                      {steps.map((step, index) => (
                        <li key={index} className={step.status ? `is-${groupOf(step.status.state)}` : ''}>
                          {words(step.channel)}
                        </li>
                      ))}
                    </ol>
                  </td>
                  <td className="note">{words(kind)}</td>
                  <td className="number">{createdAt && formatDate(createdAt)}</td>
                  <td className="number">{totalPrice == null ? '' : formatAmount(totalPrice)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list?.pageInfo.hasNextPage && (
        <button
          type="button"
          disabled={loading}
          onClick={() => void fetchMore({ variables: { after: list.pageInfo.endCursor } })}
        >
          Show more
        </button>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
  readonly search: URLSearchParams;
}

const Choice = ({ name, label, values, search }: ChoiceProps) => (
  <label>
    {label}
    <select name={name} defaultValue={search.get(name) ?? ''}>
      <option value="">Any</option>
      {values.map((value) => (
        <option key={value} value={value}>
          {words(value)}
        </option>
      ))}
    </select>
  </label>
);
