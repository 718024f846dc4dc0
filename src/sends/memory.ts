import type { Clock, LedgerOptions, LedgerStore } from './ledger-store.js';
import { createMemoryShelf } from './memory-shelf.js';
import { openShelfLedger } from './shelf-ledger.js';

export interface MemoryLedgerOptions extends LedgerOptions {
  readonly now?: Clock;
}

/** A ledger that is gone with the process: for the sandbox and for tests. Bounded by time alone. */
export const openMemoryLedger = ({ now = Date.now, ...options }: MemoryLedgerOptions): Promise<LedgerStore> =>
  openShelfLedger(createMemoryShelf(), options, now);
