import { useQuery } from '@apollo/client/react';
import { useEffect, useEffectEvent, useState } from 'react';
import { formatAmount, formatCountry, formatNumber, formatMoment, formatDate, words } from '../format.js';
import { type FragmentType, graphql, unmask } from '../generated/index.js';
import type { DeliveryState, ProgressFragment } from '../generated/graphql.js';
import { problemsOf } from '../graph/errors.js';
import { READ_AGAIN } from '../graph/read-again.js';
import { Card } from '../parts/card.js';
import { Empty, Loading, NotRead, ProblemNotice } from '../parts/notice.js';
import { MessagePanel } from '../parts/message-panel.js';
import { StateBadge } from '../parts/state-badge.js';
import { linkTo } from '../route.js';
import { STATES } from '../states.js';

const Messages = graphql(/* GraphQL */ `
  query Messages(
    $trackingId: ID!
    $filter: ViberMessageFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    campaign(trackingId: $trackingId) {
      id
      trackingId
      messages(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        nodes {
          id
          trackingId
          ...MessageRow
        }
      }
    }
  }
`);

const MessageRow = graphql(/* GraphQL */ `
  fragment MessageRow on ViberMessage {
    trackingId
    to
    country
    price
    status {
      state
      isFinal
      detailedStatus
      updatedAt
    }
  }
`);

const PAGE = 25;

/** Where a page begins or ends. */
interface Place {
  readonly first?: number;
  readonly after?: string | null;
  readonly last?: number;
  readonly before?: string | null;
}

interface CampaignMessagesProps {
  readonly trackingId: string;
  readonly search: URLSearchParams;
  /** The counts as they are now; null where they are not known. */
  readonly progress: ProgressFragment | null;
  readonly choose: (choice: Readonly<Record<string, string | null>>) => void;
}

export function CampaignMessages({ trackingId, search, progress, choose }: CampaignMessagesProps) {
  const countries = progress?.countries.flatMap(({ country }) => country ?? []) ?? [];
  const state = search.get('state') as DeliveryState | null;
  const country = search.get('country');
  const message = search.get('message');
  const [{ filterOf, place }, setPlace] = useState<{ filterOf: string; place: Place }>({
    filterOf: '',
    place: { first: PAGE },
  });
  const filterKey = `${state ?? ''} ${country ?? ''}`;
  const present: Place = filterOf === filterKey ? place : { first: PAGE }; // another filter begins at its start
  const filter =
    state || country ? { ...(state ? { states: [state] } : {}), ...(country ? { countries: [country] } : {}) } : null;
  const { data, previousData, error, loading, refetch } = useQuery(Messages, {
    variables: { trackingId, filter, ...present },
    ...READ_AGAIN,
  });
  // of another filter only until this one is answered, with rows or with an error
  const page = (data ?? (loading ? previousData : undefined))?.campaign?.messages;
  const [problem] = problemsOf(error);
  const turn = (next: Place): void => {
    if (!loading) setPlace({ filterOf: filterKey, place: next });
  };
  const shown = page ? unmask(MessageRow, page.nodes) : [];
  // a live page keeps its rows: those that no longer match the filter are counted
  const gone = state ? shown.filter((row) => row.status.state !== state).length : 0;

  const counted = countOf(progress, state, country);
  const isMissing = page != null && shown.length === 0 && counted > 0;
  const readAgain = (): void => void refetch();
  // a change after the rows were read and before the campaign is followed is in the counts alone
  const isOld = page != null && !filter && shown.length === page.totalCount && !haveCounts(shown, progress);
  useRepeats(filterKey, (isMissing || isOld) && !loading, readAgain);
  const [countedAtRead, setCountedAtRead] = useState(counted);
  if (loading && countedAtRead !== counted) setCountedAtRead(counted);
  // what still differs after it was read again is not offered again
  const isOther = page != null && shown.length > 0 && counted !== page.totalCount && counted !== countedAtRead;

  return (
    <Card
      title="Messages"
      note={page && `${formatNumber(page.totalCount)}${filter ? ' match' : ''}`}
      className="messages"
    >
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          State
          <select value={state ?? ''} onChange={(event) => choose({ state: event.target.value, country })}>
            <option value="">All</option>
            {STATES.map((value) => (
              <option key={value} value={value}>
                {words(value)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Country
          <select value={country ?? ''} onChange={(event) => choose({ state, country: event.target.value })}>
            <option value="">All</option>
            {[...new Set([...countries, ...(country ? [country] : [])])].map((value) => (
              <option key={value} value={value}>
                {formatCountry(value)}
              </option>
            ))}
          </select>
        </label>
        {gone > 0 ? (
          <button type="button" className="link" onClick={readAgain}>
            {formatNumber(gone)} moved on since this page was read: read it again
          </button>
        ) : (
          isOther && (
            <button type="button" className="link" onClick={readAgain}>
              {formatNumber(counted)} now: read this page again
            </button>
          )
        )}
      </form>
      {problem && <ProblemNotice problem={problem} retry={() => void refetch()} />}
      {!page && !problem && (loading ? <Loading lines={8} /> : <NotRead retry={() => void refetch()} />)}
      {isMissing && <Loading lines={2} />}
      {page && shown.length === 0 && !isMissing && (
        <Empty title={filter ? 'No message matches' : 'No messages yet'}>
          {filter ? 'Choose another state or country.' : 'Routee shows the messages of a new campaign after a moment.'}
        </Empty>
      )}
      {page && shown.length > 0 && (
        <>
          <div className="split">
            <div className="scroll" tabIndex={0} role="region" aria-label="Table of messages">
              <MessageTable
                rows={shown}
                chosen={message}
                linkOf={(id) => linkTo(['campaigns', trackingId], { state, country, message: id })}
              />
            </div>
            {message && <MessagePanel key={message} trackingId={message} close={() => choose({ state, country })} />}
          </div>
          <div className="pager" aria-busy={loading}>
            <Turn name="First" may={page.pageInfo.hasPreviousPage} turn={() => turn({ first: PAGE })} />
            <Turn
              name="Previous"
              may={page.pageInfo.hasPreviousPage}
              turn={() => turn({ last: PAGE, before: page.pageInfo.startCursor })}
            />
            <Turn
              name="Next"
              may={page.pageInfo.hasNextPage}
              turn={() => turn({ first: PAGE, after: page.pageInfo.endCursor })}
            />
            <Turn name="Last" may={page.pageInfo.hasNextPage} turn={() => turn({ last: PAGE })} />
          </div>
        </>
      )}
    </Card>
  );
}

/** How many messages the counts have for a choice; 0 where they are not known. */
function countOf(progress: ProgressFragment | null, state: DeliveryState | null, country: string | null): number {
  const part = country ? progress?.countries.find((one) => one.country === country) : progress;
  if (!part) return 0;
  return state ? (part.states.find((one) => one.state === state)?.count ?? 0) : part.total;
}

/** Whether the rows, which are all of the campaign, are in the states that are counted. */
function haveCounts(rows: readonly Row[], progress: ProgressFragment | null): boolean {
  if (progress?.total !== rows.length) return true; // one of both is under way
  return progress.states.every(({ state, count }) => rows.filter((row) => row.status.state === state).length === count);
}

const SHORTEST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Reads again while it is needed, after pauses that double, from the shortest for each key: a vendor may list messages later
 * than it counts them.
 */
function useRepeats(key: string, isNeeded: boolean, read: () => void): void {
  const [last, setLast] = useState({ key, pause: SHORTEST_PAUSE_MS });
  const pause = last.key === key ? last.pause : SHORTEST_PAUSE_MS;
  const readNow = useEffectEvent(() => {
    setLast({ key, pause: Math.min(pause * 2, LONGEST_PAUSE_MS) });
    read();
  });
  useEffect(() => {
    if (!isNeeded) return;
    const timer = setTimeout(() => readNow(), pause);
    return () => clearTimeout(timer);
  }, [key, isNeeded, pause]);
}

interface TurnProps {
  readonly name: string;
  readonly may: boolean;
  readonly turn: () => void;
}

/** Never `disabled`: the focus would be lost when a page has no other behind it. */
const Turn = ({ name, may, turn }: TurnProps) => (
  <button type="button" aria-disabled={!may} onClick={() => may && turn()}>
    {name}
  </button>
);

type Row = ReturnType<typeof rowsOf>[number];
const rowsOf = (rows: readonly FragmentType<typeof MessageRow>[]) => unmask(MessageRow, rows);

interface MessageTableProps {
  readonly rows: readonly Row[];
  readonly chosen: string | null;
  readonly linkOf: (trackingId: string) => string;
}

const MessageTable = ({ rows, chosen, linkOf }: MessageTableProps) => (
  <table className="hover">
    <thead>
      <tr>
        <th scope="col">Recipient</th>
        <th scope="col">Country</th>
        <th scope="col">State</th>
        <th scope="col" className="reason">
          Reason
        </th>
        <th scope="col" className="number">
          Since
        </th>
        <th scope="col" className="number">
          Price
        </th>
      </tr>
    </thead>
    <tbody>
      {rows.map(({ trackingId, to, country, price, status }) => (
        <tr key={trackingId} aria-current={trackingId === chosen ? 'true' : undefined}>
          <th scope="row">
            <a href={linkOf(trackingId)}>{to ?? trackingId}</a>
          </th>
          <td>{country ? formatCountry(country) : ''}</td>
          <td>
            <StateBadge key={status.state} state={status.state} />
          </td>
          <td className="note reason">{status.detailedStatus}</td>
          <td className="number">
            {status.updatedAt && (
              <time dateTime={status.updatedAt} title={formatDate(status.updatedAt)}>
                {formatMoment(status.updatedAt)}
              </time>
            )}
          </td>
          <td className="number">{price == null ? '' : formatAmount(price)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
