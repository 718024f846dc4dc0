import { useQuery } from '@apollo/client/react';
import { formatDate, formatNumber, words } from '../../format.js';
import { graphql, unmask } from '../../generated/index.js';
import { problemsOf } from '../../graph/errors.js';
import { Card } from '../../parts/card.js';
import { Empty, Loading, ProblemNotice } from '../../parts/notice.js';
import { linkOfSend, SendParts } from './outcome.js';

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

/** The last sends of this graph, whoever made them. */
export function RecentSends() {
  const { data, error, refetch } = useQuery(Recent, { fetchPolicy: 'cache-and-network' });
  const sends = data?.sends && unmask(SendParts, data.sends.nodes);
  const [problem] = problemsOf(error);
  return (
    <Card title="Last sends">
      {problem && <ProblemNotice problem={problem} retry={() => void refetch()} />}
      {!sends && !problem && <Loading />}
      {sends?.length === 0 && <Empty title="Nothing was sent yet" />}
      <ul className="recent">
        {sends?.map((send) => {
          const link = linkOfSend(send);
          const title = send.name ?? KINDS[send.kind];
          return (
            <li key={send.id}>
              {link ? <a href={link}>{title}</a> : <span>{title}</span>}
              <span className={`badge is-${OUTCOMES[send.outcome]}`}>{words(send.outcome)}</span>
              <span className="note">
                {[
                  send.name && KINDS[send.kind],
                  send.recipientCount != null && send.recipientCount > 1 && formatNumber(send.recipientCount),
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
