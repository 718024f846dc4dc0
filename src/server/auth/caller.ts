import { createHash } from 'node:crypto';
import type { CallerRates } from '../../config/config.type.js';
import type { Scope, Sources, Tenant, TenantUpdates } from '../../graph/context.js';

/** A tenant and the digest of its id, which every opaque id and cursor carries: 48 bits. */
export const createTenant = (id: string): Tenant => ({
  id,
  digest: createHash('sha256').update(`tenant:${id}`).digest('base64url').slice(0, 8),
});

/** A tenant and the sources of its data. */
export interface TenantService {
  readonly tenant: Tenant;
  readonly sources: Sources;
  readonly updates: TenantUpdates;
}

/** The identity, tenant and permissions of a request. */
export interface Caller {
  readonly service: TenantService;
  /** Names the credential in rates and logs: the same at every request, and never the secret itself. */
  readonly credential: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Names the tenant and the scopes: callers who share it get the same answers. */
  readonly view: string;
  readonly rates: CallerRates;
  /** Callers of one view and one group join each other's queries in flight; absent where only those of the credential do. */
  readonly joinGroup?: string;
  /** How many subscriptions it may have at once; null and absent for the number of the server. */
  readonly maxSubscriptions?: number | null;
  /** Epoch milliseconds from which on its credentials are refused; null and absent for those without an end. */
  readonly expiresAt?: number | null;
}

export function createCaller(caller: Omit<Caller, 'view'>): Caller {
  return { ...caller, view: [caller.service.tenant.id, ...[...caller.scopes].sort()].join(' ') };
}

export interface IncomingHeaders {
  readonly [name: string]: string | string[] | undefined;
}

/** What identifies a caller. */
export interface IncomingCall {
  readonly headers: IncomingHeaders;
  /** The remote address of the connection. */
  readonly ip: string;
}

/** @throws RequestError UNAUTHENTICATED; OVERLOADED while the caller cannot be identified */
export type Identify = (call: IncomingCall) => Caller | Promise<Caller>;
