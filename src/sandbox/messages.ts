import type { CampaignStore } from './campaigns.js';
import type { FlowStore } from './failover-flows.js';
import type { ViberMessage } from './viber-message.js';

/** Every Viber message of the account: of a campaign, of a step of a flow, or sent by itself. */
export interface MessageStore {
  find(trackingId: string): ViberMessage | null;
  /** One that was sent by itself. */
  add(message: ViberMessage): void;
}

export function createMessageStore(campaigns: CampaignStore, flows: FlowStore): MessageStore {
  const single = new Map<string, ViberMessage>();
  return {
    find: (id) => single.get(id) ?? campaigns.findMessage(id) ?? flows.findMessage(id),
    add: (message) => void single.set(message.trackingId, message),
  };
}
