import { z } from 'zod';
import type { Mistakes } from './mistakes.js';
import { about, optional, setting, type About, type Given } from './setting.js';
import {
  address,
  anyText,
  headerText,
  listenAddress,
  oneOf,
  onOff,
  origins,
  port,
  redisAddress,
  wholeNumber,
} from './text-value.js';
import type { VendorVariables } from './vendor-settings.js';

const deadline = wholeNumber(1, 600_000);
const rate = wholeNumber(1, 1_000_000_000);

const groups = {
  'Where it listens': z.object({
    PORT: setting(port, '4000', 'port; 0 takes a free one'),
    HOST: setting(
      listenAddress,
      '127.0.0.1',
      'address or host name; other than loopback it needs TENANTS_FILE or AUTH=none',
    ),
    DRAIN_SECONDS: setting(
      wholeNumber(0, 600),
      '5',
      'after SIGTERM, how long everything is still answered while /readyz says 503; then no more connections are taken',
    ),
    NODE_ENV: optional(
      anyText,
      '-',
      'development shows more in errors and opens the subgraph; production keeps SANDBOX=auto off',
    ),
    SANDBOX: setting(
      oneOf('auto', 'on', 'off'),
      'auto',
      'every vendor made up, on loopback; auto = only when no vendor setting is given, HOST is loopback and NODE_ENV is not production',
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
      'none says aloud that everyone who reaches HOST may read and send',
    ),
    JWT_JWKS_URL: optional(address, '-', 'key set for bearer tokens; needs TENANTS_FILE'),
    JWT_ISSUER: optional(anyText, '-', 'issuer that tokens must name'),
    JWT_AUDIENCE: optional(anyText, '-', 'audience that tokens must name'),
    SUBGRAPH_SECRET: optional(
      headerText,
      '-',
      'opens `_service` and `_entities` to a router outside development (header `x-subgraph-secret`)',
    ),
    CORS_ORIGINS: optional(
      origins,
      'Studio in development, else off',
      'origins of web pages that may call, with commas between, or off',
    ),
  }),
  'What is offered': z.object({
    INTROSPECTION: setting(onOff, 'on', 'whether the schema can be asked for'),
    EXPLORER: setting(
      oneOf('auto', 'sandbox', 'graphiql', 'off'),
      'auto',
      'what a browser sees at /graphql: sandbox is Apollo’s, from its CDN; graphiql needs no network; auto = either in development, none elsewhere',
    ),
    NODE_FIELDS: setting(onOff, 'on', 'whether `node` and `nodes` are offered'),
    PERSISTED_OPERATIONS: optional(anyText, '-', 'JSON file of operations known by id'),
    PERSISTED_ONLY: setting(onOff, 'off', 'on refuses every operation that is not in that file'),
    UPSTREAM_REPORT: optional(
      onOff,
      'on in the sandbox, else off',
      'whether `x-upstream-report: 1` adds the vendor calls to the answer',
    ),
  }),
  Limits: z.object({
    OPERATION_TIMEOUT_MS: setting(deadline, '10000', 'deadline of a whole query'),
    UPSTREAM_TIMEOUT_MS: setting(deadline, '5000', 'deadline of one read at a vendor, retries included'),
    SEND_TIMEOUT_MS: setting(deadline, '30000', 'deadline of a send'),
    UPSTREAM_CONCURRENCY: setting(wholeNumber(1, 10_000), '64', 'calls in flight per vendor and tenant'),
    MAX_UPSTREAM_CALLS: setting(wholeNumber(1, 100_000), '500', 'vendor calls of one operation, by estimate'),
    MAX_CONCURRENT_OPERATIONS: setting(
      wholeNumber(1, 1_000_000),
      '1000',
      'operations under way; more are refused as OVERLOADED',
    ),
    RATE_OPERATIONS_PER_MINUTE: optional(
      rate,
      'unlimited',
      'operations per caller; a key in TENANTS_FILE may have its own',
    ),
    RATE_UPSTREAM_CALLS_PER_MINUTE: optional(
      rate,
      'unlimited',
      'vendor calls per caller; a key in TENANTS_FILE may have its own',
    ),
  }),
  'What is remembered': z.object({
    CACHE: setting(onOff, 'on', 'whether answers of vendors are remembered for a while'),
    CACHE_MAX_MB: setting(wholeNumber(1, 16_384), '64', 'memory for them, per vendor and tenant'),
    CAMPAIGN_RECORD_DAYS: setting(wholeNumber(1, 3650), '90', 'how long sent campaigns are shown'),
    DATA_DIR: setting(
      anyText,
      './data',
      'where sends are written down, for all servers of one machine; the sandbox keeps them in memory',
    ),
    REDIS_URL: optional(
      redisAddress,
      '-',
      'where they are written down instead, when servers on several machines run; its maxmemory-policy must be noeviction',
    ),
    REDIS_WAIT_REPLICAS: setting(
      wholeNumber(0, 100),
      '0',
      'replicas of that Redis that have to acknowledge a send before its request goes out',
    ),
  }),
  'Log and metrics': z.object({
    LOG_LEVEL: setting(
      oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
      'info',
      'least level that is logged',
    ),
    METRICS_PORT: optional(port, '-', 'port of its own for /metrics; without it and METRICS_KEY there is none'),
    METRICS_KEY: optional(headerText, '-', 'key for /metrics; alone it opens /metrics beside the graph'),
  }),
};

const schema = z.object({
  ...groups['Where it listens'].shape,
  ...groups['Who may call'].shape,
  ...groups['What is offered'].shape,
  ...groups.Limits.shape,
  ...groups['What is remembered'].shape,
  ...groups['Log and metrics'].shape,
});

export type Settings = z.output<typeof schema>;
export type SettingName = keyof Settings;

export type { Given } from './setting.js';

export interface SettingEntry extends About {
  readonly group: string;
  readonly name: string;
}

const entriesOf = (group: string, shape: Readonly<Record<string, z.ZodType>>): SettingEntry[] =>
  Object.entries(shape).map(([name, value]) => {
    const text = about.get(value);
    if (text === undefined) throw new Error(`${name} has no meaning`);
    return { group, name, ...text };
  });

/** Every setting, in the order of its listing: those of vendors follow where the server listens. */
export function settingEntries(vendors: readonly VendorVariables[]): readonly SettingEntry[] {
  const [first = [], ...rest] = Object.entries(groups).map(([group, { shape }]) => entriesOf(group, shape));
  const ofVendors = vendors.flatMap(({ vendor, all }) =>
    entriesOf(vendor.title, Object.fromEntries(all.map(({ name, schema: value }) => [name, value]))),
  );
  return [...first, ...ofVendors, ...rest.flat(), ...vendors.map(standInPort)];
}

/** Read where `npm run sandbox` starts; named here so that every setting is listed once. */
const standInPort = ({ vendor: { name, title } }: VendorVariables, index: number): SettingEntry => ({
  group: 'Only for npm run sandbox',
  name: `SANDBOX_${name}_PORT`,
  usual: String(4010 + 10 * index),
  isFixed: true,
  meaning: `port of the made-up ${title}`,
});

/** Each setting by itself. A wrong one is added to the mistakes and reads as if it were not set, so that the others are checked too. */
export function readSettings(given: Given, mistakes: Mistakes): Settings {
  const outcome = schema.safeParse(given);
  if (outcome.success) return outcome.data;
  for (const { path, message } of outcome.error.issues) mistakes.add(String(path[0]), message);
  return schema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !mistakes.has(name))));
}
