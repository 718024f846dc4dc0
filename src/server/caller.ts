import type { Scope, Sources, Tenant } from '../graph/context.js';

/** One tenant as it is served. */
export interface TenantService {
  readonly tenant: Tenant;
  readonly sources: Sources;
}

/** Who asks, in whose name, and what it may do. */
export interface Caller {
  readonly service: TenantService;
  /** Names the credentials, for rates, logs and the sharing of answers; never the secret itself. */
  readonly credential: string;
  readonly scopes: ReadonlySet<Scope>;
}

export interface IncomingHeaders {
  readonly [name: string]: string | string[] | undefined;
}

/** Tells who asks. @throws RequestError UNAUTHENTICATED */
export type Identify = (headers: IncomingHeaders) => Caller | Promise<Caller>;
