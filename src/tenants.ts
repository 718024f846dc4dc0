import type { Config, GmsAccount, RouteeAccount, TenantConfig } from './config/config.type.js';
import type { LedgerStore } from './ledger/ledger-store.js';
import type { Sandbox } from './sandbox/sandbox.js';
import type { TenantService } from './server/caller.js';
import { createTenant } from './server/tenant.js';
import { createGms } from './upstream/gms/client.js';
import { createRoutee } from './upstream/routee/client.js';

/** Every tenant with its own clients: nothing that they remember or share is another tenant's. */
export interface Tenants {
  readonly services: readonly TenantService[];
  close(): Promise<void>;
}

export function openTenants(config: Config, sandbox: Sandbox | null, ledger: LedgerStore): Tenants {
  const opened = config.tenants.map((tenant) => openTenant(tenant, config, sandbox, ledger));
  return {
    services: opened.map(({ service }) => service),
    close: async () => {
      await Promise.all(opened.map(({ close }) => close()));
    },
  };
}

function openTenant(tenant: TenantConfig, { upstream }: Config, sandbox: Sandbox | null, ledger: LedgerStore) {
  const { timeoutMs, sendTimeoutMs, concurrency, cacheBytes, routeeMaxPageSize: maxPageSize } = upstream;
  const settings = { timeoutMs, sendTimeoutMs, concurrency, cacheBytes };
  const routeeAccount: RouteeAccount | null = sandbox?.routee ?? tenant.routee;
  const gmsAccount: GmsAccount | null = sandbox?.gms ?? tenant.gms;
  const routee = routeeAccount && createRoutee({ ...settings, ...routeeAccount, maxPageSize });
  const gms = gmsAccount && createGms({ ...settings, ...gmsAccount });
  const service: TenantService = {
    tenant: createTenant(tenant.id),
    sources: {
      campaigns: routee && routee.campaigns,
      campaignSender: routee && routee.campaignSender,
      viberMessages: routee && routee.viberMessages,
      failoverFlows: routee && routee.failoverFlows,
      deliveryReports: gms && gms.deliveryReports,
      ledger: ledger.forTenant(tenant.id),
    },
  };
  return {
    service,
    close: async () => {
      await Promise.all([routee?.close(), gms?.close()]);
    },
  };
}
