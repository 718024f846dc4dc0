import { createRoutee, type Routee } from '../../../src/vendors/routee/client.js';
import { clientSettings, startVendorStub, type VendorStub } from '../vendor-stub.js';

export const routeeAt = (url: string, settings: Partial<Parameters<typeof createRoutee>[0]> = {}): Routee =>
  createRoutee({
    apiUrl: url,
    authUrl: `${url}/auth/`,
    applicationId: 'app',
    applicationSecret: 'secret',
    maxPageSize: 100,
    ...clientSettings,
    ...settings,
  });

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
