import { splitId } from '../ids.js';
import { listMadeUpCampaigns, type Campaign } from './campaign.js';
import type { Clock } from './clock.js';
import { findFlow } from './failover-flow.js';
import type { ViberMessage } from './viber-message.js';

/** Every campaign and Viber message of the account: made up, or sent since the start. */
export interface CampaignBook {
  find(trackingId: string): Campaign | null;
  findMessage(trackingId: string): ViberMessage | null;
  hasName(name: string): boolean;
  add(campaign: Campaign, messages: readonly ViberMessage[]): void;
}

export function createCampaignBook(clock: Clock, seed: number): CampaignBook {
  const campaigns = new Map(listMadeUpCampaigns(clock, seed).map((campaign) => [campaign.trackingId, campaign]));
  const names = new Set([...campaigns.values()].map((campaign) => campaign.name));
  const sentMessages = new Map<string, ViberMessage>();
  return {
    find: (trackingId) => campaigns.get(trackingId) ?? null,
    findMessage(trackingId) {
      const sent = sentMessages.get(trackingId);
      if (sent) return sent;
      const split = splitId(trackingId);
      if (!split || split.position === 0) return null;
      const campaign = campaigns.get(split.wholeId);
      if (campaign) return split.position <= campaign.total ? campaign.messageAt(split.position) : null;
      return findFlow(clock, flowNumberOf(split.wholeId))?.messageOf(split.position) ?? null;
    },
    hasName: (name) => names.has(name),
    add(campaign, messages) {
      campaigns.set(campaign.trackingId, campaign);
      if (campaign.name !== undefined) names.add(campaign.name);
      for (const message of messages) sentMessages.set(message.trackingId, message);
    },
  };
}

/** The number in a flow's id; NaN when the id is not one of a flow. */
export function flowNumberOf(trackingId: string): number {
  return trackingId.startsWith('f1') && splitId(trackingId)?.position === 0
    ? Number(trackingId.slice(2, 8))
    : Number.NaN;
}
