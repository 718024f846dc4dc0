import { readFileSync } from 'node:fs';
import { readAuth, hasJwt } from './callers.js';
import type { Config, LedgerConfig, MetricsConfig, TenantConfig } from './config.type.js';
import { readEnvironmentVendors, tellVendorsBesideTenants } from './environment-vendors.js';
import { readJsonFile, type ReadFile } from './json-file.js';
import { Mistakes } from './mistakes.js';
import { chooseSandbox } from './sandbox-choice.js';
import { readSettings, type Given, type Settings } from './settings.js';
import { referencesOf } from './tenant-outline.js';
import { readTenants } from './tenants-file.js';
import { refuseUnknownSettings } from './unknown-settings.js';

export type * from './config.type.js';
export { ConfigError } from './mistakes.js';
export { SETTINGS, type SettingEntry } from './settings.js';
export { readEnvironmentFile } from './environment-file.js';
export { environmentExample, settingsTable } from './settings-text.js';

const STUDIO = 'https://studio.apollographql.com';

/**
 * The environment, read once: complete, checked and frozen.
 * @throws ConfigError that lists every mistake
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile = (path) => readFileSync(path, 'utf8'),
): Config {
  const given: Given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const mistakes = new Mistakes();
  const settings = readSettings(given, mistakes);
  const sandbox = chooseSandbox(given, settings, mistakes);
  const isDevelopment = sandbox || settings.NODE_ENV === 'development';
  const auth = readAuth(given, settings, mistakes);
  const tenants = findTenants(given, settings, sandbox, readFile, mistakes);
  const metrics = readMetrics(settings, mistakes);
  const persisted = readPersisted(given, settings, readFile, mistakes);
  mistakes.throwIfAny();

  return freeze({
    listen: { host: settings.HOST, port: settings.PORT },
    drainMs: settings.DRAIN_SECONDS * 1000,
    isDevelopment,
    sandbox,
    tenants,
    auth,
    upstream: {
      timeoutMs: settings.UPSTREAM_TIMEOUT_MS,
      sendTimeoutMs: settings.SEND_TIMEOUT_MS,
      concurrency: settings.UPSTREAM_CONCURRENCY,
      cacheBytes: settings.CACHE ? settings.CACHE_MAX_MB * 1024 * 1024 : 0,
      maxCalls: settings.MAX_UPSTREAM_CALLS,
      report: settings.UPSTREAM_REPORT ?? sandbox,
      routeeMaxPageSize: settings.ROUTEE_MAX_PAGE_SIZE,
    },
    ledger: chooseLedger(settings, sandbox),
    campaignRecordDays: settings.CAMPAIGN_RECORD_DAYS,
    operationTimeoutMs: settings.OPERATION_TIMEOUT_MS,
    maxConcurrentOperations: settings.MAX_CONCURRENT_OPERATIONS,
    rates: {
      operationsPerMinute: settings.RATE_OPERATIONS_PER_MINUTE,
      upstreamCallsPerMinute: settings.RATE_UPSTREAM_CALLS_PER_MINUTE,
    },
    explorer: settings.EXPLORER === 'auto' && !isDevelopment ? 'off' : settings.EXPLORER,
    introspection: settings.INTROSPECTION,
    nodeFields: settings.NODE_FIELDS,
    corsOrigins: settings.CORS_ORIGINS ?? (isDevelopment ? [STUDIO] : []),
    subgraphSecret: settings.SUBGRAPH_SECRET,
    persisted,
    metrics,
    log: { level: settings.LOG_LEVEL },
  });
}

function findTenants(
  given: Given,
  settings: Settings,
  sandbox: boolean,
  readFile: ReadFile,
  mistakes: Mistakes,
): TenantConfig[] {
  if (settings.TENANTS_FILE === null) {
    refuseUnknownSettings(given, () => false, mistakes);
    const vendors = sandbox ? { routee: null, gms: null } : readEnvironmentVendors(given, settings, mistakes);
    return [{ id: 'default', ...vendors, keys: [] }];
  }
  const content = readJsonFile('TENANTS_FILE', settings.TENANTS_FILE, readFile, mistakes);
  const references = referencesOf(content);
  // An unreadable file may refer to any variable of a vendor's name.
  const isExpected = (name: string): boolean =>
    content === undefined ? /^(ROUTEE|GMS)_/i.test(name) : references.has(name);
  refuseUnknownSettings(given, isExpected, mistakes);
  if (!sandbox) tellVendorsBesideTenants(given, isExpected, mistakes);
  return content === undefined
    ? []
    : readTenants(content, given, settings, { sandbox, hasJwt: hasJwt(given) }, mistakes);
}

/** Sends of the sandbox stay out of a real ledger, whatever is set. */
function chooseLedger({ REDIS_URL, DATA_DIR }: Settings, sandbox: boolean): LedgerConfig {
  if (sandbox) return { kind: 'memory' };
  return REDIS_URL === null ? { kind: 'level', directory: DATA_DIR } : { kind: 'redis', url: REDIS_URL };
}

function readMetrics(
  { METRICS_PORT: port, METRICS_KEY: key, PORT }: Settings,
  mistakes: Mistakes,
): MetricsConfig | null {
  if (port !== null && port !== 0 && port === PORT)
    mistakes.add('METRICS_PORT', 'must be another port than PORT; METRICS_KEY alone puts /metrics beside the graph');
  if (port !== null) return { port, key };
  return key === null ? null : { port, key };
}

function readPersisted(given: Given, settings: Settings, readFile: ReadFile, mistakes: Mistakes): Config['persisted'] {
  const { PERSISTED_OPERATIONS: file, PERSISTED_ONLY: only } = settings;
  if (file === null) {
    if (only) mistakes.add('PERSISTED_ONLY', 'must not be on without PERSISTED_OPERATIONS: nothing could be asked');
    return null;
  }
  readJsonFile('PERSISTED_OPERATIONS', file, readFile, mistakes); // what is in it is checked where it is used
  return { file, only };
}

/** Deeply: a setting that changes under way would hold for some and not for others. */
function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}
