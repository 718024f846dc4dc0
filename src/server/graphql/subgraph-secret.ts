import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHeaders } from '../auth/caller.js';
import { refuse } from '../http/request-error.js';

const FEDERATION_FIELDS = ['_service', '_entities'];
const digest = (text: string) => createHash('sha256').update(text).digest();

/** Opens the fields of federation to routers alone. @throws RequestError FORBIDDEN */
export function requireSubgraphSecret(
  rootFields: ReadonlySet<string>,
  headers: IncomingHeaders,
  secret: string | null,
): void {
  if (!FEDERATION_FIELDS.some((name) => rootFields.has(name))) return;
  const given = headers['x-subgraph-secret'];
  if (secret === null || typeof given !== 'string' || !timingSafeEqual(digest(given), digest(secret))) {
    throw refuse(403, 'FORBIDDEN', 'The fields of federation are open to a router alone.');
  }
}
