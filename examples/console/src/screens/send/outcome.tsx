import { useQuery } from '@apollo/client/react';
import { useEffect } from 'react';
import { type FragmentType, graphql, unmask } from '../../generated/index.js';
import type { SendPartsFragment } from '../../generated/graphql.js';
import { useLive } from '../../graph/use-live.js';
import { Notice } from '../../parts/notice.js';
import { linkTo } from '../../route.js';

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
      sendOutcome
      subject {
        ... on Send {
          id
          outcome
        }
      }
    }
  }
`);

interface UnknownOutcomeProps {
  readonly idempotencyKey: string;
  /** It is known that nothing went out: the same draft may be sent again. */
  readonly notSent: () => void;
}

/** While no callback can tell: the send goes on, or the graph cannot be asked. */
const ASK_AGAIN_MS = 2000;

/** A send whose answer was lost: it may have gone out. Followed until a callback, or a person, settles it. */
export function UnknownOutcome({ idempotencyKey, notSent }: UnknownOutcomeProps) {
  const variables = { key: idempotencyKey };
  const { data, error, refetch, startPolling, stopPolling } = useQuery(SendByKey, {
    variables,
    fetchPolicy: 'network-only',
  });
  const live = useLive(Outcomes, {}, () => void refetch());
  useEffect(() => {
    if (live.state === 'live') void refetch(); // what came before the subscription was open
  }, [live.state, refetch]);
  const send = data?.send as FragmentType<typeof SendParts> | null | undefined;
  const known = send ? unmask(SendParts, send) : null;
  const link = known && linkOfSend(known);
  const isUnheard = data?.send === null && !error;
  const isNotSent = isUnheard || known?.outcome === 'NOT_SENT';
  useEffect(() => {
    if (isNotSent) notSent();
  }, [isNotSent, notSent]);
  const asksAgain = known ? known.outcome === 'PENDING' : !isUnheard;
  useEffect(() => {
    if (asksAgain) startPolling(ASK_AGAIN_MS);
    return stopPolling;
  }, [asksAgain, startPolling, stopPolling]);

  if (known?.outcome === 'ACCEPTED')
    return (
      <Notice title="It went out">
        <p>The vendor has confirmed it meanwhile. {link && <a href={link}>Follow it</a>}</p>
      </Notice>
    );
  if (isUnheard)
    return (
      <Notice title="It did not reach the graph">
        <p>The connection was lost before. Send it again: the same key never goes out twice.</p>
      </Notice>
    );
  if (isNotSent) return <Notice title="It did not go out">The same draft can be sent again.</Notice>;
  return (
    <Notice title="We do not know whether it went out" kind="warning">
      <p>
        The answer was lost: it may have been sent and charged. It is not sent again under this key, and a new key could
        send it twice. This page follows it until its outcome is known.
      </p>
      <p>
        Key <code>{idempotencyKey}</code>
      </p>
    </Notice>
  );
}
