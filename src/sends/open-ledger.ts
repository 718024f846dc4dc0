import { openEmbeddedLedger } from './embedded-store.js';
import { openMemoryLedger } from './memory-store.js';
import type { LedgerOptions, LedgerStore } from './send-ledger.js';

/** Where the ledger is. */
export type LedgerPlace =
  | { readonly kind: 'memory' }
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'redis'; readonly url: string; readonly waitReplicas: number };

/** @throws an Error that names the setting when the place cannot be opened */
export async function openLedger(place: LedgerPlace, options: LedgerOptions): Promise<LedgerStore> {
  switch (place.kind) {
    case 'memory':
      return openMemoryLedger(options);
    case 'embedded':
      return openEmbeddedLedger({ ...options, dataDir: place.directory });
    case 'redis': {
      const { openRedisLedger } = await import('./redis-store.js'); // its client takes 15 MB
      return openRedisLedger({ ...options, url: place.url, waitReplicas: place.waitReplicas });
    }
  }
}
