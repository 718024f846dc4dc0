import type { Campaign } from '../../src/graph/campaign/campaign.type.js';

export const PHONE = '+306900000001';

/** What the vendor may have answered to a send. */
export const campaignOf = (trackingId: string, reported: Partial<Campaign> = {}): Campaign => ({
  __typename: 'Campaign',
  trackingId,
  name: `Campaign ${trackingId}`,
  asOf: '2025-03-01T10:00:00.000Z',
  recipients: [PHONE],
  groups: [],
  statusCallbackUrl: null,
  inboundCallbackUrl: null,
  fallbackValues: [{ label: 'name', value: 'friend' }],
  respectQuietHours: true,
  type: 'Viber',
  state: 'Queued',
  createdAt: '2025-03-01T10:00:00.000Z',
  scheduledAt: null,
  sender: { id: 'sender-1', name: 'Shop' },
  content: null,
  ttlSeconds: 3600,
  cost: 0.02,
  isSession: false,
  label: null,
  analysis: null,
  applicationName: 'default',
  totalMessages: 1,
  isRecorded: true,
  ...reported,
});

/** An answer that no store can write down, as when there is no room left for it. */
export function unwritableCampaign(trackingId: string): Campaign {
  const campaign = campaignOf(trackingId);
  Object.assign(campaign, { sender: { id: 'sender-1', name: campaign } });
  return campaign;
}
