import { access, chmod, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { syncDirectory } from '../durable-file.js';

/**
 * Makes the directory of DATA_DIR where it is not there.
 * @throws Error naming `DATA_DIR`, the path that failed and the system's code
 */
export async function openDataDirectory(directory: string): Promise<void> {
  const path = resolve(directory);
  try {
    await makeDirectory(path);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new Error(`DATA_DIR: ${path} must be a directory that can be created, read and written (${code})`, {
      cause: error,
    });
  }
}

/**
 * Closes a directory to all but its owner. Where this user may not, since it belongs to another one, it is used as it
 * is, unless users outside of its group have rights to it.
 * @throws Error naming `DATA_DIR`, the path, its mode and the system's code
 */
export async function closeToOthers(directory: string, change: typeof chmod = chmod): Promise<void> {
  try {
    await change(directory, 0o700);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const mode = await stat(directory).then(
      (found) => found.mode & 0o777,
      () => 0o777,
    );
    if ((mode & 0o007) === 0) return;
    throw new Error(
      `DATA_DIR: ${resolve(directory)} holds personal data and must be closed to users outside of its group: its mode is ` +
        `${mode.toString(8)}, and this user may not change it (${code}). Let this user own it, or let its owner run chmod o-rwx on it`,
      { cause: error },
    );
  }
}

/**
 * Makes a directory for its owner alone, and those above it, one by one: Node's recursive mkdir never ends below /proc,
 * where a parent exists and nothing can be created.
 */
async function makeDirectory(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found) {
    if (!found.isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
    return;
  }
  const parent = dirname(path);
  if (parent !== path) await makeDirectory(parent);
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await syncDirectory(parent); // its name is lost with the power otherwise, and the ledger would look new
}
