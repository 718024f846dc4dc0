import { routee } from '../../../src/vendors/routee/routee.js';
import type { VendorDeps } from '../../../src/vendors/vendor.js';
import { type Opened, sourcesOf } from '../open-vendor.js';
import { clientSettings, startVendorStub, type VendorStub } from '../vendor-stub.js';

export type Routee = Opened<
  | 'campaigns'
  | 'campaignSender'
  | 'viberMessages'
  | 'viberMessageSender'
  | 'failoverFlows'
  | 'failoverFlowSender'
  | 'account'
>;

export const routeeAt = (url: string, settings: Partial<VendorDeps> = {}): Routee => {
  const account = { applicationId: 'app', applicationSecret: 'secret', apiUrl: url, authUrl: `${url}/auth` };
  return sourcesOf(routee.open({ ...account, maxPageSize: 100 }, { ...clientSettings, ...settings }));
};

/** Runs with a client whose vendor is a stub. */
export async function withRoutee<Result>(run: (routee: Routee, stub: VendorStub) => Promise<Result>): Promise<Result> {
  const stub = await startVendorStub();
  const routee = routeeAt(stub.url);
  try {
    return await run(routee, stub);
  } finally {
    await routee.close();
    await stub.close();
  }
}
