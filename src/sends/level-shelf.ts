import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { createGroupedWrites } from './grouped-writes.js';
import type { Shelf } from './shelf.js';

/** A shelf in a directory of its own, which no other process can open meanwhile. */
export async function openLevelShelf(dataDir: string): Promise<Shelf> {
  const directory = join(dataDir, 'ledger');
  // LevelDB makes files at any time with the process's default rights, so those have to be narrow from here on.
  process.umask(0o077);
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new Error(`DATA_DIR ${dataDir} cannot be used`, { cause });
  });
  await closeToOthers(directory);

  const level = new ClassicLevel<string, string>(directory);
  await open(level, dataDir);

  /**
   * A write that fails half-way leaves a torn end in LevelDB's log, and what is written behind it can be lost at the
   * next start. Opening anew reads the log up to there and begins another.
   */
  let isTorn = false;
  const writes = createGroupedWrites(async (changes) => {
    if (isTorn) {
      await level.close();
      await open(level, dataDir);
      isTorn = false;
    }
    try {
      await level.batch(
        changes.map(({ name, text }) =>
          text === null ? { type: 'del' as const, key: name } : { type: 'put' as const, key: name, value: text },
        ),
        { sync: true },
      );
    } catch (error) {
      isTorn = true;
      throw error;
    }
  });

  return {
    get: (name) => level.get(name),
    write: (changes) => writes.add(changes),
    scan: ({ above, below, backwards }) => level.iterator({ gt: above, lt: below, reverse: backwards ?? false }),
    async close() {
      await writes.idle();
      await level.close();
    },
  };
}

async function closeToOthers(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  for (const file of await readdir(directory)) await chmod(join(directory, file), 0o600);
}

async function open(level: ClassicLevel<string, string>, dataDir: string): Promise<void> {
  try {
    await level.open();
  } catch (error) {
    throw new Error(
      isLocked(error)
        ? `DATA_DIR ${dataDir} is in use by another process; a ledger has one at a time (several share one with REDIS_URL)`
        : `DATA_DIR ${dataDir} cannot be opened`,
      { cause: error },
    );
  }
}

/** LevelDB's own code is in the cause. */
function isLocked(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: unknown } };
  return cause?.code === 'LEVEL_LOCKED';
}
