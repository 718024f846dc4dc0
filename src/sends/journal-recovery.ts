import type { FileHandle } from 'node:fs/promises';
import type { JournalReader } from './journal-reader.js';
import { readSynced, syncedPaths } from './synced-file.js';
import {
  findSegments,
  hasBytes,
  missingSegment,
  removeSegment,
  segmentPaths,
  type Segment,
  readFrom,
} from './segment.js';
import { type Line, readLines } from './journal-line.js';

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
  const synced = await readSynced(directory); // before the lines: what it counts is there
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

/** Both files are read in pieces of this size, bytes; of a larger one where a line is longer or a file is damaged. */
const PIECE_BYTES = 1024 * 1024;
const LINE_END = 10;

/**
 * Reads a segment from its start and mends what one of its files has lost.
 * @param path of its first file, for messages
 * @param onLine called with each whole line in order; returns whether the segment goes on behind it
 * @returns how many lines one file had lost and were taken from the other
 * @throws an Error with the path when both have lost the same line
 */
export async function recoverSegment(segment: Segment, path: string, onLine: (line: Line) => boolean): Promise<number> {
  let damaged = 0;
  let size = PIECE_BYTES;
  for (let start = 0; ;) {
    // The second first: whatever it holds, the first held before.
    const copied = await readFrom(segment.second, start, size);
    const known = await readFrom(segment.first, start, size);
    const isEnd = known.length < size && copied.length < size;
    const length = isEnd ? size : commonLineEnd(known, copied);
    if (length === 0) {
      size *= 2;
      continue;
    }
    const piece = { start, first: known.subarray(0, length), second: copied.subarray(0, length) };
    const { lines, position, lost } = await recoverPiece(segment, path, piece);
    damaged += lost;
    segment.position = position;
    for (const line of lines) if (!onLine(line)) return damaged;
    if (isEnd) return damaged;
    start += length;
    size = PIECE_BYTES;
  }
}

/** @returns the length up to the last place where a line ends in both, 0 when there is none */
function commonLineEnd(first: Buffer, second: Buffer): number {
  for (let at = first.lastIndexOf(LINE_END); at >= 0; at = at === 0 ? -1 : first.lastIndexOf(LINE_END, at - 1))
    if (second[at] === LINE_END) return at + 1;
  return 0;
}

interface Piece {
  /** In the files, bytes. */
  readonly start: number;
  readonly first: Buffer;
  readonly second: Buffer;
}

async function recoverPiece(
  segment: Segment,
  path: string,
  { start, first, second }: Piece,
): Promise<{ lines: readonly Line[]; position: number; lost: number }> {
  const known = readLines(first, start);
  if (first.equals(second)) {
    refuseLostLines(known.whole, { start, first, second }, path);
    return { lines: known.whole, position: start + known.consumed, lost: 0 };
  }
  const copied = readLines(second, start);
  const knownAt = new Set(known.whole.map(({ offset }) => offset));
  const copiedAt = new Set(copied.whole.map(({ offset }) => offset));
  const lost = copied.whole.filter(({ offset }) => !knownAt.has(offset));
  const uncopied = known.whole.filter(({ offset }) => !copiedAt.has(offset));
  const lines = [...known.whole, ...lost].sort((a, b) => a.offset - b.offset);
  refuseLostLines(lines, { start, first, second }, path);
  await mend(segment.first, second, lost, start);
  await mend(segment.second, first, uncopied, start);
  const last = lines.at(-1);
  return {
    lines,
    position: Math.max(start + known.consumed, last ? last.offset + last.length + 1 : 0),
    // A line of which the second file holds nothing was never copied.
    lost: lost.length + uncopied.filter((line) => hasText(second, line.offset - start, line.length)).length,
  };
}

/** Half a line of a process that ended is in the first file alone: what the second holds was a whole line. */
function refuseLostLines(lines: readonly Line[], { start, first, second }: Piece, path: string): void {
  let at = 0;
  const check = (end: number): void => {
    for (; at < end; at++)
      if (isText(second[at]) && first[at] !== LINE_END)
        throw new Error(`${path} and its copy are damaged at byte ${start + at}`);
  };
  for (const { offset, length } of lines) {
    check(offset - start);
    at = offset - start + length;
  }
  check(second.length);
}

const isText = (byte: number | undefined): boolean => byte !== undefined && byte !== 0 && byte !== LINE_END;

function hasText(bytes: Buffer, start: number, length: number): boolean {
  for (let at = start; at < start + length; at++) if (isText(bytes[at])) return true;
  return false;
}

async function mend(file: FileHandle, source: Buffer, lines: readonly Line[], at: number): Promise<void> {
  for (const { offset, length } of lines) {
    // With the line end before it: what was there may have been damaged too.
    const start = Math.max(0, offset - 1 - at);
    const end = Math.min(offset + length + 1 - at, source.length);
    await file.write(source, start, end - start, at + start);
  }
  if (lines.length > 0) await file.datasync();
}
