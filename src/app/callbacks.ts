import type { Config } from '../config/config.type.js';
import { type CallbackAddresses, createCallbackAddresses } from '../events/callbacks/callback-address.js';
import { createCallbackSecret, readSecretFile, SECRET_LENGTH } from '../events/callbacks/callback-secret.js';
import { createCallbackTokens } from '../events/callbacks/callback-token.js';
import { type CallbackIntake, createCallbackIntake } from '../events/callbacks/intake.js';
import { outcomeReport } from '../graph/sending/send-event.js';
import { reportsOf } from '../graph/subject-reports.js';
import { idPrefix, shownValue } from '../graph/vendor-sources.js';
import { openDataDirectory } from '../sends/directory.js';
import type { CallbackAddresses as SandboxAddresses } from '../sandbox/callbacks.js';
import type { TenantService } from '../server/auth/caller.js';
import type { RequestIds } from '../trace.js';
import type { Vendor } from '../vendors/vendor.js';
import type { WorkerLink } from './workers/worker-link.js';

/**
 * The addresses that vendors call; null where they cannot, without PUBLIC_URL.
 * @param workers the other workers, whose secret holds where the kept one was lost; null where this process is the only one
 * @throws an Error that names the setting where the secret cannot be kept
 */
export async function openCallbackAddresses(
  config: Config,
  workers: Pick<WorkerLink, 'callbackSecret'> | null = null,
): Promise<CallbackAddresses | null> {
  const { callbacks, sandbox, tenants } = config;
  if (callbacks.publicUrl === null && !sandbox) return null;
  const secrets = callbacks.secrets ?? [await agreedSecret(config, workers)];
  const tokens = createCallbackTokens(
    secrets,
    tenants.map(({ id }) => id),
  );
  return createCallbackAddresses(callbacks.publicUrl, tokens);
}

async function agreedSecret({ ledger }: Config, workers: Pick<WorkerLink, 'callbackSecret'> | null): Promise<string> {
  const kept = await keptSecret(ledger);
  return workers ? workers.callbackSecret(kept) : kept;
}

/** Beside the record of sends, which all servers share that vendors may reach. */
async function keptSecret(ledger: Config['ledger']): Promise<string> {
  switch (ledger.kind) {
    case 'memory':
      return createCallbackSecret();
    case 'embedded':
      await openDataDirectory(ledger.directory);
      return readSecretFile(ledger.directory);
    case 'redis':
      return readSecretOfRedis(ledger);
  }
}

const SECRET_KEY = 'messaging-graph:callback-secret';
const COMMAND_TIMEOUT_MS = 2000;

async function readSecretOfRedis({ url, waitReplicas }: Extract<Config['ledger'], { kind: 'redis' }>): Promise<string> {
  const { connectRedis } = await import('../redis-connection.js'); // its client takes 15 MB
  const redis = await connectRedis({
    url,
    setting: 'REDIS_URL',
    commandTimeoutMs: COMMAND_TIMEOUT_MS,
    onConnectionError: () => undefined, // the command that fails for it is thrown
  });
  try {
    const isNew = await redis.set(SECRET_KEY, createCallbackSecret(), 'NX');
    if (isNew !== null && waitReplicas > 0) await redis.wait(waitReplicas, COMMAND_TIMEOUT_MS / 2);
    const secret = await redis.get(SECRET_KEY);
    if (secret === null || secret.length < SECRET_LENGTH) throw new Error('it is damaged');
    return secret;
  } catch (error) {
    throw new Error(`REDIS_URL: the key ${SECRET_KEY} cannot be read or written: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    redis.disconnect();
  }
}

export interface CallbackDeps {
  readonly vendors: readonly Vendor[];
  readonly services: readonly TenantService[];
  readonly onUnexpected: (error: unknown, request: RequestIds) => void;
}

export function openCallbackIntake(
  addresses: CallbackAddresses,
  { vendors, services, onUnexpected }: CallbackDeps,
): CallbackIntake {
  return createCallbackIntake({
    addresses,
    callbacks: new Map(vendors.flatMap(({ name, callbacks }) => (callbacks ? [[name, callbacks]] : []))),
    tenants: new Map(services.map(({ tenant, sources }) => [tenant.id, sources])),
    reportsOf: (value, vendor) => reportsOf(shownValue(value, vendors, vendor)),
    shownSentId: ({ kind }, vendor, id) => idPrefix(vendors, vendor, SOURCES[kind]) + id,
    reportOutcome: (send, outcome, vendorId) => outcomeReport(send, outcome, vendorId, 'CALLBACK', 'EVENT'),
    onUnexpected,
  });
}

const SOURCES = {
  VIBER_CAMPAIGN: 'campaigns',
  VIBER_MESSAGE: 'viberMessages',
  FAILOVER_FLOW: 'failoverFlows',
} as const;

/** A tenant's own address at a vendor, for that vendor's console. */
export interface AccountAddress {
  readonly tenantId: string;
  readonly vendor: string;
  readonly title: string;
  readonly url: string;
}

/** What the sandbox's vendors have to know: one account, which the first tenant has set in the vendors' consoles. */
export function sandboxAddresses(
  addresses: CallbackAddresses,
  config: Pick<Config, 'tenants' | 'sandbox'>,
  vendors: readonly Vendor[],
): SandboxAddresses {
  const own = accountAddresses(addresses, config, vendors).filter(({ tenantId }) => tenantId === config.tenants[0]?.id);
  return {
    publicUrl: addresses.publicUrl ?? '',
    accountUrls: Object.fromEntries(own.map(({ vendor, url }) => [vendor, url])),
  };
}

/** Of every tenant and every vendor that posts and that it has an account at. Empty while PUBLIC_URL is not known. */
export const accountAddresses = (
  addresses: CallbackAddresses,
  { tenants, sandbox }: Pick<Config, 'tenants' | 'sandbox'>,
  vendors: readonly Vendor[],
): AccountAddress[] =>
  tenants.flatMap(({ id: tenantId, accounts }) =>
    vendors.flatMap(({ name: vendor, title, callbacks }) => {
      if (!callbacks || (!sandbox && !Object.hasOwn(accounts, vendor))) return [];
      const url = addresses.addressOf({ vendor, tenantId, send: null });
      return url === null ? [] : [{ tenantId, vendor, title, url }];
    }),
  );
