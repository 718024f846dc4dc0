import type { DeliveryReportSource } from '../../graph/delivery-report/delivery-report.source.js';
import { createBasicAuthorization } from '../../vendor-client/basic-authorization.js';
import {
  createVendorClient,
  type VendorClientOptions,
  type VendorClientState,
} from '../../vendor-client/create-vendor-client.js';
import { baseUrl } from '../base-url.js';
import { createDeliveryReportSource } from './delivery-report.js';

export interface GmsOptions extends Omit<VendorClientOptions, 'vendor' | 'authorization' | 'sendTimeoutMs'> {
  /** Where reports are: `https://dr-v2-{site}.hyber.im` (GMS_REPORT_URL). */
  readonly reportUrl: string;
  readonly clientId: string;
  readonly login: string;
  readonly password: string;
}

export interface Gms {
  readonly deliveryReports: DeliveryReportSource;
  state(): VendorClientState;
  close(): Promise<void>;
}

/** One account at GMS. */
export function createGms({ reportUrl, clientId, login, password, ...settings }: GmsOptions): Gms {
  const client = createVendorClient({
    ...settings,
    vendor: 'GMS',
    authorization: createBasicAuthorization(login, password),
    sendTimeoutMs: settings.timeoutMs, // nothing is sent through GMS
  });
  return {
    deliveryReports: createDeliveryReportSource(client, `${baseUrl(reportUrl)}/${encodeURIComponent(clientId)}`),
    state: () => client.state(),
    close: () => client.close(),
  };
}
