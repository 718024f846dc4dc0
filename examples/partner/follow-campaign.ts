import { setTimeout as wait } from 'node:timers/promises';
import { GraphQLClient } from 'graphql-request';
import { FollowDocument, type FollowQuery, SendDocument, type SendViberCampaignInput } from './generated/graphql.js';

type Messages = NonNullable<NonNullable<FollowQuery['campaign']>['messages']>;

/** Sends a campaign and looks again until every message is settled. @returns how each of them ended */
export async function followCampaign(endpoint: string, input: SendViberCampaignInput, pauseMilliseconds = 1000) {
  const client = new GraphQLClient(endpoint);
  const { sendViberCampaign: sent } = await client.request(SendDocument, { input });
  if (!sent) throw new Error('the campaign was not sent');
  const { trackingId } = sent.campaign;
  for (;;) {
    const messages: Messages['nodes'] = [];
    let page: Messages | null | undefined;
    do {
      const after: string | null | undefined = page?.pageInfo.endCursor;
      page = (await client.request(FollowDocument, { trackingId, after })).campaign?.messages;
      messages.push(...(page?.nodes ?? []));
    } while (page?.pageInfo.hasNextPage);
    if (messages.length > 0 && messages.every(({ status }) => status.isSettled)) {
      return messages.map(({ to, country, price, status }) => ({ to, country, price, state: status.state }));
    }
    await wait(pauseMilliseconds);
  }
}
