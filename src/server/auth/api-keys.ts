import { timingSafeEqual } from 'node:crypto';
import type { Caller } from './caller.js';

export interface ApiKey {
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly caller: Caller;
}

/** Looks API keys up by digest: the time of a lookup depends on digests, which nobody can choose, and not on keys. */
export function createApiKeys(keys: readonly ApiKey[]): (digest: Buffer, hex: string) => Caller | null {
  const byDigest = new Map(keys.map((key) => [key.sha256, { digest: Buffer.from(key.sha256, 'hex'), ...key }]));
  return (digest, hex) => {
    const key = byDigest.get(hex);
    return key && timingSafeEqual(key.digest, digest) ? key.caller : null;
  };
}
