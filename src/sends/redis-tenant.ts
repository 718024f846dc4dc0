import type { Fingerprint } from './fingerprint.js';
import type { LedgerHealth } from './ledger-health.js';
import type { RedisClient } from './redis-client.js';
import type { RedisRetries, UnwrittenEnd } from './redis-retries.js';
import type { SendKind } from './send-ledger.js';
import type { LedgerNotices } from './ledger-store.js';
import type { Waiters } from './waiters.js';

export interface RedisLedgerParts {
  readonly client: RedisClient;
  readonly health: LedgerHealth;
  readonly fingerprint: Fingerprint;
  /** In front of every name. */
  readonly prefix: string;
  readonly secret: string;
  readonly secretName: string;
  /** The set of what the names of each tenant that has bound a key begin with. */
  readonly tenantsName: string;
  readonly waiters: Waiters;
  readonly retries: RedisRetries;
  readonly notices: LedgerNotices;
  readonly recordLife: number;
  readonly sendTimeoutMs: number;
}

/** What the parts of the ledger of one tenant share. */
export interface RedisTenant extends RedisLedgerParts {
  readonly tenantId: string;
  /** In front of its names. */
  readonly base: string;
  readonly vendorOf: (kind: SendKind, vendorId: string) => string;
  /** How long a process may take between its bind and the outcome, or for a cancel. */
  readonly leaseLife: number;
  /** Writes how something of this process ended; what cannot be written is tried again until it is. */
  readonly end: <Answer>(
    id: string,
    end: Pick<UnwrittenEnd, 'isFree' | 'known'>,
    write: () => Promise<Answer>,
  ) => Promise<Answer>;
}

/** What the names of a tenant begin with. */
export const baseOf = (
  { prefix, fingerprint }: Pick<RedisLedgerParts, 'prefix' | 'fingerprint'>,
  tenantId: string,
): string => `${prefix}:{${fingerprint('tenant', tenantId)}}`;
