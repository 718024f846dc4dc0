import { useQuery } from '@apollo/client/react';
import { useEffect, useRef } from 'react';
import { formatAmount, formatCountry, formatDate, formatSeconds, words } from '../format.js';
import { graphql } from '../generated/index.js';
import { problemAt, problemsOf } from '../graph/errors.js';
import { READ_AGAIN } from '../graph/read-again.js';
import { linkTo } from '../route.js';
import { Facts } from './card.js';
import { Loading, NotRead, ProblemNotice } from './notice.js';
import { StateBadge } from './state-badge.js';
import { Timeline } from './timeline.js';

const Message = graphql(/* GraphQL */ `
  query Message($trackingId: ID!) {
    viberMessage(trackingId: $trackingId) {
      id
      trackingId
      to
      from
      country
      price
      ttlSeconds
      status {
        state
        isFinal
        detailedStatus
        description
        vendorStatus
        updatedAt
      }
      timeline {
        ...TimelineEntryParts
      }
      deliveryReport {
        id
        extraId
        deliveredVia
      }
    }
  }
`);

/** One message: what happened to it, read again whenever its state has changed. */
export function MessageDetails({ trackingId }: { trackingId: string }) {
  const { data, error, loading, refetch } = useQuery(Message, {
    variables: { trackingId },
    ...READ_AGAIN,
  });
  const message = data?.viberMessage;
  const [problem] = problemsOf(error);
  const version = message && `${message.status.state} ${message.status.updatedAt}`;
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current && version && seen.current !== version) void refetch();
    seen.current = version;
  }, [version, refetch]);

  if (!message)
    return problem ? (
      <ProblemNotice problem={problem} retry={() => void refetch()} />
    ) : loading ? (
      <Loading />
    ) : (
      <NotRead retry={() => void refetch()} />
    );
  const { status, timeline, deliveryReport } = message;
  const timelineProblem = problemAt(error, 'viberMessage.timeline');
  return (
    <>
      <p>
        <StateBadge state={status.state} /> {status.description && <span className="note">{status.description}</span>}
      </p>
      <h3>Timeline</h3>
      {timeline ? (
        <Timeline entries={timeline} />
      ) : timelineProblem ? (
        <ProblemNotice problem={timelineProblem} retry={() => void refetch()} />
      ) : loading ? (
        <Loading lines={2} />
      ) : (
        <NotRead retry={() => void refetch()} />
      )}
      <Facts
        facts={[
          ['Recipient', message.to],
          ['Country', message.country && formatCountry(message.country)],
          ['From', message.from],
          ['Reason', status.detailedStatus],
          ['Vendor status', status.vendorStatus],
          ['Since', status.updatedAt && formatDate(status.updatedAt)],
          ['Price', message.price != null && formatAmount(message.price)],
          ['Time to live', message.ttlSeconds != null && formatSeconds(message.ttlSeconds)],
          ['Tracking id', <code key="id">{trackingId}</code>],
          [
            'Delivery report',
            deliveryReport?.extraId && (
              <a key="report" href={linkTo(['reports'], { extraId: deliveryReport.extraId })}>
                {deliveryReport.deliveredVia ? `Delivered via ${words(deliveryReport.deliveredVia)}` : 'Open'}
              </a>
            ),
          ],
        ]}
      />
    </>
  );
}

/** Beside the list; Escape closes it. */
export function MessagePanel({ trackingId, close }: { trackingId: string; close: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      // another message that was chosen meanwhile has the focus already
      if (before instanceof HTMLElement && !document.activeElement?.closest('table')) before.focus();
    };
  }, []);
  return (
    <aside className="panel" aria-label="Message" onKeyDown={(event) => event.key === 'Escape' && close()}>
      <header>
        <h3 ref={heading} tabIndex={-1}>
          Message
        </h3>
        <button type="button" className="small" onClick={close}>
          Close
        </button>
      </header>
      <MessageDetails trackingId={trackingId} />
    </aside>
  );
}
