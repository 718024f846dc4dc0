import type { Config, TenantConfig } from '../config/config.type.js';
import type { Clock } from '../vendor-client/clock.js';
import type { Observe } from '../vendor-client/vendor-event.js';
import type { LedgerStore } from '../sends/ledger-store.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import type { TenantService } from '../server/auth/caller.js';
import { createTenant } from '../server/auth/tenant.js';
import { createGms } from '../vendors/gms/client.js';
import { createRoutee } from '../vendors/routee/client.js';
import { watchResponses, createVendorHealth, type TenantVendorHealth } from './vendor-health.js';

/** Every tenant with its own clients: nothing that they remember or share is another tenant's. */
export interface Tenants {
  /** In the order of the settings. */
  readonly services: readonly TenantService[];
  readonly vendors: readonly TenantVendorHealth[];
  /** The first tenant's health of each vendor. */
  readonly oneOfEachVendor: readonly TenantVendorHealth[];
  close(): Promise<void>;
}

export interface TenantSurroundings {
  /** In the place of both vendors of every tenant; null where they are real. */
  readonly sandbox: Sandbox | null;
  readonly ledger: LedgerStore;
  readonly watch: (tenantId: string) => Observe;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export function openTenants({ tenants, upstream }: Config, surroundings: TenantSurroundings): Tenants {
  const opened = tenants.map((tenant) => openTenant(tenant, upstream, surroundings));
  const vendors = opened.flatMap((tenant) => tenant.vendors);
  return {
    services: opened.map(({ service }) => service),
    vendors,
    oneOfEachVendor: vendors.filter((one, index) => vendors.findIndex(({ vendor }) => vendor === one.vendor) === index),
    close: async () => {
      await Promise.all(opened.map(({ close }) => close()));
    },
  };
}

/** Vendors give out no such id. */
const NO_ID = '00000000-0000-4000-8000-000000000000';

function openTenant(
  { id, ...accounts }: TenantConfig,
  { timeoutMs, sendTimeoutMs, concurrency, cacheBytes, routeeMaxPageSize: maxPageSize }: Config['upstream'],
  { sandbox, ledger, watch, clock, random }: TenantSurroundings,
) {
  const settings = { timeoutMs, sendTimeoutMs, concurrency, cacheBytes, clock, random };
  const { routee: routeeAccount, gms: gmsAccount } = sandbox ?? accounts;
  const routeeWatch = watchResponses(watch(id));
  const routee =
    routeeAccount && createRoutee({ ...settings, ...routeeAccount, maxPageSize, observe: routeeWatch.observe });
  const gmsWatch = watchResponses(watch(id));
  const gms = gmsAccount && createGms({ ...settings, ...gmsAccount, observe: gmsWatch.observe });

  const service: TenantService = {
    tenant: createTenant(id),
    sources: {
      campaigns: routee && routee.campaigns,
      campaignSender: routee && routee.campaignSender,
      viberMessages: routee && routee.viberMessages,
      failoverFlows: routee && routee.failoverFlows,
      deliveryReports: gms && gms.deliveryReports,
      ledger: ledger.forTenant(id),
    },
  };
  const routeeHealth =
    routee &&
    createVendorHealth({
      tenant: id,
      vendor: 'ROUTEE',
      client: routee,
      watch: routeeWatch,
      ask: (operation) => routee.viberMessages.get(NO_ID, operation),
    });
  const gmsHealth =
    gms &&
    createVendorHealth({
      tenant: id,
      vendor: 'GMS',
      client: gms,
      watch: gmsWatch,
      ask: (operation) => gms.deliveryReports.get({ extraId: NO_ID }, 'simple', operation),
    });
  return {
    service,
    vendors: [routeeHealth, gmsHealth].filter((health) => health !== null),
    close: async () => {
      await Promise.all([routee?.close(), gms?.close()]);
    },
  };
}
