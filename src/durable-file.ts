import { randomUUID } from 'node:crypto';
import { link, open, rename, rm, writeFile } from 'node:fs/promises';

/** Makes the names of new files durable. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file for its owner alone, whole and on the disk before it has its name; the name is durable after
 * `syncDirectory`.
 * @param place NEW leaves a file that is there as it is: another process was first. REPLACE takes its place
 */
export async function writeWholeFile(path: string, content: string | Buffer, place: 'NEW' | 'REPLACE'): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile(temporary, content, { mode: 0o600, flush: true });
    if (place === 'REPLACE') return await rename(temporary, path);
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
}
