import { createBasicAuthorization } from '../../vendor-client/authorization.js';
import { createVendorClient } from '../../vendor-client/create-vendor-client.js';
import { defineVendor } from '../vendor.js';
import { callbacks } from './callbacks.js';
import { createDeliveryReportSource } from './delivery-reports.js';
import { causes } from './wire/codes.js';

/** GMS (Hyber): delivery reports of messages over all channels. */
export const gms = defineVendor({
  name: 'GMS',
  title: 'GMS',
  members: {
    reportUrl: { kind: 'ADDRESS', meaning: 'URL of the delivery reports, from GMS: https://dr-v2-….hyber.im' },
    clientId: { kind: 'SEGMENT', meaning: 'client id at GMS, a part of the URL' },
    login: { kind: 'USER', meaning: 'user name at GMS' },
    password: { kind: 'SECRET', meaning: 'password at GMS' },
  },
  serves: ['deliveryReports'],
  causes,
  callbacks,
  open({ reportUrl, clientId, login, password }, deps) {
    const client = createVendorClient({
      ...deps,
      vendor: 'GMS',
      authorization: createBasicAuthorization(login, password),
      sendTimeoutMs: deps.timeoutMs, // nothing is sent through GMS
    });
    const deliveryReports = createDeliveryReportSource(client, `${reportUrl}/${encodeURIComponent(clientId)}`);
    return {
      sources: { deliveryReports },
      probe: (operation) => deliveryReports.get({ extraId: NO_ID }, 'simple', operation),
      forget: ({ id }) => client.forget(id),
      state: () => client.state(),
      close: () => client.close(),
    };
  },
  standIn: async () => (await import('./stand-in/stand-in.js')).standIn,
});

/** No message has this id. */
const NO_ID = '00000000-0000-4000-8000-000000000000';
