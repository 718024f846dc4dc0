import type { CampaignMessagesRequest, CampaignSender, CampaignSource } from '../../graph/campaign/campaign.source.js';
import type { VendorPage } from '../../graph/page/window.js';
import type { ViberMessage } from '../../graph/viber-message/viber-message.type.js';
import { pathSegment } from '../../vendor-client/path-segment.js';
import { KEEP_ABSENCE, keepPage, keepState } from '../freshness.js';
import { interpretPage, isAbsent, JSON_HEADERS, maxPageBytes, type RouteeApi } from './routee-api.js';
import { createSender } from './sender.js';
import { campaignRequest, readCampaign } from './wire/campaign.js';
import { DEFAULT_TTL_SECONDS } from './wire/content-request.js';
import { readCampaignMessage, sortOf } from './wire/message.js';

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
          about: request.trackingId,
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

/** Routee docs: send a Viber campaign. */
export const createCampaignSender = (api: RouteeApi): Omit<CampaignSender, 'cancel'> =>
  createSender(api, (input) => {
    const body = campaignRequest(input);
    const echo = { ...body, to: body.to ?? [], ttl: body.ttl ?? DEFAULT_TTL_SECONDS };
    return { path: '/viber/campaign', body, echo, read: readCampaign, inputPathOf: (path) => path };
  });
