import { senderName } from '../data/campaign.js';
import { formatDate } from '../data/clock.js';
import { findCountry } from '../data/country.js';
import type { SentCampaign } from './sent-campaign.js';

/** The answer to a send (Routee docs: send a Viber campaign, response). Three members of the analysis are maps keyed by data. */
export function viewSentCampaign(campaign: SentCampaign): Record<string, unknown> {
  const { request, recipients, messages } = campaign;
  const { campaignName, scheduledDate, groups, isSessionMessage, callbackUrl, inboundUrl, label } = request;
  const cost = messages.reduce((sum, { price }) => sum + price, 0);
  return {
    ...(campaignName !== undefined && { campaignName }),
    trackingId: campaign.trackingId,
    type: 'Viber',
    state: scheduledDate === undefined ? 'Queued' : 'Scheduled',
    createdAt: formatDate(campaign.createdAt),
    ...(scheduledDate !== undefined && { scheduledDate: formatDate(Date.parse(scheduledDate)) }),
    respectQuietHours: request.respectQuietHours ?? false,
    senderInfoTrackingId: request.senderInfoTrackingId,
    senderInfoName: senderName,
    to: request.to ?? [],
    ...(groups && { groups }),
    body: request.body,
    // seconds; unset is 14 days
    ttl: request.ttl ?? 1_209_600,
    cost: Number(cost.toFixed(4)),
    totalMessages: messages.length,
    ...(isSessionMessage !== undefined && { isSessionMessage }),
    ...(callbackUrl !== undefined && { callbackUrl }),
    ...(inboundUrl !== undefined && { inboundUrl }),
    ...(label !== undefined && { label }),
    viberAnalysis: {
      numberOfRecipients: recipients.length,
      recipientsPerCountry: count(recipients.map(({ to }) => findCountry(to).code)),
      recipientCountries: Object.fromEntries(recipients.map(({ to }) => [to, findCountry(to).code])),
      contacts: {},
      recipientsPerGroup: count(recipients.flatMap(({ group }) => group ?? [])),
      totalInGroups: recipients.filter(({ group }) => group !== undefined).length,
      bodyAnalysis: { characters: (request.body?.text ?? '').length },
    },
  };
}

function count(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}
