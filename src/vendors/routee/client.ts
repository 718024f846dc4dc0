import type { CampaignSender, CampaignSource } from '../../graph/campaign/campaign.source.js';
import type { FailoverFlowSource } from '../../graph/failover-flow/failover-flow.source.js';
import type { ViberMessageSource } from '../../graph/viber-message/viber-message.source.js';
import {
  createVendorClient,
  type VendorClientOptions,
  type VendorClientState,
} from '../../vendor-client/create-vendor-client.js';
import { createTokenAuthorization } from '../../vendor-client/token.js';
import { baseUrl } from '../base-url.js';
import { createCampaignSender } from './campaign-send.js';
import { createCampaignSource } from './campaign.js';
import { createFailoverFlowSource } from './failover-flow.js';
import { createTokenFetch } from './token.js';
import { createViberMessageSource } from './viber-message.js';

export interface RouteeOptions extends Omit<VendorClientOptions, 'vendor' | 'authorization'> {
  /** `https://connect.routee.net`, or where it is reached. */
  readonly apiUrl: string;
  /** `https://auth.routee.net`, or where it is reached. */
  readonly authUrl: string;
  readonly applicationId: string;
  readonly applicationSecret: string;
  /** The largest page that is asked for (ROUTEE_MAX_PAGE_SIZE). */
  readonly maxPageSize: number;
}

export interface Routee {
  readonly campaigns: CampaignSource;
  readonly campaignSender: CampaignSender;
  readonly viberMessages: ViberMessageSource;
  readonly failoverFlows: FailoverFlowSource;
  state(): VendorClientState;
  close(): Promise<void>;
}

/** One account at Routee: everything that it serves shares one token, its connections and its limits. */
export function createRoutee(options: RouteeOptions): Routee {
  const { apiUrl, authUrl, applicationId, applicationSecret, maxPageSize, ...settings } = options;
  const { timeoutMs, observe, clock } = settings;
  const authorization = createTokenAuthorization({
    fetchToken: createTokenFetch({ authUrl: baseUrl(authUrl), applicationId, applicationSecret, observe, clock }),
    vendor: 'ROUTEE',
    timeoutMs,
    clock,
    onCircuitChange: (state) => observe?.({ type: 'CIRCUIT', kind: 'TOKEN', vendor: 'ROUTEE', state }),
  });
  const client = createVendorClient({ ...settings, vendor: 'ROUTEE', authorization });
  const door = { client, apiUrl: baseUrl(apiUrl), maxPageSize };
  return {
    campaigns: createCampaignSource(door),
    campaignSender: createCampaignSender(door),
    viberMessages: createViberMessageSource(door),
    failoverFlows: createFailoverFlowSource(door),
    state: () => client.state(),
    close: () => client.close(),
  };
}
