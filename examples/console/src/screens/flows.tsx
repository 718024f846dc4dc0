import { useRef, useState } from 'react';
import { formatAmount, formatDate, formatNumber, isMasked, words } from '../format.js';
import { instantOf } from '../instant.js';
import { graphql, unmask } from '../generated/index.js';
import type {
  Channel,
  FailoverFlowFilter,
  FailoverFlowKind,
  FailoverStatus,
  FlowRowFragment,
} from '../generated/graphql.js';
import { problemsOf } from '../graph/errors.js';
import { isTooLong } from '../graph/read-again.js';
import { useList } from '../graph/use-list.js';
import { useFeed, useLive } from '../graph/use-live.js';
import { Empty, Loading, Notice, ProblemNotice } from '../parts/notice.js';
import { OpenById } from '../parts/open-by-id.js';
import { FlowBadge } from '../parts/flow-badge.js';
import { focusSoon } from '../parts/focus-soon.js';
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

/** One flow that is under way. The graph reads its vendor for it where nothing is called back. */
const FlowFollowed = graphql(/* GraphQL */ `
  subscription FlowFollowed($trackingId: ID!, $after: String) {
    failoverFlowUpdated(trackingId: $trackingId, after: $after) {
      cursor
      isLast
      failoverFlow {
        id
        trackingId
        ...FlowRow
      }
    }
  }
`);

const PAGE = 25;
/** As many as the list of campaigns follows: each is read at its vendor, and is one subscription of the key. */
const FOLLOWED_AT_ONCE = 5;
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
  const { data, previousData, error, loading, refetch, fetchMore, after } = useList(Flows, { filter, first: PAGE });
  // of another filter only until this one is answered, with rows or with an error
  const list = (data ?? (loading ? previousData : undefined))?.failoverFlows;
  const flows = list?.edges.flatMap((edge) => (edge?.node ? [unmask(FlowRow, edge.node)] : [])) ?? [];
  const address = search.toString();
  const [newer, setNewer] = useState<Newer>(NONE_NEWER);
  const isShown = (id: string): boolean => flows.some(({ trackingId }) => trackingId === id);
  const hasNewer = newer.address === address && (newer.isAny || (data && !newer.ids.every(isShown)));
  const followed = new Set(
    flows
      .filter(({ status }) => status === 'QUEUED' || status === 'IN_PROGRESS')
      .slice(0, FOLLOWED_AT_ONCE)
      .map(({ trackingId }) => trackingId),
  );
  // a live list keeps its rows: those that no longer match the filter are counted
  const gone = filter.status && !loading ? flows.filter(({ status }) => status !== filter.status).length : 0;
  useFeed(
    FlowChanges,
    after,
    ({ deliveryEventAdded }) => {
      const subject = deliveryEventAdded?.subject;
      if (!subject || !('trackingId' in subject)) return;
      const id = subject.trackingId;
      // what is being read may be without it, also where the rows before it are not
      if (!loading && (!list || hasNewer || isShown(id))) return;
      if (matches(filter, unmask(FlowRow, subject))) setNewer((all) => withNewer(all, address, id));
    },
    () => isTooLong(flows.length) && setNewer({ address, ids: [], isAny: true }),
  );
  const readAgain = (): void => {
    setNewer(NONE_NEWER);
    document.querySelector<HTMLElement>('main h1')?.focus(); // its button is gone then
    void refetch();
  };
  const table = useRef<HTMLTableElement>(null);
  const showMore = async (): Promise<void> => {
    const { data: more } = await fetchMore({ variables: { first: PAGE, after: list?.pageInfo.endCursor ?? null } });
    // its button is gone after the last page
    if (more?.failoverFlows?.pageInfo.hasNextPage === false) focusSoon(() => table.current?.rows[1 + flows.length]);
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
      {hasNewer ? (
        <button type="button" onClick={readAgain}>
          Another flow has changed: read the list again
        </button>
      ) : (
        gone > 0 && (
          <button type="button" onClick={readAgain}>
            {formatNumber(gone)} moved on since this list was read: read it again
          </button>
        )
      )}
      {problem && <ProblemNotice problem={problem} retry={() => void refetch()} />}
      {!list && loading && <Loading lines={8} />}
      {list && flows.length === 0 && <Empty title="No flow matches">Choose fewer filters, or a longer time.</Empty>}
      {flows.length > 0 && (
        <div className="card scroll" tabIndex={0} role="region" aria-label="Table of flows" aria-busy={loading}>
          <table className="hover" ref={table}>
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
              {flows.map((flow) => (
                <Row key={flow.trackingId} flow={flow} isFollowed={followed.has(flow.trackingId)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list?.pageInfo.hasNextPage && (
        <button type="button" aria-disabled={loading} onClick={() => !loading && void showMore()}>
          Show more
        </button>
      )}
    </>
  );
}

function Row({ flow, isFollowed }: { flow: FlowRowFragment; isFollowed: boolean }) {
  const { trackingId, status, kind, steps, createdAt, totalPrice } = flow;
  useLive(FlowFollowed, isFollowed ? { trackingId } : null);
  return (
    <tr>
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
  );
}

/** Flows that the list of an address lacks, unless it was being read as they changed. */
interface Newer {
  readonly address: string | null;
  readonly ids: readonly string[];
  /** It may lack others. */
  readonly isAny: boolean;
}

const NONE_NEWER: Newer = { address: null, ids: [], isAny: false };

const withNewer = (all: Newer, address: string, id: string): Newer =>
  all.address !== address
    ? { address, ids: [id], isAny: false }
    : all.ids.includes(id)
      ? all
      : { ...all, ids: [...all.ids, id] };

/** Whether a list of this filter would have it. A masked number may be that of the filter. */
function matches(filter: FailoverFlowFilter, flow: FlowRowFragment): boolean {
  const { status, kind, channel, terminationChannel, recipient, createdFrom, createdUntil } = filter;
  const createdAt = flow.createdAt ? Date.parse(flow.createdAt) : null;
  const digits = (text: string): string => text.replaceAll(/\D/g, '').replace(/^0+/, '');
  return (
    (!status || flow.status === status) &&
    (!kind || flow.kind === kind) &&
    (!channel || flow.steps.some((step) => step.channel === channel)) &&
    (!terminationChannel || flow.terminationChannel === terminationChannel) &&
    (!recipient || flow.steps.some(({ to }) => to == null || isMasked(to) || digits(to) === digits(recipient))) &&
    (!createdFrom || createdAt === null || createdAt >= Date.parse(createdFrom)) &&
    (!createdUntil || createdAt === null || createdAt <= Date.parse(createdUntil))
  );
}
