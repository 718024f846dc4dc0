import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { formatAmount, formatDate, formatNumber, isMasked, words } from '../format.js';
import { instantOf } from '../instant.js';
import { graphql, unmask } from '../generated/index.js';
import type { Channel, FailoverFlowFilter, FailoverFlowKind, FailoverStatus } from '../generated/graphql.js';
import { problemsOf } from '../graph/errors.js';
import { useLive } from '../graph/use-live.js';
import { Empty, Loading, Notice, ProblemNotice } from '../parts/notice.js';
import { OpenById } from '../parts/open-by-id.js';
import { FlowBadge } from '../parts/flow-badge.js';
import { linkTo } from '../route.js';
import { groupOf } from '../states.js';
import { Filter } from './flows-filter.js';

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
const TIMES = ['from', 'until'] as const;

/** The filter in the address, so that a search can be passed on. */
function filterOf(search: URLSearchParams): FailoverFlowFilter {
  const all = {
    status: search.get('status') as FailoverStatus | null,
    kind: search.get('kind') as FailoverFlowKind | null,
    channel: search.get('channel') as Channel | null,
    terminationChannel: search.get('endedBy') as Channel | null,
    recipient: search.get('recipient'),
    createdFrom: instantOf(search.get('from')),
    createdUntil: instantOf(search.get('until')),
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
    document.querySelector<HTMLElement>('main h1')?.focus(); // its button is gone then
    void refetch();
  };
  const [problem] = problemsOf(error);
  const isRefused = problem?.code === 'FORBIDDEN' && search.has('recipient');
  const hidesNumbers = isRefused || flows.some(({ steps }) => steps.some(({ to }) => to && isMasked(to)));
  const unread = TIMES.map((name) => search.get(name)).filter((given) => given && instantOf(given) === null);

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
      <Filter search={search} hidesNumbers={hidesNumbers} />
      {unread.length > 0 && (
        <Notice title={`Left out: ${unread.map((given) => `“${given}”`).join(', ')}`} kind="warning">
          <p>A time in the address is written as 2026-11-30T10:00:00Z.</p>
        </Notice>
      )}
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
          aria-disabled={loading}
          onClick={() => !loading && void fetchMore({ variables: { after: list.pageInfo.endCursor } })}
        >
          Show more
        </button>
      )}
    </>
  );
}
