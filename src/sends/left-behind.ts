import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLines } from './journal-line.js';
import type { Change } from './ledger-changes.js';
import { LedgerStateMachine } from './ledger-state.js';
import { findSegments, segmentPaths } from './segment.js';

/** The record of sends that `DATA_DIR` has beside a ledger that is elsewhere. */
export interface LeftBehind {
  readonly directory: string;
  /** How many idempotency keys still answer. */
  readonly keys: number;
  /** When the last of them ends, epoch milliseconds. */
  readonly until: number;
}

/** Lines that are about segments, not about sends. */
const OF_SEGMENTS: ReadonlySet<string> = new Set(['dropped', 'follows', 'sealed']);

/**
 * Reads what is there and writes nothing; lines that are damaged in the first of both copies are left out.
 * @param now epoch milliseconds
 * @returns null where no key answers
 */
export async function findLeftBehind(dataDir: string, now: number): Promise<LeftBehind | null> {
  const directory = join(dataDir, 'sends');
  const state = new LedgerStateMachine<null>();
  let sequence = 0;
  for (const path of await firstFiles(directory)) {
    for (const { text } of readLines(await readFile(path), 0).whole) {
      const change = JSON.parse(text) as Change;
      if (!OF_SEGMENTS.has(change.op)) state.apply(change, ++sequence, null, 0);
    }
  }
  const { keys, until } = state.boundKeys(now);
  return keys === 0 ? null : { directory, keys, until };
}

async function firstFiles(directory: string): Promise<string[]> {
  try {
    const { first, last } = await findSegments(directory);
    return Array.from({ length: last - first + 1 }, (_, index) => segmentPaths(directory, first + index)[0]);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
