import { createHash } from 'node:crypto';
import type { Tenant } from '../../graph/context.js';

/** A tenant and the digest of its id, which every opaque id and cursor carries: 48 bits. */
export const createTenant = (id: string): Tenant => ({
  id,
  digest: createHash('sha256').update(`tenant:${id}`).digest('base64url').slice(0, 8),
});
