import {
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  closeSync,
  fstatSync,
  writeFileSync,
  writeSync,
  renameSync,
  statfsSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { remedyOf } from '../../store-fault.js';

const DATABASE = 'data.mdb';
/** Beside the database, so that a database that vanished is not taken for a new one. */
const MARKER = 'log.json';
const FORM = 1;

const LMDB_MAGIC = 0xbeefc0de;
/** Where lmdb's meta page has its magic number, its page size, the number of its last page and of its last transaction. */
const MAGIC_AT = 24;
const PAGE_SIZE_AT = 48;
const LAST_PAGE_AT = 144;
const TRANSACTION_AT = 152;
const META_BYTES = 160;

/**
 * The directory of the log below DATA_DIR, made where it is not there.
 * @throws Error that names DATA_DIR where it cannot be used, or where the database is missing, cut off or not one: LMDB
 *   itself maps the file and ends the process in these cases
 */
export function openLogDirectory(dataDir: string): string {
  const directory = resolve(dataDir, 'events');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    checkMarker(directory);
    checkDatabase(join(directory, DATABASE), hasMarker(directory));
  } catch (error) {
    throw namedError(directory, error);
  }
  return directory;
}

export function freeBytesOf(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** LMDB maps its files before it writes to them: on a full disk the system ends the process at its first page. */
const OPENING_BYTES = 1024 * 1024;

/** LMDB may end the process where the disk becomes full, so that no write begins with less. */
export const WRITING_BYTES = 16 * 1024 * 1024;

/** @throws Error that names DATA_DIR where LMDB cannot be opened, nor a write could follow */
export function requireRoom(directory: string, freeBytes: number): void {
  if (freeBytes >= OPENING_BYTES) return;
  throw new Error(
    `DATA_DIR: the log of delivery events in ${directory} cannot be opened: its disk has ${Math.floor(freeBytes / 1024)} KB free; ` +
      `${OPENING_BYTES / 1024} are needed to open it, and ${WRITING_BYTES / 1024} to write to it. Free space on the disk, and start again`,
  );
}

/** Once the database exists. */
export function markLogDirectory(directory: string): void {
  if (hasMarker(directory)) return;
  const file = join(directory, MARKER);
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify({ form: FORM })}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.${process.pid}`, file);
}

export function namedError(directory: string, error: unknown): Error {
  const remedy = remedyOf(error);
  const advice =
    remedy === null
      ? 'Restore the directory, or delete it to begin a new log: cursors are then refused as older than the log'
      : `Nothing of it is damaged: ${remedy}, and start again`;
  const what = error instanceof Error ? error.message : String(error);
  return new Error(`DATA_DIR: the log of delivery events in ${directory} cannot be opened (${what}). ${advice}`, {
    cause: error,
  });
}

function readMarker(directory: string): string | null {
  try {
    return readFileSync(join(directory, MARKER), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const hasMarker = (directory: string): boolean => readMarker(directory) !== null;

function checkMarker(directory: string): void {
  const text = readMarker(directory);
  if (text !== null && (JSON.parse(text) as { form?: unknown } | null)?.form !== FORM)
    throw new Error(`${MARKER} names a form other than ${FORM}, the only one that this release reads`);
}

function checkDatabase(file: string, mustExist: boolean): void {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    if (mustExist) throw new Error('data.mdb is missing', { cause: error });
    return;
  }
  try {
    if (sizeOf(descriptor) > 0) checkPages(descriptor);
    else if (mustExist) throw new Error('data.mdb is empty');
  } finally {
    closeSync(descriptor);
  }
}

const sizeOf = (descriptor: number): number => fstatSync(descriptor).size;

/** In which a process that has just written fills the file up, milliseconds. */
const FILLING_MS = 200;

function checkPages(descriptor: number): void {
  const first = lengthsOf(descriptor);
  if (first.size >= first.needed) return;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FILLING_MS);
  const { size, needed } = lengthsOf(descriptor);
  if (size < needed) throw new Error(`data.mdb is cut off: ${size} bytes of ${needed}`);
}

/** More are not missing in a file that was not cut off. */
const MOST_FILLED_BYTES = 16 * 1024 * 1024;

/**
 * LMDB leaves out pages at the end of its file that one transaction took and freed. Zeros in their place distinguish such a file from
 * one that was cut off. They are appended: what another process writes there meanwhile stays.
 */
export function fillUp(directory: string): void {
  try {
    const descriptor = openSync(join(directory, DATABASE), constants.O_RDWR | constants.O_APPEND);
    try {
      const { size, needed } = lengthsOf(descriptor);
      if (size < needed && needed - size <= MOST_FILLED_BYTES) writeSync(descriptor, Buffer.alloc(needed - size));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // after the next write it is tried again
  }
}

/**
 * The bytes of the file, and how many the newer one of the two meta pages says that there are. Another process may write
 * meanwhile: LMDB makes the file longer before it writes the meta page, so the length is read behind it.
 * @throws Error where it is no LMDB database
 */
function lengthsOf(descriptor: number): { readonly size: number; readonly needed: number } {
  const first = metaAt(descriptor, 0);
  const pageSize = first.readUInt32LE(PAGE_SIZE_AT);
  const metas = [first, metaAt(descriptor, pageSize)];
  if (metas.some((meta) => meta.readUInt32LE(MAGIC_AT) !== LMDB_MAGIC)) throw new Error('data.mdb is no LMDB database');
  const transactionOf = (meta: Buffer): bigint => meta.readBigUInt64LE(TRANSACTION_AT);
  const newest = transactionOf(metas[0]!) > transactionOf(metas[1]!) ? metas[0]! : metas[1]!;
  const needed = Number(newest.readBigUInt64LE(LAST_PAGE_AT) + 1n) * pageSize;
  return { size: sizeOf(descriptor), needed };
}

function metaAt(descriptor: number, offset: number): Buffer {
  const meta = Buffer.alloc(META_BYTES);
  readSync(descriptor, meta, 0, META_BYTES, offset);
  return meta;
}
