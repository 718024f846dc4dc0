import type { EventLogPlace } from '../events/log/open-event-log.js';
import type { Scope } from '../graph/context.js';
import type { LedgerPlace } from '../sends/open-ledger.js';
import type { Account } from '../vendors/vendor.js';

/** The checked settings. They hold secrets: never print them. */
export interface Config {
  readonly listen: { readonly host: string; readonly port: number };
  /** Processes that answer on the port. */
  readonly workers: number;
  /** How long requests are still answered after a stop signal. */
  readonly drainMs: number;
  /** The sandbox, or NODE_ENV=development: suggestions in errors, `_service` and `_entities` without a secret. */
  readonly isDevelopment: boolean;
  /** Every vendor is simulated, for every tenant: no tenant then has an account of its own. */
  readonly sandbox: boolean;
  /** Without TENANTS_FILE the one tenant `default`, without keys. */
  readonly tenants: readonly TenantConfig[];
  /** Options of every account at a vendor, by the vendor's name. */
  readonly vendorOptions: Readonly<Record<string, Account>>;
  readonly auth: AuthConfig;
  readonly upstream: UpstreamConfig;
  readonly ledger: LedgerPlace;
  readonly callbacks: CallbacksConfig;
  readonly campaignRecordDays: number;
  readonly events: EventsConfig;
  readonly operationTimeoutMs: number;
  /** Operations in flight; more are refused as OVERLOADED. */
  readonly maxConcurrentOperations: number;
  readonly subscriptions: { readonly most: number; readonly mostPerCaller: number };
  /** Of a caller without a key of the file: by token, or by address where everyone may call. */
  readonly rates: CallerRates;
  readonly explorer: Explorer;
  /** Whether the console is served. */
  readonly console: boolean;
  readonly introspection: boolean;
  /** False where `node` and `nodes` are not offered. */
  readonly nodeFields: boolean;
  /** As browsers send them. */
  readonly corsOrigins: readonly string[];
  /** Whether pages of this machine may call too, on whatever port. */
  readonly corsLoopback: boolean;
  readonly subgraphSecret: string | null;
  /** Null where traces are off. */
  readonly traces: TracesConfig | null;
  readonly persisted: { readonly file: string; readonly only: boolean } | null;
  readonly metrics: MetricsConfig | null;
  readonly log: { readonly level: LogLevel };
}

/** The id of the one tenant without TENANTS_FILE. */
export const DEFAULT_TENANT = 'default';

/**
 * Whoever calls as a tenant sees that tenant's data alone. The id goes into opaque ids, cursors and the ledger, so it
 * must not change; `default` is the tenant of a server without TENANTS_FILE, and a tenant of that name in the file
 * keeps ids valid that were issued before there was a file.
 */
export interface TenantConfig {
  readonly id: string;
  /** By the vendor's name; a vendor that is not configured has none. */
  readonly accounts: Readonly<Record<string, Account>>;
  readonly keys: readonly KeyConfig[];
}

export interface KeyConfig {
  /** For logs and metrics. */
  readonly name: string | null;
  /** 64 lower-case hexadecimal digits, unlike any other key's of the file. */
  readonly sha256: string;
  readonly scopes: readonly Scope[];
  readonly rates: CallerRates;
  /** At once; null for the number of every caller. */
  readonly subscriptions: number | null;
}

/** Per minute; null is unlimited. */
export interface CallerRates {
  readonly operationsPerMinute: number | null;
  readonly upstreamCallsPerMinute: number | null;
}

/** `none`: whoever reaches the server may do everything, as the one tenant. */
export type AuthConfig =
  { readonly mode: 'none'; readonly jwt: null } | { readonly mode: 'tenants'; readonly jwt: JwtConfig | null };

export interface JwtConfig {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
}

export interface UpstreamConfig {
  readonly timeoutMs: number;
  readonly sendTimeoutMs: number;
  /** Per vendor and tenant. */
  readonly concurrency: number;
  /** Per vendor and tenant; 0 for no cache. */
  readonly cacheBytes: number;
  /** Of all snapshots of a tenant's campaigns. */
  readonly snapshotBytes: number;
  /** Of one operation, by estimate. */
  readonly maxCalls: number;
  /** Whether `x-upstream-report: 1` is answered. */
  readonly report: boolean;
}

export interface CallbacksConfig {
  /** Without a slash at its end. Null where vendors cannot call; in the sandbox, where it is known when it listens. */
  readonly publicUrl: string | null;
  /** The newest first. Null where one is made and kept beside the ledger. */
  readonly secrets: readonly string[] | null;
}

/** The log of delivery events: where it is, for how long and how many of a tenant. */
export interface EventsConfig {
  readonly place: EventLogPlace;
  readonly days: number;
  readonly max: number;
}

/** `/metrics` on a port of its own, or (port null) on PORT; a key restricts it to requests that have it. */
export type MetricsConfig =
  { readonly port: number; readonly key: string | null } | { readonly port: null; readonly key: string };

/** Export of spans by OTLP over HTTP. */
export interface TracesConfig {
  /** The whole URL. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly timeoutMs: number;
  readonly compression: 'gzip' | 'none';
  readonly serviceName: string;
  readonly resourceAttributes: Readonly<Record<string, string>>;
  /** Of traces without a parent, or of all where it is not parent-based; `ratio` from 0 to 1. */
  readonly sampler: { readonly isParentBased: boolean; readonly ratio: number };
  /** Spans that wait for their export. */
  readonly batch: {
    readonly delayMs: number;
    readonly queueSize: number;
    readonly batchSize: number;
    readonly exportTimeoutMs: number;
  };
  /** Whether `traceparent` of requests is taken. */
  readonly takesContext: boolean;
  /** Vendors that are given `traceparent`. */
  readonly contextVendors: readonly string[];
}

export type Explorer = 'auto' | 'sandbox' | 'graphiql' | 'off';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
