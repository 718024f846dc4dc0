import { constants } from 'node:fs';
import { type FileHandle, open as openFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from '../durable-file.js';
import { encodeLine, readLines } from './journal-line.js';
import type { OpenFile } from './segment.js';

/** What a process knows to be on the disk: so many whole lines of a segment begin before `end`, bytes. */
export interface Synced {
  readonly segment: number;
  readonly end: number;
  readonly lines: number;
}

/** Every line has this many characters of JSON, so that it is written over the one before. */
const TEXT_LENGTH = 80;
const SYNC_MS = 60_000;

export const syncedPaths = (directory: string): [first: string, second: string] => [
  join(directory, 'synced.a'),
  join(directory, 'synced.b'),
];

/** @returns the furthest that one of the two files says, null when neither is whole */
export async function readSynced(directory: string): Promise<Synced | null> {
  let furthest: Synced | null = null;
  for (const path of syncedPaths(directory)) {
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    const text = readLines(bytes, 0).whole[0]?.text;
    const reported = text === undefined ? null : (JSON.parse(text) as Synced);
    if (reported && (!furthest || isBehind(furthest, reported))) furthest = reported;
  }
  return furthest;
}

const isBehind = (one: Synced, other: Synced): boolean =>
  one.segment < other.segment || (one.segment === other.segment && one.end < other.end);

/**
 * Two files that say how far the journal is written, so that a loss of its last lines is noticed. They are written
 * after every group and synced once a minute. Of processes that write at one moment, one may say less than another.
 */
export class SyncedFile {
  #files: readonly FileHandle[] = [];
  #syncedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly directory: string,
    private readonly open: OpenFile = openFile,
  ) {}

  async write(synced: Synced): Promise<void> {
    if (this.#files.length === 0) await this.#open();
    const line = Buffer.from(encodeLine(JSON.stringify(synced).padEnd(TEXT_LENGTH)));
    for (const file of this.#files) {
      const { bytesWritten } = await file.write(line, 0, line.length, 0);
      if (bytesWritten < line.length) throw Object.assign(new Error('no room left'), { code: 'ENOSPC' });
    }
    if (performance.now() - this.#syncedAt < SYNC_MS) return;
    await Promise.all(this.#files.map((file) => file.datasync()));
    if (this.#syncedAt < 0) await syncDirectory(this.directory);
    this.#syncedAt = performance.now();
  }

  async #open(): Promise<void> {
    const files: FileHandle[] = [];
    try {
      for (const path of syncedPaths(this.directory))
        files.push(await this.open(path, constants.O_RDWR | constants.O_CREAT, 0o600));
    } catch (error) {
      await Promise.all(files.map((file) => file.close()));
      throw error;
    }
    this.#files = files;
  }

  async close(): Promise<void> {
    await Promise.all(this.#files.map((file) => file.close()));
  }
}
