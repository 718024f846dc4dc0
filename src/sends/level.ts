import type { Clock, LedgerOptions, LedgerStore } from './ledger-store.js';
import { openLevelShelf } from './level-shelf.js';
import { openShelfLedger } from './shelf-ledger.js';
import { withKnownPlaces } from './shelf-places.js';

export interface LevelLedgerOptions extends LedgerOptions {
  /** The ledger takes the directory `ledger` in it, for its owner alone. Narrows the umask of the process to 077. */
  readonly dataDir: string;
  readonly now?: Clock;
}

/**
 * A durable ledger for one process.
 * @throws an Error that names DATA_DIR when another process has it open, or it cannot be read or written
 */
export async function openLevelLedger({
  dataDir,
  now = Date.now,
  ...options
}: LevelLedgerOptions): Promise<LedgerStore> {
  const shelf = await openLevelShelf(dataDir);
  try {
    return await openShelfLedger(await withKnownPlaces(shelf), options, now);
  } catch (cause) {
    await shelf.close();
    throw new Error(`DATA_DIR ${dataDir} cannot be read or written`, { cause });
  }
}
