import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  closeSync,
  fstatSync,
  writeFileSync,
  renameSync,
  statfsSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

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
    checkDatabase(join(directory, 'data.mdb'), hasMarker(directory));
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

export const namedError = (directory: string, error: unknown): Error =>
  new Error(
    `DATA_DIR: the log of delivery events in ${directory} cannot be opened (${error instanceof Error ? error.message : String(error)}). ` +
      'Restore the directory, or delete it to begin a new log: cursors are then refused as older than the log',
    { cause: error },
  );

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
    if (sizeOf(descriptor) > 0) checkPages(descriptor, dirname(file));
    else if (mustExist) throw new Error('data.mdb is empty');
  } finally {
    closeSync(descriptor);
  }
}

const sizeOf = (descriptor: number): number => fstatSync(descriptor).size;

/**
 * The newer one of the two meta pages says how many pages there are. Another process may write meanwhile: LMDB makes the
 * file longer before it writes the meta page, so the length is read behind it. A file that is shorter may be whole: LMDB
 * leaves out pages at the end that one transaction took and freed.
 */
function checkPages(descriptor: number, directory: string): void {
  const first = metaAt(descriptor, 0);
  const pageSize = first.readUInt32LE(PAGE_SIZE_AT);
  const metas = [first, metaAt(descriptor, pageSize)];
  if (metas.some((meta) => meta.readUInt32LE(MAGIC_AT) !== LMDB_MAGIC)) throw new Error('data.mdb is no LMDB database');
  const transactionOf = (meta: Buffer): bigint => meta.readBigUInt64LE(TRANSACTION_AT);
  const newest = transactionOf(metas[0]!) > transactionOf(metas[1]!) ? metas[0]! : metas[1]!;
  const needed = (newest.readBigUInt64LE(LAST_PAGE_AT) + 1n) * BigInt(pageSize);
  const size = sizeOf(descriptor);
  if (BigInt(size) < needed && !isReadable(directory))
    throw new Error(`data.mdb is cut off: ${size} bytes of ${needed}`);
}

const LMDB = createRequire(import.meta.url).resolve('lmdb');
const READ_ALL = `
  const { open } = require(process.argv[1]);
  for (const entry of open({ path: process.argv[2], readOnly: true, encoding: 'binary' }).getRange({})) void entry;`;

/** Reads every entry, in a process of its own: the system ends it where an entry is on a missing page. */
const isReadable = (directory: string): boolean =>
  spawnSync(process.execPath, ['--eval', READ_ALL, LMDB, directory], { stdio: 'ignore' }).status === 0;

function metaAt(descriptor: number, offset: number): Buffer {
  const meta = Buffer.alloc(META_BYTES);
  readSync(descriptor, meta, 0, META_BYTES, offset);
  return meta;
}
