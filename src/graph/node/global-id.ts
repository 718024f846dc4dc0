import type { Tenant } from '../context.js';

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
  Buffer.from(`${type}:${tenant.digest}:${key}`).toString('base64url');

/** @returns null for an id that is damaged, or another tenant's */
export function readGlobalId(tenant: Tenant, id: string): GlobalId | null {
  const [type, digest, ...rest] = Buffer.from(id, 'base64url').toString().split(':');
  if (!type || digest !== tenant.digest || rest.length === 0) return null;
  const globalId = { type, key: rest.join(':') };
  return writeGlobalId(tenant, globalId) === id ? globalId : null;
}
