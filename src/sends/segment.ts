import { readdir, rm, stat, type FileHandle, open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, fstatSync, readSync, statSync } from 'node:fs';
import { type Line, readLines } from './journal-line.js';

export const segmentPaths = (directory: string, number: number): [first: string, second: string] => {
  const name = String(number).padStart(6, '0');
  return [join(directory, `${name}.a`), join(directory, `${name}.b`)];
};

export interface FoundSegments {
  /** Every number of which one file is there. */
  readonly all: readonly number[];
  /** From `first` to `last` both files of every number are there; `first` is above `last` when there are none. */
  readonly first: number;
  readonly last: number;
}

/**
 * @param isAgain another process may have made the second file of the last segment after the directory was read: it is
 *   read again
 * @throws an Error that names the file that is missing beside the last one
 */
export async function findSegments(directory: string, isAgain = false): Promise<FoundSegments> {
  const names = new Set((await readdir(directory)).filter((name) => /^\d{6}\.[ab]$/.test(name)));
  const all = [...new Set([...names].map((name) => Number.parseInt(name, 10)))].sort((a, b) => a - b);
  const isWhole = (number: number): boolean =>
    segmentPaths(directory, number).every((path) => names.has(path.slice(directory.length + 1)));
  let last = all.at(-1) ?? 0;
  if (last > 0 && !isWhole(last)) {
    // A process that ended while it made the files leaves an empty one alone.
    if (await hasBytes(directory, last)) {
      if (!isAgain) return findSegments(directory, true);
      throw await missingSegment(directory, last);
    }
    last--;
  }
  let first = last + 1;
  while (first > 1 && isWhole(first - 1)) first--;
  return { all, first, last };
}

/** Whether one of the files of a segment is there and not empty. */
export async function hasBytes(directory: string, number: number): Promise<boolean> {
  const sizes = await Promise.all(segmentPaths(directory, number).map(sizeOf));
  return sizes.some((size) => size !== null && size > 0);
}

/** @returns what to throw where a file of a segment is not there */
export async function missingSegment(directory: string, number: number): Promise<Error> {
  const [first, second] = segmentPaths(directory, number);
  return new Error(`${(await sizeOf(first)) === null ? first : second} is missing`);
}

export async function removeSegment(directory: string, number: number): Promise<void> {
  for (const path of segmentPaths(directory, number)) await rm(path, { force: true });
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    },
  );
}

/** For tests that inject faults. */
export type OpenFile = (path: string, flags: number, mode: number) => Promise<FileHandle>;

const { O_RDWR, O_CREAT, O_APPEND } = constants;
const MODE = 0o600;

/**
 * Two files of the same bytes. The first is only appended to, by any number of processes at once: its order decides. The
 * second gets the same bytes at the same offsets, so that a line that is damaged in one file is whole in the other.
 */
export class Segment {
  /** All bytes of the first file before it are applied. */
  position = 0;
  /** All bytes of the first file before it were read: behind `position` where the last line is not whole yet. */
  readTo = 0;
  /** How many whole lines were applied. */
  lines = 0;
  /** When its first send or attempt to cancel was bound, epoch milliseconds; null where it has none. */
  boundAt: number | null = null;
  /** Of the first file, with their offsets; more than one after a failure. */
  readonly #uncopied: { readonly bytes: Buffer; readonly offset: number }[] = [];

  private constructor(
    private readonly directory: string,
    readonly number: number,
    private readonly appending: FileHandle,
    readonly first: FileHandle,
    readonly second: FileHandle,
  ) {}

  /** @param create whether files are made that are not there. @throws ENOENT when they are needed and not there */
  static async open(directory: string, number: number, create: boolean, open: OpenFile = openFile): Promise<Segment> {
    const [first, second] = segmentPaths(directory, number);
    const flags = O_RDWR | (create ? O_CREAT : 0);
    const files: FileHandle[] = [];
    try {
      // A write at an offset goes to the end of a file that is open for appending, so it needs a handle of its own.
      files.push(await open(first, flags | O_APPEND, MODE));
      files.push(await open(first, O_RDWR, MODE));
      files.push(await open(second, flags, MODE));
    } catch (error) {
      await Promise.all(files.map((file) => file.close()));
      throw error;
    }
    return new Segment(directory, number, files[0]!, files[1]!, files[2]!);
  }

  /** @returns the file that was moved, deleted or replaced since it was opened, 8 µs; null where both are in their place */
  displaced(): string | null {
    const [first, second] = segmentPaths(this.directory, this.number);
    return !isAt(first, this.first) ? first : !isAt(second, this.second) ? second : null;
  }

  async append(bytes: Buffer): Promise<void> {
    const { bytesWritten } = await this.appending.write(bytes, 0, bytes.length);
    if (bytesWritten < bytes.length) throw noRoom();
  }

  /** Whether bytes were appended behind `readTo`; 0.6 µs, where an asynchronous read takes 50. */
  hasMore(): boolean {
    try {
      return readSync(this.first.fd, ONE_BYTE, 0, 1, this.readTo) > 0;
    } catch {
      return true; // the read that follows fails with the same fault
    }
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
    this.#uncopied.push({ bytes, offset });
    await this.sync();
  }

  /** Waits until everything that was appended, by whatever process, is on the disk; first copies what is still to be. */
  async sync(): Promise<void> {
    for (let next = this.#uncopied[0]; next; next = this.#uncopied[0]) {
      const { bytesWritten } = await this.second.write(next.bytes, 0, next.bytes.length, next.offset);
      if (bytesWritten < next.bytes.length) throw noRoom();
      this.#uncopied.shift();
    }
    await Promise.all([this.appending.datasync(), this.second.datasync()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.appending.close(), this.first.close(), this.second.close()]);
  }
}

const ONE_BYTE = Buffer.alloc(1);

function isAt(path: string, { fd }: FileHandle): boolean {
  const there = statSync(path, { bigint: true, throwIfNoEntry: false });
  const opened = fstatSync(fd, { bigint: true });
  return there?.ino === opened.ino && there.dev === opened.dev;
}

const noRoom = (): Error => Object.assign(new Error('no room left'), { code: 'ENOSPC' });

const READ_BYTES = 1024 * 1024;

/** @returns the bytes from a position to the end of the file, or fewer when a limit is given */
export async function readFrom(file: FileHandle, position: number, limit = Infinity): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let at = position; ;) {
    const size = Math.min(at === position && limit === Infinity ? 64 * 1024 : READ_BYTES, position + limit - at);
    const part = Buffer.allocUnsafe(size);
    const { bytesRead } = size === 0 ? { bytesRead: 0 } : await file.read(part, 0, size, at);
    if (bytesRead > 0) parts.push(part.subarray(0, bytesRead));
    at += bytesRead;
    if (bytesRead < size || size === 0) return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }
}
