/** How the ledger's part of redis is laid out. Tenants, keys and campaigns stand in names as fingerprints. */
export interface RedisNames {
  readonly secret: string;
  entry(tenant: string, key: string): string;
  /** Lives as long as an instance may be sending under the key. */
  lease(tenant: string, key: string): string;
  /** In front of a campaign's fingerprint. */
  recordPrefix(tenant: string): string;
  /** A sorted set: the campaigns' fingerprints by sequence number. */
  places(tenant: string): string;
  sequence(tenant: string): string;
  /** Patterns of everything that counts. */
  readonly counted: readonly string[];
}

export function createRedisNames(prefix: string): RedisNames {
  const literal = prefix.replace(/[\\*?[\]]/g, '\\$&');
  return {
    secret: `${prefix}:secret`,
    entry: (tenant, key) => `${prefix}:key:${tenant}:${key}`,
    lease: (tenant, key) => `${prefix}:lease:${tenant}:${key}`,
    recordPrefix: (tenant) => `${prefix}:record:${tenant}:`,
    places: (tenant) => `${prefix}:places:${tenant}`,
    sequence: (tenant) => `${prefix}:sequence:${tenant}`,
    counted: [`${literal}:key:*`, `${literal}:record:*`],
  };
}
