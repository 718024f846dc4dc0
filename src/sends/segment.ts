import { constants } from 'node:fs';
import { type FileHandle, open as openFile } from 'node:fs/promises';
import { type Line, readLines } from './journal-line.js';
import { segmentPaths } from './segment-files.js';

/** For tests that inject faults. */
export type OpenFile = (path: string, flags: number, mode: number) => Promise<FileHandle>;

export interface RecoveredSegment {
  readonly segment: Segment;
  readonly lines: readonly Line[];
  /** Lines that one file had lost and that were taken from the other. */
  readonly damaged: number;
}

const { O_RDWR, O_CREAT, O_APPEND } = constants;
const MODE = 0o600;

/**
 * Two files of the same bytes. The first is only appended to, by any number of processes at once: its order decides. The
 * second gets the same bytes at the same offsets, so that a line that is damaged in one file is whole in the other.
 */
export class Segment {
  /** All bytes of the first file before it are applied. */
  position = 0;

  private constructor(
    readonly number: number,
    private readonly appending: FileHandle,
    private readonly first: FileHandle,
    private readonly second: FileHandle,
  ) {}

  static async open(directory: string, number: number, open: OpenFile = openFile): Promise<Segment> {
    const [first, second] = segmentPaths(directory, number);
    return new Segment(
      number,
      // A write at an offset goes to the end of a file that is open for appending, so it needs a handle of its own.
      await open(first, O_RDWR | O_CREAT | O_APPEND, MODE),
      await open(first, O_RDWR, MODE),
      await open(second, O_RDWR | O_CREAT, MODE),
    );
  }

  /** Reads all of it and mends what one of the files has lost. */
  static async recover(directory: string, number: number, open?: OpenFile): Promise<RecoveredSegment> {
    const segment = await Segment.open(directory, number, open);
    // The second first: whatever it holds, the first held before.
    const second = await readFrom(segment.second, 0);
    const first = await readFrom(segment.first, 0);
    const known = readLines(first, 0);
    const copied = readLines(second, 0);
    const lines = new Map(known.whole.map((line) => [line.offset, line]));
    const lost = copied.whole.filter(({ offset }) => !lines.has(offset));
    for (const line of lost) lines.set(line.offset, line);
    await segment.#mend(segment.first, second, lost);
    const offsets = new Set(copied.whole.map(({ offset }) => offset));
    const uncopied = known.whole.filter(({ offset }) => !offsets.has(offset));
    await segment.#mend(segment.second, first, uncopied);
    const sorted = [...lines.values()].sort((a, b) => a.offset - b.offset);
    const last = sorted.at(-1);
    segment.position = Math.max(known.consumed, last ? last.offset + last.length + 1 : 0);
    // What lies before the end of the second file is damage there; behind it, a process ended before it had copied.
    const isDamage = ({ offset }: Line): boolean => offset < second.length;
    return { segment, lines: sorted, damaged: lost.length + uncopied.filter(isDamage).length };
  }

  async #mend(file: FileHandle, source: Buffer, lines: readonly Line[]): Promise<void> {
    for (const { offset, length } of lines) {
      const end = offset + length + 1;
      // With the line end before it: what was there may have been damaged too.
      const start = Math.max(0, offset - 1);
      await file.write(source, start, Math.min(end, source.length) - start, start);
    }
    if (lines.length > 0) await file.datasync();
  }

  async append(bytes: Buffer): Promise<void> {
    const { bytesWritten } = await this.appending.write(bytes, 0, bytes.length);
    if (bytesWritten < bytes.length) throw Object.assign(new Error('no room left'), { code: 'ENOSPC' });
  }

  /** @returns what was appended since `position` */
  readNew(): Promise<Buffer> {
    return readFrom(this.first, this.position);
  }

  /**
   * @param bytes from `position` on
   * @returns the whole lines. One that is broken was torn, or damaged since it was written: then the copy is whole
   */
  async readLines(bytes: Buffer): Promise<{ lines: readonly Line[]; consumed: number }> {
    const { whole, broken, consumed } = readLines(bytes, this.position);
    if (broken.length === 0) return { lines: whole, consumed };
    const lines = [...whole];
    for (const offset of broken) {
      const end = bytes.indexOf('\n', offset - this.position) + this.position;
      const copy = Buffer.alloc(end - offset + 1);
      await this.second.read(copy, 0, copy.length, offset);
      lines.push(...readLines(copy, offset).whole);
    }
    return { lines: lines.sort((a, b) => a.offset - b.offset), consumed };
  }

  /** @returns the text of the line; from the copy where the first file is damaged. @throws when neither is whole */
  async readLine(offset: number, length: number): Promise<string> {
    for (const file of [this.first, this.second]) {
      const bytes = Buffer.alloc(length + 1);
      await file.read(bytes, 0, length + 1, offset);
      const [line] = readLines(bytes, offset).whole;
      if (line?.offset === offset) return line.text;
    }
    throw new Error('a line of the journal is damaged in both files');
  }

  /** Copies bytes of the first file and waits for the disk. */
  async copyAndSync(bytes: Buffer, offset: number): Promise<void> {
    const { bytesWritten } = await this.second.write(bytes, 0, bytes.length, offset);
    if (bytesWritten < bytes.length) throw Object.assign(new Error('no room left'), { code: 'ENOSPC' });
    await Promise.all([this.appending.datasync(), this.second.datasync()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.appending.close(), this.first.close(), this.second.close()]);
  }
}

const READ_BYTES = 1024 * 1024;

async function readFrom(file: FileHandle, position: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let at = position; ;) {
    const part = Buffer.allocUnsafe(at === position ? 64 * 1024 : READ_BYTES);
    const { bytesRead } = await file.read(part, 0, part.length, at);
    if (bytesRead > 0) parts.push(part.subarray(0, bytesRead));
    if (bytesRead < part.length) return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    at += bytesRead;
  }
}
