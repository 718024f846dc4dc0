import { createVendorClient } from '../../vendor-client/create-vendor-client.js';
import { createTokenAuthorization } from '../../vendor-client/token.js';
import { defineVendor } from '../vendor.js';
import { createCampaignCanceller } from './campaign-cancel.js';
import { createCampaignSender, createCampaignSource } from './campaigns.js';
import { createFailoverFlowSource } from './failover-flows.js';
import { createTokenFetch } from './token.js';
import { createViberMessageSource } from './viber-messages.js';
import { causes } from './wire/errors.js';

/** Routee: Viber campaigns, single Viber messages, failover flows. */
export const routee = defineVendor({
  name: 'ROUTEE',
  title: 'Routee',
  members: {
    applicationId: { kind: 'USER', meaning: 'application of the Routee account' },
    applicationSecret: { kind: 'SECRET', meaning: 'its secret' },
    apiUrl: { kind: 'ADDRESS', usual: 'https://connect.routee.net', meaning: 'where the API is' },
    authUrl: { kind: 'ADDRESS', usual: 'https://auth.routee.net', meaning: 'where tokens are given' },
    maxPageSize: { kind: 'COUNT', usual: '100', most: 1000, meaning: 'largest page asked for' },
  },
  serves: ['campaigns', 'campaignSender', 'viberMessages', 'failoverFlows'],
  causes,
  open({ apiUrl, authUrl, applicationId, applicationSecret, maxPageSize }, deps) {
    const { timeoutMs, observe, clock } = deps;
    const authorization = createTokenAuthorization({
      fetchToken: createTokenFetch({ authUrl, applicationId, applicationSecret, observe, clock }),
      vendor: 'ROUTEE',
      timeoutMs,
      clock,
      onCircuitChange: (state) => observe?.({ type: 'CIRCUIT', kind: 'TOKEN', vendor: 'ROUTEE', state }),
    });
    const client = createVendorClient({ ...deps, vendor: 'ROUTEE', authorization });
    const api = { client, apiUrl, maxPageSize };
    const viberMessages = createViberMessageSource(api);
    return {
      sources: {
        campaigns: createCampaignSource(api),
        campaignSender: { ...createCampaignSender(api), ...createCampaignCanceller(api) },
        viberMessages,
        failoverFlows: createFailoverFlowSource(api),
      },
      probe: (operation) => viberMessages.get(NO_ID, operation),
      state: () => client.state(),
      close: () => client.close(),
    };
  },
  standIn: async () => (await import('../../sandbox/routee/routee.js')).standIn,
});

/** Routee gives out no such id. */
const NO_ID = '00000000-0000-4000-8000-000000000000';
