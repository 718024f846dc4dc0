import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory, writeWholeFile } from '../../durable-file.js';

/** The least length of a secret. */
export const SECRET_LENGTH = 32;

export const createCallbackSecret = (): string => randomBytes(32).toString('base64url');

/**
 * The secret of a directory, in the file `callback-secret`; the first process makes it.
 * @param directory exists
 * @throws an Error that names the file where it cannot be read or written, or is damaged
 */
export async function readSecretFile(directory: string): Promise<string> {
  const path = pathIn(directory);
  try {
    const known = await readSecret(path);
    if (known !== null) return known;
    // On the disk before it is used: under another secret every address would be wrong.
    await writeWholeFile(path, `${createCallbackSecret()}\n`, 'NEW');
    await syncDirectory(directory);
    return (await readSecret(path))!;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(
      `DATA_DIR: ${path} must be readable and writable and hold a secret of ${SECRET_LENGTH} characters or more: ` +
        `${code ?? message}. Put it back from a copy; without it addresses that vendors were given are answered with ` +
        '404. With CALLBACK_SECRETS set it is not needed',
      { cause: error },
    );
  }
}

/** Whether a server was started on this directory; false also where it is absent. Makes nothing. */
export const hasSecretFile = (directory: string): boolean => existsSync(pathIn(directory));

const pathIn = (directory: string): string => join(directory, 'callback-secret');

/** @returns null where there is no file */
async function readSecret(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const secret = text.trim();
  if (!/^[\w-]+$/.test(secret) || secret.length < SECRET_LENGTH) throw new Error('it is damaged');
  return secret;
}
