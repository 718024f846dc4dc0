import { useFragment } from '@apollo/client/react';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { formatTotal, formatDate, formatMessages, formatNumber, isolate } from '../format.js';
import { type FragmentType, graphql, unmask } from '../generated/index.js';
import type { CampaignRowFragment } from '../generated/graphql.js';
import { problemsOf } from '../graph/errors.js';
import { isTooLong, LONGEST_PAGE } from '../graph/read-again.js';
import { useList } from '../graph/use-list.js';
import { useFeed, useLive } from '../graph/use-live.js';
import { OpenById } from '../parts/open-by-id.js';
import { Empty, Loading, ProblemNotice } from '../parts/notice.js';
import { Progress, ProgressBar } from '../parts/progress-bar.js';
import { focusSoon } from '../parts/focus-soon.js';
import { linkTo } from '../route.js';
import { CampaignFacts, CampaignState, isScheduled, useShownAgainAt } from '../parts/campaign-state.js';

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
    id
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
    cancelledAt
    progress {
      ...Progress
    }
  }
`);

/** Every change of any campaign, also that it was cancelled, in one subscription. */
const Changes = graphql(/* GraphQL */ `
  subscription Changes($after: String) {
    deliveryEventAdded(filter: { kinds: [VIBER_MESSAGE, SEND] }, after: $after) {
      cursor
      campaign {
        id
        trackingId
      }
    }
  }
`);

/** The counts of one campaign. The graph reads its vendor for it where nothing is called back. */
const CampaignCounted = graphql(/* GraphQL */ `
  subscription CampaignCounted($trackingId: ID!, $after: String) {
    campaignUpdated(trackingId: $trackingId, after: $after) {
      cursor
      isLast
      campaign {
        ...CampaignProgressOf
      }
    }
  }
`);

const PAGE = 20;
/** Each is read at its vendor every 30 s at least; a key has 100 subscriptions by default. */
const FOLLOWED_AT_ONCE = 5;
const COUNTED_AT_ONCE = 8;
const GATHER_MS = 1000;

export function CampaignsScreen() {
  const { data, error, loading, refetch, fetchMore, after } = useList(Campaigns, { first: PAGE });
  const list = data?.campaigns;
  const rows = list?.edges.flatMap((edge) => (edge?.node ? [unmask(CampaignRow, edge.node)] : [])) ?? [];
  const count = useProgress(rows.map(({ id }) => id));
  const progress = useFragment({
    fragment: CampaignProgressOf,
    fragmentName: 'CampaignProgressOf',
    from: rows.map(({ trackingId }) => ({ __typename: 'Campaign', trackingId }) as const),
  }).data.map((one) => (one && 'progress' in one && one.progress ? (one.progress as ProgressPart) : null));
  useShownAgainAt(rows.map((row) => unmask(CampaignFacts, row).scheduledAt));
  const followed = followedOf(rows, progress);
  const [hasOther, setHasOther] = useState(false);
  const lookFor = useSearch(async () => {
    const { data: read } = await refetch({ first: Math.min(LONGEST_PAGE, Math.max(PAGE, rows.length)) });
    return read?.campaigns?.edges.flatMap((edge) => edge?.node?.id ?? []) ?? null;
  });
  const readAgain = (): void => {
    setHasOther(false);
    document.querySelector<HTMLElement>('main h1')?.focus(); // its button is gone then
    void refetch({ first: PAGE });
  };
  useFeed(
    Changes,
    after,
    ({ deliveryEventAdded }) => {
      const id = deliveryEventAdded?.campaign?.id;
      if (id === undefined || followed.has(id)) return;
      if (rows.some((row) => row.id === id)) count(id);
      else if (isTooLong(rows.length)) setHasOther(true);
      else lookFor(id);
    },
    () => isTooLong(rows.length) && setHasOther(true),
  );
  const items = useRef<HTMLUListElement>(null);
  const showMore = async (): Promise<void> => {
    const { data: more } = await fetchMore({ variables: { first: PAGE, after: list?.pageInfo.endCursor ?? null } });
    // its button is gone after the last page
    if (more?.campaigns?.pageInfo.hasNextPage === false) focusSoon(() => items.current?.children[rows.length]);
  };
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
      {hasOther && (
        <button type="button" onClick={readAgain}>
          A campaign that is not shown has changed: read the list again
        </button>
      )}
      {problem && <ProblemNotice problem={problem} retry={() => void refetch()} />}
      {!list && loading && <Loading lines={8} />}
      {list && rows.length === 0 && (
        <Empty title="No campaign yet">A campaign that you send appears here at once.</Empty>
      )}
      {rows.length > 0 && (
        <ul className="rows" ref={items}>
          {rows.map((row, index) => (
            <Row key={row.id} row={row} progress={progress[index] ?? null} isFollowed={followed.has(row.id)} />
          ))}
        </ul>
      )}
      {list?.pageInfo.hasNextPage && (
        <button type="button" aria-disabled={loading} onClick={() => !loading && void showMore()}>
          Show more
        </button>
      )}
    </>
  );
}

type ProgressPart = FragmentType<typeof Progress>;

/** The first that are under way, those that are not settled before those whose last states are still open. */
function followedOf(rows: readonly CampaignRowFragment[], progress: readonly (ProgressPart | null)[]): Set<string> {
  const open = rows.flatMap((row, index) => {
    const facts = unmask(CampaignFacts, row);
    const counted = unmask(Progress, progress[index] ?? null);
    if (!counted || counted.isFinal || facts.cancelledAt || isScheduled(facts)) return [];
    return { id: row.id, isSettled: counted.isSettled };
  });
  const sorted = [...open.filter(({ isSettled }) => !isSettled), ...open.filter(({ isSettled }) => isSettled)];
  return new Set(sorted.slice(0, FOLLOWED_AT_ONCE).map(({ id }) => id));
}

interface RowProps {
  readonly row: CampaignRowFragment;
  readonly progress: ProgressPart | null;
  readonly isFollowed: boolean;
}

function Row({ row, progress, isFollowed }: RowProps) {
  const { trackingId, name, createdAt, totalMessages, cost, sender } = row;
  useLive(CampaignCounted, isFollowed ? { trackingId } : null);
  const title = name ?? trackingId;
  const isWaiting = isScheduled(unmask(CampaignFacts, row));
  const when = isWaiting
    ? `goes out ${formatDate(unmask(CampaignFacts, row).scheduledAt!)}`
    : createdAt && formatDate(createdAt);
  const count = totalMessages != null && formatMessages(totalMessages);
  const note = [sender?.name && isolate(sender.name), when, count].filter(Boolean).join(' · ');
  return (
    <li className="row">
      <div className="what">
        <a href={linkTo(['campaigns', trackingId])} dir="auto">
          {title}
        </a>
        <span className="note">{note}</span>
      </div>
      <CampaignState campaign={row} progress={progress} />
      <div className="how">{progress && !isWaiting && <ProgressBar progress={progress} name={title} />}</div>
      <span className="number cost">
        {cost != null && (
          <>
            {formatTotal(cost)} <small>cost</small>
          </>
        )}
      </span>
    </li>
  );
}

/**
 * Looks for campaigns that are not shown, at most once a second, and for each that the list does not have only once.
 * @param read gives the ids that the list has; null where it could not be read @returns asks for one
 */
function useSearch(read: () => Promise<readonly string[] | null>): (id: string) => void {
  const wanted = useRef(new Set<string>());
  const missed = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(read);
  useEffect(() => void (latest.current = read));
  useEffect(() => () => clearTimeout(timer.current), []);
  const look = async (): Promise<void> => {
    const asked = [...wanted.current];
    const ids = await latest.current().catch(() => null);
    timer.current = undefined;
    for (const id of asked) {
      wanted.current.delete(id);
      if (ids && !ids.includes(id)) missed.current.add(id);
    }
    if (wanted.current.size > 0) timer.current = setTimeout(() => void look(), GATHER_MS);
  };
  return (id) => {
    if (missed.current.has(id)) return;
    wanted.current.add(id);
    timer.current ??= setTimeout(() => void look(), GATHER_MS);
  };
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
