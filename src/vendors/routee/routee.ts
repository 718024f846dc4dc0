import { createVendorClient } from '../../vendor-client/create-vendor-client.js';
import { createTokenAuthorization } from '../../vendor-client/authorization.js';
import { keepState } from '../freshness.js';
import { defineVendor } from '../vendor.js';
import { createCampaignCanceller } from './campaign-cancel.js';
import { createAccountSource } from './account.js';
import { callbacks } from './callbacks.js';
import { createCampaignSender, createCampaignSource } from './campaigns.js';
import { createFailoverFlowSender, createFailoverFlowSource, SEARCHES } from './failover-flows.js';
import { createReadById } from './routee-api.js';
import { createTokenFetch } from './token.js';
import { createViberMessageSender } from './viber-message-sender.js';
import { causes } from './wire/errors.js';
import { readMessage } from './wire/message.js';

/** Routee: Viber campaigns, single Viber messages, failover flows. */
export const routee = defineVendor({
  name: 'ROUTEE',
  title: 'Routee',
  members: {
    applicationId: { kind: 'USER', meaning: 'application id of the Routee account' },
    applicationSecret: { kind: 'SECRET', meaning: 'application secret of the Routee account' },
    apiUrl: { kind: 'ADDRESS', defaultText: 'https://connect.routee.net', meaning: 'URL of Routee’s API' },
    authUrl: { kind: 'ADDRESS', defaultText: 'https://auth.routee.net', meaning: 'URL of Routee’s token service' },
    maxPageSize: { kind: 'COUNT', defaultText: '100', most: 1000, meaning: 'largest page size in requests to Routee' },
  },
  serves: [
    'campaigns',
    'campaignSender',
    'viberMessages',
    'viberMessageSender',
    'failoverFlows',
    'failoverFlowSender',
    'account',
  ],
  causes,
  callbacks,
  open({ apiUrl, authUrl, applicationId, applicationSecret, maxPageSize }, deps) {
    const { timeoutMs, observe, clock, shareToken = (fetch) => fetch } = deps;
    const authorization = createTokenAuthorization({
      fetchToken: shareToken(createTokenFetch({ authUrl, applicationId, applicationSecret, observe, clock })),
      vendor: 'ROUTEE',
      timeoutMs,
      clock,
      onCircuitChange: (state) => observe?.({ type: 'CIRCUIT', kind: 'TOKEN', vendor: 'ROUTEE', state }),
    });
    const client = createVendorClient({ ...deps, vendor: 'ROUTEE', authorization });
    const api = { client, apiUrl, maxPageSize, observe };
    const viberMessages = {
      get: createReadById(api, {
        path: '/viber/tracking',
        absence: 'VIBER_MESSAGE_NOT_FOUND',
        read: readMessage,
        keepFor: ({ status }) => keepState(status),
      }),
    };
    return {
      sources: {
        campaigns: createCampaignSource(api),
        campaignSender: { ...createCampaignSender(api), ...createCampaignCanceller(api) },
        viberMessages,
        viberMessageSender: createViberMessageSender(api),
        failoverFlows: createFailoverFlowSource(api),
        failoverFlowSender: createFailoverFlowSender(api),
        account: createAccountSource(api, clock),
      },
      probe: (operation) => viberMessages.get(NO_ID, operation),
      forget({ kind, id }) {
        client.forget(id);
        if (kind === 'FAILOVER_FLOW') client.forget(SEARCHES);
      },
      state: () => client.state(),
      close: () => client.close(),
    };
  },
  standIn: async () => (await import('./stand-in/stand-in.js')).standIn,
});

/** No message has this id. */
const NO_ID = '00000000-0000-4000-8000-000000000000';
