import { useQuery } from '@apollo/client/react';
import { useEffect } from 'react';
import { formatDate, formatNumber, words } from '../../format.js';
import { graphql, unmask } from '../../generated/index.js';
import { problemsOf } from '../../graph/errors.js';
import { Card } from '../../parts/card.js';
import { Empty, Loading, ProblemNotice } from '../../parts/notice.js';
import { linkOfSend, SendParts, type ReportedOutcomes, UnknownOutcome } from './outcome.js';
import { forgetSend, sendSettled, sendUnreadable, type Unsettled } from './unsettled.js';

const Recent = graphql(/* GraphQL */ `
  query Recent {
    sends(first: 8) {
      nodes {
        id
        ...SendParts
      }
    }
  }
`);

const KINDS = { VIBER_CAMPAIGN: 'Campaign', VIBER_MESSAGE: 'Message', FAILOVER_FLOW: 'Failover flow' } as const;
const OUTCOMES = {
  ACCEPTED: 'delivered',
  PENDING: 'moving',
  UNKNOWN: 'failed',
  CANCELLED: 'waiting',
  NOT_SENT: 'waiting',
} as const;

interface RecentSendsProps {
  readonly reported: ReportedOutcomes;
  /** Sends of this page, or of this tab before it was loaded anew, that have no answer yet. */
  readonly unsettled: readonly Unsettled[];
}

/** The last sends of this graph, whoever made them. */
export function RecentSends({ reported, unsettled }: RecentSendsProps) {
  const { data, error, refetch } = useQuery(Recent, { fetchPolicy: 'cache-and-network' });
  const sends = data?.sends && unmask(SendParts, data.sends.nodes);
  const isOpen = sends?.some(({ outcome }) => outcome === 'PENDING' || outcome === 'UNKNOWN') ?? false;
  useEffect(() => {
    if (reported.isLive && isOpen) void refetch(); // also what came before the subscription was open
  }, [reported.isLive, reported.ids, isOpen, refetch]);
  const [problem] = problemsOf(error);
  return (
    <Card title="Last sends">
      {problem && <ProblemNotice problem={problem} retry={() => void refetch()} />}
      {!sends && !problem && <Loading />}
      {unsettled.map(({ idempotencyKey, kind }) => (
        <section key={idempotencyKey} aria-label={`${words(kind)} without an answer`}>
          <UnknownOutcome
            idempotencyKey={idempotencyKey}
            reported={reported}
            isEarlier
            keyState={null}
            found={(outcome) => {
              if (outcome === 'sent' || outcome === 'notSent') sendSettled(idempotencyKey);
              else sendUnreadable(idempotencyKey, outcome === 'unreadable');
            }}
          >
            <button type="button" className="small" onClick={() => forgetSend(idempotencyKey)}>
              Forget it
            </button>
          </UnknownOutcome>
        </section>
      ))}
      {sends?.length === 0 && <Empty title="Nothing was sent yet" />}
      <ul className="recent">
        {sends?.map((send) => {
          const link = linkOfSend(send);
          const title = send.name ?? KINDS[send.kind];
          return (
            <li key={send.id}>
              {link ? (
                <a href={link} dir="auto">
                  {title}
                </a>
              ) : (
                <span dir="auto">{title}</span>
              )}
              <span className={`badge is-${OUTCOMES[send.outcome]}`}>{words(send.outcome)}</span>
              <span className="note">
                {[
                  send.name && KINDS[send.kind],
                  send.recipientCount != null &&
                    send.recipientCount > 1 &&
                    `${formatNumber(send.recipientCount)} recipients`,
                  formatDate(send.createdAt),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
