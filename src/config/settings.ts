import { z } from 'zod';
import type { Mistakes } from './mistakes.js';
import {
  type SettingTexts,
  optional,
  setting,
  address,
  anyText,
  callbackSecrets,
  countOrAuto,
  headerText,
  keyText,
  listenAddress,
  oneOf,
  onOff,
  origins,
  port,
  publicAddress,
  redisAddress,
  wholeNumber,
} from './text-value.js';
import { traceSettings } from './trace-settings.js';

const deadline = wholeNumber(1, 600_000);
const rate = wholeNumber(1, 1_000_000_000);
/** More share too little work to be worth their memory. */
export const MOST_WORKERS = 64;

/** In the order of their listing. */
export const groups = {
  'Where it listens': z.object({
    PORT: setting(port, '4000', 'port; 0 chooses a free one'),
    HOST: setting(
      listenAddress,
      '127.0.0.1',
      'IP address or host name to listen on; any other than loopback needs TENANTS_FILE or AUTH=none',
    ),
    WORKERS: setting(
      countOrAuto(MOST_WORKERS),
      '1',
      'processes that answer on PORT; auto is one for each core; each takes its share of UPSTREAM_CONCURRENCY, RATE_* hold for all together, all other limits for each',
    ),
    DRAIN_SECONDS: setting(
      wholeNumber(0, 600),
      '5',
      'seconds after SIGTERM in which requests are still answered while /readyz is 503; then connections are refused',
    ),
    NODE_ENV: optional(
      oneOf('development', 'production', 'staging', 'test'),
      '-',
      'development, production, staging or test; development, which the sandbox is too, suggests names in errors and serves the subgraph without SUBGRAPH_SECRET; production turns SANDBOX=auto off',
    ),
    SANDBOX: setting(
      oneOf('auto', 'on', 'off'),
      'auto',
      'on simulates every vendor; auto does so only when no vendor setting is given, HOST is loopback and NODE_ENV is not production',
    ),
  }),
  'Who may call': z.object({
    TENANTS_FILE: optional(
      anyText,
      '-',
      'JSON file of tenants: their vendor accounts, keys and scopes; without it one tenant, from the settings above',
    ),
    AUTH: optional(
      z.literal('none', { error: 'must be none, or not set' }),
      '-',
      'none confirms that everyone who can connect to HOST may read and send; a caller is then an address (IPv6: its /64), and X-Forwarded-For is not read: all callers behind a proxy share one rate and one limit',
    ),
    JWT_JWKS_URL: optional(address, '-', 'URL of the key set (JWKS) that verifies bearer tokens; needs TENANTS_FILE'),
    JWT_ISSUER: optional(anyText, '-', 'required `iss` of bearer tokens'),
    JWT_AUDIENCE: optional(anyText, '-', 'required `aud` of bearer tokens'),
    SUBGRAPH_SECRET: optional(
      headerText,
      '-',
      'header `x-subgraph-secret` of the router that may use `_service` and `_entities`; not needed in development',
    ),
    CORS_ORIGINS: optional(
      origins,
      'Apollo Studio in development, else off',
      'origins of web pages that may call, separated by commas, or off; the default admits pages of this machine in the sandbox',
    ),
  }),
  'Callbacks of vendors': z.object({
    PUBLIC_URL: optional(
      publicAddress,
      '-, in the sandbox its own address',
      'URL of this server as vendors reach it, https or on loopback; with it each send has the vendor call back, and states arrive without being asked for',
    ),
    CALLBACK_SECRETS: optional(
      callbackSecrets,
      'made at the first start, kept in DATA_DIR or Redis',
      'secret of the addresses that vendors call, 32 or more characters; two with a comma between while rotating, the newest first, the old one kept for 30 days',
    ),
  }),
  API: z.object({
    INTROSPECTION: setting(onOff, 'on', 'whether introspection is answered'),
    EXPLORER: setting(
      oneOf('auto', 'sandbox', 'graphiql', 'off'),
      'auto',
      'page for browsers at /graphql: sandbox (Apollo Sandbox, from its CDN), graphiql (without a network), off; auto chooses one in development and is off elsewhere',
    ),
    CONSOLE: optional(onOff, 'on in the sandbox, else off', 'whether examples/console is served at /console'),
    NODE_FIELDS: setting(onOff, 'on', 'whether the fields `node` and `nodes` exist'),
    PERSISTED_OPERATIONS: optional(
      anyText,
      '-',
      'JSON file of persisted operations: a manifest of Apollo’s generate-persisted-query-manifest (format apollo-persisted-query-manifest, version 1)',
    ),
    PERSISTED_ONLY: setting(
      onOff,
      'off',
      'on refuses operations that are not in that file, those of the explorer and the console too',
    ),
    UPSTREAM_REPORT: optional(
      onOff,
      'on in the sandbox, else off',
      'whether `x-upstream-report: 1` adds the vendor calls to the answer',
    ),
  }),
  Limits: z.object({
    OPERATION_TIMEOUT_MS: setting(deadline, '10000', 'deadline of a query, milliseconds'),
    UPSTREAM_TIMEOUT_MS: setting(deadline, '5000', 'deadline of one read at a vendor, retries included, milliseconds'),
    SEND_TIMEOUT_MS: setting(deadline, '30000', 'deadline of a send, milliseconds'),
    UPSTREAM_CONCURRENCY: setting(wholeNumber(1, 10_000), '512', 'most simultaneous calls per vendor and tenant'),
    MAX_UPSTREAM_CALLS: setting(
      wholeNumber(1, 100_000),
      '500',
      'vendor calls that one operation may need, as estimated before it runs',
    ),
    MAX_CONCURRENT_OPERATIONS: setting(
      wholeNumber(1, 1_000_000),
      '1000',
      'simultaneous operations; more are refused as OVERLOADED',
    ),
    MAX_SUBSCRIPTIONS: setting(
      wholeNumber(0, 1_000_000),
      '1000',
      'simultaneous subscriptions; more are refused as SUBSCRIPTION_LIMIT_EXCEEDED',
    ),
    MAX_SUBSCRIPTIONS_PER_CALLER: setting(
      wholeNumber(0, 1_000_000),
      '100',
      'simultaneous subscriptions of one caller, without keys of one address; a key in TENANTS_FILE may have its own limit (`subscriptions`)',
    ),
    RATE_OPERATIONS_PER_MINUTE: optional(
      rate,
      'unlimited',
      'operations per minute and caller, without keys per address; a key in TENANTS_FILE may have its own limit',
    ),
    RATE_UPSTREAM_CALLS_PER_MINUTE: optional(
      rate,
      'unlimited',
      'vendor calls per minute and caller, without keys per address; a key in TENANTS_FILE may have its own limit',
    ),
  }),
  'Cache and storage': z.object({
    CACHE: setting(onOff, 'on', 'whether answers of vendors are cached'),
    CACHE_MAX_MB: setting(wholeNumber(1, 16_384), '64', 'memory of that cache per vendor and tenant, megabytes'),
    SNAPSHOT_MAX_MB: setting(
      wholeNumber(1, 16_384),
      '32',
      'memory of the snapshots that count and filter the messages of campaigns, per tenant, megabytes; one campaign of about 200 000 messages takes 32',
    ),
    CAMPAIGN_RECORD_DAYS: setting(
      wholeNumber(1, 3650),
      '90',
      'days in which the record of a send is kept, and `campaign` and `campaigns` show a campaign that this graph sent',
    ),
    DATA_DIR: setting(
      anyText,
      './data',
      'directory of the record of sends and of delivery events, shared by all servers of one machine; the sandbox keeps both in memory',
    ),
    REDIS_URL: optional(
      redisAddress,
      '-',
      'Redis for the record of sends, needed when servers run on several machines; its maxmemory-policy must be noeviction',
    ),
    REDIS_WAIT_REPLICAS: setting(
      wholeNumber(0, 100),
      '0',
      'replicas of that Redis that must acknowledge a send before it is sent to the vendor',
    ),
    EVENT_DAYS: setting(wholeNumber(1, 3650), '7', 'days in which delivery events can be read'),
    EVENT_MAX: setting(
      wholeNumber(1, 100_000_000),
      '200000',
      'delivery events that are kept of each tenant; the oldest are removed first',
    ),
    EVENTS_REDIS_URL: optional(
      redisAddress,
      'REDIS_URL',
      'Redis 6.2 or later for delivery events, where it is another than that of sends; without both they are in DATA_DIR',
    ),
  }),
  'Log and metrics': z.object({
    LOG_LEVEL: setting(
      oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
      'info',
      'lowest level that is logged',
    ),
    METRICS_PORT: optional(port, '-', 'own port for /metrics; /metrics is off without METRICS_PORT and METRICS_KEY'),
    METRICS_KEY: optional(keyText, '-', 'bearer token for /metrics; without METRICS_PORT it serves /metrics on PORT'),
  }),
  Traces: traceSettings,
};

const schema = z.object({
  ...groups['Where it listens'].shape,
  ...groups['Who may call'].shape,
  ...groups['Callbacks of vendors'].shape,
  ...groups.API.shape,
  ...groups.Limits.shape,
  ...groups['Cache and storage'].shape,
  ...groups['Log and metrics'].shape,
  ...groups.Traces.shape,
});

export type Settings = z.output<typeof schema>;
export type SettingName = keyof Settings;

export type { SettingTexts } from './text-value.js';

/** A wrong setting is added to the mistakes and reads as if it were not set, so that all others are checked too. */
export function readSettings(given: SettingTexts, mistakes: Mistakes): Settings {
  const outcome = schema.safeParse(given);
  if (outcome.success) return outcome.data;
  for (const { path, message } of outcome.error.issues) mistakes.add(String(path[0]), message);
  return schema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !mistakes.has(name))));
}
