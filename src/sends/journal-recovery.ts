import type { JournalReader } from './journal-reader.js';
import { recoverSegment } from './segment-recovery.js';
import { readSynced, syncedPaths } from './synced-file.js';
import { findSegments, hasBytes, missingSegment, removeSegment, segmentPaths } from './segment-files.js';
import type { Segment } from './segment.js';

export interface RecoveryOptions {
  readonly directory: string;
  /** Whether there has to be a segment. */
  readonly isBegun: boolean;
}

/**
 * Reads all segments that a directory holds, while other processes may write to them and delete old ones.
 * @returns how many lines one file had lost and were taken from the other
 * @throws an Error that names the file when something is missing
 */
export async function recoverJournal(reader: JournalReader, options: RecoveryOptions): Promise<number> {
  const { directory, isBegun } = options;
  const synced = await readSynced(directory); // before the lines: what it tells of is there
  const { all, first, last } = await findSegments(directory);
  if (first > last) {
    if (isBegun || synced) throw await missingSegment(directory, Math.max(1, synced?.segment ?? 1));
    reader.begin(await reader.openSegment(1, true));
    return 0;
  }
  if (isBegun && !synced) throw new Error(`${syncedPaths(directory).join(' and ')} are missing or damaged`);
  let missing = first - 1;
  let damaged = 0;
  for (let number = first; ; number++) {
    const segment = await openExisting(reader, number);
    if (!segment) {
      if (number > last) throw await missingSegment(directory, number);
      missing = number; // deleted since the directory was read, or the end below refuses
      continue;
    }
    if (missing < number - 1) reader.goOn(segment);
    else reader.begin(segment);
    const [path] = segmentPaths(directory, number);
    let isSealed = false;
    let counted = 0;
    damaged += await recoverSegment(segment, path, (line) => {
      if (number === synced?.segment && line.offset < synced.end) counted++;
      isSealed = !reader.applyLine(line, segment);
      return !isSealed;
    });
    if (number === synced?.segment && counted !== synced.lines)
      throw new Error(`${path} and its copy hold ${counted} of ${synced.lines} lines`);
    if (!isSealed) break; // other processes write to it still, whatever follows
    await segment.sync();
  }
  if (missing > reader.droppedUpTo) throw await missingSegment(directory, missing);
  await refuseLinesBeyond(reader, directory, last, synced?.segment ?? 0);
  if (reader.mismatch !== null) throw new Error(reader.mismatch);
  for (const number of all.filter((one) => one <= reader.droppedUpTo)) await removeSegment(directory, number);
  return damaged;
}

async function openExisting(reader: JournalReader, number: number): Promise<Segment | null> {
  return reader.openSegment(number, false).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** Nothing is written to a segment before the one before it has its seal. */
async function refuseLinesBeyond(
  reader: JournalReader,
  directory: string,
  last: number,
  synced: number,
): Promise<void> {
  for (let next = reader.current.number + 1; next <= Math.max(last, synced, reader.current.number + 1); next++) {
    if (!(await hasBytes(directory, next)) && next !== synced) continue;
    await reader.catchUp(); // another process may have written the seal since
    if (reader.current.number >= next) continue;
    const [path] = segmentPaths(directory, reader.current.number);
    throw new Error(`the end of ${path} is missing: ${segmentPaths(directory, next)[0]} follows it`);
  }
}
