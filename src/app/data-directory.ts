import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Creates the directory and its parents, one by one: Node's recursive mkdir never ends below /proc, where a parent exists
 * and nothing can be created.
 * @throws Error naming `DATA_DIR`, the path that failed and the system's code
 */
export async function openDataDirectory(directory: string): Promise<void> {
  const path = resolve(directory);
  try {
    await create(path);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new Error(`DATA_DIR: ${path} must be a directory that can be created, read and written (${code})`, {
      cause: error,
    });
  }
}

async function create(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found) {
    if (!found.isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
    return;
  }
  const parent = dirname(path);
  if (parent !== path) await create(parent);
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
