import { useFragment, useQuery } from '@apollo/client/react';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useRef } from 'react';
import { formatTotal, formatDate, formatNumber } from '../format.js';
import { type FragmentType, graphql, unmask } from '../generated/index.js';
import { problemsOf } from '../graph/errors.js';
import { useLive } from '../graph/use-live.js';
import { OpenById } from '../parts/open-by-id.js';
import { Empty, Loading, ProblemNotice } from '../parts/notice.js';
import { ProgressBar } from '../parts/progress-bar.js';
import { linkTo } from '../route.js';
import { CampaignFacts, CampaignState, isScheduled } from '../parts/campaign-state.js';

const Campaigns = graphql(/* GraphQL */ `
  query Campaigns($first: Int!, $after: String) {
    campaigns(first: $first, after: $after) {
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
          ...CampaignRow
        }
      }
    }
  }
`);

const CampaignRow = graphql(/* GraphQL */ `
  fragment CampaignRow on Campaign {
    trackingId
    name
    createdAt
    totalMessages
    cost
    sender {
      name
    }
    ...CampaignFacts
  }
`);

/** Counting a campaign may read all of its messages, so that one query asks for few. */
const ProgressOf = graphql(/* GraphQL */ `
  query ProgressOf($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Campaign {
        ...CampaignProgressOf
      }
    }
  }
`);

const CampaignProgressOf = graphql(/* GraphQL */ `
  fragment CampaignProgressOf on Campaign {
    id
    trackingId
    progress {
      ...Progress
    }
  }
`);

/** Every change of any campaign, in one subscription. */
const Changes = graphql(/* GraphQL */ `
  subscription Changes($after: String) {
    deliveryEventAdded(filter: { kinds: [VIBER_MESSAGE] }, after: $after) {
      cursor
      campaign {
        id
        trackingId
      }
    }
  }
`);

const PAGE = 20;
const COUNTED_AT_ONCE = 8;
const GATHER_MS = 1000;

export function CampaignsScreen() {
  const { data, error, loading, refetch, fetchMore } = useQuery(Campaigns, { variables: { first: PAGE } });
  const list = data?.campaigns;
  const rows = list?.edges.flatMap((edge) => edge?.node ?? []) ?? [];
  const count = useProgress(rows.map(({ id }) => id));
  useLive(Changes, {}, ({ deliveryEventAdded }) => {
    const id = deliveryEventAdded?.campaign?.id;
    if (id === undefined) return;
    if (rows.some((row) => row.id === id)) count(id);
    else if (rows.length <= 100) void refetch({ first: Math.max(PAGE, rows.length) });
  });
  const [problem] = problemsOf(error);

  return (
    <>
      <header className="head">
        <div>
          <h1 tabIndex={-1}>Campaigns</h1>
          <p className="note">
            {list
              ? `${formatNumber(list.totalCount)} sent through this graph, newest first`
              : 'What was sent, newest first'}
          </p>
        </div>
        <OpenById label="Open by tracking id" path="campaigns" />
      </header>
      {problem && <ProblemNotice problem={problem} retry={() => void refetch()} />}
      {!list && loading && <Loading lines={8} />}
      {list && rows.length === 0 && (
        <Empty title="No campaign yet">A campaign that you send appears here at once.</Empty>
      )}
      {rows.length > 0 && (
        <ul className="rows">
          {rows.map((row) => (
            <Row key={row.id} campaign={row} />
          ))}
        </ul>
      )}
      {list?.pageInfo.hasNextPage && (
        <button
          type="button"
          disabled={loading}
          onClick={() => void fetchMore({ variables: { first: PAGE, after: list.pageInfo.endCursor } })}
        >
          Show more
        </button>
      )}
    </>
  );
}

function Row({ campaign }: { campaign: FragmentType<typeof CampaignRow> }) {
  const row = unmask(CampaignRow, campaign);
  const { trackingId, name, createdAt, totalMessages, cost, sender } = row;
  const counted = useFragment({
    fragment: CampaignProgressOf,
    fragmentName: 'CampaignProgressOf',
    from: { __typename: 'Campaign', trackingId },
  });
  const progress = counted.complete
    ? unmask(CampaignProgressOf, counted.data as FragmentType<typeof CampaignProgressOf>).progress
    : null;
  const title = name ?? trackingId;
  const isWaiting = isScheduled(unmask(CampaignFacts, row));
  const when = isWaiting
    ? `goes out ${formatDate(unmask(CampaignFacts, row).scheduledAt!)}`
    : createdAt && formatDate(createdAt);
  const count = totalMessages != null && `${formatNumber(totalMessages)} messages`;
  const note = [sender?.name, when, count].filter(Boolean).join(' · ');
  return (
    <li className="row">
      <div className="what">
        <a href={linkTo(['campaigns', trackingId])}>{title}</a>
        <span className="note">{note}</span>
      </div>
      <CampaignState campaign={row} progress={progress ?? null} />
      <div className="how">{progress && !isWaiting && <ProgressBar progress={progress} name={title} />}</div>
      <span className="number">{cost == null ? '' : formatTotal(cost)}</span>
    </li>
  );
}

/** Counts what is shown, then what changes, at most once a second. @returns asks for one to be counted again */
function useProgress(ids: readonly string[]): (id: string) => void {
  const client = useApolloClient();
  const wanted = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const count = (): void => {
    timer.current = undefined;
    const all = [...wanted.current];
    wanted.current.clear();
    for (let at = 0; at < all.length; at += COUNTED_AT_ONCE)
      void client
        .query({
          query: ProgressOf,
          variables: { ids: all.slice(at, at + COUNTED_AT_ONCE) },
          fetchPolicy: 'network-only',
        })
        .catch(() => undefined); // the bar stays as it was
  };
  const key = ids.join(' ');
  useEffect(() => {
    for (const id of key.split(' ').filter(Boolean)) wanted.current.add(id);
    count();
  }, [key]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (id) => {
    wanted.current.add(id);
    timer.current ??= setTimeout(count, GATHER_MS);
  };
}
