import { openLevelLedger } from './level.js';
import type { LedgerStore } from './ledger-store.js';
import { openMemoryLedger } from './memory.js';

/** Where the ledger lives. */
export type LedgerPlace =
  | { readonly kind: 'memory' }
  | { readonly kind: 'level'; readonly directory: string }
  | { readonly kind: 'redis'; readonly url: string };

export interface OpenLedgerOptions {
  readonly campaignRecordDays: number;
  readonly sendTimeoutMs: number;
  readonly onConnectionError: () => void;
  /** Told once where a redis does not say whether it may lose what it was given. */
  readonly onEvictionUnknown: () => void;
}

/** @throws an Error that names the setting when the place cannot be opened */
export async function openLedger(
  place: LedgerPlace,
  { onConnectionError, onEvictionUnknown, ...options }: OpenLedgerOptions,
): Promise<LedgerStore> {
  switch (place.kind) {
    case 'memory':
      return openMemoryLedger(options);
    case 'level':
      return openLevelLedger({ ...options, dataDir: place.directory });
    case 'redis': {
      const { openRedisLedger } = await import('./redis.js'); // its client takes 15 MB
      return openRedisLedger({ ...options, url: place.url, onConnectionError, onEvictionUnknown });
    }
  }
}
