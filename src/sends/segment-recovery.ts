import type { FileHandle } from 'node:fs/promises';
import { type Line, readLines } from './journal-line.js';
import { readFrom, type Segment } from './segment.js';

/**
 * Reads a segment from its start and mends what one of its files has lost.
 * @param onLine told of each whole line in order; returns whether the segment goes on behind it
 * @returns how many lines one file had lost and were taken from the other
 */
export async function recoverSegment(segment: Segment, onLine: (line: Line) => boolean): Promise<number> {
  // The second first: whatever it holds, the first held before.
  const second = await readFrom(segment.second, 0);
  const first = await readFrom(segment.first, 0);
  const known = readLines(first, 0);
  const copied = readLines(second, 0);
  const lines = new Map(known.whole.map((line) => [line.offset, line]));
  const lost = copied.whole.filter(({ offset }) => !lines.has(offset));
  for (const line of lost) lines.set(line.offset, line);
  await mend(segment.first, second, lost, 0);
  const offsets = new Set(copied.whole.map(({ offset }) => offset));
  const uncopied = known.whole.filter(({ offset }) => !offsets.has(offset));
  await mend(segment.second, first, uncopied, 0);
  const sorted = [...lines.values()].sort((a, b) => a.offset - b.offset);
  const last = sorted.at(-1);
  segment.position = Math.max(known.consumed, last ? last.offset + last.length + 1 : 0);
  for (const line of sorted) if (!onLine(line)) break;
  // What lies before the end of the second file is damage there; behind it, a process ended before it had copied.
  return lost.length + uncopied.filter(({ offset }) => offset < second.length).length;
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
