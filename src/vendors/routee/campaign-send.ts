import { MessagingError } from '../../errors/error.js';
import type { CampaignSender } from '../../graph/campaign/campaign.source.js';
import type { Campaign } from '../../graph/campaign/campaign.type.js';
import type { VendorAnswer } from '../../vendor-client/vendor-client.js';
import { jsonOf } from '../refusal.js';
import type { RouteeDoor } from './door.js';
import { isSuccess, refusal } from './refusal.js';
import { campaignOrder } from './wire/campaign-order.js';
import { readCampaign } from './wire/campaign.js';

/**
 * Routee docs: send a Viber campaign. It costs money and Routee has no idempotency key: only an answer that can be
 * read as accepted or as refused tells the outcome.
 */
export function createCampaignSender({ client, apiUrl }: RouteeDoor): CampaignSender {
  return {
    async send(input, operation) {
      const answer = await client.send(
        {
          method: 'POST',
          route: '/viber/campaign',
          url: `${apiUrl}/viber/campaign`,
          headers: { accept: 'application/json', 'content-type': 'application/json' },
          body: JSON.stringify(campaignOrder(input)),
        },
        operation,
      );
      const campaign = campaignOf(answer);
      client.forget(campaign.trackingId); // its absence may be remembered
      return campaign;
    },
  };
}

/** A timeout that the vendor's own front tells (408) says nothing of what lies behind it. */
const isRefused = ({ status }: VendorAnswer): boolean => status >= 400 && status < 500 && status !== 408;

function campaignOf(answer: VendorAnswer): Campaign {
  if (isRefused(answer)) throw refusal(answer, { withInputPath: true });
  const campaign = isSuccess(answer) ? readCampaign(jsonOf(answer.body), answer.receivedAt) : null;
  if (!campaign) {
    throw new MessagingError('SEND_OUTCOME_UNKNOWN', {
      outcome: 'UNKNOWN',
      vendor: 'ROUTEE',
      vendorStatus: answer.status,
    });
  }
  return campaign;
}
