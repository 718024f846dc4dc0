import { readFileSync } from 'node:fs';
import { longestPublicUrl } from '../events/callbacks/callback-address.js';
import { VENDORS } from '../vendors/vendors.js';
import type { Vendor } from '../vendors/vendor.js';
import { readAuth, hasJwt } from './callers.js';
import { refuseUnreadableCertificates } from './certificates.js';
import type { EventLogPlace } from '../events/log/open-event-log.js';
import type { LedgerPlace } from '../sends/open-ledger.js';
import {
  type CallbacksConfig,
  type Config,
  DEFAULT_TENANT,
  type MetricsConfig,
  type TenantConfig,
} from './config.type.js';
import { readJsonFile, type ReadFile } from './files.js';
import { Mistakes } from './mistakes.js';
import { chooseSandbox } from './sandbox-choice.js';
import { readSettings, type SettingTexts, type Settings } from './settings.js';
import { type SettingEntry, settingEntries } from './settings-list.js';
import { readTenants, referencesOf } from './tenants-file.js';
import { refuseUnknownSettings } from './unknown-settings.js';
import { readTraces, withoutUnusedTraceSettings } from './trace-settings.js';
import {
  readAccounts,
  readVendorValues,
  refuseVendorsBesideTenants,
  variablesOf,
  vendorOptionsOf,
  type VendorValues,
  type VendorVariables,
} from './vendor-settings.js';
import { chooseWorkers } from './workers.js';

export type * from './config.type.js';
export { ConfigError } from './mistakes.js';
export type { SettingEntry } from './settings-list.js';
export { readEnvironmentFile } from './files.js';
export { environmentExample, settingsTable } from './settings-docs.js';

/** Every setting, in the order of its listing. */
export const listSettings = (vendors: readonly Vendor[] = VENDORS): readonly SettingEntry[] =>
  settingEntries(vendors.map(variablesOf));

const STUDIO = 'https://studio.apollographql.com';

/**
 * The environment, read once: complete, checked and frozen.
 * @throws ConfigError that lists every mistake
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile = (path) => readFileSync(path, 'utf8'),
  vendors: readonly Vendor[] = VENDORS,
): Config {
  const given: SettingTexts = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const mistakes = new Mistakes();
  const settings = readSettings(withoutUnusedTraceSettings(given), mistakes);
  const variables = vendors.map(variablesOf);
  const values = readVendorValues(variables, given, mistakes);
  const sandbox = chooseSandbox(given, settings, variables, mistakes);
  const isDevelopment = sandbox || settings.NODE_ENV === 'development';
  const auth = readAuth(given, settings, mistakes);
  const tenants = findTenants({ given, settings, sandbox, variables, values, readFile }, mistakes);
  const metrics = readMetrics(settings, mistakes);
  const callbacks = readCallbacks(settings, vendors, mistakes);
  const persisted = readPersisted(given, settings, readFile, mistakes);
  const traces = readTraces(
    settings,
    vendors.map(({ name }) => name),
    mistakes,
  );
  refuseUnreadableCertificates(given, readFile, mistakes);
  refuseReplicasOfNoRedis(settings, mistakes);
  const workers = chooseWorkers(settings, sandbox, mistakes);
  mistakes.throwIfAny();

  return freeze({
    listen: { host: settings.HOST, port: settings.PORT },
    workers,
    drainMs: settings.DRAIN_SECONDS * 1000,
    isDevelopment,
    sandbox,
    tenants,
    vendorOptions: vendorOptionsOf(variables, values),
    auth,
    upstream: {
      timeoutMs: settings.UPSTREAM_TIMEOUT_MS,
      sendTimeoutMs: settings.SEND_TIMEOUT_MS,
      concurrency: settings.UPSTREAM_CONCURRENCY,
      cacheBytes: settings.CACHE ? settings.CACHE_MAX_MB * 1024 * 1024 : 0,
      snapshotBytes: settings.SNAPSHOT_MAX_MB * 1024 * 1024,
      maxCalls: settings.MAX_UPSTREAM_CALLS,
      report: settings.UPSTREAM_REPORT ?? sandbox,
    },
    ledger: chooseLedger(settings, sandbox),
    callbacks,
    campaignRecordDays: settings.CAMPAIGN_RECORD_DAYS,
    events: { place: chooseEvents(settings, sandbox), days: settings.EVENT_DAYS, max: settings.EVENT_MAX },
    operationTimeoutMs: settings.OPERATION_TIMEOUT_MS,
    maxConcurrentOperations: settings.MAX_CONCURRENT_OPERATIONS,
    subscriptions: { most: settings.MAX_SUBSCRIPTIONS, mostPerCaller: settings.MAX_SUBSCRIPTIONS_PER_CALLER },
    rates: {
      operationsPerMinute: settings.RATE_OPERATIONS_PER_MINUTE,
      upstreamCallsPerMinute: settings.RATE_UPSTREAM_CALLS_PER_MINUTE,
    },
    explorer: settings.EXPLORER === 'auto' && !isDevelopment ? 'off' : settings.EXPLORER,
    console: settings.CONSOLE ?? sandbox,
    introspection: settings.INTROSPECTION,
    nodeFields: settings.NODE_FIELDS,
    corsOrigins: settings.CORS_ORIGINS ?? (isDevelopment ? [STUDIO] : []),
    corsLoopback: sandbox && settings.CORS_ORIGINS === null,
    subgraphSecret: settings.SUBGRAPH_SECRET,
    persisted,
    metrics,
    traces,
    log: { level: settings.LOG_LEVEL },
  });
}

interface Sources {
  readonly given: SettingTexts;
  readonly settings: Settings;
  readonly sandbox: boolean;
  readonly variables: readonly VendorVariables[];
  readonly values: VendorValues;
  readonly readFile: ReadFile;
}

function findTenants(
  { given, settings, sandbox, variables, values, readFile }: Sources,
  mistakes: Mistakes,
): TenantConfig[] {
  const known = settingEntries(variables);
  const names = variables.map(({ vendor }) => vendor.name);
  if (settings.TENANTS_FILE === null) {
    refuseUnknownSettings(given, known, names, () => false, mistakes);
    const accounts = sandbox ? {} : readAccounts(variables, given, values, mistakes);
    return [{ id: DEFAULT_TENANT, accounts, keys: [] }];
  }
  const content = readJsonFile('TENANTS_FILE', settings.TENANTS_FILE, readFile, mistakes);
  const references = referencesOf(content);
  // A file that cannot be read may refer to any variable: names after a vendor are reported once it can be read, since a
  // report now may be wrong, and the start is refused either way.
  const isExpected = (name: string): boolean =>
    content === undefined ? names.some((vendor) => name.toUpperCase().startsWith(`${vendor}_`)) : references.has(name);
  refuseUnknownSettings(given, known, names, isExpected, mistakes);
  if (!sandbox) refuseVendorsBesideTenants(variables, given, isExpected, mistakes);
  if (content === undefined) return [];
  const rules = { sandbox, hasJwt: hasJwt(given), vendors: variables, values };
  return readTenants(content, given, settings, rules, mistakes);
}

function refuseReplicasOfNoRedis(
  { REDIS_URL: url, REDIS_WAIT_REPLICAS: replicas }: Settings,
  mistakes: Mistakes,
): void {
  if (replicas > 0 && url === null)
    mistakes.add('REDIS_WAIT_REPLICAS', 'must be 0 without REDIS_URL: sends are recorded on this machine alone');
}

/** The sandbox never uses the ledger of real sends, whatever is set. */
function chooseLedger(settings: Settings, sandbox: boolean): LedgerPlace {
  const { REDIS_URL: url, REDIS_WAIT_REPLICAS: waitReplicas, DATA_DIR: directory } = settings;
  if (sandbox) return { kind: 'memory' };
  return url === null
    ? { kind: 'embedded', directory }
    : { kind: 'redis', url, waitReplicas, formerDirectory: directory };
}

/** A part of the addresses that vendors are given, which have a length. */
function readCallbacks(
  { PUBLIC_URL: publicUrl, CALLBACK_SECRETS: secrets }: Settings,
  vendors: readonly Vendor[],
  mistakes: Mistakes,
): CallbacksConfig {
  const longest = longestPublicUrl(vendors.map(({ name }) => name));
  if (publicUrl !== null && publicUrl.length > longest)
    mistakes.add('PUBLIC_URL', `must have at most ${longest} characters: addresses of callbacks begin with it`);
  return { publicUrl, secrets };
}

/** Beside the ledger, unless a Redis of its own is named. */
function chooseEvents(settings: Settings, sandbox: boolean): EventLogPlace {
  const { REDIS_URL, EVENTS_REDIS_URL: url, REDIS_WAIT_REPLICAS: waitReplicas, DATA_DIR: directory } = settings;
  if (sandbox) return { kind: 'memory' };
  if (url !== null) return { kind: 'redis', url, setting: 'EVENTS_REDIS_URL', waitReplicas: 0 };
  if (REDIS_URL === null) return { kind: 'embedded', directory };
  return { kind: 'redis', url: REDIS_URL, setting: 'REDIS_URL', waitReplicas };
}

function readMetrics(
  { METRICS_PORT: port, METRICS_KEY: key, PORT }: Settings,
  mistakes: Mistakes,
): MetricsConfig | null {
  if (port !== null && port !== 0 && port === PORT)
    mistakes.add('METRICS_PORT', 'must differ from PORT; to serve /metrics on PORT set METRICS_KEY alone');
  if (port !== null) return { port, key };
  return key === null ? null : { port, key };
}

function readPersisted(
  given: SettingTexts,
  settings: Settings,
  readFile: ReadFile,
  mistakes: Mistakes,
): Config['persisted'] {
  const { PERSISTED_OPERATIONS: file, PERSISTED_ONLY: only } = settings;
  if (file === null) {
    if (only)
      mistakes.add('PERSISTED_ONLY', 'must not be on without PERSISTED_OPERATIONS: every operation would be refused');
    return null;
  }
  readJsonFile('PERSISTED_OPERATIONS', file, readFile, mistakes); // its content is checked where it is used
  return { file, only };
}

/** Deeply: settings never change while the server runs. */
function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}
