import { timingSafeEqual } from 'node:crypto';
import type { Caller } from './caller.js';

export interface RingKey {
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly caller: Caller;
}

/** Keys by their digests. Whoever times the lookup learns of digests that cannot be chosen, and nothing of keys. */
export function createKeyRing(keys: readonly RingKey[]): (digest: Buffer, hex: string) => Caller | null {
  const byDigest = new Map(keys.map((key) => [key.sha256, { digest: Buffer.from(key.sha256, 'hex'), ...key }]));
  return (digest, hex) => {
    const key = byDigest.get(hex);
    return key && timingSafeEqual(key.digest, digest) ? key.caller : null;
  };
}
