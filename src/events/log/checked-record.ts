import { crc32 } from 'node:zlib';

/** A value as JSON behind its checksum: LMDB has none of its own. */
export function encodeRecord(value: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(value));
  const record = Buffer.allocUnsafe(text.length + 4);
  record.writeUInt32LE(crc32(text));
  text.copy(record, 4);
  return record;
}

/** What the store gave is not what was written. */
export class DamagedRecord extends Error {}

/** @throws DamagedRecord that names what it is */
export function decodeRecord(record: Buffer, name: string): unknown {
  const text = record.subarray(4);
  if (record.length < 4 || record.readUInt32LE() !== crc32(text))
    throw new DamagedRecord(`${name} has a wrong checksum`);
  return JSON.parse(text.toString());
}

/** LMDB's own errors of a database whose pages are no pages. */
const DAMAGED_PAGES = /^MDB_(?:CORRUPTED|PAGE_NOTFOUND|INVALID|PANIC|BAD_TXN)\b/;

/** Whether the store is damaged, and not only away. */
export const isDamage = (error: unknown): error is Error =>
  error instanceof DamagedRecord || (error instanceof Error && DAMAGED_PAGES.test(error.message));
