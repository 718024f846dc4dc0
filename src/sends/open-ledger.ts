import { openEmbeddedLedger } from './embedded-store.js';
import { join } from 'node:path';
import { storeFault } from '../store-fault.js';
import { findLeftBehind } from './left-behind.js';
import { openMemoryLedger } from './memory-store.js';
import type { LedgerOptions, LedgerStore } from './ledger-store.js';

/** Where the ledger is. */
export type LedgerPlace =
  | { readonly kind: 'memory' }
  | { readonly kind: 'embedded'; readonly directory: string }
  | {
      readonly kind: 'redis';
      readonly url: string;
      readonly waitReplicas: number;
      /** DATA_DIR, where sends may be from a time before. */
      readonly formerDirectory: string;
    };

/** @throws an Error that names the setting when the place cannot be opened */
export async function openLedger(
  place: LedgerPlace,
  options: LedgerOptions & { readonly commandTimeoutMs?: number },
): Promise<LedgerStore> {
  switch (place.kind) {
    case 'memory':
      return openMemoryLedger(options);
    case 'embedded':
      return openEmbeddedLedger({ ...options, dataDir: place.directory });
    case 'redis': {
      await refuseLeftBehind(place.formerDirectory);
      const { openRedisLedger } = await import('./redis-store.js'); // its client takes 15 MB
      return openRedisLedger({ ...options, url: place.url, waitReplicas: place.waitReplicas });
    }
  }
}

/** Keys that redis does not know would be free, and send again. */
async function refuseLeftBehind(dataDir: string): Promise<void> {
  const directory = join(dataDir, 'sends');
  const moveAway = `, or, where none of them is sent again, move ${directory} away`;
  const found = await findLeftBehind(directory, Date.now()).catch((cause: unknown) => {
    throw new Error(
      `REDIS_URL: redis does not know the idempotency keys of ${directory} (DATA_DIR), and whether one of them still ` +
        `answers cannot be read (${storeFault(cause)}): let this user read it, or put it back from a copy${moveAway}`,
      { cause },
    );
  });
  if (found === null) return;
  const { keys, open, until } = found;
  const isOpen = open > 0 ? ` (${open} of sends without a known outcome: reconcile them on DATA_DIR first)` : '';
  throw new Error(
    `REDIS_URL: redis does not know the idempotency keys of ${directory} (DATA_DIR): ${keys} answer until ` +
      `${new Date(until).toISOString()} and would be sent again under redis${isOpen}. Start after that time${moveAway}`,
  );
}
