import { readdir, readFile } from 'node:fs/promises';
import { readLines } from './journal-line.js';
import type { Change } from './ledger-changes.js';
import { LedgerStateMachine } from './ledger-state.js';
import type { AnsweringKeys } from './ledger-store.js';
import { findSegments, segmentPaths } from './segment.js';

/** Lines that are about segments, not about sends. */
const OF_SEGMENTS: ReadonlySet<string> = new Set(['dropped', 'follows', 'sealed']);

/**
 * The keys in the record of sends that `DATA_DIR` has while the ledger is elsewhere. Reads both copies and writes nothing.
 * @param directory `sends` of DATA_DIR
 * @param now epoch milliseconds
 * @returns null where no key answers
 * @throws an Error where a file cannot be read, is missing, or has no whole line
 */
export async function findLeftBehind(directory: string, now: number): Promise<AnsweringKeys | null> {
  const names = await readdir(directory).catch(noneWhereAbsent);
  if (names.length === 0) return null;
  const { first, last } = await findSegments(directory);
  const state = new LedgerStateMachine<null>();
  let sequence = 0;
  for (let segment = first; segment <= last; segment++) {
    for (const text of await linesOf(segmentPaths(directory, segment))) {
      const change = JSON.parse(text) as Change;
      sequence++;
      if (!OF_SEGMENTS.has(change.op)) state.apply(change, sequence, null, 0);
    }
  }
  if (sequence === 0) throw new Error('no line of it is whole');
  const bound = state.boundKeys(now);
  return bound.keys === 0 ? null : bound;
}

/** A line that is damaged in one file is whole in the other, at the same offset. */
async function linesOf(paths: readonly string[]): Promise<string[]> {
  const copies = await Promise.all(paths.map(async (path) => readLines(await readFile(path), 0).whole));
  const lines = new Map(copies.flatMap((whole) => whole.map(({ offset, text }) => [offset, text] as const)));
  return [...lines].sort(([a], [b]) => a - b).map(([, text]) => text);
}

function noneWhereAbsent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
