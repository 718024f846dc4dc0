import { MessagingError } from '../../errors/error.js';
import type { CampaignMessagesRequest, CampaignSender, CampaignSource } from '../../graph/campaign/campaign.source.js';
import type { Campaign } from '../../graph/campaign/campaign.type.js';
import type { VendorPage } from '../../graph/page/vendor-page.js';
import type { ViberMessage } from '../../graph/viber-message/viber-message.type.js';
import { pathSegment } from '../../vendor-client/path-segment.js';
import type { VendorAnswer } from '../../vendor-client/vendor-client.js';
import { isSuccess, jsonOf } from '../answers.js';
import { KEEP_ABSENCE, keepPage, keepState } from '../freshness.js';
import {
  answers,
  interpretPage,
  isAbsent,
  JSON_BODY_HEADERS,
  JSON_HEADERS,
  maxPageBytes,
  type RouteeApi,
} from './routee-api.js';
import { readCampaign } from './wire/campaign.js';
import { readCampaignMessage, sortOf } from './wire/message.js';
import { sendRequest } from './wire/send-request.js';

/** Routee docs: track the messages of a campaign. There is no record of a campaign itself to read. */
export function createCampaignSource({ client, apiUrl, maxPageSize }: RouteeApi): CampaignSource {
  return {
    maxPageSize,
    messages: (request, operation) =>
      client.read(
        {
          method: 'GET',
          route: '/viber/tracking/campaign/{campaignTrackingId}',
          url: `${apiUrl}${trackingPath(request.trackingId)}?${pageQuery(request)}`,
          headers: JSON_HEADERS,
          maxBytes: maxPageBytes(request.size),
          interpret: (answer) =>
            isAbsent(answer, 'CAMPAIGN_NOT_FOUND') ? null : interpretPage(answer, request, readCampaignMessage),
          keepFor: (page) => keepMessages(page, request),
        },
        operation,
      ),
  };
}

const trackingPath = (trackingId: string): string =>
  `/viber/tracking/campaign/${pathSegment(trackingId, ['trackingId'])}`;

const pageQuery = ({ page, size, order }: CampaignMessagesRequest): string =>
  `page=${page}&size=${size}${order ? `&sort=${sortOf(order)}` : ''}`;

function keepMessages(page: VendorPage<ViberMessage> | null, { order }: CampaignMessagesRequest): number {
  if (!page) return KEEP_ABSENCE;
  const now = Date.now();
  const isSettled = order === null && page.rows.length === page.size;
  return keepPage(
    page.rows.map((message) => message && keepState(message.status, now)),
    isSettled,
  );
}

/**
 * Routee docs: send a Viber campaign. It costs money and Routee has no idempotency key: only an answer that can be
 * read as accepted or as refused tells the outcome.
 */
export function createCampaignSender({ client, apiUrl }: RouteeApi): Omit<CampaignSender, 'cancel'> {
  return {
    prepare: () => client.prepareSend(),
    async send(input, operation, requireInTime) {
      const answer = await client.send(
        {
          method: 'POST',
          route: '/viber/campaign',
          url: `${apiUrl}/viber/campaign`,
          headers: JSON_BODY_HEADERS,
          body: JSON.stringify(sendRequest(input)),
        },
        operation,
        requireInTime,
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
  if (isRefused(answer)) throw answers.refusal(answer, { withInputPath: true });
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
