import type { GraphQLClient } from 'graphql-request';
import { connect } from './client.js';
import { type FollowOptions, readUntilSettled } from './follow.js';
import {
  FollowCampaignDocument,
  type FollowCampaignQuery,
  SendCampaignDocument,
  type SendViberCampaignInput,
} from './generated/graphql.js';

type Messages = NonNullable<NonNullable<FollowCampaignQuery['campaign']>['messages']>;

/** Sends a campaign and reads its messages until all are settled. @returns the state of each at the last read */
export async function followCampaign(endpoint: string, input: SendViberCampaignInput, options?: FollowOptions) {
  const client = connect(endpoint);
  const { sendViberCampaign: sent } = await client.request(SendCampaignDocument, { input });
  if (!sent) throw new Error('the campaign was not sent');
  const { trackingId } = sent.campaign;
  return readUntilSettled(async () => {
    const messages = await readMessages(client, trackingId);
    return {
      rows: messages.map(({ to, country, price, status }) => ({ to, country, price, state: status.state })),
      isSettled: messages.length > 0 && messages.every(({ status }) => status.isSettled),
    };
  }, options);
}

async function readMessages(client: GraphQLClient, trackingId: string): Promise<Messages['nodes']> {
  const messages: Messages['nodes'] = [];
  let page: Messages | null | undefined;
  do {
    const after: string | null | undefined = page?.pageInfo.endCursor;
    page = (await client.request(FollowCampaignDocument, { trackingId, after })).campaign?.messages;
    messages.push(...(page?.nodes ?? []));
  } while (page?.pageInfo.hasNextPage);
  return messages;
}
