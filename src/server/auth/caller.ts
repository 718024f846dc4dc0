import type { Scope, Sources, Tenant } from '../../graph/context.js';

/** One tenant as it is served. */
export interface TenantService {
  readonly tenant: Tenant;
  readonly sources: Sources;
}

/** What a caller may ask for in a minute; null is unlimited. */
export interface CallerRates {
  readonly operationsPerMinute: number | null;
  readonly upstreamCallsPerMinute: number | null;
}

/** Who asks, in whose name, and what it may do. */
export interface Caller {
  readonly service: TenantService;
  /** Names who asks, the same at every request, for rates and logs; never the secret itself. */
  readonly credential: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Names the tenant and the scopes: callers who share it are told the same. */
  readonly view: string;
  readonly rates: CallerRates;
}

export function createCaller(caller: Omit<Caller, 'view'>): Caller {
  return { ...caller, view: [caller.service.tenant.id, ...[...caller.scopes].sort()].join(' ') };
}

export interface IncomingHeaders {
  readonly [name: string]: string | string[] | undefined;
}

/** What callers are told apart by. */
export interface IncomingCall {
  readonly headers: IncomingHeaders;
  /** The address that the connection comes from. */
  readonly ip: string;
}

/** Tells who asks. @throws RequestError UNAUTHENTICATED; OVERLOADED when that cannot be found out just now */
export type Identify = (call: IncomingCall) => Caller | Promise<Caller>;
