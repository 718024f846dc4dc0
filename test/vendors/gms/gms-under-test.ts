import { gms } from '../../../src/vendors/gms/gms.js';
import type { VendorDeps } from '../../../src/vendors/vendor.js';
import { type Opened, sourcesOf } from '../open-vendor.js';
import { clientSettings } from '../vendor-stub.js';

export type Gms = Opened<'deliveryReports'>;

export const gmsAt = (url: string, settings: Partial<VendorDeps> = {}): Gms => {
  const account = { reportUrl: url, clientId: 'client/1', login: 'login', password: 'password' };
  return sourcesOf(gms.open(account, { ...clientSettings, ...settings }));
};
