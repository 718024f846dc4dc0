import { connect } from './client.js';
import { type FollowOptions, readUntilSettled } from './follow.js';
import { FollowFlowDocument, SendFlowDocument, type SendFailoverFlowInput } from './generated/graphql.js';

/** Sends a failover flow and reads it until nothing further can happen to it. @returns its steps at the last read */
export async function followFlow(endpoint: string, input: SendFailoverFlowInput, options?: FollowOptions) {
  const client = connect(endpoint);
  const { sendFailoverFlow: sent } = await client.request(SendFlowDocument, { input });
  if (!sent) throw new Error('the flow was not sent');
  const { trackingId } = sent.failoverFlow;
  return readUntilSettled(async () => {
    const { failoverFlow: flow } = await client.request(FollowFlowDocument, { trackingId });
    return {
      // A step that was not needed has no status.
      rows: (flow?.steps ?? []).map(({ order, channel, price, status }) => ({
        order,
        channel,
        price,
        state: status?.state ?? null,
      })),
      isSettled: flow?.isFinal === true,
    };
  }, options);
}
