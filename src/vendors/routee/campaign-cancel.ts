import { MessagingError } from '../../errors/error.js';
import type { CampaignCanceller } from '../../graph/campaign/campaign.source.js';
import { pathSegment } from '../../vendor-client/path-segment.js';
import type { VendorAnswer } from '../../vendor-client/vendor-client.js';
import { isSuccess } from '../answers.js';
import { answers, JSON_HEADERS, type RouteeApi } from './routee-api.js';

/**
 * Routee docs: delete a campaign. Its answer and errors are not documented: any 2xx is taken for success, and the codes
 * of a change of an SMS campaign for its refusals.
 */
export function createCampaignCanceller({ client, apiUrl }: RouteeApi): CampaignCanceller {
  return {
    async cancel(trackingId, operation) {
      const path = `/viber/campaign/${pathSegment(trackingId, ['input', 'trackingId'])}`;
      let answer: VendorAnswer;
      try {
        answer = await client.send(
          {
            method: 'DELETE',
            route: '/viber/campaign/{campaignTrackingId}',
            url: `${apiUrl}${path}`,
            headers: JSON_HEADERS,
          },
          operation,
        );
      } catch (error) {
        if (error instanceof MessagingError && error.code === 'SEND_OUTCOME_UNKNOWN') return 'UNKNOWN';
        throw error;
      }
      client.forget(trackingId);
      if (isSuccess(answer)) return 'CANCELLED';
      if (answer.status < 400 || answer.status === 408 || answer.status >= 500) return 'UNKNOWN';
      const meaning = answers.meaningOf(answer);
      if (meaning === 'CAMPAIGN_NOT_FOUND') return 'NOT_FOUND';
      if (meaning === 'CAMPAIGN_NOT_SCHEDULED') return 'NOT_SCHEDULED';
      throw answers.refusal(answer);
    },
  };
}
