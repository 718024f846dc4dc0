import type { Config, TenantConfig } from '../config/config.type.js';
import { createSnapshots } from '../graph/campaign/campaign.snapshots.js';
import { configured } from '../graph/loading.js';
import type { Sources } from '../graph/context.js';
import { recordsSends } from '../graph/sending/send-event.js';
import { combineSources } from '../graph/vendor-sources.js';
import type { CallbackAddresses } from '../events/callbacks/callback-address.js';
import type { EventLog } from '../events/log/event-log.js';
import { type Clock, systemClock } from '../clock.js';
import type { LedgerStore } from '../sends/ledger-store.js';
import type { TenantService } from '../server/auth/caller.js';
import { createTenant } from '../server/auth/caller.js';
import type { Trace } from '../trace.js';
import type { Observe } from '../vendor-client/vendor-client.js';
import type { Account, Vendor } from '../vendors/vendor.js';
import { forgetOnEvents } from './follow-events.js';
import type { OpenSandbox } from './sandbox.js';
import { openHub } from './watching.js';
import type { WorkerLink } from './workers/worker-link.js';
import { createVendorHealth, type TenantVendorHealth, watchResponses } from './vendor-health.js';

/** Every tenant with its own clients: nothing that they remember or share is another tenant's. */
export interface Tenants {
  /** In the order of the settings. */
  readonly services: readonly TenantService[];
  readonly vendors: readonly TenantVendorHealth[];
  /** The first tenant's health of each vendor. */
  readonly oneOfEachVendor: readonly TenantVendorHealth[];
  close(): Promise<void>;
}

export interface TenantDeps {
  readonly vendors: readonly Vendor[];
  /** In the place of every vendor of every tenant; null where they are real. */
  readonly sandbox: OpenSandbox | null;
  readonly ledger: LedgerStore;
  readonly events: EventLog;
  /** Null where vendors cannot call back. */
  readonly addresses: CallbackAddresses | null;
  readonly watch: (tenantId: string) => Observe;
  /** Of vendor calls that belong to no request; null where traces are off. */
  readonly trace: Trace | null;
  readonly workers: WorkerLink | null;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly onUnexpected: (error: unknown) => void;
}

export function openTenants(config: Config, deps: TenantDeps): Tenants {
  const { tenants, upstream, vendorOptions } = config;
  const {
    vendors,
    sandbox,
    ledger,
    events,
    addresses,
    watch,
    trace,
    workers,
    clock = systemClock,
    random,
    onUnexpected,
  } = deps;
  const { timeoutMs, sendTimeoutMs, concurrency, cacheBytes, snapshotBytes } = upstream;

  const posting = new Set(vendors.flatMap(({ name, callbacks }) => (callbacks ? [name] : [])));

  function openVendor(vendor: Vendor, tenant: string, account: Account) {
    const responses = watchResponses(watch(tenant));
    const shareToken = workers?.shareToken(`${tenant} ${vendor.name}`, timeoutMs);
    const deps = {
      timeoutMs,
      sendTimeoutMs,
      concurrency,
      cacheBytes,
      clock,
      random,
      shareToken,
      observe: responses.observe,
    };
    const client = vendor.open({ ...vendorOptions[vendor.name], ...account }, deps);
    const health = createVendorHealth({ tenant, vendor: vendor.name, client, watch: responses });
    return { name: vendor.name, client, sources: client.sources, health, close: () => client.close() };
  }

  function openTenant({ id, accounts }: TenantConfig) {
    const opened = vendors.map((vendor) => {
      const account = (sandbox?.accounts ?? accounts)[vendor.name];
      return { vendor, client: account ? openVendor(vendor, id, account) : null };
    });
    const sources = combineSources(
      opened.map(({ vendor: { name, serves }, client }) => ({ name, serves, sources: client && client.sources })),
    );
    const clients = opened.flatMap(({ client }) => client ?? []);
    const tenantEvents = events.forTenant(id);
    const stopForgetting = forgetOnEvents(tenantEvents, clients); // before snapshots, which read anew what is stale
    const snapshots = createSnapshots({
      campaigns: () => configured(sources, 'campaigns'),
      events: tenantEvents,
      maxBytes: snapshotBytes,
    });
    const tenant = createTenant(id);
    const ofTenant: Sources = {
      ...sources,
      ledger: ledger.forTenant(id),
      events: tenantEvents,
      recordSend: recordsSends({ events: tenantEvents, isAway: () => events.state() === 'down', clock }),
      snapshots,
      callbacks: addresses && {
        addressOf: (vendor, send) => (posting.has(vendor) ? addresses.addressOf({ vendor, tenantId: id, send }) : null),
        isOwn: (url) => addresses.isOwn(url),
      },
    };
    const hub = openHub(config, { tenant, sources: ofTenant, trace, clock, onUnexpected });
    const service: TenantService = { tenant, sources: ofTenant, updates: hub };
    const stopFollowing = (): void => {
      stopForgetting();
      snapshots.close();
    };
    return { service, hub, clients, stopFollowing };
  }

  const opened = tenants.map(openTenant);
  const clients = opened.flatMap((tenant) => tenant.clients);
  const health = clients.map((client) => client.health);
  return {
    services: opened.map(({ service }) => service),
    vendors: health,
    oneOfEachVendor: health.filter((one, index) => health.findIndex(({ vendor }) => vendor === one.vendor) === index),
    close: async () => {
      for (const { stopFollowing } of opened) stopFollowing();
      for (const { hub } of opened) hub.close();
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}
