import type { Tenant } from '../context.js';
import { encodeOpaque, decodeOpaque } from '../opaque.js';

/** What an opaque id names: a type, and the vendor's own id in it. */
export interface GlobalId {
  readonly type: string;
  readonly key: string;
}

/**
 * Opaque ids (Relay's Global Object Identification): the type, the tenant's digest and the vendor's id. Those of
 * another tenant name nothing here.
 */
export const writeGlobalId = (tenant: Tenant, { type, key }: GlobalId): string =>
  encodeOpaque(`${type}:${tenant.digest}:${key}`);

/** @returns null for an id that is damaged, or another tenant's */
export function readGlobalId(tenant: Tenant, id: string): GlobalId | null {
  const [type, digest, ...rest] = decodeOpaque(id)?.split(':') ?? [];
  if (!type || digest !== tenant.digest || rest.length === 0) return null;
  return { type, key: rest.join(':') };
}

/** The type that an id names, whosever it is; null for one that is damaged. */
export const typeOfGlobalId = (id: unknown): string | null =>
  (typeof id === 'string' && decodeOpaque(id)?.split(':')[0]) || null;
