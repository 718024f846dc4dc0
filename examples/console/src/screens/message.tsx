import { graphql } from '../generated/index.js';
import { useAccess } from '../graph/access.js';
import { useLive } from '../graph/use-live.js';
import { Card } from '../parts/card.js';
import { MessageDetails } from '../parts/message-panel.js';
import { linkTo } from '../route.js';

const MessageUpdated = graphql(/* GraphQL */ `
  subscription MessageUpdated($trackingId: ID!, $after: String) {
    viberMessageUpdated(trackingId: $trackingId, after: $after) {
      cursor
      isLast
      viberMessage {
        id
        trackingId
        price
        status {
          state
          isFinal
          detailedStatus
          description
          vendorStatus
          updatedAt
        }
      }
    }
  }
`);

/** A message that was sent by itself. */
export function MessageScreen({ trackingId }: { trackingId: string }) {
  useLive(MessageUpdated, { trackingId });
  const { sends } = useAccess();
  return (
    <>
      <nav className="crumbs" aria-label="Back">
        {sends ? <a href={linkTo(['send'])}>Send</a> : <a href={linkTo(['campaigns'])}>Campaigns</a>}
      </nav>
      <header className="head">
        <h1 tabIndex={-1}>Message</h1>
      </header>
      <Card title="Delivery" className="narrow">
        <MessageDetails trackingId={trackingId} />
      </Card>
    </>
  );
}
