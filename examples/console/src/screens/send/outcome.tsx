import { useQuery } from '@apollo/client/react';
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { type FragmentType, graphql, unmask } from '../../generated/index.js';
import type { SendPartsFragment } from '../../generated/graphql.js';
import { useAccess } from '../../graph/access.js';
import { problemsOf } from '../../graph/errors.js';
import { useLive } from '../../graph/use-live.js';
import { Notice } from '../../parts/notice.js';
import { linkTo } from '../../route.js';
import type { Outcome } from './sending.js';

export const SendParts = graphql(/* GraphQL */ `
  fragment SendParts on Send {
    id
    kind
    outcome
    name
    createdAt
    recipientCount
    campaign {
      id
      trackingId
    }
    viberMessage {
      id
      trackingId
    }
    failoverFlow {
      id
      trackingId
    }
  }
`);

/** Where the thing that was sent is shown; null while it has no id. */
export function linkOfSend({ campaign, viberMessage, failoverFlow }: SendPartsFragment): string | null {
  if (campaign) return linkTo(['campaigns', campaign.trackingId]);
  if (viberMessage) return linkTo(['messages', viberMessage.trackingId]);
  return failoverFlow ? linkTo(['flows', failoverFlow.trackingId]) : null;
}

const SendByKey = graphql(/* GraphQL */ `
  query SendByKey($key: String!) {
    send(by: { idempotencyKey: $key }) {
      id
      ...SendParts
    }
  }
`);

/** Outcomes that became known otherwise than by the send's own answer. */
const Outcomes = graphql(/* GraphQL */ `
  subscription Outcomes($after: String) {
    deliveryEventAdded(filter: { kinds: [SEND] }, after: $after) {
      cursor
      subject {
        ... on Send {
          id
        }
      }
    }
  }
`);

/** What the subscription has reported so far. */
export interface ReportedOutcomes {
  readonly isLive: boolean;
  /** The ids of the sends whose outcome it reported, another set after each: their records may follow a moment later. */
  readonly ids: ReadonlySet<string>;
}

export function useOutcomes(): ReportedOutcomes {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const { state } = useLive(
    Outcomes,
    {},
    ({ deliveryEventAdded: event }) => {
      const subject = event?.subject;
      setIds((all) => new Set(subject && 'id' in subject ? [...all, subject.id] : all));
    },
    undefined,
    { isFeed: true },
  );
  return { isLive: state === 'live', ids };
}

interface UnknownOutcomeProps {
  readonly idempotencyKey: string;
  readonly reported: ReportedOutcomes;
  /** Its draft is gone, or was never this page's: the key for the graph may be another one now. */
  readonly isEarlier: boolean;
  /** Of the preview of its draft, for a key that may not read; null while it is not known. */
  readonly keyState: string | null;
  /** What is known by now; null answers of the graph are no proof: a request may be on its way. */
  readonly found: (outcome: Outcome) => void;
  readonly children?: ReactNode;
}

/** While no callback can report it: the send goes on, or the graph cannot be asked. */
const ASK_AGAIN_MS = 2000;

/** A send whose answer was lost: it may have gone out. Followed until a callback, or a person, settles it. */
export function UnknownOutcome(props: UnknownOutcomeProps) {
  const { reads } = useAccess();
  return reads === 'forbidden' ? <UnreadableOutcome {...props} /> : <FollowedOutcome {...props} />;
}

/** By the state of its key, as previews report it. */
const OUTCOMES: Readonly<Record<string, Outcome>> = { SAME_INPUT: 'sent', FREE: 'noRecord' };

/** For a key that may send alone: the same input under the same key is what settles it. */
function UnreadableOutcome({ idempotencyKey, isEarlier, keyState, found, children }: UnknownOutcomeProps) {
  const outcome = isEarlier ? 'unreadable' : keyState === null ? null : (OUTCOMES[keyState] ?? 'unreadable');
  useFound(outcome, found);
  if (outcome === 'sent')
    return (
      <Notice title="It went out">
        <p>The graph has accepted it under this key. This key may not read: it cannot be followed here.</p>
      </Notice>
    );
  if (outcome === 'noRecord') return <NoRecord />;
  return (
    <Notice title={keyState === 'PENDING' ? 'It is being sent' : UNKNOWN} kind="warning">
      {isEarlier ? (
        <p>
          The answer was lost: it may have been sent and charged. This key may not read sends: give one that may, to see
          what became of it. The same content in a new draft could be sent twice.
        </p>
      ) : (
        <p>
          {keyState === 'PENDING'
            ? 'Send it again to wait for its answer: '
            : 'The answer was lost: it may have been sent and charged. This key may not read sends; send it again to see what is known: '}
          within 24 hours the same key never goes out twice. A new draft could be a second send.
        </p>
      )}
      <p>
        Key <code>{idempotencyKey}</code> {children}
      </p>
    </Notice>
  );
}

const UNKNOWN = 'We do not know whether it went out';

const NoRecord = () => (
  <Notice title="The graph has no record of it" kind="warning">
    <p>
      The connection was lost: it did not get there, was refused, or is still on its way. Send it again: the same key
      never goes out twice. A new draft could be a second send.
    </p>
  </Notice>
);

function useFound(outcome: Outcome | null, found: UnknownOutcomeProps['found']): void {
  const onFound = useEffectEvent(found);
  useEffect(() => {
    if (outcome) onFound(outcome);
  }, [outcome]);
}

function FollowedOutcome({ idempotencyKey, reported, isEarlier, found, children }: UnknownOutcomeProps) {
  const { data, error, loading, refetch, startPolling, stopPolling } = useQuery(SendByKey, {
    variables: { key: idempotencyKey },
    fetchPolicy: 'network-only',
    notifyOnNetworkStatusChange: false, // while it is asked again, the last answer holds with its error
  });
  useEffect(() => {
    if (reported.isLive) void refetch(); // also what came before the subscription was open
  }, [reported.isLive, reported.ids, refetch]);
  const send = data?.send as FragmentType<typeof SendParts> | null | undefined;
  const known = send ? unmask(SendParts, send) : null;
  const link = known && linkOfSend(known);
  const hasNoRecord = data?.send === null && !error && !loading;
  const isSent = known?.outcome === 'ACCEPTED' || known?.outcome === 'CANCELLED';
  const isNotSent = known?.outcome === 'NOT_SENT';
  const outcome = isSent ? 'sent' : isNotSent ? 'notSent' : hasNoRecord ? 'noRecord' : known ? 'unknown' : null;
  useFound(outcome, found);
  const isRefused = problemsOf(error).some(({ retryable }) => !retryable);
  const isReported = known !== null && reported.ids.has(known.id);
  const asksAgain = known ? known.outcome === 'PENDING' || (known.outcome === 'UNKNOWN' && isReported) : !isRefused;
  useEffect(() => {
    if (asksAgain) startPolling(ASK_AGAIN_MS);
    return stopPolling;
  }, [asksAgain, startPolling, stopPolling]);

  const key = (
    <p>
      Key <code>{idempotencyKey}</code> {children}
    </p>
  );
  if (isSent)
    return (
      <Notice title={known.outcome === 'ACCEPTED' ? 'It went out' : 'It was accepted, and cancelled since'}>
        <p>The vendor has confirmed it meanwhile. {link && <a href={link}>Follow it</a>}</p>
      </Notice>
    );
  if (isNotSent)
    return <Notice title="It did not go out">{isEarlier ? key : <p>The same draft can be sent again.</p>}</Notice>;
  if (hasNoRecord && !isEarlier) return <NoRecord />;
  return (
    <Notice title={UNKNOWN} kind="warning">
      <p>
        {hasNoRecord
          ? 'The graph does not show it under the key that is given now. It may be on its way there, may have been sent with another key, or never got there.'
          : 'The answer was lost: it may have been sent and charged. It is not sent again under this key, and a new key could send it twice.'}
        {!hasNoRecord && !isRefused && ' This page follows it until its outcome is known.'}
      </p>
      {isRefused && <p>The graph refuses to say what became of it: its outcome cannot be followed.</p>}
      {key}
    </Notice>
  );
}
