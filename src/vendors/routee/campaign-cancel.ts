import type { MessagingErrorCode } from '../../errors/catalogue.js';
import { MessagingError } from '../../errors/error.js';
import type { CampaignCanceller, CancelResult } from '../../graph/campaign/campaign.source.js';
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
        if (error instanceof MessagingError && error.code === 'SEND_OUTCOME_UNKNOWN')
          return { result: 'UNKNOWN', details: error.details };
        throw error;
      }
      client.forget(trackingId);
      const { status } = answer;
      if (isSuccess(answer)) return { result: 'CANCELLED', details: {} };
      if (status < 400 || status === 408 || status >= 500)
        return { result: 'UNKNOWN', details: { vendor: 'ROUTEE', vendorStatus: status } };
      const refusal = answers.refusal(answer);
      const meaning = answers.meaningOf(answer);
      const result = meaning && RESULTS[meaning];
      if (result) return { result, details: refusal.details };
      throw refusal;
    },
  };
}

const RESULTS: Readonly<Partial<Record<MessagingErrorCode, CancelResult>>> = {
  CAMPAIGN_NOT_FOUND: 'NOT_FOUND',
  CAMPAIGN_NOT_SCHEDULED: 'NOT_SCHEDULED',
};
